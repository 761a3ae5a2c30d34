import { normalCdf, normalQuantile } from './distributions.ts';
import type { Random } from './random.ts';

export interface Interval {
  lower: number;
  upper: number;
}

/** n row indices drawn with replacement. */
export function resampleRows(n: number, random: Random): number[] {
  return Array.from({ length: n }, () => random.integer(n));
}

/**
 * Row indices of whole groups (models) drawn with replacement: the cluster bootstrap, for rows that are not
 * independent within groups (Huang 2018). Returns as many groups as there are.
 */
export function resampleGroups(groups: readonly (string | number)[], random: Random): number[] {
  const byLabel = new Map<string | number, number[]>();
  groups.forEach((label, i) => {
    const rows = byLabel.get(label);
    if (rows) rows.push(i);
    else byLabel.set(label, [i]);
  });
  const blocks = [...byLabel.values()];
  return blocks.flatMap(() => blocks[random.integer(blocks.length)]!);
}

/**
 * Replicates of a statistic: `resample` gives row indices from the replicate's own stream, `statistic` turns them
 * into numbers. Returns `replicates` arrays; a statistic that returns `undefined` (it could not be
 * computed for this draw) is left out.
 */
export function bootstrap(options: {
  replicates: number;
  random: Random;
  resample: (random: Random) => number[];
  statistic: (rows: number[]) => readonly number[] | undefined;
  onProgress?: (done: number, total: number) => void;
  shouldStop?: () => boolean;
}): number[][] {
  const out: number[][] = [];
  for (let b = 0; b < options.replicates && !options.shouldStop?.(); b++) {
    const value = options.statistic(options.resample(options.random.fork(b)));
    if (value) out.push([...value]);
    options.onProgress?.(b + 1, options.replicates);
  }
  return out;
}

/** Percentile interval of replicates, interpolated on the normal scale as R's `boot.ci(type = "perc")`. */
export function percentileInterval(replicates: ArrayLike<number>, level = 0.95): Interval {
  const sorted = Float64Array.from(replicates).sort();
  const tail = (1 - level) / 2;
  return { lower: atProbability(sorted, tail), upper: atProbability(sorted, 1 - tail) };
}

/**
 * Bias-corrected and accelerated interval (Efron 1987). `leftOut` are the estimates with one unit (row or model)
 * left out. R: `boot.ci(type = "bca")`. Falls back to the percentile interval where all replicates lie on one side.
 */
export function bcaInterval(
  replicates: readonly number[],
  estimate: number,
  leftOut: readonly number[],
  level = 0.95,
): Interval {
  return bcaFrom(replicates, estimate, acceleration(leftOut), level);
}

/** The same with the acceleration at hand. */
export function bcaFrom(
  replicates: ArrayLike<number>,
  estimate: number,
  a: number,
  level = 0.95,
): Interval {
  const sorted = Float64Array.from(replicates).sort();
  let lower = 0;
  while (lower < sorted.length && sorted[lower]! < estimate) lower++;
  const below = lower / sorted.length;
  if (!(below > 0 && below < 1)) return percentileInterval(sorted, level);
  const z0 = normalQuantile(below);
  const adjust = (probability: number) => {
    const z = z0 + normalQuantile(probability);
    const room = 1 - a * z;
    // Beyond its pole the adjustment says nothing but "the extreme".
    if (room <= 0) return z > 0 ? 1 : 0;
    return normalCdf(z0 + z / room);
  };
  const tail = (1 - level) / 2;
  return {
    lower: atProbability(sorted, adjust(tail)),
    upper: atProbability(sorted, adjust(1 - tail)),
  };
}

/** Acceleration from jackknife estimates. */
export function acceleration(leftOut: readonly number[]): number {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    const d = mean - value;
    squares += d * d;
    cubes += d * d * d;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** The (R + 1)-rank rule of Davison and Hinkley (1997), §5.1; beyond the extremes, the extreme. */
function atProbability(sorted: Float64Array, probability: number): number {
  const r = sorted.length;
  if (r === 0) return Number.NaN;
  const rank = (r + 1) * probability;
  const k = Math.floor(rank);
  if (k < 1) return sorted[0]!;
  if (k >= r) return sorted[r - 1]!;
  if (rank === k) return sorted[k - 1]!;
  const low = normalQuantile(k / (r + 1));
  const high = normalQuantile((k + 1) / (r + 1));
  const share = (normalQuantile(probability) - low) / (high - low);
  return sorted[k - 1]! + share * (sorted[k]! - sorted[k - 1]!);
}
