/** How many models (or families of models) a study needs: the fitted model simulated at other sizes, and factored again. */
import { UserError } from '../errors.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { mean, quantile } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { percent } from '../tables/numbers.ts';
import { congruenceEqual } from './congruence-verdict.ts';
import type { FactorOptions } from './factor-analysis.ts';
import { correlationOfGroups, groupMoments } from './group-moments.ts';
import { drawNested, type NestedPopulation } from './nested-simulation.ts';
import { parallelAnalysis } from './parallel-analysis.ts';
import { refit } from './refit.ts';

export interface PowerOptions extends FactorOptions {
  /** Numbers of models, or of what `unit` says, to try. */
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
  /** Units from which on 80 % of the studies recover every factor; `null` beyond those tried. */
  needed: number | null;
  /** The answer in words, one or two sentences. */
  words: string;
}

/** Share of the studies that are to recover every factor. */
const powerWanted = 0.8;

/** All that a simulated study needs, as plain data: studies can be computed in any order, in any thread. */
export interface PowerPlan {
  population: NestedPopulation;
  /** Flat p × k. */
  target: Float64Array;
  options: FactorOptions;
  /** Ascending. */
  sizes: number[];
  rowsEach: number;
  /** Studies of each size. */
  draws: number;
  parallelDraws: number;
  seed: string;
}

export interface PowerDraw {
  congruence: Float64Array;
  heywood: boolean;
  converged: boolean;
  /** `null` where it was not asked for. */
  foundNumber: boolean | null;
}

/**
 * Simulates studies of each size from a population (`populationOfRows`), factors each as the original was, and compares with the
 * loadings that the population was made from. Each study draws from a stream of its own, named by its size and number.
 * Rotation begins from the planted loadings; Pearson or Spearman correlations.
 * @param loadings p × k pattern of the population
 * @throws UserError for sizes that cannot carry the analysis, and for other kinds of correlation.
 */
export function power(population: NestedPopulation, loadings: Rows, options: PowerOptions): Power {
  const plan = planPower(population, loadings, options);
  const count = plan.sizes.length * plan.draws;
  const done: (PowerDraw | undefined)[] = [];
  while (done.length < count && !options.shouldStop?.()) {
    done.push(powerDraw(plan, done.length));
    options.onProgress?.(done.length, count);
  }
  return summarisePower(plan, done);
}

/** Checks what is asked for. The plan can be sent to other threads. */
export function planPower(
  population: NestedPopulation,
  loadings: Rows,
  options: PowerOptions,
): PowerPlan {
  const {
    models,
    rowsEach,
    draws = 100,
    parallelDraws = 0,
    onProgress: _,
    shouldStop: __,
    ...settings
  } = options;
  const sizes = [...new Set(models)].sort((a, b) => a - b);
  if (sizes.length === 0) throw new UserError('no number of models was given');
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
  return {
    population,
    target: flatten(loadings, settings.factors),
    options: settings,
    sizes,
    rowsEach,
    draws: Math.max(1, Math.round(draws)),
    parallelDraws,
    seed: String(settings.seed ?? 1),
  };
}

/** Study number `index` over all sizes, size after size; `undefined` where a column does not vary in it. */
export function powerDraw(plan: PowerPlan, index: number): PowerDraw | undefined {
  const { population, options, sizes, rowsEach, draws, parallelDraws } = plan;
  const models = sizes[Math.floor(index / draws)]!;
  const b = index % draws;
  const random = createRandom(plan.seed).fork('power').fork(`${models} x ${rowsEach}`).fork(b);
  const study = drawNested(population, models, rowsEach, random);
  const moments = groupMoments(study.rows, study.groups, options.kind === 'spearman');
  const r = correlationOfGroups(
    moments,
    moments.sizes.map(() => 1),
  );
  if (!r) return undefined;
  const one = refit(r, population.p, plan.target, options);
  return {
    congruence: one.congruence,
    heywood: one.heywood.length > 0,
    converged: one.converged,
    foundNumber:
      parallelDraws > 0
        ? suggestedNumber(study, options, parallelDraws, b) === options.factors
        : null,
  };
}

