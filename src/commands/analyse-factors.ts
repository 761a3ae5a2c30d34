/** The whole analysis of one table, in the shape that `--json` prints. */
import type { Bartlett, Kmo } from '../factor-analysis/adequacy.ts';
import {
  type EmpiricalKaiser,
  empiricalKaiser,
  kaiserGuttman,
} from '../factor-analysis/empirical-kaiser.ts';
import { type FactorResult, factorAnalysis } from '../factor-analysis/factor-analysis.ts';
import { factorScores, type ScoreWeights, scoreWeights } from '../factor-analysis/factor-scores.ts';
import type { Fit } from '../factor-analysis/fit.ts';
import { type FactorInput, readInput } from '../factor-analysis/input.ts';
import { type LoadingStability, loadingStability } from '../factor-analysis/loading-stability.ts';
import { type MinimumAveragePartial, minimumAveragePartial } from '../factor-analysis/map.ts';
import { type Nesting, nesting } from '../factor-analysis/nesting.ts';
import { isOrdinal, type OrdinalDetails } from '../factor-analysis/ordinal-input.ts';
import type {
  ParallelInput,
  ParallelLine,
  ParallelLineName,
  ParallelMethod,
} from '../factor-analysis/parallel-analysis.ts';
import { type Replication, replication } from '../factor-analysis/replication.ts';
import { type Residuals, residualsOf } from '../factor-analysis/residuals.ts';
import { type VerySimpleStructure, verySimpleStructure } from '../factor-analysis/vss.ts';
import type { FactorWarning } from '../factor-analysis/warnings.ts';
import { parallelAnalysisInWorkers } from '../run/derive/parallel-in-workers.ts';
import { unflatten } from '../statistics/dense.ts';
import { type FactorSettings, libraryOptions } from './factor-settings.ts';
import type { FactorTable, RawTable } from './factor-table.ts';
import type { ProgressMeter } from './progress-meter.ts';

/** One line of a parallel analysis under the names of the reference files. */
export type LineJson = {
  iterations: number;
  observed: number[];
  mean: number[];
  sd: number[];
  /** 95 % quantiles. */
  q95: number[];
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
  warnings: FactorWarning[];
};

const quantile = 0.95;

/** Rejects with UserError where the table or the settings do not allow an analysis. */
export async function analyseFactors(
  table: FactorTable,
  settings: FactorSettings,
  meter: ProgressMeter,
): Promise<FactorsJson> {
  const warnings = [...table.warnings];
  const grouped = table.input === 'raw' ? table.groups : null;
  const groups = grouped ? new Set(grouped).size : 0;
  const complete = table.input === 'raw' ? withoutGaps(table) : null;
  const input = inputOf(table);
  const parallel = await parallelOf(input, complete, settings, groups, meter);
  const { factors, by } = numberOfFactors(parallel, settings, table.variables.length);
  const options = {
    ...libraryOptions(settings, factors),
    ...(grouped ? { independentUnits: groups } : {}),
  };
  const result = factorAnalysis(input, options);
  const stable =
    complete?.groups && groups > 1
      ? replication(complete.rows, complete.groups, {
          ...options,
          onProgress: (done, total) => meter.step('split halves', done, total),
        })
      : null;
  const bootstrap =
    complete?.groups && groups > 1 && settings.bootstrap > 0
      ? loadingStability(complete.rows, complete.groups, {
          ...options,
          draws: settings.bootstrap,
          onProgress: (done, total) => meter.step('bootstrap over groups', done, total),
        })
      : null;
  meter.end();
  return {
    meta: {
      input: table.input,
      nObs: result.n,
      nVars: result.variables.length,
      nFactors: factors,
      nFactorsBy: by,
      extraction: settings.extraction,
      rotation: factors === 1 ? 'none' : settings.rotation,
      correlation: settings.correlation,
      missing: settings.missing,
      groups: settings.groups === undefined ? null : { column: settings.groups, count: groups },
      seed: settings.seed,
      tight: settings.tight ?? false,
    },
    variables: result.variables,
    correlation: result.correlation,
    ordinal: result.ordinal,
    pairwiseN: result.pairwiseN,
    kmo: result.kmo,
    bartlett: result.bartlett,
    smc: result.smc,
    logDeterminant: result.logDeterminant,
    condition: Number.isFinite(result.condition) ? result.condition : null,
    eigenvalues: result.eigenvalues,
    commonEigenvalues: result.commonEigenvalues,
    kaiserGuttman: kaiserGuttman(result.eigenvalues),
    empiricalKaiser: empiricalKaiser(result.eigenvalues, result.n),
    map: minimumAveragePartial(result.correlation),
    vss: verySimpleStructure(result.correlation, result.n),
    parallel,
    loadings: result.loadings,
    structure: result.structure,
    phi: result.phi,
    communality: result.communality,
    uniquenesses: result.uniquenesses,
    complexity: result.complexity,
    ssLoadings: result.ssLoadings,
    proportionVar: result.proportionVar,
    proportionExplained: result.proportionExplained,
    fit: result.fit,
    scoreR2: result.smoothing ? result.scoreR2.map(() => null) : result.scoreR2,
    residuals: residualsOf(result),
    weights: result.weights,
    scores: settings.scores
      ? { [settings.scores]: scoresOf(scoreWeights(result, settings.scores), table) }
      : null,
    heywood: result.heywood,
    convergence: result.convergence,
    smoothing: result.smoothing,
    nesting:
      complete?.groups && groups > 1
        ? nesting(complete.rows, complete.groups, { variables: table.variables })
        : null,
    replication: stable,
    bootstrap,
    warnings: [...warnings, ...result.warnings],
  };
}

