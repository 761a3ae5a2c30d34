/** Runs chains in parts, so that threads can share them, progress can be told, and a fit can be stopped. */
import { createRandom } from '../random.ts';
import { type Figure, readFigures } from './figures.ts';
import { fillMeans, workspaceOf } from './latent.ts';
import { checkThresholds } from './predictive.ts';
import type { Layout } from './ratings.ts';
import { type State, startOf } from './state.ts';
import { sweep } from './sweep.ts';

/** A part of a chain: where it goes on from, and for how long. */
export type Stretch = {
  seed: number | string;
  chain: number;
  /** Which part of the chain it is: each draws from a stream of its own. */
  part: number;
  /** Null at the beginning of a chain. */
  state: State | null;
  sweeps: number;
  /** A draw is kept after every so many sweeps; 0 keeps none and tunes the steps instead. */
  keepEvery: number;
};

export type Stretched = {
  state: State;
  /** Kept draws × figures. */
  draws: Float64Array;
  /** For each model, in how many of the kept draws ratings drawn anew lie at least as far from the model as its own. */
  beyond: Float64Array;
};

/** Runs one part. The same part gives the same draws wherever it runs. */
export function runStretch(
  layout: Layout,
  figures: readonly Figure[],
  { seed, chain, part, state: from, sweeps, keepEvery }: Stretch,
): Stretched {
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
