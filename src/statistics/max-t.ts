import { UserError } from '../errors.ts';
import { compactLetters } from './compact-letters.ts';
import type { Rows } from './dense.ts';
import { normalCdf, normalQuantile } from './distributions.ts';
import { errorVariances, type GappedMeans, gappedMeans } from './gapped-means.ts';
import { createRandom, type Random } from './random.ts';

export interface PairedDifference {
  /** Indices of the two models, a < b. */
  a: number;
  b: number;
  /**
   * Mean of a minus b over the items that both have; where models lack some, by least squares of models and items. NaN
   * where they share none.
   */
  difference: number;
  /** null with fewer than two items that both have. */
  standardError: number | null;
  /** Degrees of freedom of the standard error. */
  df: number;
  /** Items that both have. */
  items: number;
  /** Simultaneous interval of all pairs together; null where the items are too few. */
  lower: number | null;
  upper: number | null;
  /** Of all pairs together, (1 + exceedances) / (draws + 1), of two models that of t; null where the items are too few. */
  p: number | null;
  distinct: boolean;
}

export interface MaxT {
  pairs: PairedDifference[];
  /** 0 where chance is known without any: two models. */
  draws: number;
  /** Items that every model has. */
  completeItems: number;
  /** One text a model; models that share a letter cannot be told apart. Null where no pair has enough items. */
  letters: string[] | null;
}

/** Variance of one model’s mean that raters taken as a sample add: σ²(model×rater) / raters, with its degrees of freedom. */
export interface RaterError {
  variance: number;
  df: number;
}

export interface MaxTOptions {
  /** Where raters are a sample. What they add is the same for every item, so paired items do not show it. */
  raters?: RaterError | null;
  /** Family-wise, default .95. */
  level?: number;
}

/**
 * Fewest items that a pair of models must share for its difference to be tested. Below, the largest of all pairs
 * depends on errors that so few items cannot tell (`docs/inference.md`).
 */
export function fewestItems(models: number): number {
  return models > 10 ? 8 : 6;
}

/**
 * All pairwise differences of `scores[model][item]`, paired within items, tested by the
 * largest of all pairs (max-T; Westfall and Young 1993; Hothorn, Bretz and Westfall 2008). Each pair has its own
 * standard error, so that models may err unequally: with normal errors each T follows t(items − 1) exactly. Where
 * models lack items, differences are those of models and items by least squares, weighted by each model’s error; the
 * error of a pair is still that of its own paired differences, times what the weights make of it. How large
 * the largest becomes where no two models differ is simulated: normal scores with the same gaps, taken through the
 * same steps (of two models it is t itself). T of different degrees of freedom are compared as normal deviates (Wallace 1959). `raters` adds the
 * error of raters as a sample, with degrees of freedom by Satterthwaite.
 * Pairs that share fewer than `fewestItems` items have no interval and count as not told apart.
 * @throws UserError for fewer than two models.
 */
export function maxTComparison(scores: Rows, options: MaxTOptions = {}): MaxT {
  const { models, tables, chance, raters } = prepared(scores, options);
  const pairs: PairedDifference[] = [];
  for (let a = 0; a < models; a++)
    for (let b = a + 1; b < models; b++)
      pairs.push(tested(pairOf(tables, a, b, raters), chance, models));
  return {
    pairs,
    draws: chance.draws,
    completeItems: tables.complete,
    letters: pairs.some(({ p }) => p !== null) ? compactLetters(meansOf(scores), pairs) : null,
  };
}

/** The difference of models a and b (a < b) alone, as `maxTComparison` gives it among those of all pairs. */
export function maxTOfPair(
  scores: Rows,
  a: number,
  b: number,
  options: MaxTOptions = {},
): PairedDifference {
  const { models, tables, chance, raters } = prepared(scores, options);
  return tested(pairOf(tables, a, b, raters), chance, models);
}

type Table = {
  models: number;
  items: number;
  /** Models × items; NaN for missing values. */
  x: Float64Array;
  /** 1 where the model has the item; null where all have all. */
  has: Uint8Array | null;
  complete: number;
  /** Where models lack items, and all hang together. */
  gaps: GapWeights | null;
};

/** What the weights of least squares are, for each pair a < b at a × models + b. */
type GapWeights = {
  means: GappedMeans;
  /** The means of the scores. */
  found: Float64Array;
  /** What the variance of a paired difference on one item is times for the difference of the means. */
  own: Float64Array;
  /** The variance that scores of other models bring into it. */
  others: Float64Array;
  /** The same where all errors have the variance 1. */
  unit: { own: Float64Array; others: Float64Array };
};

function prepared(scores: Rows, { raters = null, level = 0.95 }: MaxTOptions) {
  const models = scores.length;
  if (models < 2) throw new UserError('a comparison needs at least 2 models');
  const tables = withGapWeights(tableOf(scores));
  const relative = relativeTo(raters, tables);
  return { models, tables, chance: chanceOf(tables, relative, level), raters };
}

type Chance = {
  /** The deviate beyond which a pair differs. */
  critical: number;
  p(deviate: number): number;
  draws: number;
};

