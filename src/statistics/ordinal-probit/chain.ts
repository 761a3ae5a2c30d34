/** Runs chains in parts, so that threads can share them, progress can be told, and a fit can be stopped. */
import type { Stretch, Stretched } from '../convergence/run-chains.ts';
import { createRandom } from '../random.ts';
import { type Figure, readFigures } from './figures.ts';
import { fillMeans, workspaceOf } from './latent.ts';
import { checkThresholds } from './predictive.ts';
import type { Layout } from './ratings.ts';
import { type State, startOf } from './state.ts';
import { sweep } from './sweep.ts';

/** Runs one part. The same part gives the same draws wherever it runs. */
export function runStretch(
  layout: Layout,
  figures: readonly Figure[],
  { seed, chain, part, state: from, sweeps, keepEvery }: Stretch<State>,
): Stretched<State> {
  const random = createRandom(`${seed}|ordinal|${chain}|${part}`);
  const state = from ? structuredClone(from) : startOf(layout, random);
  const work = workspaceOf(layout);
  const kept = keepEvery > 0 ? Math.floor(sweeps / keepEvery) : 0;
  const draws = new Float64Array(kept * figures.length);
  const beyond = new Float64Array(layout.models);
  for (let s = 0; s < sweeps; s++) {
    sweep(layout, state, work, random, keepEvery === 0);
    if (keepEvery === 0 || (s + 1) % keepEvery > 0) continue;
    readFigures(layout, figures, state, draws, ((s + 1) / keepEvery - 1) * figures.length);
    fillMeans(layout, state, work.mean);
    checkThresholds(layout, state, work, beyond, random);
  }
  return { state, draws, beyond };
}
