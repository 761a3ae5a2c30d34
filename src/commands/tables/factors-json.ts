/** The shape of `valuelex factors --json`: the keys of the reference files, at the top level. */
import type { Bartlett, Kmo } from '../../factor-analysis/adequacy.ts';
import type { EmpiricalKaiser } from '../../factor-analysis/empirical-kaiser.ts';
import type { FactorResult } from '../../factor-analysis/factor-analysis.ts';
import type { Fit } from '../../factor-analysis/fit.ts';
import type { Invariance } from '../../factor-analysis/invariance/invariance.ts';
import type { LoadingStability } from '../../factor-analysis/loading-stability.ts';
import type { MinimumAveragePartial } from '../../factor-analysis/map.ts';
import type { Nesting } from '../../factor-analysis/nesting.ts';
import type { NumberOfFactors } from '../../factor-analysis/number-of-factors.ts';
import type { OrdinalDetails } from '../../factor-analysis/ordinal-input.ts';
import type { ParallelLineName, ParallelMethod } from '../../factor-analysis/parallel-analysis.ts';
import type { Replication } from '../../factor-analysis/replication.ts';
import type { Residuals } from '../../factor-analysis/residuals.ts';
import type { RowTotals } from '../../factor-analysis/row-totals.ts';
import type { Structures } from '../../factor-analysis/structure/structures.ts';
import type { VerySimpleStructure } from '../../factor-analysis/vss.ts';
import type { FactorWarning } from '../../factor-analysis/warnings.ts';
import type { Descriptives } from '../../statistics/descriptives.ts';
import type { GraphsJson } from './factor-graphs.ts';

/** One line of a parallel analysis under the names of the reference files. */
export type LineJson = {
  iterations: number;
  observed: number[];
  mean: number[];
  sd: number[];
  /** 95 % quantiles. */
  q95: number[];
  /** Of each eigenvalue: (1 + draws that reach it) / (draws + 1). */
  p: number[];
  /** Factors before the first whose p is above .05. */
  suggested: number;
  suggestedByQ95: number;
  suggestedByMean: number;
};

export type ParallelJson = { seed: number; quantile: number } & Partial<
  Record<ParallelMethod, Partial<Record<ParallelLineName, LineJson>>>
>;

export type ScoresJson = {
  /** For standardised columns, p × k. */
  weights: number[][];
  /** n × k; `null` for a row with a gap. Only for raw data. */
  scores: (number | null)[][] | null;
  /** Covariance of each factor with its scores, as psych prints it. */
  R2: number[];
  /** Correlation of each factor with its scores; `null` where a Heywood case takes it beyond 1. */
  validity: (number | null)[];
  scoreCorrelations: number[][];
};

/** Keys as in R's output under `reference/README.md`; what does not apply is `null`. */
export type FactorsJson = {
  meta: {
    input: 'raw' | 'matrix';
    nObs: number;
    nVars: number;
    nFactors: number;
    /** `asked`, or the rule that `auto` followed. */
    nFactorsBy: string;
    extraction: string;
    rotation: string;
    /** Kind of correlation. */
    correlation: string;
    missing: string;
    groups: { column: string; count: number } | null;
    seed: number;
    tight: boolean;
  };
  variables: string[];
  /** Of the columns of raw data, psych's skew and kurtosis. */
  descriptives: Descriptives | null;
  /** Whether rows add up to the same, as lists of one length do. */
  rowTotals: RowTotals | null;
  correlation: number[][];
  /** Of tetrachoric and polychoric correlations: thresholds, pairs with empty cells and their joint counts. */
  ordinal: OrdinalDetails | null;
  pairwiseN: number[][] | null;
  kmo: Kmo;
  bartlett: Bartlett;
  smc: number[];
  logDeterminant: number;
  /** Largest over smallest eigenvalue; `null` for a singular matrix. */
  condition: number | null;
  eigenvalues: number[];
  commonEigenvalues: number[];
  /** Eigenvalues above 1: a warning, not a rule. */
  kaiserGuttman: number;
  empiricalKaiser: EmpiricalKaiser;
  map: MinimumAveragePartial;
  vss: VerySimpleStructure;
  /** The number each rule suggests, how far they agree, and a sentence on it. */
  numberOfFactors: Pick<NumberOfFactors, 'suggested' | 'rules' | 'agreement' | 'summary'>;
  /** Exploratory graph analysis; null where there are too few columns, or too many. */
  graphs: GraphsJson;
  /** Target-rotated ESEM and bifactor solutions; null for more than 60 columns. */
  structures: Structures | null;
  parallel: ParallelJson;
  loadings: number[][];
  structure: number[][];
  phi: number[][] | null;
  communality: number[];
  uniquenesses: number[];
  complexity: number[];
  ssLoadings: number[];
  proportionVar: number[];
  proportionExplained: number[];
  fit: Fit;
  /** Squared correlation of each factor with its regression scores; `null` where R has no proper inverse. */
  scoreR2: (number | null)[];
  /** R − ΛΦΛᵀ, p × p, uniquenesses on its diagonal; and the pairs of variables that the model misses most. */
  residuals: Residuals;
  weights: number[][];
  scores: { [method: string]: ScoresJson | { withheld: string } } | null;
  heywood: string[];
  convergence: FactorResult['convergence'];
  smoothing: FactorResult['smoothing'];
  nesting: Nesting | null;
  replication: Replication | null;
  bootstrap: LoadingStability | null;
  /** Whether the structure is the same in the groups that `--invariance` names; `unit` is what its models are called here. */
  invariance: (Invariance & { by: string; unit: string }) | null;
  warnings: FactorWarning[];
};