function chanceOf(tables: Table, raters: RaterError | null, level: number): Chance {
  if (tables.models === 2 && !raters)
    return {
      critical: normalQuantile((1 + level) / 2),
      p: (z) => Math.min(1, 2 * normalCdf(-z)),
      draws: 0,
    };
  const largest = largestOfNull(tables, raters);
  // The k-th largest: above it lie those whose p is at most 1 − level.
  const k = Math.max(1, Math.floor((1 - level) * (largest.length + 1) + 1e-9));
  return {
    critical: largest[largest.length - k]!,
    p: (z) => (1 + countFrom(largest, z)) / (largest.length + 1),
    draws: largest.length,
  };
}

function tableOf(scores: Rows): Table {
  const models = scores.length;
  const given = Math.max(0, ...scores.map((row) => row.length));
  // Items that fewer than two models have say nothing of a difference.
  const used = Array.from({ length: given }, (_, s) => s).filter(
    (s) => scores.filter((row) => Number.isFinite(row[s] ?? Number.NaN)).length > 1,
  );
  const items = used.length;
  const x = new Float64Array(models * items);
  const has = new Uint8Array(models * items);
  scores.forEach((row, m) => {
    used.forEach((s, i) => {
      const value = row[s] ?? Number.NaN;
      x[m * items + i] = value;
      has[m * items + i] = Number.isFinite(value) ? 1 : 0;
    });
  });
  const complete = used.filter((s) => scores.every((row) => Number.isFinite(row[s]!))).length;
  return { models, items, x, has: complete === items ? null : has, complete, gaps: null };
}

function withGapWeights(table: Table): Table {
  const { models, items, has } = table;
  if (!has) return table;
  const ofPair = new Float64Array(models * models).fill(Number.NaN);
  for (let a = 0; a < models; a++)
    for (let b = a + 1; b < models; b++) {
      const { n, variance } = paired(table, a, b);
      if (n > 1) ofPair[a * models + b] = ofPair[b * models + a] = variance * n;
    }
  const variances = errorVariances(ofPair, models);
  const means = gappedMeans({ models, items, has }, variances);
  if (!means) return table;
  const empty = () => new Float64Array(models * models);
  const gaps: GapWeights = {
    means,
    found: means.of(table.x),
    own: empty(),
    others: empty(),
    unit: { own: empty(), others: empty() },
  };
  for (let a = 0; a < models; a++)
    for (let b = a + 1; b < models; b++) {
      const squares = means.squaredWeights(a, b);
      const at = a * models + b;
      const [va, vb] = [variances[a]!, variances[b]!];
      gaps.own[at] = (va * squares[a]! + vb * squares[b]!) / (va + vb);
      gaps.unit.own[at] = (squares[a]! + squares[b]!) / 2;
      squares.forEach((square, m) => {
        if (m === a || m === b) return;
        gaps.others[at]! += variances[m]! * square;
        gaps.unit.others[at]! += square;
      });
    }
  return { ...table, gaps };
}

type Pair = Omit<PairedDifference, 'lower' | 'upper' | 'p' | 'distinct'>;

function pairOf(table: Table, a: number, b: number, raters: RaterError | null): Pair {
  const found = paired(table, a, b);
  const { n } = found;
  const { gaps, models } = table;
  const { difference, variance, df } =
    gaps && n > 0
      ? weighed(found, gaps.found, gaps, a * models + b, [a, b])
      : { ...found, df: n - 1 };
  if (n < 2) return { a, b, difference, standardError: null, df: 0, items: n };
  const added = raters ? 2 * raters.variance : 0;
  return {
    a,
    b,
    difference,
    standardError: Math.sqrt(variance + added),
    df: satterthwaite(variance, df, added, raters?.df ?? 1),
    items: n,
  };
}

/** The difference of two means by least squares, with its error; what other models bring has many degrees of freedom. */
function weighed(
  { n, variance }: ReturnType<typeof paired>,
  means: Float64Array,
  { own, others }: Pick<GapWeights, 'own' | 'others'>,
  at: number,
  [a, b]: [number, number],
) {
  const difference = means[a]! - means[b]!;
  const ofPair = variance * n * own[at]!;
  const all = ofPair + others[at]!;
  return { difference, variance: all, df: ofPair > 0 ? (n - 1) * (all / ofPair) ** 2 : n - 1 };
}

/** Mean difference over common items, and its variance. */
function paired({ items, x, has }: Table, a: number, b: number) {
  const [i, j] = [a * items, b * items];
  let n = 0;
  let sum = 0;
  for (let s = 0; s < items; s++) {
    if (has && !(has[i + s]! & has[j + s]!)) continue;
    sum += x[i + s]! - x[j + s]!;
    n++;
  }
  const difference = sum / n;
  let squares = 0;
  for (let s = 0; s < items; s++) {
    if (has && !(has[i + s]! & has[j + s]!)) continue;
    const rest = x[i + s]! - x[j + s]! - difference;
    squares += rest * rest;
  }
  // The same difference on every item, up to rounding.
  if (squares < 1e-24 * n * (difference * difference + 1e-12)) squares = 0;
  return { n, difference, variance: squares / ((n - 1) * n) };
}