function inputOf(table: FactorTable): FactorInput {
  const { variables } = table;
  return table.input === 'raw'
    ? { rows: table.rows, variables }
    : { correlation: table.correlation, n: table.n, variables };
}

function withoutGaps({ rows, groups }: RawTable): { rows: number[][]; groups: string[] | null } {
  const whole = rows.map((row) => row.every(Number.isFinite));
  return {
    rows: rows.filter((_, i) => whole[i]),
    groups: groups?.filter((_, i) => whole[i]) ?? null,
  };
}

/**
 * `normal` from the matrix and its n; for raw data `resampled` columns, and where rows come in groups `blocks`.
 * Resampling and permuting need rows without gaps.
 */
async function parallelOf(
  input: FactorInput,
  complete: { rows: number[][]; groups: string[] | null } | null,
  settings: FactorSettings,
  groups: number,
  meter: ProgressMeter,
): Promise<ParallelJson> {
  const run = async (method: ParallelMethod, from: ParallelInput, labels?: readonly string[]) => {
    const found = await parallelAnalysisInWorkers(
      from,
      {
        method,
        iterations: settings.draws,
        seed: settings.seed,
        quantile,
        kind: settings.correlation,
        lines: settings.lines,
        ...(labels ? { groups: labels } : {}),
      },
      {
        onProgress: (done, total) => meter.step(`parallel analysis (${method})`, done, total),
      },
    );
    const lines = settings.lines.map((line) => [line, lineJson(found[line]!, found.iterations)]);
    return Object.fromEntries(lines) as Partial<Record<ParallelLineName, LineJson>>;
  };
  const shared = { seed: settings.seed, quantile };
  const normal = await run('normal', matrixOf(input, settings));
  if (!complete) return { ...shared, normal };
  const rows = { rows: complete.rows };
  const resampled = await run('resampled', rows);
  if (!complete.groups || groups < 2) return { ...shared, normal, resampled };
  return { ...shared, normal, resampled, blocks: await run('blocks', rows, complete.groups) };
}

/** The matrix that is factored, so that gaps, ranks, and covariances count as there; rows where categories count. */
function matrixOf(input: FactorInput, settings: FactorSettings): ParallelInput {
  if (isOrdinal(settings.correlation) && 'rows' in input) return input;
  const { correlation: kind, missing } = settings;
  const { r, n, variables } = readInput(input, { kind, missing });
  return { correlation: unflatten(r, variables.length, variables.length), n };
}

function lineJson(line: ParallelLine, iterations: number): LineJson {
  const { observed, mean, sd } = line;
  return {
    iterations,
    observed,
    mean,
    sd,
    q95: line.quantile,
    suggestedByQ95: line.suggestedByQuantile,
    suggestedByMean: line.suggestedByMean,
  };
}

/** Asked for, or by components' parallel analysis at 95 %: block-permuted, else resampled, else normal. */
function numberOfFactors(
  parallel: ParallelJson,
  settings: FactorSettings,
  p: number,
): { factors: number; by: string } {
  if (settings.factors !== 'auto') return { factors: settings.factors, by: 'asked' };
  const method = parallel.blocks ? 'blocks' : parallel.resampled ? 'resampled' : 'normal';
  const found = parallel[method]!.pc!.suggestedByQ95;
  return {
    factors: Math.max(1, Math.min(p - 1, found)),
    by: `parallel.${method}.pc${found < 1 ? ' (none; at least one is taken)' : ''}`,
  };
}

function scoresOf(found: ScoreWeights, table: FactorTable): ScoresJson | { withheld: string } {
  if (found.withheld) return { withheld: found.reason };
  const scores = table.input === 'raw' ? factorScores(table.rows, found.weights) : null;
  return {
    weights: found.weights,
    scores: scores?.map((row) => row.map((x) => (Number.isFinite(x) ? x : null))) ?? null,
    R2: found.covariance,
    validity: found.validity,
    scoreCorrelations: found.correlations,
  };
}
