import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { identity, multiply, multiplyTransposed } from '../../statistics/dense.ts';

export interface OrthogonalRotation {
  /** Flat p × k. */
  loadings: Float64Array;
  /** Flat k × k, loadings = unrotated × matrix. */
  matrix: Float64Array;
  iterations: number;
  /** How far the solution is from a stationary point: largest asymmetry of Lᵀ ∂f/∂L. */
  gradient: number;
  /** −¼ Σₘ (Σ l⁴ − (Σ l²)² weight / p) of the (normalised) loadings: lower is better. */
  criterion: number;
}

/**
 * Orthomax rotation (Harman 1976) to machine precision by rotating pairs of columns through their optimal
 * angle until none moves. weight 1: varimax; 0: quartimax; k / 2: equamax.
 * `kaiser` brings rows to unit length meanwhile (Kaiser 1958).
 */
export function orthomax(
  unrotated: Float64Array,
  p: number,
  k: number,
  weight: number,
  kaiser: boolean,
  start: Float64Array = identity(k),
  smallestAngle = 1e-14,
): OrthogonalRotation {
  const lengths = kaiser ? rowLengths(unrotated, p, k) : undefined;
  const x = multiply(scaleRows(unrotated, lengths, p, k, -1), start, p, k, k);
  const matrix = Float64Array.from(start);
  let iterations = 0;
  for (let moved = true; moved && iterations < 2000; iterations++) {
    moved = false;
    for (let a = 0; a < k; a++) {
      for (let b = a + 1; b < k; b++) {
        const angle = bestAngle(x, p, k, a, b, weight);
        if (Math.abs(angle) < 1e-15) continue;
        if (Math.abs(angle) > smallestAngle) moved = true;
        rotatePair(x, p, k, a, b, angle);
        rotatePair(matrix, k, k, a, b, angle);
      }
    }
  }
  const gradient = asymmetry(x, p, k, weight);
  const criterion = criterionOf(x, p, k, weight);
  return { loadings: scaleRows(x, lengths, p, k, 1), matrix, iterations, gradient, criterion };
}

/**
 * Varimax with the stop rule of R's `stats::varimax`, the one that psych prints: Kaiser-normalised,
 * ended when the summed singular values grow by less than 1e-5 of themselves.
 */
export function varimaxOfR(
  unrotated: Float64Array,
  p: number,
  k: number,
  kaiser = true,
): OrthogonalRotation {
  const lengths = kaiser ? rowLengths(unrotated, p, k) : undefined;
  const x = scaleRows(unrotated, lengths, p, k, -1);
  let matrix = identity(k);
  let total = 0;
  let iterations = 0;
  while (iterations < 1000) {
    const z = multiply(x, matrix, p, k, k);
    const b = multiplyTransposed(x, cubed(z, p, k, 1), p, k, k);
    const svd = new SingularValueDecomposition(Matrix.from1DArray(k, k, Array.from(b)), {
      autoTranspose: false,
    });
    matrix = Float64Array.from(
      svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose()).to1DArray(),
    );
    iterations++;
    const before = total;
    total = svd.diagonal.reduce((sum, value) => sum + value, 0);
    if (total < before * (1 + 1e-5)) break;
  }
  const z = multiply(x, matrix, p, k, k);
  const gradient = asymmetry(z, p, k, 1);
  const criterion = criterionOf(z, p, k, 1);
  return { loadings: scaleRows(z, lengths, p, k, 1), matrix, iterations, gradient, criterion };
}

/** z³ − z diag(colSums z²) weight / p: the gradient of the orthomax criterion, up to a factor. */
function cubed(z: Float64Array, p: number, k: number, weight: number): Float64Array {
  const out = new Float64Array(p * k);
  for (let m = 0; m < k; m++) {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += z[i * k + m]! ** 2;
    for (let i = 0; i < p; i++) {
      const value = z[i * k + m]!;
      out[i * k + m] = value * value * value - (value * sum * weight) / p;
    }
  }
  return out;
}

function criterionOf(z: Float64Array, p: number, k: number, weight: number): number {
  const gradient = cubed(z, p, k, weight);
  let sum = 0;
  for (let at = 0; at < p * k; at++) sum += z[at]! * gradient[at]!;
  return -sum / 4;
}

function asymmetry(z: Float64Array, p: number, k: number, weight: number): number {
  const g = multiplyTransposed(z, cubed(z, p, k, weight), p, k, k);
  let out = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) out = Math.max(out, Math.abs(g[a * k + b]! - g[b * k + a]!));
  }
  return out;
}

function bestAngle(
  x: Float64Array,
  p: number,
  k: number,
  a: number,
  b: number,
  weight: number,
): number {
  let sumU = 0;
  let sumV = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < p; i++) {
    const s = x[i * k + a]!;
    const t = x[i * k + b]!;
    const u = s * s - t * t;
    const v = 2 * s * t;
    sumU += u;
    sumV += v;
    c += u * u - v * v;
    d += 2 * u * v;
  }
  const numerator = d - (2 * weight * sumU * sumV) / p;
  const denominator = c - (weight * (sumU * sumU - sumV * sumV)) / p;
  return Math.atan2(numerator, denominator) / 4;
}

function rotatePair(
  x: Float64Array,
  rows: number,
  k: number,
  a: number,
  b: number,
  angle: number,
): void {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  for (let i = 0; i < rows; i++) {
    const s = x[i * k + a]!;
    const t = x[i * k + b]!;
    x[i * k + a] = cos * s + sin * t;
    x[i * k + b] = cos * t - sin * s;
  }
}

/** Lengths of rows, 1 where a row is zero (so that dividing by it does no harm). */
export function rowLengths(x: Float64Array, p: number, k: number): Float64Array {
  return Float64Array.from({ length: p }, (_, i) => {
    let sum = 0;
    for (let m = 0; m < k; m++) sum += x[i * k + m]! ** 2;
    return sum > 0 ? Math.sqrt(sum) : 1;
  });
}

/** Copies x with its rows multiplied by lengths^power. */
export function scaleRows(
  x: Float64Array,
  lengths: Float64Array | undefined,
  p: number,
  k: number,
  power: 1 | -1,
): Float64Array {
  const out = Float64Array.from(x);
  if (!lengths) return out;
  for (let i = 0; i < p; i++) {
    const factor = power === 1 ? lengths[i]! : 1 / lengths[i]!;
    for (let m = 0; m < k; m++) out[i * k + m] = out[i * k + m]! * factor;
  }
  return out;
}
