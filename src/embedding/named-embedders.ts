/** Embedding models by the name that a study gives: `use-lite`, `auto`, or a model that embeds. */
import { availableParallelism } from 'node:os';
import { defaultEncoder } from '../models/local/encoders.ts';
import type { LocalEndpoint } from '../models/local/endpoint.ts';
import type { Model } from '../models/model.ts';
import type { Embedder } from './embedder.ts';
import { embedderOf } from './model-embedder.ts';
import { hashOfUseLite, openUseLite } from './use-lite.ts';

/** Processes that embed with one local model at once, a thread each. */
const mostProcesses = Math.min(4, Math.max(1, availableParallelism()));
/** Bytes up to which a model is loaded in several processes. */
const smallEncoder = 200_000_000;

/** Opens an embedder, a small local model several times; `open` opens a model once. Throws as `open` does. */
export async function openNamedEmbedder(
  name: string,
  open: () => Promise<Model>,
): Promise<Embedder> {
  if (name === 'use-lite' || name === 'auto') return openUseLite();
  const model = await open();
  const most = (model.info.bytes ?? Number.POSITIVE_INFINITY) <= smallEncoder ? mostProcesses : 1;
  const others = name.startsWith('local:')
    ? await Promise.all(Array.from({ length: most - 1 }, open))
    : [];
  const all = [model, ...others] as const;
  return {
    ...embedderOf(all),
    close: async () => void (await Promise.all(all.map((one) => one.close()))),
  };
}

/** `auto` becomes the default encoder where it is on this machine, else the built-in model. The hash is of the weights, where it is known. */
export async function chooseEmbedding(
  name: string,
  local: Pick<LocalEndpoint, 'list' | 'hashOf'>,
): Promise<{ embedding: string; embeddingHash?: string }> {
  const encoder = `local:${defaultEncoder.id}`;
  const isHere = async () =>
    (await local.list()).some((model) => model.name === encoder && model.ready);
  const embedding = name !== 'auto' ? name : (await isHere()) ? encoder : 'use-lite';
  const embeddingHash =
    embedding === 'use-lite'
      ? await hashOfUseLite()
      : embedding.startsWith('local:')
        ? await local.hashOf(embedding.slice('local:'.length))
        : null;
  return { embedding, ...(embeddingHash === null ? {} : { embeddingHash }) };
}
