/** How many contexts a local model gets, and how many threads each. */
import { availableParallelism } from 'node:os';

export type Share = { contexts: number; threads: number };

/**
 * `openModels`: local models that are open at once, this one included. All but one core are shared
 * out, since threads that wait for a busy core spin and slow everything to a fortieth. Small
 * models gain most from several contexts of few threads (2.5 times one context on two cores);
 * contexts with one thread do not spin, so there are always two or more. `VALUELEX_THREADS` sets
 * the threads to share out, `VALUELEX_CONTEXTS` the contexts of a model.
 */
export function shareOfCores(
  openModels: number,
  cores: number = availableParallelism(),
  env: Readonly<Record<string, string | undefined>> = process.env,
): Share {
  const all = positive(env.VALUELEX_THREADS) ?? Math.max(1, cores - 1);
  const contexts = positive(env.VALUELEX_CONTEXTS) ?? Math.min(4, Math.max(2, cores));
  return { contexts, threads: Math.max(1, Math.floor(all / Math.max(1, openModels) / contexts)) };
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return text && Number.isInteger(value) && value > 0 ? value : undefined;
}
