import { symmetricEigen, symmetricEigenvalues } from '../statistics/eigen.ts';

export interface Smoothed {
  matrix: Float64Array;
  smoothed: boolean;
  smallestEigenvalue: number;
  /** Frobenius distance between the matrix and the smoothed one. */
  moved: number;
  /** Largest change of a single correlation. */
  largestMove: number;
}

/** How a matrix that is not positive definite was smoothed, as results report it. */
export interface Smoothing {
  /** Eigenvalues below 1e-12 raised to 1e-10, trace and diagonal restored (`psych::cor.smooth`). */
  method: 'eigenvalues-raised';
  /** Before smoothing. */
  smallestEigenvalue: number;
  /** Frobenius distance that the matrix moved. */
  moved: number;
  /** Largest change of a single correlation. */
  largestMove: number;
  /** `all`: the smoothed matrix was factored. `likelihood`: it served maximum likelihood and the chi-square only. */
  usedFor: 'all' | 'likelihood';
}

/**
 * Makes a correlation matrix (flat p × p) positive definite when its least eigenvalue is below machine
 * precision: eigenvalues below 1e-12 become 1e-10, the trace is brought back to p, the diagonal to 1.
 * R: `psych::cor.smooth`.
 */
export function smoothCorrelation(r: Float64Array, p: number): Smoothed {
  const values = symmetricEigenvalues(r, p);
  const smallest = values[p - 1]!;
  if (smallest >= Number.EPSILON) {
    return { matrix: r, smoothed: false, smallestEigenvalue: smallest, moved: 0, largestMove: 0 };
  }
  const eigen = symmetricEigen(r, p);
  let trace = 0;
  for (let j = 0; j < p; j++) {
    if (eigen.values[j]! < 1e-12) eigen.values[j] = 1e-10;
    trace += eigen.values[j]!;
  }
  const matrix = new Float64Array(p * p);
  for (let m = 0; m < p; m++) {
    const value = (eigen.values[m]! * p) / trace;
    for (let i = 0; i < p; i++) {
      const x = value * eigen.vectors[m * p + i]!;
      for (let j = 0; j < p; j++)
        matrix[i * p + j] = matrix[i * p + j]! + x * eigen.vectors[m * p + j]!;
    }
  }
  toCorrelation(matrix, p);
  let squares = 0;
  let largestMove = 0;
  for (let i = 0; i < p * p; i++) {
    const move = Math.abs(matrix[i]! - r[i]!);
    squares += move * move;
    if (move > largestMove) largestMove = move;
  }
  return {
    matrix,
    smoothed: true,
    smallestEigenvalue: smallest,
    moved: Math.sqrt(squares),
    largestMove,
  };
}

/** Rescales a covariance matrix in place to unit diagonal. R: `cov2cor`. */
export function toCorrelation(matrix: Float64Array, p: number): void {
  const scale = Float64Array.from({ length: p }, (_, i) => 1 / Math.sqrt(matrix[i * p + i]!));
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) matrix[i * p + j] = matrix[i * p + j]! * scale[i]! * scale[j]!;
    matrix[i * p + i] = 1;
  }
}
