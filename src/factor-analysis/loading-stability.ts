/** How far loadings would wander with other models: the bootstrap over groups of rows. */
import { UserError } from '../errors.ts';
import {
  acceleration,
  bcaFrom,
  type Interval,
  percentileInterval,
} from '../statistics/bootstrap.ts';
import { flatten, type Rows, unflatten } from '../statistics/dense.ts';
import { quantile, standardDeviation } from '../statistics/describe.ts';
import { tQuantile } from '../statistics/distributions.ts';
import { createRandom } from '../statistics/random.ts';
import { type FactorOptions, factorAnalysis } from './factor-analysis.ts';
import { correlationOfGroups, type GroupMoments, groupMoments } from './group-moments.ts';
import { type Alignment, type Refit, refit } from './refit.ts';

/** Fewer groups than this say too little of other groups for any interval. */
const groupsForIntervals = 6;
/** Fewer than this make too few different draws: the jackknife with t stands in for percentiles. */
const groupsForBootstrap = 12;
/** From about this many on the intervals cover at their level (Huang 2018). */
const groupsForCoverage = 20;

export interface LoadingStabilityOptions extends FactorOptions {
  /** Default 1,000. */
  draws?: number;
  /** Of the intervals, default .95. */
  level?: number;
  /** Default `match`. */
  alignment?: Alignment;
  onProgress?: (done: number, total: number) => void;
  /** Looked at before each draw; when true the result has the draws done so far. */
  shouldStop?: () => boolean;
}

export interface Uncertain {
  estimate: number;
  /** Standard deviation over draws; below 12 groups that of the jackknife. */
  se: number;
  /** Of the draws; below 12 groups ± t(groups − 1) standard errors of the delete-one-group jackknife. */
  percentile: Interval;
  /** As `percentile` below 12 groups; else bias-corrected and accelerated (Efron 1987), the acceleration from leaving out one group at a time. */
  bca: Interval;
}

export interface FactorWander {
  /** 1-based. */
  factor: number;
  /** Tucker's congruence of the draws with the whole solution: median and percentile interval. */
  median: number;
  percentile: Interval;
  /** Share of draws in which it is .95 (equal), and .85 (fair), or more. */
  equal: number;
  fair: number;
}

export type LoadingStability =
  | { withheld: true; reason: string; groups: number }
  | {
      withheld: false;
      groups: number;
      /** Draws that count. */
      draws: number;
      level: number;
      alignment: Alignment;
      /** p × k. */
      loadings: Uncertain[][];
      /** k × k with `null` on the diagonal; `null` for an orthogonal solution. */
      phi: (Uncertain | null)[][] | null;
      communality: Uncertain[];
      factors: FactorWander[];
      /** Share of draws with a Heywood case; and for each variable the share of draws in which it was one. */
      heywood: number;
      heywoodByVariable: number[];
      /** Share of draws whose extraction or rotation did not converge (they count). */
      notConverged: number;
      /** Draws left out: a column did not vary in them. */
      failed: number;
      /** Groups whose removal left nothing that could be factored; left out of the acceleration. */
      notLeftOut: string[];
      /** How the intervals of the loadings were made, in words. */
      how: string;
    };

/** All that a draw needs, as plain data: draws can be computed in any order, in any thread. */
export interface LoadingPlan {
  moments: GroupMoments;
  /** Flat p × k pattern of the whole solution, its factor correlations, and its communalities. */
  target: Float64Array;
  phi: Float64Array | null;
  communality: Float64Array;
  options: FactorOptions;
  alignment: Alignment;
  level: number;
  /** Few groups are often drawn alike, and alike they give the same: how often each group is drawn, once for each that differs. */
  different: Float64Array[];
  /** Which of the different ones each draw is. */
  drawn: number[];
}

/** Loadings, then factor correlations below the diagonal, then communalities, then congruences. */
export interface LoadingDraw {
  values: Float64Array;
  heywood: number[];
  converged: boolean;
}

/**
 * Intervals for loadings, factor correlations, communalities, and congruence from `draws` resamples of whole groups
 * (models), each factored again and aligned with the whole solution. Rows are never resampled on their own, since
 * rows of one model are not independent. With `level` .95 and 1,000 draws over 35 groups of 15 rows × 24 columns it
 * takes about a second.
 * @param rows n × p; rows with gaps are left out
 * @throws UserError as `factorAnalysis` does.
 */
