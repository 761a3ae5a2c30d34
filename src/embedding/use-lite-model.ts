/**
 * The Universal Sentence Encoder lite (Cer et al. 2018) on TensorFlow.js WebAssembly. It blocks its
 * thread for about 2 ms a word, so only the worker loads this file.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import core from '@energetic-ai/core';
import embeddings, { type EmbeddingsModelData } from '@energetic-ai/embeddings';

/** What the package exports; its own types need packages that it does not bring. */
const tensorflow = core as unknown as {
  setWasmPaths(folder: string): void;
  ready(): Promise<void>;
  loadGraphModel(url: string): Promise<EmbeddingsModelData['model']>;
};

/**
 * Reads the model of `folder` (made by scripts/make-use-lite.mjs); 512 numbers a text, in order. Texts are embedded together with
 * those of as many tokens only: padding would change the last digits, and a vector would depend on the texts beside it.
 */
export async function loadUseLite(
  folder: string,
): Promise<(texts: readonly string[]) => Promise<Float32Array[]>> {
  tensorflow.setWasmPaths(join(folder, '/'));
  // The package itself does not wait: on a busy machine the weights can be read before the backend is there.
  await tensorflow.ready();
  const model = await embeddings.initModel(async () => ({
    model: await tensorflow.loadGraphModel(`file://${join(folder, 'model.json')}`),
    vocabulary: JSON.parse(await readFile(join(folder, 'vocab.json'), 'utf8')),
  }));
  return async (texts) => {
    const vectors: Float32Array[] = new Array(texts.length);
    const places = Map.groupBy(texts.keys(), (at) => model.tokenizer.encode(texts[at]!).length);
    for (const own of places.values()) {
      const found = await model.embed(own.map((at) => texts[at]!));
      for (const [i, at] of own.entries()) vectors[at] = Float32Array.from(found[i]!);
    }
    return vectors;
  };
}
