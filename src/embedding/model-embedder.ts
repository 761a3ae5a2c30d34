/** A language model, at an endpoint or local, as an embedder. */
import { UserError } from '../errors.ts';
import type { Model } from '../models/model.ts';
import { batches, type Embedder } from './embedder.ts';

/** Small enough for visible progress and a quick abort; endpoints take far more at once. */
const batchSize = 64;

/** Prefix of `requestName` for a model known by the hash of its file. */
const byHash = 'sha256:';

/**
 * Embeds with one model, opened once or several times: each takes the next batch when it is free.
 * The caller closes them. Throws UserError when the model cannot embed; what a model
 * throws passes through.
 */
export function embedderOf(models: Model | readonly [Model, ...Model[]]): Embedder {
  const all: readonly Model[] = 'info' in models ? [models] : models;
  const { info, capabilities, requestName } = all[0]!;
  if (!capabilities.embed)
    throw new UserError(`${info.name} gives no embeddings`, {
      hint: 'Name a model made for embeddings, or leave the setting out to use the built-in one.',
    });
  return {
    name: info.name,
    ...(requestName.startsWith(byHash) ? { hash: requestName.slice(byHash.length) } : {}),
    async embed(texts, { signal, onProgress } = {}) {
      // The longest first: a batch then holds texts of like length, and the last ones, which not all models share, are short.
      const order = texts
        .map((text, index) => ({ text, index }))
        .sort((a, b) => b.text.length - a.text.length || a.index - b.index);
      const pieces = batches(order, batchSize);
      const vectors: Float32Array[] = new Array(texts.length);
      let next = 0;
      let done = 0;
      const work = async (model: Model) => {
        while (next < pieces.length) {
          const batch = pieces[next++]!;
          signal?.throwIfAborted();
          const part = await model.embed(
            batch.map(({ text }) => text),
            signal ? { signal } : {},
          );
          if (part.length !== batch.length)
            throw new UserError(
              `${info.name} gave ${part.length} vectors for ${batch.length} texts`,
              { hint: 'Try another embedding model.' },
            );
          for (const [i, { index }] of batch.entries()) vectors[index] = part[i]!;
          done += batch.length;
          onProgress?.(done, texts.length);
        }
      };
      // Starts only as many models as there are batches: a model loads with its first batch.
      const working = await Promise.allSettled(all.slice(0, pieces.length).map(work));
      for (const one of working) if (one.status === 'rejected') throw one.reason;
      return vectors;
    },
    close: async () => {},
  };
}