export function loadingStability(
  rows: Rows,
  groups: readonly (string | number)[],
  options: LoadingStabilityOptions,
): LoadingStability {
  const plan = planLoadingDraws(rows, groups, options);
  if ('withheld' in plan) return plan;
  const { onProgress, shouldStop } = options;
  return summariseLoadingDraws(
    plan,
    loadingDraws(plan, 0, plan.different.length, {
      ...(onProgress && { onProgress }),
      ...(shouldStop && { shouldStop }),
    }),
  );
}

/** Reads the rows once and factors them. The plan can be sent to other threads. */
export function planLoadingDraws(
  rows: Rows,
  groups: readonly (string | number)[],
  options: LoadingStabilityOptions,
): LoadingPlan | Extract<LoadingStability, { withheld: true }> {
  const {
    draws = 1000,
    level = 0.95,
    alignment = 'match',
    onProgress: _,
    shouldStop: __,
    ...settings
  } = options;
  const kind = settings.kind ?? 'pearson';
  const unit = settings.unit ?? 'models';
  const count = new Set(groups.map(String)).size;
  if (kind !== 'pearson' && kind !== 'spearman')
    return {
      withheld: true,
      groups: count,
      reason: `intervals over ${unit} are computed for Pearson and Spearman correlations, not for ${kind} ones`,
    };
  const moments = groupMoments(rows, groups, kind === 'spearman');
  if (moments.names.length < groupsForIntervals)
    return {
      withheld: true,
      groups: moments.names.length,
      reason: `intervals over ${unit} need at least ${groupsForIntervals} ${unit}; there ${moments.names.length === 1 ? 'is 1' : `are ${moments.names.length}`}`,
    };
  if (!(level > 0 && level < 1))
    throw new UserError(`the level of an interval lies between 0 and 1; got ${level}`);
  const k = settings.factors;
  const complete = rows.filter((row) => Array.from(row).every(Number.isFinite));
  const whole = factorAnalysis({ rows: complete }, settings);
  return {
    moments,
    target: flatten(whole.loadings, k),
    phi: whole.phi && flatten(whole.phi, k),
    communality: Float64Array.from(whole.communality),
    options: settings,
    alignment,
    level,
    ...drawGroups(moments.names.length, Math.max(1, Math.round(draws)), String(settings.seed ?? 1)),
  };
}

/** Each draw takes its groups from a stream of its own. */
function drawGroups(
  count: number,
  draws: number,
  seed: string,
): Pick<LoadingPlan, 'different' | 'drawn'> {
  const streams = createRandom(seed).fork('loadings');
  const different: Float64Array[] = [];
  const places = new Map<string, number>();
  const drawn = Array.from({ length: draws }, (_, b) => {
    const random = streams.fork(b);
    const weights = new Float64Array(count);
    for (let g = 0; g < count; g++) {
      const group = random.integer(count);
      weights[group] = weights[group]! + 1;
    }
    const key = weights.join();
    const place = places.get(key) ?? different.length;
    if (place === different.length) different.push(weights);
    places.set(key, place);
    return place;
  });
  return { different, drawn };
}

/**
 * The different draws `from` up to, not including, `to`: parts computed apart and put together in order are what one
 * run over all gives.
 */
export function loadingDraws(
  plan: LoadingPlan,
  from: number,
  to: number,
  hooks: Pick<LoadingStabilityOptions, 'onProgress' | 'shouldStop'> = {},
): (LoadingDraw | undefined)[] {
  const out: (LoadingDraw | undefined)[] = [];
  for (let b = from; b < to && !hooks.shouldStop?.(); b++) {
    out.push(loadingDraw(plan, b));
    hooks.onProgress?.(b + 1 - from, to - from);
  }
  return out;
}

/** The `index`-th of the different draws; `undefined` where a column does not vary in it. */
export function loadingDraw(plan: LoadingPlan, index: number): LoadingDraw | undefined {
  return drawOf(plan, plan.different[index]!);
}

function drawOf(plan: LoadingPlan, weights: Float64Array): LoadingDraw | undefined {
  const { moments, target, options, alignment } = plan;
  const r = correlationOfGroups(moments, weights);
  if (!r) return undefined;
  const one = refit(r, moments.p, target, options, alignment);
  return { values: valuesOf(one, options.factors), heywood: one.heywood, converged: one.converged };
}

function valuesOf(one: Refit, k: number): Float64Array {
  const pairs: number[] = [];
  for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) pairs.push(one.phi[a * k + b]!);
  return Float64Array.from([...one.loadings, ...pairs, ...one.communality, ...one.congruence]);
}

