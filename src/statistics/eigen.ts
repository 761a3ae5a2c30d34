/**
 * Eigenvalues and eigenvectors of real symmetric matrices, flat and row-major.
 * Householder tridiagonalisation, then implicit QL (Wilkinson and Reinsch 1971; EISPACK tred2, tql1, tql2), in
 * WebAssembly. Where only the largest pairs are wanted: QL for the values, inverse iteration for those vectors
 * (LAPACK's dstein route).
 */
import { placeSquare, roundUp, takeRows, workspace } from './kernels/kernels.ts';

export interface SymmetricEigen {
  /** In descending order. */
  values: Float64Array;
  /** Row j of this k × n array is the unit eigenvector of `values[j]`. */
  vectors: Float64Array;
}

interface Tridiagonal {
  diagonal: Float64Array;
  /** `off[i]` couples i − 1 and i; `off[0]` is 0. */
  off: Float64Array;
}

/** All eigenvalues of a symmetric n × n matrix, descending. R: `eigen(a, TRUE, only.values = TRUE)`. */
export function symmetricEigenvalues(a: Float64Array, n: number): Float64Array {
  const { kernels, at, diagonal } = tridiagonalise(a, n, 0);
  if (!kernels.rootFreeQl(at.diagonal, at.off, n)) throw notConverged();
  return diagonal.slice(0, n).sort().reverse();
}

/** All eigenvalues and eigenvectors of a symmetric n × n matrix. */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  const { kernels, at, stride, diagonal, vectors } = tridiagonalise(a, n, n);
  vectors.fill(0);
  for (let i = 0; i < n; i++) vectors[i * stride + i] = 1;
  if (!kernels.implicitQl(at.diagonal, at.off, n, at.vectors, stride)) throw notConverged();
  kernels.backTransform(at.matrix, at.norms, n, stride, at.vectors, n);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[j]! - diagonal[i]!);
  const sorted = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const from = order[j]! * stride;
    sorted.set(vectors.subarray(from, from + n), j * n);
  }
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors: sorted };
}

/**
 * All eigenvalues, but only the eigenvectors of the k largest: several times cheaper than
 * `symmetricEigen` once n is above about 40.
 */
export function largestEigenpairs(a: Float64Array, n: number, k: number): SymmetricEigen {
  const { kernels, at, stride, diagonal, off, vectors } = tridiagonalise(a, n, k);
  const t = { diagonal: diagonal.slice(0, n), off: off.slice(0, n) };
  if (!kernels.rootFreeQl(at.diagonal, at.off, n)) throw notConverged();
  const values = diagonal.slice(0, n).sort().reverse();
  const found = new Float64Array(k * n);
  inverseIteration(t, values, found, n, k);
  vectors.fill(0);
  for (let j = 0; j < k; j++) vectors.set(found.subarray(j * n, (j + 1) * n), j * stride);
  kernels.backTransform(at.matrix, at.norms, n, stride, at.vectors, k);
  return { values, vectors: takeRows(vectors, k, n, stride) };
}

/** The reduced matrix in the kernels' memory, with room for so many vectors. */
function tridiagonalise(a: Float64Array, n: number, vectorCount: number) {
  const stride = roundUp(n, 2);
  const { kernels, at, arrays } = workspace({
    matrix: n * stride,
    diagonal: stride,
    off: stride,
    norms: stride,
    work: 3 * stride,
    vectors: vectorCount * stride,
  });
  const { matrix, diagonal, off, norms, work, vectors } = at;
  placeSquare(arrays.matrix, a, n, stride);
  kernels.tridiagonalise(matrix, n, stride, diagonal, off, norms, work);
  return {
    kernels,
    stride,
    at: { matrix, diagonal, off, norms, vectors },
    diagonal: arrays.diagonal,
    off: arrays.off,
    vectors: arrays.vectors,
  };
}

function notConverged(): RangeError {
  return new RangeError('the eigenvalues of the matrix could not be computed');
}