/** Puts studies together, wherever they were computed; the order must be that of their numbers. */
export function summarisePower(plan: PowerPlan, all: readonly (PowerDraw | undefined)[]): Power {
  const { sizes, draws, options, rowsEach } = plan;
  const out = sizes
    .map((models, s) => atSize(plan, models, all.slice(s * draws, (s + 1) * draws)))
    .filter((size) => size.draws + size.failed > 0);
  const needed = sizeNeeded(out);
  return {
    factors: options.factors,
    sizes: out,
    wanted: congruenceEqual,
    needed,
    words: inWords(out, needed, rowsEach > 1 ? (options.unit ?? 'models') : 'rows'),
  };
}

function atSize(
  { options, rowsEach, parallelDraws }: PowerPlan,
  models: number,
  all: readonly (PowerDraw | undefined)[],
): PowerAtSize {
  const draws = all.filter((draw) => draw !== undefined);
  const done = draws.length;
  const share = (is: (draw: PowerDraw) => boolean) =>
    done > 0 ? draws.filter(is).length / done : 0;
  return {
    models,
    rowsEach,
    rows: models * rowsEach,
    draws: done,
    failed: all.length - done,
    factors: Array.from({ length: options.factors }, (_, m) => {
      const values = draws.map((draw) => draw.congruence[m]!);
      return {
        factor: m + 1,
        mean: done > 0 ? mean(values) : 0,
        lower: done > 0 ? quantile(values, 0.05) : 0,
      };
    }),
    allRecovered: share((draw) => draw.congruence.every((value) => value >= congruenceEqual)),
    heywood: share((draw) => draw.heywood),
    notConverged: share((draw) => !draw.converged),
    foundNumber: parallelDraws > 0 ? share((draw) => draw.foundNumber === true) : null,
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
  ).pc.suggested;
}

/**
 * The number of units at which 80 % of the studies recover every factor: between two sizes the share is taken to rise in a
 * straight line with ln(units).
 */
function sizeNeeded(sizes: readonly PowerAtSize[]): number | null {
  // From the last size that misses it on: a lucky small size does not count.
  const missed = sizes.findLastIndex((size) => size.allRecovered < powerWanted);
  const after = sizes[missed + 1];
  if (!after) return null;
  const before = sizes[missed];
  if (!before) return after.models;
  const share = (powerWanted - before.allRecovered) / (after.allRecovered - before.allRecovered);
  const at = Math.log(before.models) + share * Math.log(after.models / before.models);
  return Math.min(after.models, Math.ceil(Math.exp(at) - 1e-9));
}

function inWords(sizes: readonly PowerAtSize[], needed: number | null, unit: string): string {
  const least = sizes[0];
  const most = sizes.at(-1);
  if (!least || !most) return 'Stopped before a size was done.';
  if (most.draws === 0)
    return `None of the simulated studies of ${most.models} ${unit} could be factored: columns did not vary in them.`;
  const goal = 'for 80 % of studies to recover every factor (congruence .95)';
  if (needed === null)
    return `More than ${most.models} ${unit} are needed ${goal}: with ${most.models}, ${shareText(most)} do.`;
  return needed === least.models
    ? `${least.models} ${unit} are enough ${goal}: with ${least.models}, ${shareText(least)} do.`
    : `About ${needed} ${unit} are needed ${goal}.`;
}

/** With its interval where so few simulated studies leave open on which side of 80 % it lies. */
function shareText({ allRecovered, draws }: PowerAtSize): string {
  const { lower, upper } = wilsonInterval(allRecovered, draws);
  const open = lower < powerWanted && powerWanted < upper;
  return open
    ? `${percent(allRecovered)} (95 %: ${percent(lower)} to ${percent(upper)}, from ${draws} simulated studies)`
    : percent(allRecovered);
}
