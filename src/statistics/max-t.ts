import { UserError } from '../errors.ts';
import { flatten, type Rows } from './dense.ts';
import { quantileOfSorted } from './describe.ts';
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
  const models = scores.length;
  const all = Math.max(0, ...scores.map((row) => row.length));
  const stems: number[] = [];
  for (let s = 0; s < all; s++) {
    if (scores.every((row) => Number.isFinite(row[s] ?? Number.NaN))) stems.push(s);
  }
  const n = stems.length;
  if (models < 2) throw new UserError('a comparison needs at least 2 models');
  if (n < 3) {
    throw new UserError(
      `a comparison within stems needs at least 3 stems that every model completed; there are ${n}`,
    );
  }
  const x = flatten(scores.map((row) => stems.map((s) => row[s]!)));
  const resamples = options.resamples ?? 2000;
  const level = options.level ?? 0.95;
  const observed = pairStatistics(x, models, n);
  const largest = new Float64Array(resamples);
  const centred = centreWithinModels(x, models, n);
  const flip = options.method !== 'bootstrap';
  const draw = new Float64Array(models * n);
  // A sign leaves the squares of the differences as they are.
  const squares = flip ? squaredDifferences(centred, models, n) : null;
  for (let b = 0; b < resamples; b++) {
    for (let s = 0; s < n; s++) {
      const from = flip ? s : options.random.integer(n);
      const sign = flip && options.random.next() < 0.5 ? -1 : 1;
      for (let m = 0; m < models; m++) draw[m * n + s] = sign * centred[m * n + from]!;
    }
    largest[b] = largestT(draw, squares ?? squaredDifferences(draw, models, n), models, n);
  }
  largest.sort();
  const critical = quantileOfSorted(largest, level);
  const pairs = observed.map((pair) => {
    const reaching = largest.reduce((count, t) => count + (t >= Math.abs(pair.t) ? 1 : 0), 0);
    return {
      ...pair,
      lower: pair.difference - critical * pair.standardError,
      upper: pair.difference + critical * pair.standardError,
      p: (reaching + 1) / (resamples + 1),
      distinct: Math.abs(pair.t) > critical,
    };
  });
  const means = Array.from({ length: models }, (_, m) => {
    let sum = 0;
    for (let s = 0; s < n; s++) sum += x[m * n + s]!;
    return sum / n;
  });
  return {
    means,
    pairs,
    critical,
    stems: n,
    droppedStems: all - n,
    resamples,
    letters: compactLetters(means, pairs),
  };
}

function pairStatistics(x: Float64Array, models: number, n: number) {
  const out: { a: number; b: number; difference: number; standardError: number; t: number }[] = [];
  const sums = sumsOf(x, models, n);
  const squares = squaredDifferences(x, models, n);
  let pair = 0;
  for (let a = 0; a < models; a++) {
    for (let b = a + 1; b < models; b++) {
      const difference = (sums[a]! - sums[b]!) / n;
      const standardError = errorOf(squares[pair++]!, difference, n);
      out.push({ a, b, difference, standardError, t: tOf(difference, standardError) });
    }
  }
  return out;
}

/** The largest |T| of all pairs, from the models' rows and the pairs' squared differences. */
function largestT(x: Float64Array, squares: Float64Array, models: number, n: number): number {
  const sums = sumsOf(x, models, n);
  let largest = 0;
  let pair = 0;
  for (let a = 0; a < models; a++) {
    for (let b = a + 1; b < models; b++) {
      const difference = (sums[a]! - sums[b]!) / n;
      const t = Math.abs(tOf(difference, errorOf(squares[pair++]!, difference, n)));
      if (t > largest) largest = t;
    }
  }
  return largest;
}

function errorOf(squares: number, difference: number, n: number): number {
  return Math.sqrt(Math.max(0, squares - n * difference * difference) / ((n - 1) * n));
}

function tOf(difference: number, standardError: number): number {
  if (difference === 0) return 0;
  return standardError > 0 ? difference / standardError : Math.sign(difference) * 1e9;
}

function sumsOf(x: Float64Array, models: number, n: number): Float64Array {
  const sums = new Float64Array(models);
  for (let m = 0; m < models; m++) for (let s = 0; s < n; s++) sums[m]! += x[m * n + s]!;
  return sums;
}

/** Per pair (a < b, in order) the sum over stems of the squared differences. */
function squaredDifferences(x: Float64Array, models: number, n: number): Float64Array {
  const out = new Float64Array((models * (models - 1)) / 2);
  let pair = 0;
  for (let a = 0; a < models; a++) {
    for (let b = a + 1; b < models; b++) {
      let sum = 0;
      for (let s = 0; s < n; s++) sum += (x[a * n + s]! - x[b * n + s]!) ** 2;
      out[pair++] = sum;
    }
  }
  return out;
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

/**
 * Compact letter display by insertion and absorption (Piepho 2004): two models share a letter exactly when
 * they cannot be told apart. `a` goes to the highest mean.
 */
export function compactLetters(
  means: readonly number[],
  pairs: readonly { a: number; b: number; distinct: boolean }[],
): string[] {
  const rank = means.map((_, m) => m).sort((a, b) => means[b]! - means[a]!);
  const place = new Map(rank.map((model, at) => [model, at]));
  let groups: Set<number>[] = [new Set(means.keys())];
  for (const { a, b, distinct } of pairs) {
    if (!distinct) continue;
    const next: Set<number>[] = [];
    for (const group of groups) {
      if (!group.has(a) || !group.has(b)) {
        next.push(group);
        continue;
      }
      next.push(new Set([...group].filter((m) => m !== a)));
      next.push(new Set([...group].filter((m) => m !== b)));
    }
    groups = next.filter(
      (group, i) =>
        !next.some(
          (other, j) =>
            i !== j && [...group].every((m) => other.has(m)) && (other.size > group.size || j < i),
        ),
    );
  }
  const places = (group: Set<number>) => [...group].map((m) => place.get(m)!).sort((x, y) => x - y);
  const sorted = groups
    .map((group) => ({ group, at: places(group) }))
    .sort((x, y) => {
      for (let i = 0; i < Math.min(x.at.length, y.at.length); i++) {
        if (x.at[i] !== y.at[i]) return x.at[i]! - y.at[i]!;
      }
      return x.at.length - y.at.length;
    });
  return means.map((_, m) =>
    sorted.map(({ group }, g) => (group.has(m) ? letter(g) : '')).join(''),
  );
}

/** a … z, then a1 … z1 and so on. */
function letter(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(97 + (index % 26)) + (round > 0 ? String(round) : '');
}
