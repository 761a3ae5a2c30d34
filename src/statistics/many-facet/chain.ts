/** Runs chains of the many-facet model in parts, so that threads can share them, and a fit can be stopped. */
import type { Stretch, Stretched } from '../convergence/run-chains.ts';
import { createRandom } from '../random.ts';
import { type FacetFigure, readFacetFigures } from './figures.ts';
import { fillMeans, workspaceOf } from './latent.ts';
import { checkRaters } from './predictive.ts';
import type { FacetLayout } from './ratings.ts';
import { type State, startOf } from './state.ts';
import { sweep } from './sweep.ts';

/** What all parts of all chains are read for. */
export type FacetReading = {
  figures: readonly FacetFigure[];
  /** Values whose mean level is reported too. */
  groups: readonly (readonly number[])[];
};

/** Runs one part. The same part gives the same draws wherever it runs. `beyond` is by value, then rater. */
export function runFacetStretch(
  layout: FacetLayout,
  { figures, groups }: FacetReading,
  { seed, chain, part, state: from, sweeps, keepEvery }: Stretch<State>,
): Stretched<State> {
  const random = createRandom(`${seed}|facets|${chain}|${part}`);
  const state = from ? structuredClone(from) : startOf(layout, random);
  const work = layout.values.map((value) => workspaceOf(layout, value));
  const kept = keepEvery > 0 ? Math.floor(sweeps / keepEvery) : 0;
  const draws = new Float64Array(kept * figures.length);
  const beyond = new Float64Array(layout.values.length * layout.raters);
  for (let s = 0; s < sweeps; s++) {
    sweep(layout, state, work, random, keepEvery === 0);
    if (keepEvery === 0 || (s + 1) % keepEvery > 0) continue;
    const at = ((s + 1) / keepEvery - 1) * figures.length;
    readFacetFigures(layout, groups, figures, state, draws, at);
    layout.values.forEach((value, v) => {
      const { mean } = work[v]!;
      fillMeans(layout, value, state, v, mean);
      checkRaters(layout, value, state.values[v]!, mean, beyond, v * layout.raters, random);
    });
  }
  return { state, draws, beyond };
}
