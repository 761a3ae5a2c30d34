import { multiply, multiplyTransposed, solve } from '../../statistics/dense.ts';
import { orthomax, rowLengths, scaleRows, varimaxOfR } from './orthomax.ts';

export interface ObliqueRotation {
  /** Pattern, flat p × k. */
  loadings: Float64Array;
  /** Factor correlations, flat k × k. */
  phi: Float64Array;
  iterations: number;
  gradient: number | null;
}

/**
 * Promax (Hendrickson and White 1964): least-squares rotation of the varimax solution towards its own
 * signed powers. `kaiser` (psych's way in `fa`) does all of it on rows of unit length; without
 * (`stats::promax`, psych's `principal`) only the varimax step is normalised.
 * Returns `undefined` when the factors are not independent enough to be turned.
 */
export function promax(
  unrotated: Float64Array,
  p: number,
  k: number,
  { power = 4, kaiser = true, tight = false } = {},
): ObliqueRotation | undefined {
  const lengths = kaiser ? rowLengths(unrotated, p, k) : undefined;
  const x = scaleRows(unrotated, lengths, p, k, -1);
  const first = tight ? orthomax(x, p, k, 1, true) : varimaxOfR(x, p, k);
  const v = first.loadings;
  const target = Float64Array.from(v, (value) => value * Math.abs(value) ** (power - 1));
  const u = solve(multiplyTransposed(v, v, p, k, k), multiplyTransposed(v, target, p, k, k), k, k);
  if (!u) return undefined;
  const inverse = invert(multiplyTransposed(u, u, k, k, k), k);
  if (!inverse) return undefined;
  for (let m = 0; m < k; m++) {
    const scale = Math.sqrt(inverse[m * k + m]!);
    for (let i = 0; i < k; i++) u[i * k + m] = u[i * k + m]! * scale;
  }
  const back = invert(u, k);
  if (!back) return undefined;
  const phi = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += back[i * k + m]! * back[j * k + m]!;
      phi[i * k + j] = sum;
    }
  }
  return {
    loadings: scaleRows(multiply(v, u, p, k, k), lengths, p, k, 1),
    phi,
    iterations: first.iterations,
    gradient: first.gradient,
  };
}

function invert(a: Float64Array, k: number): Float64Array | undefined {
  const unit = new Float64Array(k * k);
  for (let i = 0; i < k; i++) unit[i * k + i] = 1;
  return solve(a, unit, k, k);
}