/** Puts the different draws together, wherever they were computed; the order must be the plan's. */
export function summariseLoadingDraws(
  plan: LoadingPlan,
  different: readonly (LoadingDraw | undefined)[],
): LoadingStability {
  const { moments, target, phi, level } = plan;
  const { p, names } = moments;
  const k = plan.options.factors;
  const computed = plan.drawn.filter((place) => place < different.length);
  const draws = computed.map((place) => different[place]).filter((draw) => draw !== undefined);
  if (draws.length < 2)
    return {
      withheld: true,
      groups: names.length,
      reason:
        different.length < plan.different.length
          ? 'stopped before enough was computed'
          : `no draw of the ${plan.options.unit ?? 'models'} could be factored: a column is the same in all its rows`,
    };
  const leftOut = names.map((_, g) =>
    drawOf(
      plan,
      Float64Array.from(names, (__, other) => (other === g ? 0 : 1)),
    ),
  );
  const jackknife = leftOut.filter((draw) => draw !== undefined);
  const uncertain = (at: number, estimate: number): Uncertain => {
    if (names.length < groupsForBootstrap)
      return byJackknife(
        jackknife.map((draw) => draw.values[at]!),
        estimate,
        level,
      );
    const values = Float64Array.from(draws, (draw) => draw.values[at]!).sort();
    const a = jackknife.length > 1 ? acceleration(jackknife.map((draw) => draw.values[at]!)) : 0;
    return {
      estimate,
      se: standardDeviation(values),
      percentile: percentileInterval(values, level),
      bca: bcaFrom(values, estimate, a, level),
    };
  };
  const pairAt = (a: number, b: number) => p * k + (a * (a - 1)) / 2 + b;
  const communalityAt = p * k + (k * (k - 1)) / 2;
  const congruenceAt = communalityAt + p;
  const share = (count: number) => count / draws.length;
  return {
    withheld: false,
    groups: names.length,
    draws: draws.length,
    level,
    alignment: plan.alignment,
    loadings: unflatten(target, p, k).map((row, i) =>
      row.map((estimate, m) => uncertain(i * k + m, estimate)),
    ),
    phi:
      phi &&
      unflatten(phi, k, k).map((row, a) =>
        row.map((estimate, b) =>
          a === b ? null : uncertain(pairAt(Math.max(a, b), Math.min(a, b)), estimate),
        ),
      ),
    communality: Array.from(plan.communality, (estimate, i) =>
      uncertain(communalityAt + i, estimate),
    ),
    factors: Array.from({ length: k }, (_, m) => {
      const values = draws.map((draw) => draw.values[congruenceAt + m]!);
      return {
        factor: m + 1,
        median: quantile(values, 0.5),
        percentile: percentileInterval(values, level),
        equal: share(values.filter((value) => value >= 0.95).length),
        fair: share(values.filter((value) => value >= 0.85).length),
      };
    }),
    heywood: share(draws.filter((draw) => draw.heywood.length > 0).length),
    heywoodByVariable: Array.from({ length: p }, (_, i) =>
      share(draws.filter((draw) => draw.heywood.includes(i)).length),
    ),
    notConverged: share(draws.filter((draw) => !draw.converged).length),
    failed: computed.length - draws.length,
    notLeftOut: names.filter((_, g) => leftOut[g] === undefined),
    how: wordsOf(names.length, draws.length, plan.options.unit ?? 'models'),
  };
}

function wordsOf(groups: number, draws: number, unit: string): string {
  if (groups < groupsForBootstrap)
    return `by leaving out one of ${groups} ${unit} at a time (jackknife, t with ${groups - 1} degrees of freedom)`;
  const resampled = `from ${draws} resamples of whole ${unit}`;
  return groups < groupsForCoverage
    ? `${resampled}; with ${groups} ${unit} they are too narrow: that takes about ${groupsForCoverage} (Huang 2018)`
    : resampled;
}

function byJackknife(values: readonly number[], estimate: number, level: number): Uncertain {
  const n = values.length;
  const centre = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const se = Math.sqrt(((n - 1) / n) * squares);
  const half = n > 1 ? tQuantile((1 + level) / 2, n - 1) * se : Number.POSITIVE_INFINITY;
  const interval = { lower: estimate - half, upper: estimate + half };
  return { estimate, se, percentile: interval, bca: interval };
}
