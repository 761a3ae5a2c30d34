/**
 * Fits the many-facet model: chains run until every figure is precise enough or the time is over.
 * docs/many-facet-model.md has the equations.
 */
import {
  type ChainOptions,
  type ChainsRun,
  runChains,
  type Stretch,
  type Stretched,
} from '../convergence/run-chains.ts';
import type { FacetReading } from './chain.ts';
import { type FacetFigure, facetFiguresOf, isAwaited } from './figures.ts';
import { layOutFacets } from './layout.ts';
import type { FacetLayout, FacetRatings } from './ratings.ts';
import type { State } from './state.ts';

/** Runs parts of chains, in threads or one after another: `runFacetStretch` for each. */
export type RunFacetStretches = (input: {
  layout: FacetLayout;
  reading: FacetReading;
  stretches: readonly Stretch<State>[];
}) => Promise<readonly Stretched<State>[]>;

export type FacetOptions = ChainOptions & {
  runStretches: RunFacetStretches;
  /** Values whose mean level is reported too. */
  groups?: readonly (readonly number[])[];
};

export type FacetFit = Omit<ChainsRun<FacetFigure>, 'beyond'> & {
  /**
   * By value, then rater: the share of draws in which new ratings lie at least as far from the common thresholds as
   * the rater's own. Near 0 the rater uses the categories differently from the others.
   */
  thresholdsFit: number[][];
};

/**
 * @throws RangeError for ratings that name what is not there
 */
export async function fitFacets(
  ratings: FacetRatings,
  { runStretches, groups = [], ...options }: FacetOptions,
): Promise<FacetFit> {
  const layout = layOutFacets(ratings);
  const figures = facetFiguresOf(layout, groups);
  const { beyond, ...told } = await runChains<FacetFigure, State>(
    {
      ...{ figures, ratings: ratings.rating.length, awaited: isAwaited },
      run: (stretches) => runStretches({ layout, reading: { figures, groups }, stretches }),
    },
    options,
  );
  return {
    ...told,
    thresholdsFit: layout.values.map((_, v) =>
      beyond.slice(v * layout.raters, (v + 1) * layout.raters),
    ),
  };
}
