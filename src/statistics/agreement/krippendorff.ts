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

/** Units with two ratings or more: those of unit u are `codes[starts[u]] … codes[starts[u + 1] - 1]`. */
interface Units {
  count: number;
  starts: Int32Array;
  /** Places among `categories`. */
  codes: Int32Array;
  /** The different values, ascending. */
  categories: Float64Array;
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
  const units = unitsOf(ratings, level);
  return alphaOf(units, level)(new Float64Array(units.count).fill(1));
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
  const units = unitsOf(ratings, level);
  const alpha = alphaOf(units, level);
  if (units.count < 2 || alpha(new Float64Array(units.count).fill(1)) === null) return null;
  const drawn = bootstrap({
    replicates,
    random: createRandom(seed),
    resample: (random) => resampleRows(units.count, random),
    statistic: (draw) => {
      const times = new Float64Array(units.count);
      for (const u of draw) times[u] = times[u]! + 1;
      const value = alpha(times);
      return value === null ? undefined : [value];
    },
  }).map(([value]) => value!);
  if (drawn.length === 0) return null;
  return { ...percentileInterval(drawn, confidence), level: confidence, replicates: drawn.length };
}

function unitsOf(ratings: Rows, level: MeasurementLevel): Units {
  const length = ratings.reduce((most, row) => Math.max(most, row.length), 0);
  const units: number[][] = [];
  for (let u = 0; u < length; u++) {
    const values = ratings.map((row) => row[u] ?? Number.NaN).filter(Number.isFinite);
    if (values.length > 1) units.push(values);
  }
  const all = units.flat();
  const categories = Float64Array.from(new Set(all)).sort();
  if (level === 'ratio' && (categories[0] ?? 0) < 0) {
    throw new UserError(`ratings on a ratio scale are not negative; there is ${categories[0]}`, {
      hint: 'Use the interval level.',
    });
  }
  const index = new Map(Array.from(categories, (value, c) => [value, c]));
  const starts = new Int32Array(units.length + 1);
  units.forEach((unit, u) => {
    starts[u + 1] = starts[u]! + unit.length;
  });
  return {
    count: units.length,
    starts,
    codes: Int32Array.from(all, (value) => index.get(value)!),
    categories,
  };
}

/** α with unit u counted `times[u]` times; linear in the ratings but for level `ratio`. */
function alphaOf(units: Units, level: MeasurementLevel): (times: Float64Array) => number | null {
  const { count, starts, codes, categories } = units;
  const totals = new Float64Array(categories.length);
  // Only ordinal distances depend on how often the values occur.
  const fixed = level === 'ordinal' ? null : disagreementWithin(units, distances(level, units));
  return (times) => {
    totals.fill(0);
    let n = 0;
    for (let u = 0; u < count; u++) {
      const w = times[u]!;
      if (w === 0) continue;
      n += w * (starts[u + 1]! - starts[u]!);
      for (let i = starts[u]!; i < starts[u + 1]!; i++) {
        const c = codes[i]!;
        totals[c] = totals[c]! + w;
      }
    }
    const places = level === 'ordinal' ? midranks(totals) : categories;
    const within = fixed ?? squaresWithin(units, places);
    let observed = 0;
    for (let u = 0; u < count; u++) observed += times[u]! * within[u]!;
    const expected = disagreementOfAll(level, places, totals, n);
    return expected > 0 ? 1 - ((n - 1) * observed) / expected : null;
  };
}

type Distance = (a: number, b: number) => number;

/** Distance of two categories by their places in order. */
function distances(level: MeasurementLevel, { categories }: Units): Distance {
  switch (level) {
    case 'nominal':
      return (a, b) => (a === b ? 0 : 1);
    case 'ratio':
      return ratioOf(categories);
    case 'interval':
    case 'ordinal':
      return squaredOf(categories);
  }
}

function squaredOf(places: Float64Array): Distance {
  return (a, b) => (places[a]! - places[b]!) ** 2;
}

function ratioOf(categories: Float64Array): Distance {
  return (a, b) =>
    a === b ? 0 : ((categories[a]! - categories[b]!) / (categories[a]! + categories[b]!)) ** 2;
}

/**
 * The ordinal distance is the squared difference of mean ranks: all ratings between two categories and half of
 * those in them.
 */
function midranks(totals: Float64Array): Float64Array {
  let before = 0;
  return totals.map((times) => {
    before += times;
    return before - times / 2;
  });
}

/** Of each unit: distances of all ordered pairs of its ratings over their number less one. */
function disagreementWithin({ count, starts, codes }: Units, distance: Distance): Float64Array {
  const out = new Float64Array(count);
  for (let u = 0; u < count; u++) {
    const from = starts[u]!;
    const to = starts[u + 1]!;
    let sum = 0;
    for (let i = from; i < to; i++) {
      for (let j = from; j < i; j++) sum += distance(codes[i]!, codes[j]!);
    }
    out[u] = (2 * sum) / (to - from - 1);
  }
  return out;
}

/** As `disagreementWithin` for squared differences of places, in linear time. */
function squaresWithin({ count, starts, codes }: Units, places: Float64Array): Float64Array {
  const out = new Float64Array(count);
  for (let u = 0; u < count; u++) {
    const from = starts[u]!;
    const to = starts[u + 1]!;
    const first = places[codes[from]!]!;
    let sum = 0;
    let squares = 0;
    for (let i = from + 1; i < to; i++) {
      const x = places[codes[i]!]! - first;
      sum += x;
      squares += x * x;
    }
    out[u] = (2 * ((to - from) * squares - sum * sum)) / (to - from - 1);
  }
  return out;
}

/** Distances of all ordered pairs among all n ratings. */
function disagreementOfAll(
  level: MeasurementLevel,
  places: Float64Array,
  totals: Float64Array,
  n: number,
): number {
  if (level === 'nominal') {
    let squares = 0;
    for (const times of totals) squares += times * times;
    return n * n - squares;
  }
  if (level === 'ratio') {
    const distance = ratioOf(places);
    let sum = 0;
    for (let a = 0; a < totals.length; a++) {
      if (totals[a] === 0) continue;
      for (let b = 0; b < a; b++) sum += totals[a]! * totals[b]! * distance(a, b);
    }
    return 2 * sum;
  }
  // Sums of squared differences over ordered pairs are 2n times the sum of squares around the mean.
  let sum = 0;
  for (let c = 0; c < totals.length; c++) sum += totals[c]! * places[c]!;
  const mean = sum / n;
  let squares = 0;
  for (let c = 0; c < totals.length; c++) squares += totals[c]! * (places[c]! - mean) ** 2;
  return 2 * n * squares;
}
