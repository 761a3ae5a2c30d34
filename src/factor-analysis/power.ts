/** How many models a study needs: the fitted model simulated at other sizes, and factored again. */
import { UserError } from '../errors.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { mean, quantile } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';
import { congruenceEqual } from './congruence-verdict.ts';
import type { FactorOptions } from './factor-analysis.ts';
import { correlationOfGroups, groupMoments } from './group-moments.ts';
import { drawNested, type NestedPopulation } from './nested-simulation.ts';
import { parallelAnalysis } from './parallel-analysis.ts';
import { refit } from './refit.ts';

export interface PowerOptions extends FactorOptions {
  /** Numbers of models to try. */
  models: readonly number[];
  /** Rows of each model; 1 where rows are independent. */
  rowsEach: number;
  /** Simulated studies at each size, default 100. */
  draws?: number;
  /** Draws of a block-permuted parallel analysis in each simulated study, to see whether it finds k; 0 (default) leaves it out. */
  parallelDraws?: number;
  onProgress?: (done: number, total: number) => void;
  shouldStop?: () => boolean;
}

export interface PowerAtSize {
  models: number;
  rowsEach: number;
  /** models × rowsEach. */
  rows: number;
  /** Simulated studies that could be factored. */
  draws: number;
  /** Those that could not: a column did not vary. */
  failed: number;
  /** Tucker congruence of each factor with the planted one: mean and 5 % quantile over studies. */
  factors: { factor: number; mean: number; lower: number }[];
  /** Share of studies in which every factor reached .95. */
  allRecovered: number;
  heywood: number;
  notConverged: number;
  /** Share of studies whose parallel analysis suggests k; `null` where it was not asked for. */
  foundNumber: number | null;
}

export interface Power {
  factors: number;
  sizes: PowerAtSize[];
  /** Congruence that every factor is to reach. */
  wanted: number;
  /** Models from which on every factor reaches it on average, and in 95 of 100 studies; `null` beyond those tried. */
  needed: { onAverage: number | null; inMostStudies: number | null };
  /** The answer in words, one or two sentences. */
  words: string;
}

/**
 * Simulates studies of each size from a population (`populationOfRows`), factors each as the original was, and compares with the
 * loadings that the population was made from. Each study draws from a stream of its own, named by its size and number.
 * Rotation begins from the planted loadings; Pearson or Spearman correlations.
 * @param loadings p × k pattern of the population
 * @throws UserError for sizes that cannot carry the analysis.
 */
export function power(population: NestedPopulation, loadings: Rows, options: PowerOptions): Power {
  const { models, rowsEach, draws = 100, onProgress, shouldStop, ...rest } = options;
  const { parallelDraws = 0, ...settings } = rest;
  const sizes = [...new Set(models)].sort((a, b) => a - b);
  for (const size of sizes)
    if (!(Number.isInteger(size) && size >= 2 && size * rowsEach >= 4))
      throw new UserError(
        `a simulated study needs at least 2 models and 4 rows; got ${size} with ${rowsEach} rows each`,
      );
  const { kind = 'pearson' } = settings;
  if (kind !== 'pearson' && kind !== 'spearman')
    throw new UserError(
      `power is simulated for Pearson and Spearman correlations, not for ${kind} ones`,
    );
  if (sizes.length === 0) throw new UserError('no number of models was given');
  const out: PowerAtSize[] = [];
  for (const [s, size] of sizes.entries()) {
    if (shouldStop?.()) break;
    out.push(
      atSize(population, loadings, settings, size, rowsEach, draws, parallelDraws, {
        progress: (done) => onProgress?.(s * draws + done, sizes.length * draws),
        stop: () => shouldStop?.() ?? false,
      }),
    );
  }
  const needed = {
    onAverage: sizeNeeded(out, (one) => Math.min(...one.factors.map((factor) => factor.mean))),
    inMostStudies: sizeNeeded(out, (one) => Math.min(...one.factors.map((factor) => factor.lower))),
  };
  return {
    factors: settings.factors,
    sizes: out,
    wanted: congruenceEqual,
    needed,
    words: inWords(out, needed, rowsEach),
  };
}

