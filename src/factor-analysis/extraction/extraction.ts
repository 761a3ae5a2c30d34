/** The result of every extraction. Loadings are flat p × k, columns with positive sums. */
export interface ExtractedFactors {
  loadings: Float64Array;
  /** The minimised discrepancy of this method; `null` for principal axis and components. */
  objective: number | null;
  iterations: number;
  /** Largest free gradient of the uniquenesses at the end; `null` where there is none. */
  gradient: number | null;
  converged: boolean;
  /** Indices of variables whose uniqueness was held at its lower bound (Heywood cases). */
  atLowerBound: number[];
  /** Eigenvalues of the last reduced matrix, where the method returns its own (principal axis, as psych does). */
  values?: Float64Array;
  /** All eigenvalues of R − Ψ at the end, descending, where they were at hand. */
  spectrum?: Float64Array;
}

/** psych's box for uniquenesses. */
export const lowestUniqueness = 0.005;
export const highestUniqueness = 1;

/** A variable of which less than this share is its own is a Heywood case: a minimum at the bound, or next to it. */
export const heywoodUniqueness = 0.02;

/** Above this many variables only the k largest eigenvectors are computed, without second derivatives. */
export const denseLimit = 60;

/** Loadings from eigenpairs: column m is scale(value m) times eigenvector m. */
export function loadingsFrom(
  values: Float64Array,
  vectors: Float64Array,
  p: number,
  k: number,
  scale: (value: number) => number,
): Float64Array {
  const loadings = new Float64Array(p * k);
  for (let m = 0; m < k; m++) {
    const length = scale(values[m]!);
    for (let i = 0; i < p; i++) loadings[i * k + m] = vectors[m * p + i]! * length;
  }
  return loadings;
}

/** Turns columns whose sum is negative, in place. */
export function reflectColumns(loadings: Float64Array, p: number, k: number): Int8Array {
  const signs = new Int8Array(k).fill(1);
  for (let m = 0; m < k; m++) {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += loadings[i * k + m]!;
    if (sum >= 0) continue;
    signs[m] = -1;
    for (let i = 0; i < p; i++) loadings[i * k + m] = -loadings[i * k + m]!;
  }
  return signs;
}
