import { UserError } from '../errors.ts';
import { compactLetters } from './compact-letters.ts';
import { flatten, type Rows } from './dense.ts';
import { quantileOfSorted } from './describe.ts';
import { errorOf, largestT, roomFor, squaredDifference, tOf, weigh } from './largest-t.ts';
import type { Random } from './random.ts';

export interface PairedDifference {
  /** Indices of the two models, a < b. */
  a: number;
  b: number;
  /** Mean of a minus mean of b over stems. */
  difference: number;
  standardError: number;
  t: number;
  /** Simultaneous interval of all pairs together. */
  lower: number;
  upper: number;
  /** Share of resamples whose largest |T| of all pairs reaches this one's. */
  p: number;
  distinct: boolean;
}

export interface MaxT {
  /** Mean of each model over the stems used. */
  means: number[];
  pairs: PairedDifference[];
  /** |T| above which two models can be told apart. */
  critical: number;
  stems: number;
  droppedStems: number;
  resamples: number;
  /** One text a model; models that share a letter cannot be told apart. */
  letters: string[];
}

export interface MaxTOptions {
  random: Random;
  /** `sign-flip` (default): signs of whole stems of the centred differences; `bootstrap`: stems with replacement. */
  method?: 'sign-flip' | 'bootstrap';
  /** Default 2000. */
  resamples?: number;
  /** Family-wise, default .95. */
  level?: number;
}

/**
 * All pairwise differences of `scores[model][stem]`, paired within stems, judged by the largest |T| of all
 * pairs under resampling of stems (Westfall and Young 1993; Hothorn, Bretz and Westfall 2008).
 * Stems without a score of every model are left out.
 * @throws UserError for fewer than two models or three complete stems.
 */
export function maxTComparison(scores: Rows, options: MaxTOptions): MaxT {
  const resampled = resample(scores, options);
  const { x, models, stems, largest, critical } = resampled;
  const sums = sumsOf(x, models, stems);
  const pairs: PairedDifference[] = [];
  for (let a = 0; a < models; a++)
    for (let b = a + 1; b < models; b++) pairs.push(judge(resampled, sums, a, b));
  const means = Array.from(sums, (sum) => sum / stems);
  return {
    means,
    pairs,
    critical,
    stems,
    droppedStems: Math.max(0, ...scores.map((row) => row.length)) - stems,
    resamples: largest.length,
    letters: compactLetters(means, pairs),
  };
}

/**
 * The difference of models a and b (a < b) alone, as `maxTComparison` gives it among those of all pairs: its
 * interval and p are simultaneous over all of them.
 * @throws UserError as `maxTComparison` does.
 */
export function maxTOfPair(
  scores: Rows,
  a: number,
  b: number,
  options: MaxTOptions,
): PairedDifference {
  const resampled = resample(scores, options);
  const { x, models, stems } = resampled;
  return judge(resampled, sumsOf(x, models, stems), a, b);
}

type Resampled = {
  /** Models × complete stems. */
  x: Float64Array;
  models: number;
  stems: number;
  /** The largest |T| of each resample, ascending. */
  largest: Float64Array;
  critical: number;
};

function resample(scores: Rows, options: MaxTOptions): Resampled {
  const models = scores.length;
  const all = Math.max(0, ...scores.map((row) => row.length));
  const complete: number[] = [];
  for (let s = 0; s < all; s++) {
    if (scores.every((row) => Number.isFinite(row[s] ?? Number.NaN))) complete.push(s);
  }
  const n = complete.length;
  if (models < 2) throw new UserError('a comparison needs at least 2 models');
  if (n < 3) {
    throw new UserError(
      `a comparison within stems needs at least 3 stems that every model completed; there are ${n}`,
    );
  }
  const x = flatten(scores.map((row) => complete.map((s) => row[s]!)));
  const largest = new Float64Array(options.resamples ?? 2000);
  const centred = centreWithinModels(x, models, n);
  const flip = options.method !== 'bootstrap';
  const room = roomFor(models);
  const sums = new Float64Array(models);
  // A sign leaves the squares of the differences as they are.
  if (flip) weigh(room, centred, n);
  const signs = new Float64Array(n);
  const draw = new Float64Array(flip ? 0 : models * n);
  for (let b = 0; b < largest.length; b++) {
    if (flip) {
      for (let s = 0; s < n; s++) signs[s] = options.random.next() < 0.5 ? -1 : 1;
      for (let m = 0; m < models; m++) {
        let sum = 0;
        for (let s = 0; s < n; s++) sum += signs[s]! * centred[m * n + s]!;
        sums[m] = sum;
      }
    } else {
      for (let s = 0; s < n; s++) {
        const from = options.random.integer(n);
        for (let m = 0; m < models; m++) draw[m * n + s] = centred[m * n + from]!;
      }
      weigh(room, draw, n);
      sums.set(sumsOf(draw, models, n));
    }
    largest[b] = largestT(sums, room, n);
  }
  largest.sort();
  const critical = quantileOfSorted(largest, options.level ?? 0.95);
  return { x, models, stems: n, largest, critical };
}

function judge(
  { x, stems, largest, critical }: Resampled,
  sums: Float64Array,
  a: number,
  b: number,
): PairedDifference {
  const difference = (sums[a]! - sums[b]!) / stems;
  const standardError = errorOf(squaredDifference(x, a, b, stems), difference, stems);
  const t = tOf(difference, standardError);
  return {
    a,
    b,
    difference,
    standardError,
    t,
    lower: difference - critical * standardError,
    upper: difference + critical * standardError,
    p: (countFrom(largest, Math.abs(t)) + 1) / (largest.length + 1),
    distinct: Math.abs(t) > critical,
  };
}

/** How many of the ascending values are at least `least`. */
function countFrom(ascending: Float64Array, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! >= least) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}

function sumsOf(x: Float64Array, models: number, n: number): Float64Array {
  const sums = new Float64Array(models);
  for (let m = 0; m < models; m++) for (let s = 0; s < n; s++) sums[m]! += x[m * n + s]!;
  return sums;
}

function centreWithinModels(x: Float64Array, models: number, n: number): Float64Array {
  const out = Float64Array.from(x);
  for (let m = 0; m < models; m++) {
    let sum = 0;
    for (let s = 0; s < n; s++) sum += x[m * n + s]!;
    for (let s = 0; s < n; s++) out[m * n + s] = out[m * n + s]! - sum / n;
  }
  return out;
}