function satterthwaite(a: number, dfA: number, b: number, dfB: number): number {
  if (b <= 0) return dfA;
  return (a + b) ** 2 / (a ** 2 / dfA + b ** 2 / dfB);
}

function tested(pair: Pair, { critical, p }: Chance, models: number): PairedDifference {
  const { difference, standardError, df, items } = pair;
  if (items < fewestItems(models) || standardError === null)
    return { ...pair, lower: null, upper: null, p: null, distinct: false };
  const z = deviateOf(tOf(difference, standardError), df);
  const half = tAt(critical, df) * standardError;
  return {
    ...pair,
    lower: difference - half,
    upper: difference + half,
    p: p(z),
    distinct: z > critical,
  };
}

/** Beyond any t for a difference that is the same on every item. */
function tOf(difference: number, standardError: number): number {
  if (difference === 0) return 0;
  return standardError > 0 ? Math.abs(difference) / standardError : 1e9;
}

/** The normal deviate with the tail of |t| (Wallace 1959), and back. */
function deviateOf(t: number, df: number): number {
  return ((8 * df + 1) / (8 * df + 3)) * Math.sqrt(df * Math.log1p((t * t) / df));
}

function tAt(z: number, df: number): number {
  const scaled = (z * (8 * df + 3)) / (8 * df + 1);
  return Math.sqrt(df * Math.expm1((scaled * scaled) / df));
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

function meansOf(scores: Rows): number[] {
  return scores.map((row) => {
    const given = Array.from(row).filter(Number.isFinite);
    return given.reduce((sum, value) => sum + value, 0) / given.length;
  });
}

/** What raters add relative to what one item does: σ²(raters) / variance of a model’s score on one item. */
function relativeTo(raters: RaterError | null, table: Table): RaterError | null {
  if (!raters || raters.variance <= 0) return null;
  let [sum, count] = [0, 0];
  for (let a = 0; a < table.models; a++)
    for (let b = a + 1; b < table.models; b++) {
      const { n, variance } = paired(table, a, b);
      if (n < 2) continue;
      sum += (variance * n) / 2;
      count++;
    }
  return { variance: raters.variance / Math.max(sum / count, 1e-12), df: raters.df };
}

/** The most pair × item steps that a simulation takes; very many models have fewer draws. */
const mostSteps = 5e7;
const mostDraws = 9999;
/** Where a column’s own gaps or raters make the simulation its own. */
const mostOwnDraws = 1999;
const fewestDraws = 199;

/** Of complete tables, which many columns have in common. */
const known = new Map<string, Float64Array>();

/** The largest deviate of all pairs, ascending, where no two models differ. */
function largestOfNull(table: Table, raters: RaterError | null): Float64Array {
  const { models, items, has } = table;
  const key = has || raters ? null : `${models} ${items}`;
  const found = key === null ? undefined : known.get(key);
  if (found) return found;
  const steps = (models * (models - 1) * Math.max(1, items)) / 2;
  const draws = Math.max(
    fewestDraws,
    Math.min(key === null ? mostOwnDraws : mostDraws, Math.floor(mostSteps / steps)),
  );
  // The word of the seed is as old as kept results.
  const random = createRandom(`largest of ${models} models on ${items} stems`);
  const drawn: Table = { ...table, x: new Float64Array(models * items) };
  const largest = Float64Array.from({ length: draws }, () => largestDrawn(drawn, raters, random));
  largest.sort();
  if (key !== null) known.set(key, largest);
  return largest;
}

function largestDrawn(drawn: Table, raters: RaterError | null, random: Random): number {
  const { models, x } = drawn;
  const least = fewestItems(models);
  for (let i = 0; i < x.length; i++) x[i] = random.normal();
  const spread = raters ? Math.sqrt(raters.variance) : 0;
  const own = Float64Array.from({ length: models }, () => (raters ? spread * random.normal() : 0));
  const added = raters ? 2 * raters.variance * chiSquareShare(raters.df, random) : 0;
  const means = drawn.gaps?.means.of(x);
  let largest = 0;
  for (let a = 0; a < models; a++) {
    for (let b = a + 1; b < models; b++) {
      const found = paired(drawn, a, b);
      if (found.n < least) continue;
      const { difference, variance, df } =
        drawn.gaps && means
          ? weighed(found, means, drawn.gaps.unit, a * models + b, [a, b])
          : { ...found, df: found.n - 1 };
      const t = tOf(difference + own[a]! - own[b]!, Math.sqrt(variance + added));
      // A deviate is nearer to 0 than its t, whatever the degrees of freedom.
      if (t <= largest) continue;
      const z = deviateOf(t, satterthwaite(variance, df, added, raters?.df ?? 1));
      if (z > largest) largest = z;
    }
  }
  return largest;
}

/** χ²/df, df rounded. */
function chiSquareShare(df: number, random: Random): number {
  const n = Math.max(1, Math.round(df));
  let sum = 0;
  for (let i = 0; i < n; i++) sum += random.normal() ** 2;
  return sum / n;
}
