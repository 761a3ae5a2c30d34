/** A language model, at an endpoint or local, as an embedder. */
import { UserError } from '../errors.ts';
import type { Model } from '../models/model.ts';
import { batches, type Embedder } from './embedder.ts';

/** Few enough that progress shows and an abort is soon felt; endpoints take far more at once. */
const batchSize = 64;

/**
 * Embeds with `model`; closing it is left to who opened it. Throws UserError when the model cannot
 * embed; what the model throws passes through.
 */
export function embedderOf(model: Model): Embedder {
  if (!model.capabilities.embed)
    throw new UserError(`${model.info.name} gives no embeddings`, {
      hint: 'Name a model made for embeddings, or leave the setting out to use the built-in one.',
    });
  return {
    name: model.info.name,
    async embed(texts, { signal, onProgress } = {}) {
      const vectors: Float32Array[] = [];
      for (const batch of batches(texts, batchSize)) {
        signal?.throwIfAborted();
        const part = await model.embed(batch, signal ? { signal } : {});
        if (part.length !== batch.length)
          throw new UserError(
            `${model.info.name} gave ${part.length} vectors for ${batch.length} texts`,
            { hint: 'Try another embedding model.' },
          );
        vectors.push(...part);
        onProgress?.(vectors.length, texts.length);
      }
      return vectors;
    },
    close: async () => {},
  };
}
