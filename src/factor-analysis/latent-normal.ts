/**
 * Columns of any shape as cut-up normal ones (NORTA: Cario and Nelson 1997; for 0/1 columns Emrich and Piedmonte 1991):
 * a normal deviate is replaced by the column's value at the same quantile, and the normal correlation is chosen such that
 * the values correlate as wanted.
 */
import { normalCdf, normalQuantile } from '../statistics/distributions.ts';

/** The values of a column, ascending, and the normal deviates between them; `null` stands for a normal column. */
export type Marginal = { values: Float64Array; cuts: Float64Array } | null;

/** Above so many different values a column counts as continuous. */
const mostValues = 30;
/** Terms of the expansion of a correlation in powers of the normal one. */
const terms = 40;
/** Normal correlations are looked for up to this size. */
const bound = 0.995;

/** The shape of a column of numbers: its own where it has few different values, else normal. */
export function marginalOf(column: ArrayLike<number>): Marginal {
  const counts = new Map<number, number>();
  for (let i = 0; i < column.length; i++) counts.set(column[i]!, (counts.get(column[i]!) ?? 0) + 1);
  if (counts.size > mostValues || counts.size < 2) return null;
  const values = Float64Array.from(counts.keys()).sort();
  const cuts = new Float64Array(values.length - 1);
  let below = 0;
  for (let v = 0; v < cuts.length; v++) {
    below += counts.get(values[v]!)!;
    cuts[v] = normalQuantile(below / column.length);
  }
  return { values, cuts };
}

/** The column's value at a normal deviate. */
export function valueAt(marginal: Marginal, z: number): number {
  if (!marginal) return z;
  const { values, cuts } = marginal;
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (z < cuts[middle]!) high = middle;
    else low = middle + 1;
  }
  return values[low]!;
}

/**
 * Correlations of the standardised column with the Hermite polynomials of its normal deviate, degrees 1 to 40. Two columns
 * whose deviates correlate ρ correlate Σ aₙ bₙ ρⁿ (Mehler's formula).
 */
export function hermiteLoadings(marginal: Marginal): Float64Array {
  const out = new Float64Array(terms);
  if (!marginal) {
    out[0] = 1;
    return out;
  }
  const { values, cuts } = marginal;
  for (let c = 0; c < cuts.length; c++) {
    const z = cuts[c]!;
    const step = values[c + 1]! - values[c]!;
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    // Heₙ₋₁(z) / √(n − 1)!, by their recurrence, divided by √n.
    let before = 0;
    let now = 1;
    for (let n = 1; n <= terms; n++) {
      out[n - 1] = out[n - 1]! + (step * density * now) / Math.sqrt(n);
      const next = (z * now - Math.sqrt(n - 1) * before) / Math.sqrt(n);
      before = now;
      now = next;
    }
  }
  const deviation = deviationOf(marginal);
  return out.map((value) => value / deviation);
}

/** Correlation of the values when their normal deviates correlate `rho`. */
export function valueCorrelation(a: Float64Array, b: Float64Array, rho: number): number {
  let sum = 0;
  for (let n = terms - 1; n >= 0; n--) sum = (sum + a[n]! * b[n]!) * rho;
  return sum;
}

/** The correlation of deviates at which the values correlate `wanted`, or the nearest that is within reach. */
export function latentCorrelation(a: Float64Array, b: Float64Array, wanted: number): number {
  let low = -bound;
  let high = bound;
  if (valueCorrelation(a, b, low) >= wanted) return low;
  if (valueCorrelation(a, b, high) <= wanted) return high;
  // Monotone in rho, as both values rise with their deviates.
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (valueCorrelation(a, b, middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function deviationOf({ values, cuts }: NonNullable<Marginal>): number {
  const upTo = Array.from(cuts, normalCdf);
  let mean = 0;
  let square = 0;
  values.forEach((value, v) => {
    const share = (upTo[v] ?? 1) - (upTo[v - 1] ?? 0);
    mean += share * value;
    square += share * value * value;
  });
  return Math.sqrt(square - mean * mean);
}
