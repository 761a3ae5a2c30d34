/** Runs chains of the many-facet model in parts, so that threads can share them, and a fit can be stopped. */
import { runPart, type Stretch, type Stretched } from '../convergence/run-chains.ts';
import { checkThresholds } from '../latent-ratings/predictive.ts';
import { createRandom } from '../random.ts';
import { type FacetFigure, readFacetFigures } from './figures.ts';
import { fillMeans, workspaceOf } from './latent.ts';
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
  stretch: Stretch<State>,
): Stretched<State> {
  const { seed, chain, part, state: from } = stretch;
  const random = createRandom(`${seed}|facets|${chain}|${part}`);
  const state = from ? structuredClone(from) : startOf(layout, random);
  const work = layout.values.map((value) => workspaceOf(layout, value));
  const { raters } = layout;
  return runPart(
    stretch,
    state,
    { figures: figures.length, checks: layout.values.length * raters },
    (tune) => sweep(layout, state, work, random, tune),
    (out, beyond) => {
      readFacetFigures(layout, groups, figures, state, out);
      layout.values.forEach((value, v) => {
        const { mean } = work[v]!;
        fillMeans(layout, value, state, v, mean);
        const own = beyond.subarray(v * raters, (v + 1) * raters);
        checkThresholds(value, state.values[v]!, mean, own, random);
      });
    },
  );
}