function atSize(
  population: NestedPopulation,
  loadings: Rows,
  settings: FactorOptions,
  models: number,
  rowsEach: number,
  draws: number,
  parallelDraws: number,
  hooks: { progress: (done: number) => void; stop: () => boolean },
): PowerAtSize {
  const k = settings.factors;
  const target = flatten(loadings, k);
  const random = createRandom(settings.seed ?? 1)
    .fork('power')
    .fork(`${models} x ${rowsEach}`);
  const congruence: number[][] = Array.from({ length: k }, () => []);
  let failed = 0;
  let heywood = 0;
  let notConverged = 0;
  let all = 0;
  let found = 0;
  for (let b = 0; b < draws && !hooks.stop(); b++) {
    const study = drawNested(population, models, rowsEach, random.fork(b));
    const moments = groupMoments(study.rows, study.groups, settings.kind === 'spearman');
    const r = correlationOfGroups(
      moments,
      moments.sizes.map(() => 1),
    );
    if (r) {
      const one = refit(r, population.p, target, settings);
      for (let m = 0; m < k; m++) congruence[m]!.push(one.congruence[m]!);
      if (one.heywood.length > 0) heywood++;
      if (!one.converged) notConverged++;
      if (one.congruence.every((value) => value >= congruenceEqual)) all++;
      if (parallelDraws > 0 && suggestedNumber(study, settings, parallelDraws, b) === k) found++;
    } else failed++;
    hooks.progress(b + 1);
  }
  const done = congruence[0]!.length;
  const share = (count: number) => (done > 0 ? count / done : 0);
  return {
    models,
    rowsEach,
    rows: models * rowsEach,
    draws: done,
    failed,
    factors: congruence.map((values, m) => ({
      factor: m + 1,
      mean: done > 0 ? mean(values) : 0,
      lower: done > 0 ? quantile(values, 0.05) : 0,
    })),
    allRecovered: share(all),
    heywood: share(heywood),
    notConverged: share(notConverged),
    foundNumber: parallelDraws > 0 ? share(found) : null,
  };
}

function suggestedNumber(
  study: { rows: Rows; groups: number[] },
  settings: FactorOptions,
  iterations: number,
  seed: number,
): number {
  const nested = study.groups.length > new Set(study.groups).size;
  return parallelAnalysis(
    { rows: study.rows },
    {
      iterations,
      seed,
      lines: ['pc'],
      ...(settings.kind ? { kind: settings.kind } : {}),
      ...(nested ? { groups: study.groups } : {}),
    },
  ).pc.suggestedByQuantile;
}

/**
 * The number of models at which a congruence that grows with size reaches .95: between two sizes ln(1 − congruence) is taken to
 * fall in a straight line with ln(models), as 1 − congruence falls about as 1 / n.
 */
function sizeNeeded(
  sizes: readonly PowerAtSize[],
  congruenceAt: (size: PowerAtSize) => number,
): number | null {
  // From the last size that misses it on: a lucky small size does not count.
  const missed = sizes.findLastIndex((size) => congruenceAt(size) < congruenceEqual);
  const after = sizes[missed + 1];
  if (!after) return null;
  const before = sizes[missed];
  if (!before) return after.models;
  const high = Math.log(1 - congruenceAt(before));
  const low = Math.log(Math.max(1e-12, 1 - congruenceAt(after)));
  const share = (high - Math.log(1 - congruenceEqual)) / (high - low);
  const at = Math.log(before.models) + share * Math.log(after.models / before.models);
  return Math.min(after.models, Math.ceil(Math.exp(at) - 1e-9));
}

function inWords(sizes: readonly PowerAtSize[], needed: Power['needed'], rowsEach: number): string {
  const unit = rowsEach > 1 ? 'models' : 'rows';
  const least = sizes[0];
  const most = sizes.at(-1);
  if (!least || !most) return 'Stopped before a size was done.';
  if (most.draws === 0)
    return `None of the simulated studies of ${most.models} ${unit} could be factored: columns did not vary in them.`;
  const goal = 'for every factor to be recovered with congruence .95';
  const { onAverage, inMostStudies } = needed;
  if (onAverage === null) {
    const worst = most.factors.reduce((a, b) => (b.mean < a.mean ? b : a));
    return `More than ${most.models} ${unit} are needed ${goal}: with ${most.models}, factor ${worst.factor} comes to ${brief(worst.mean)}.`;
  }
  const first =
    onAverage === least.models
      ? `${least.models} ${unit} are enough ${goal}`
      : `About ${onAverage} ${unit} are needed ${goal}`;
  if (inMostStudies === onAverage) return `${first}, in 95 of 100 studies too.`;
  return `${first}${
    inMostStudies === null
      ? `; in 95 of 100 studies it takes more than ${most.models}`
      : `; in 95 of 100 studies it takes ${inMostStudies}`
  }.`;
}

function brief(value: number): string {
  return value.toFixed(2).replace(/^(-?)0\./, '$1.');
}
