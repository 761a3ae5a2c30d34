/** Draws from the distributions that the chains meet. */
import { cholesky } from '../dense.ts';
import type { Random } from '../random.ts';
import { drawBetween } from './normal-interval.ts';

/** Gamma with this shape (at least 1/2) and rate 1 (Marsaglia and Tsang 2000). */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return d * v;
  }
}

/**
 * A p × p matrix from the inverse Wishart distribution with `df` degrees of freedom and this scale, whose mean is
 * scale / (df − p − 1): the inverse of a Wishart draw by Bartlett's decomposition.
 */
export function drawInverseWishart(
  df: number,
  scale: Float64Array,
  p: number,
  random: Random,
): Float64Array {
  const l = cholesky(scale, p);
  if (!l) throw new RangeError('the scale of an inverse Wishart is not positive definite');
  // With scale = L Lᵀ and A Aᵀ ~ W(df, I), the draw is (L A⁻ᵀ)(L A⁻ᵀ)ᵀ.
  const a = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    a[i * p + i] = Math.sqrt(2 * drawGamma((df - i) / 2, random));
    for (let j = 0; j < i; j++) a[i * p + j] = random.normal();
  }
  // Rows of m solve m Aᵀ = L.
  const m = new Float64Array(p * p);
  for (let r = 0; r < p; r++)
    for (let j = 0; j < p; j++) {
      let sum = l[r * p + j]!;
      for (let k = 0; k < j; k++) sum -= m[r * p + k]! * a[j * p + k]!;
      m[r * p + j] = sum / a[j * p + j]!;
    }
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += m[i * p + k]! * m[j * p + k]!;
      out[i * p + j] = sum;
    }
  return out;
}

/** Normal with this mean and standard deviation between two ends. */
export function drawTruncated(
  mean: number,
  sd: number,
  low: number,
  high: number,
  random: Random,
): number {
  return mean + sd * drawBetween((low - mean) / sd, (high - mean) / sd, random);
}

/** x ~ N(told / precision, 1 / precision). */
export function drawNormal(told: number, precision: number, random: Random): number {
  return told / precision + random.normal() / Math.sqrt(precision);
}

/**
 * x ~ N(A⁻¹ b, A⁻¹) for a precision A (p × p), which is overwritten by its Cholesky factor; `b` by
 * the draw.
 */
export function drawFromPrecision(
  a: Float64Array,
  b: Float64Array,
  p: number,
  random: Random,
): Float64Array {
  factorInPlace(a, p);
  for (let i = 0; i < p; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= a[i * p + k]! * b[k]!;
    b[i] = sum / a[i * p + i]!;
  }
  for (let i = 0; i < p; i++) b[i]! += random.normal();
  backSolve(a, b, p);
  return b;
}

/** Column `j` of A⁻¹, of A's Cholesky factor. */
export function inverseColumn(l: Float64Array, j: number, p: number): Float64Array {
  const x = new Float64Array(p);
  x[j] = 1;
  for (let i = j; i < p; i++) {
    let sum = x[i]!;
    for (let k = j; k < i; k++) sum -= l[i * p + k]! * x[k]!;
    x[i] = sum / l[i * p + i]!;
  }
  backSolve(l, x, p);
  return x;
}

/** Solves Lᵀ x = b in place. */
function backSolve(l: Float64Array, b: Float64Array, p: number): void {
  for (let i = p - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < p; k++) sum -= l[k * p + i]! * b[k]!;
    b[i] = sum / l[i * p + i]!;
  }
}

/** Lower Cholesky factor in place of a symmetric positive definite matrix. */
function factorInPlace(a: Float64Array, p: number): void {
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let sum = a[i * p + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * p + k]! * a[j * p + k]!;
      if (i > j) a[i * p + j] = sum / a[j * p + j]!;
      else if (sum > 0) a[j * p + j] = Math.sqrt(sum);
      else throw new RangeError('a precision matrix is not positive definite');
    }
  }
}

/** One step of slice sampling with stepping out (Neal 2003) from x, for a log density on the line. */
export function sliceStep(
  x: number,
  width: number,
  logDensity: (x: number) => number,
  random: Random,
): number {
  const level = logDensity(x) + Math.log(1 - random.next());
  let low = x - width * random.next();
  let high = low + width;
  for (let k = 0; k < 100 && logDensity(low) > level; k++) low -= width;
  for (let k = 0; k < 100 && logDensity(high) > level; k++) high += width;
  for (;;) {
    const next = low + (high - low) * random.next();
    if (logDensity(next) > level) return next;
    if (next < x) low = next;
    else high = next;
    if (high - low < 1e-12) return x;
  }
}

/**
 * A standard deviation given `count` normal effects around 0 with this sum of squares, where it is half-normal with
 * `scale` beforehand: a slice step on its logarithm.
 */
export function drawDeviation(
  now: number,
  { count, squares, scale }: { count: number; squares: number; scale: number },
  random: Random,
): number {
  const logDensity = (log: number) => {
    const variance = Math.exp(2 * log);
    return (1 - count) * log - squares / (2 * variance) - variance / (2 * scale * scale);
  };
  return Math.exp(sliceStep(Math.log(now), 1, logDensity, random));
}
