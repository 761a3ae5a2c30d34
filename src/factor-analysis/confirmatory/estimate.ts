import { cholesky, identity, solveCholesky } from '../../statistics/dense.ts';
import { symmetricEigen } from '../../statistics/eigen.ts';
import {
  type Discrepancy,
  derivatives,
  discrepancyAt,
  type ModelValues,
  movedValues,
  type Parameter,
} from './model.ts';

export interface Estimate {
  values: ModelValues;
  at: Discrepancy;
  /** Largest element of the gradient. */
  gradient: number;
  iterations: number;
  converged: boolean;
}

/**
 * Maximum likelihood by Fisher scoring: steps by the expected second derivatives, damped where these are
 * singular, halved until the discrepancy falls. Uniquenesses are free to become negative, as in lavaan:
 * when they do, the model is wrong or the sample small.
 * @param r flat p × p correlation matrix, positive definite; factors have unit variance
 */
export function estimate(
  r: Float64Array,
  logDeterminantR: number,
  pattern: readonly (readonly boolean[])[],
  parameters: readonly Parameter[],
  { tolerance = 1e-10, maxIterations = 300 } = {},
): Estimate | undefined {
  let values = startingValues(r, pattern);
  let at = discrepancyAt(values, r, logDeterminantR);
  if (!at) return undefined;
  let { gradient, information } = derivatives(values, parameters, at, r);
  let size = largest(gradient);
  let iterations = 0;
  let stalled = 0;
  for (; iterations < maxIterations && size > tolerance && stalled < 3; iterations++) {
    const direction = scoringStep(information, gradient);
    let slope = 0;
    for (let a = 0; a < direction.length; a++) slope += gradient[a]! * direction[a]!;
    let next: { values: ModelValues; at: Discrepancy } | undefined;
    for (let step = 1; step > 1e-8 && !next; step /= 2) {
      const trial = movedValues(values, parameters, direction, step);
      const there = discrepancyAt(trial, r, logDeterminantR);
      if (!there) continue;
      // Where the discrepancy is flat to rounding, the gradient decides below.
      const flat = there.value <= at.value + 1e-13;
      if (there.value <= at.value + 1e-4 * step * slope || (step === 1 && flat)) {
        next = { values: trial, at: there };
      }
    }
    if (!next) break;
    values = next.values;
    at = next.at;
    ({ gradient, information } = derivatives(values, parameters, at, r));
    const after = largest(gradient);
    stalled = after < size ? 0 : stalled + (size < 1e-6 ? 1 : 0);
    size = after;
  }
  return { values, at, gradient: size, iterations, converged: size < 1e-6 };
}

/**
 * Loadings from the first principal component of each factor's variables, so that items that run the other
 * way start with the other sign; variables of several factors share.
 */
export function startingValues(
  r: Float64Array,
  pattern: readonly (readonly boolean[])[],
): ModelValues {
  const p = pattern.length;
  const k = pattern[0]!.length;
  const loadings = new Float64Array(p * k);
  for (let m = 0; m < k; m++) {
    const items = pattern.flatMap((row, i) => (row[m] ? [i] : []));
    const n = items.length;
    const block = new Float64Array(n * n);
    items.forEach((i, a) => {
      items.forEach((j, b) => {
        block[a * n + b] = r[i * p + j]!;
      });
    });
    const { values, vectors } = symmetricEigen(block, n);
    const sum = vectors.subarray(0, n).reduce((total, x) => total + x, 0);
    items.forEach((i, a) => {
      const loading = Math.sqrt(values[0]!) * vectors[a]! * (sum < 0 ? -1 : 1);
      const shared = pattern[i]!.filter(Boolean).length;
      loadings[i * k + m] = Math.max(-0.8, Math.min(0.8, loading)) / shared;
    });
  }
  const psi = new Float64Array(p).fill(0.5);
  return { p, k, loadings, phi: identity(k), psi };
}

function scoringStep(information: Float64Array, gradient: Float64Array): Float64Array {
  const q = gradient.length;
  const right = gradient.map((g) => -g);
  let damping = 0;
  for (let tries = 0; tries < 30; tries++) {
    const damped = Float64Array.from(information);
    for (let a = 0; a < q; a++) damped[a * q + a] = damped[a * q + a]! * (1 + damping) + damping;
    const l = cholesky(damped, q);
    if (l) return solveCholesky(l, right, q);
    damping = damping === 0 ? 1e-8 : damping * 10;
  }
  return right;
}

function largest(values: Float64Array): number {
  let out = 0;
  for (const value of values) out = Math.max(out, Math.abs(value));
  return out;
}
