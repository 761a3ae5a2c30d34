/** Columns of few ordered values: their categories, thresholds, and the tables of two of them. */
import { normalCdf, normalQuantile } from './distributions.ts';

/** Code of a gap. */
export const gap = 255;

export interface OrdinalColumns {
  n: number;
  p: number;
  /** Column after column, 0 … categories − 1, or `gap`. */
  codes: Uint8Array;
  /** Distinct values of each column, ascending. */
  values: Float64Array[];
  /** Answers in each category. */
  counts: Float64Array[];
  /** Thresholds of each column on the standard normal scale, one fewer than categories. */
  thresholds: Float64Array[];
  /** Φ of the thresholds: cumulated shares. */
  shares: Float64Array[];
  hasGaps: boolean;
}

/**
 * Distinct finite values of a column, ascending; stops looking beyond `most` of them and returns `undefined`.
 */
export function distinctValues(column: ArrayLike<number>, most: number): Float64Array | undefined {
  const seen: number[] = [];
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (!Number.isFinite(x) || seen.includes(x)) continue;
    if (seen.length === most) return undefined;
    seen.push(x);
  }
  return Float64Array.from(seen).sort();
}

/**
 * Codes p columns of length n that stand one after another (a cell that is not finite is a gap). Thresholds
 * are the normal quantiles of a column's cumulated shares among its own answers (Olsson 1979, first step).
 * @throws RangeError when a column has more than `most` different values.
 */
export function readOrdinal(
  columns: Float64Array,
  n: number,
  p: number,
  most: number,
): OrdinalColumns {
  const out: OrdinalColumns = {
    n,
    p,
    codes: new Uint8Array(n * p),
    values: [],
    counts: [],
    thresholds: [],
    shares: [],
    hasGaps: false,
  };
  for (let j = 0; j < p; j++) {
    const column = columns.subarray(j * n, (j + 1) * n);
    const values = distinctValues(column, most);
    if (!values) throw new RangeError(`column ${j + 1} has more than ${most} different values`);
    const counts = new Float64Array(values.length);
    for (let i = 0; i < n; i++) {
      const code = values.indexOf(column[i]!);
      out.codes[j * n + i] = code < 0 ? gap : code;
      if (code < 0) out.hasGaps = true;
      else counts[code] = counts[code]! + 1;
    }
    const { thresholds, shares } = thresholdsOf(counts);
    out.values.push(values);
    out.counts.push(counts);
    out.thresholds.push(thresholds);
    out.shares.push(shares);
  }
  return out;
}

/** Thresholds that cut a standard normal variable into these frequencies. */
export function thresholdsOf(counts: Float64Array): {
  thresholds: Float64Array;
  shares: Float64Array;
} {
  let total = 0;
  for (const count of counts) total += count;
  const thresholds = new Float64Array(Math.max(0, counts.length - 1));
  let below = 0;
  for (let c = 0; c < thresholds.length; c++) {
    below += counts[c]!;
    thresholds[c] = normalQuantile(below / total);
  }
  return { thresholds, shares: thresholds.map(normalCdf) };
}

/** Joint frequencies of columns i and j, categories of i by categories of j, rows with a gap left out. */
export function jointCounts(data: OrdinalColumns, i: number, j: number): Float64Array {
  const { n, codes, values } = data;
  const width = values[j]!.length;
  const table = new Float64Array(values[i]!.length * width);
  const a = i * n;
  const b = j * n;
  for (let row = 0; row < n; row++) {
    const x = codes[a + row]!;
    const y = codes[b + row]!;
    if (x === gap || y === gap) continue;
    const at = x * width + y;
    table[at] = table[at]! + 1;
  }
  return table;
}

/**
 * For columns of two categories without gaps: a function that counts the rows in which both columns have
 * their upper category, 32 rows at a time.
 */
export function bitCounter(data: OrdinalColumns): (i: number, j: number) => number {
  const { n, p, codes } = data;
  const words = Math.ceil(n / 32);
  const bits = new Int32Array(words * p);
  for (let j = 0; j < p; j++) {
    for (let row = 0; row < n; row++) {
      const at = j * words + (row >> 5);
      if (codes[j * n + row] === 1) bits[at] = bits[at]! | (1 << (row & 31));
    }
  }
  return (i, j) => {
    let sum = 0;
    for (let w = 0; w < words; w++) sum += popCount(bits[i * words + w]! & bits[j * words + w]!);
    return sum;
  };
}

/** Ones among 32 bits. */
function popCount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
