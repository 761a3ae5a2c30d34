/**
 * Fits the ordinal model: chains run until every figure is precise enough or the time is over. docs/ordinal-model.md
 * has the equations.
 */
import {
  type ChainOptions,
  type ChainsRun,
  runChains,
  type Stretch,
  type Stretched,
} from '../convergence/run-chains.ts';
import { type Figure, figuresOf } from './figures.ts';
import { layOut } from './layout.ts';
import type { Layout, OrdinalRatings } from './ratings.ts';
import type { State } from './state.ts';

/** Runs parts of chains, in threads or one after another: `runStretch` for each. */
export type RunStretches = (input: {
  layout: Layout;
  figures: readonly Figure[];
  stretches: readonly Stretch<State>[];
}) => Promise<readonly Stretched<State>[]>;

export type OrdinalOptions = ChainOptions & { runStretches: RunStretches };

export type OrdinalFit = Omit<ChainsRun<Figure>, 'beyond'> & {
  /**
   * By model: the share of draws in which new ratings lie at least as far from the common thresholds as the model's
   * own. Near 0 the model uses the categories differently from the others.
   */
  thresholdsFit: number[];
};

/**
 * @throws RangeError for ratings that name what is not there
 */
export async function fitOrdinal(
  ratings: OrdinalRatings,
  { runStretches, ...options }: OrdinalOptions,
): Promise<OrdinalFit> {
  const layout = layOut(ratings);
  const figures = figuresOf(layout);
  const { beyond, ...told } = await runChains<Figure, State>(
    {
      ...{ figures, ratings: layout.n },
      run: (stretches) => runStretches({ layout, figures, stretches }),
    },
    options,
  );
  return { ...told, thresholdsFit: beyond };
}
