import { UserError } from '../../errors.ts';
import { bootstrap, percentileInterval, resampleRows } from '../bootstrap.ts';
import type { Rows } from '../dense.ts';
import { createRandom } from '../random.ts';

export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval' | 'ratio';

export interface KrippendorffInterval {
  lower: number;
  upper: number;
  level: number;
  /** Draws in which α was defined. */
  replicates: number;
}

/** One unit with two ratings or more: indexes of its categories. */
type Unit = readonly number[];

interface Prepared {
  units: Unit[];
  /** The different values, ascending. */
  categories: number[];
}

/**
 * Krippendorff's alpha of `ratings[coder][unit]`; what is not a finite number is missing. 1: perfect, 0: as by
 * chance. Units with one rating do not count. `null` when nothing can be compared or nothing varies.
 * Krippendorff (2011), "Computing Krippendorff's alpha-reliability".
 * @throws UserError for level `ratio` with a number below 0
 */
export function krippendorffAlpha(
  ratings: Rows,
  level: MeasurementLevel = 'interval',
): number | null {
  const prepared = prepare(ratings, level);
  return alphaOf(prepared, level, prepared.units);
}

/**
 * Percentile interval of Krippendorff's alpha, whole units (the things rated) drawn with replacement, so that
 * ratings of one unit stay together. This is the bootstrap over units of Zapf et al. (2016), not the one over
 * pairs of Hayes and Krippendorff (2007), which takes pairs of one unit for independent and the chance
 * disagreement for known. `null` with fewer than two pairable units or an undefined α.
 */
export function krippendorffInterval(
  ratings: Rows,
  level: MeasurementLevel,
  options: { replicates?: number; seed?: number; confidence?: number } = {},
): KrippendorffInterval | null {
  const { replicates = 2000, seed = 1, confidence = 0.95 } = options;
  const prepared = prepare(ratings, level);
  if (prepared.units.length < 2 || alphaOf(prepared, level, prepared.units) === null) return null;
  const drawn = bootstrap({
    replicates,
    random: createRandom(seed),
    resample: (random) => resampleRows(prepared.units.length, random),
    statistic: (draw) => {
      const value = alphaOf(
        prepared,
        level,
        draw.map((u) => prepared.units[u]!),
      );
      return value === null ? undefined : [value];
    },
  }).map(([value]) => value!);
  if (drawn.length === 0) return null;
  return { ...percentileInterval(drawn, confidence), level: confidence, replicates: drawn.length };
}

/** Units that two coders or more have rated. */
export function pairableUnits(ratings: Rows): number[][] {
  const count = ratings.reduce((most, row) => Math.max(most, row.length), 0);
  const units: number[][] = [];
  for (let u = 0; u < count; u++) {
    const values = ratings.map((row) => row[u] ?? Number.NaN).filter(Number.isFinite);
    if (values.length > 1) units.push(values);
  }
  return units;
}

function prepare(ratings: Rows, level: MeasurementLevel): Prepared {
  const values = pairableUnits(ratings);
  const categories = [...new Set(values.flat())].sort((a, b) => a - b);
  if (level === 'ratio' && (categories[0] ?? 0) < 0) {
    throw new UserError(`ratings on a ratio scale are not negative; there is ${categories[0]}`, {
      hint: 'Use the interval level.',
    });
  }
  const index = new Map(categories.map((value, i) => [value, i]));
  return { units: values.map((unit) => unit.map((value) => index.get(value)!)), categories };
}

/** 1 − D_o / D_e of some units, in time linear in the ratings but for level `ratio`. */
function alphaOf(
  { categories }: Prepared,
  level: MeasurementLevel,
  units: readonly Unit[],
): number | null {
  const totals = new Float64Array(categories.length);
  let n = 0;
  for (const unit of units) {
    n += unit.length;
    for (const c of unit) totals[c] = totals[c]! + 1;
  }
  const disagreement = disagreements(level, categories, totals);
  let observed = 0;
  for (const unit of units) observed += disagreement.within(unit) / (unit.length - 1);
  const expected = disagreement.all(n);
  return expected > 0 ? 1 - ((n - 1) * observed) / expected : null;
}

type Disagreements = {
  /** Sum of the distances of all ordered pairs in a unit. */
  within(unit: Unit): number;
  /** Sum of the distances of all ordered pairs among all n ratings. */
  all(n: number): number;
};

function disagreements(
  level: MeasurementLevel,
  categories: readonly number[],
  totals: Float64Array,
): Disagreements {
  switch (level) {
    case 'nominal':
      return {
        within: (unit) => {
          let pairs = 0;
          for (const a of unit) for (const b of unit) if (a !== b) pairs++;
          return pairs;
        },
        all: (n) => n * n - totals.reduce((sum, count) => sum + count * count, 0),
      };
    case 'interval':
      return squaredDistances(Float64Array.from(categories), totals);
    case 'ordinal': {
      // The ordinal distance is the difference of mean ranks: all ratings between, and half of those at the ends.
      let before = 0;
      const ranks = totals.map((count) => {
        before += count;
        return before - count / 2;
      });
      return squaredDistances(ranks, totals);
    }
    case 'ratio':
      return ratioDistances(categories, totals);
  }
}

/** Sums of (x − y)² over ordered pairs are 2m times the sum of squares around the mean. */
function squaredDistances(places: Float64Array, totals: Float64Array): Disagreements {
  return {
    within: (unit) => {
      const first = places[unit[0]!]!;
      let sum = 0;
      let squares = 0;
      for (const c of unit) {
        const x = places[c]! - first;
        sum += x;
        squares += x * x;
      }
      return 2 * (unit.length * squares - sum * sum);
    },
    all: (n) => {
      let sum = 0;
      totals.forEach((count, c) => {
        sum += count * places[c]!;
      });
      const mean = sum / n;
      let squares = 0;
      totals.forEach((count, c) => {
        squares += count * (places[c]! - mean) ** 2;
      });
      return 2 * n * squares;
    },
  };
}

function ratioDistances(categories: readonly number[], totals: Float64Array): Disagreements {
  const distance = (a: number, b: number) =>
    a === b ? 0 : ((categories[a]! - categories[b]!) / (categories[a]! + categories[b]!)) ** 2;
  return {
    within: (unit) => {
      let sum = 0;
      for (const a of unit) for (const b of unit) sum += distance(a, b);
      return sum;
    },
    all: () => {
      const there = Array.from(totals.keys()).filter((c) => totals[c]! > 0);
      let sum = 0;
      for (const a of there)
        for (const b of there) if (a < b) sum += totals[a]! * totals[b]! * distance(a, b);
      return 2 * sum;
    },
  };
}
