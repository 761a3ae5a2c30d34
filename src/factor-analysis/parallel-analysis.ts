import type { CorrelationKind } from '../statistics/correlation.ts';
import type { Rows } from '../statistics/dense.ts';
import { type Eigenvalues, eigenvaluesOfDraw } from './parallel/draws.ts';
import { planParallel } from './parallel/plan.ts';
import { summariseParallel } from './parallel/summary.ts';

/**
 * Where the unrelated data come from. `normal`: standard normal deviates. `resampled`: each column drawn
 * with replacement. `permuted`: each column shuffled. `blocks`: for each column the groups of rows (models)
 * change places as wholes, then rows within each; what rows of one group share stays, what columns share goes.
 * Where groups come in families of one size, families change places, then groups within them. `components`: where
 * families differ in size, normal columns with each column's own variance components (family, group, and, where
 * given, setting; rest), shrunk towards their mean over columns, independent of each other.
 */
export type ParallelMethod = 'normal' | 'resampled' | 'permuted' | 'blocks' | 'components';

/**
 * Which eigenvalues are compared. `pc`: the eigenvalues of R (components). `smc`: of R with squared multiple correlations
 * on its diagonal. `fa`: of R with the communalities of one minres factor there, as psych's `fa.parallel`
 * does; slower than the other two together.
 */
export type ParallelLineName = 'pc' | 'smc' | 'fa';

export interface ParallelOptions<Line extends ParallelLineName = ParallelLineName> {
  /** Default `blocks` where groups are given, else `permuted` for rows and `normal` for a matrix. */
  method?: ParallelMethod;
  /** Group label (model) of each row; needed for `blocks`. */
  groups?: readonly (string | number)[];
  /** Family of each row's group: groups of one family are not independent of each other. */
  families?: readonly (string | number)[];
  /** What each row shares with rows of other groups (a sampling setting), for `components`. */
  settings?: readonly (string | number)[];
  /** Default 999. */
  iterations?: number;
  /** Criterion line, default .95. */
  quantile?: number;
  /** Kind of correlation, of the data and of the simulations alike. Default `pearson`. */
  kind?: CorrelationKind;
  /** Default `pc` and `smc`. */
  lines?: readonly Line[];
  seed?: number | string;
  onProgress?: (done: number, total: number) => void;
  /** Checked before each replicate; when true the analysis ends with the replicates it has. */
  shouldStop?: () => boolean;
}

export interface ParallelLine {
  /** Eigenvalues of the data, descending. */
  observed: number[];
  mean: number[];
  sd: number[];
  /** The criterion quantile of each simulated eigenvalue. */
  quantile: number[];
  /** Of each observed eigenvalue: (1 + replicates that reach it) / (replicates + 1). */
  p: number[];
  /** The sequential test: factors before the first whose p is above 1 − quantile. */
  suggested: number;
  /** Position of the first observed eigenvalue not above its criterion, minus one. */
  suggestedByQuantile: number;
  suggestedByMean: number;
}

/** The lines asked for, and how they came about. */
export type ParallelAnalysis<Line extends ParallelLineName = 'pc' | 'smc'> = {
  method: ParallelMethod;
  /** Replicates done; fewer than asked for when stopped. */
  iterations: number;
  quantile: number;
  seed: string;
  stopped: boolean;
} & Record<Line, ParallelLine> &
  Partial<Record<ParallelLineName, ParallelLine>>;

export type ParallelInput = { rows: Rows } | { correlation: Rows; n: number };

/**
 * Horn's parallel analysis (1965): how many eigenvalues exceed those of unrelated data. Replicate i draws from
 * its own stream of the seed, so results do not depend on the order or place of computation.
 * Rows with gaps are left out. R: `psych::fa.parallel`; the block permutation has no counterpart there.
 * @throws UserError when rows or groups do not suffice, or a method needs rows and got a matrix.
 */
export function parallelAnalysis<Line extends ParallelLineName = 'pc' | 'smc'>(
  input: ParallelInput,
  options: ParallelOptions<Line> = {},
): ParallelAnalysis<Line> {
  const plan = planParallel(input, options);
  const draws: Eigenvalues[] = [];
  while (draws.length < plan.iterations && !options.shouldStop?.()) {
    draws.push(eigenvaluesOfDraw(plan, draws.length));
    options.onProgress?.(draws.length, plan.iterations);
  }
  return summariseParallel(plan, draws);
}