function inverseIteration(
  t: Tridiagonal,
  values: Float64Array,
  vectors: Float64Array,
  n: number,
  k: number,
): void {
  const norm = Math.max(Math.abs(values[0]!), Math.abs(values[n - 1]!), Number.MIN_VALUE);
  const main = new Float64Array(n);
  const upper = new Float64Array(n);
  const second = new Float64Array(n);
  let shift = Number.POSITIVE_INFINITY;
  let noise = 12345;
  for (let j = 0; j < k; j++) {
    // Equal eigenvalues get shifts a hair apart, so that their solves do not coincide.
    shift = Math.min(values[j]!, shift - 4 * Number.EPSILON * norm);
    const x = vectors.subarray(j * n, (j + 1) * n);
    for (let i = 0; i < n; i++) {
      noise = (Math.imul(noise, 1103515245) + 12345) & 0x7fffffff;
      x[i] = noise / 0x40000000 - 1;
    }
    for (let pass = 0; pass < 4; pass++) {
      solveShifted(t, shift, norm, x, main, upper, second, n);
      for (let before = 0; before < j; before++) {
        if (values[before]! - values[j]! > 1e-3 * norm) continue;
        let dot = 0;
        for (let i = 0; i < n; i++) dot += x[i]! * vectors[before * n + i]!;
        for (let i = 0; i < n; i++) x[i] = x[i]! - dot * vectors[before * n + i]!;
      }
      normalise(x);
    }
  }
}

/** Solves (T − shift) x = b in place by elimination with row exchanges; `x` comes in as b. */
function solveShifted(
  t: Tridiagonal,
  shift: number,
  norm: number,
  x: Float64Array,
  main: Float64Array,
  upper: Float64Array,
  second: Float64Array,
  n: number,
): void {
  const tiny = Number.EPSILON * norm;
  for (let i = 0; i < n; i++) {
    main[i] = t.diagonal[i]! - shift;
    upper[i] = i + 1 < n ? t.off[i + 1]! : 0;
    second[i] = 0;
  }
  for (let i = 0; i + 1 < n; i++) {
    const below = t.off[i + 1]!;
    if (Math.abs(main[i]!) >= Math.abs(below)) {
      if (Math.abs(main[i]!) < tiny) main[i] = tiny;
      const f = below / main[i]!;
      main[i + 1] = main[i + 1]! - f * upper[i]!;
      x[i + 1] = x[i + 1]! - f * x[i]!;
    } else {
      const f = main[i]! / below;
      main[i] = below;
      const held = main[i + 1]!;
      main[i + 1] = upper[i]! - f * held;
      second[i] = upper[i + 1]!;
      upper[i] = held;
      upper[i + 1] = -f * second[i]!;
      const heldX = x[i]!;
      x[i] = x[i + 1]!;
      x[i + 1] = heldX - f * x[i]!;
    }
  }
  if (Math.abs(main[n - 1]!) < tiny) main[n - 1] = tiny;
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    if (i + 1 < n) sum -= upper[i]! * x[i + 1]!;
    if (i + 2 < n) sum -= second[i]! * x[i + 2]!;
    x[i] = sum / main[i]!;
  }
  normalise(x);
}

function normalise(x: Float64Array): void {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]! / largest;
    x[i] = value;
    sum += value * value;
  }
  const length = Math.sqrt(sum);
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / length;
}

/**
 * Moore–Penrose inverse of a symmetric n × n matrix: eigenvalues no larger in size than
 * √ε times the largest count as zero (psych's `Pinv`).
 */
export function pseudoInverse(a: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(a, n);
  const largest = Math.max(Math.abs(values[0]!), Math.abs(values[n - 1]!));
  const bound = Math.sqrt(Number.EPSILON) * largest;
  const out = new Float64Array(n * n);
  for (let m = 0; m < n; m++) {
    if (Math.abs(values[m]!) <= bound) continue;
    for (let i = 0; i < n; i++) {
      const x = vectors[m * n + i]! / values[m]!;
      for (let j = 0; j < n; j++) out[i * n + j] = out[i * n + j]! + x * vectors[m * n + j]!;
    }
  }
  return out;
}
