/**
 * Small kernels on flat, row-major typed arrays: element (i, j) of an m × n matrix is `data[i * n + j]`.
 * They carry the hot paths; what is small and rare goes through ml-matrix.
 */
import { placeSquare, roundUp, takeRows, workspace } from './kernels/kernels.ts';

/** Rows of numbers as callers hold them: `rows[i][j]`. */
export type Rows = readonly ArrayLike<number>[];

/** Copies rows into one flat array. Short rows are filled with NaN, which later checks report. */
export function flatten(rows: Rows, columns = rows[0]?.length ?? 0): Float64Array {
  const flat = new Float64Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    for (let j = 0; j < columns; j++) flat[i * columns + j] = j < row.length ? row[j]! : Number.NaN;
  }
  return flat;
}

/** The inverse of `flatten`. */
export function unflatten(data: Float64Array, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, i) => {
    const row = new Array<number>(columns);
    for (let j = 0; j < columns; j++) row[j] = data[i * columns + j]!;
    return row;
  });
}

/** a (m × n) times b (n × p). */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  m: number,
  n: number,
  p: number,
): Float64Array {
  const out = new Float64Array(m * p);
  for (let i = 0; i < m; i++) {
    const at = i * p;
    let k = 0;
    // Four rows of b at once: fewer passes over the sums.
    for (; k + 3 < n; k += 4) {
      const x0 = a[i * n + k]!;
      const x1 = a[i * n + k + 1]!;
      const x2 = a[i * n + k + 2]!;
      const x3 = a[i * n + k + 3]!;
      const [b0, b1, b2, b3] = [k * p, (k + 1) * p, (k + 2) * p, (k + 3) * p] as const;
      for (let j = 0; j < p; j++) {
        const two = x0 * b[b0 + j]! + x1 * b[b1 + j]!;
        out[at + j] = out[at + j]! + two + x2 * b[b2 + j]! + x3 * b[b3 + j]!;
      }
    }
    for (; k < n; k++) {
      const x = a[i * n + k]!;
      const from = k * p;
      for (let j = 0; j < p; j++) out[at + j] = out[at + j]! + x * b[from + j]!;
    }
  }
  return out;
}

/** aᵀ (n × m) times b (m × p), with a given as m × n. */
export function multiplyTransposed(
  a: Float64Array,
  b: Float64Array,
  m: number,
  n: number,
  p: number,
): Float64Array {
  const out = new Float64Array(n * p);
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < n; i++) {
      const x = a[k * n + i]!;
      if (x === 0) continue;
      for (let j = 0; j < p; j++) out[i * p + j] = out[i * p + j]! + x * b[k * p + j]!;
    }
  }
  return out;
}

export function transpose(a: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = a[i * n + j]!;
  return out;
}

/**
 * Lower Cholesky factor of a symmetric n × n matrix (upper triangle of the result is zero),
 * or `undefined` when the matrix is not positive definite.
 */
export function cholesky(a: Float64Array, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j) {
        if (!(sum > 0)) return undefined;
        l[j * n + j] = Math.sqrt(sum);
      } else {
        l[i * n + j] = sum / l[j * n + j]!;
      }
    }
  }
  return l;
}

/** Solves a x = b for a symmetric positive definite a whose Cholesky factor is `l`. */
export function solveCholesky(l: Float64Array, b: ArrayLike<number>, n: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  return x;
}

/** Inverse of a symmetric positive definite matrix, or `undefined` when it is not. */
export function invertPositiveDefinite(a: Float64Array, n: number): Float64Array | undefined {
  const found = inverseOfFactor(a, n, (stride) => stride * stride);
  if (!found) return undefined;
  const { kernels, stride, w, out, result } = found;
  kernels.gramOfLower(w, stride, stride, out);
  const inverse = takeRows(result, n, n, stride);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j]!;
  return inverse;
}

/** The diagonal of that inverse alone, at two thirds of the work. */
export function inverseDiagonal(a: Float64Array, n: number): Float64Array | undefined {
  const found = inverseOfFactor(a, n, (stride) => stride);
  if (!found) return undefined;
  const { kernels, stride, w, out, result } = found;
  kernels.diagonalOfGram(w, stride, stride, out);
  return result.slice(0, n);
}

/** ln |a| of a symmetric positive definite matrix, or `undefined` when it is not. */
export function logDeterminant(a: Float64Array, n: number): number | undefined {
  const stride = roundUp(n, 4);
  const { kernels, at, arrays } = workspace({ l: stride * stride });
  const l = placeFactor(arrays.l, a, n, stride);
  if (!kernels.cholesky(at.l, stride, stride)) return undefined;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += 2 * Math.log(l[i * stride + i]!);
  return sum;
}

/** With a unit diagonal beyond the matrix, so that it stays what it is. */
function placeFactor(to: Float64Array, a: Float64Array, n: number, stride: number): Float64Array {
  placeSquare(to, a, n, stride);
  for (let i = n; i < stride; i++) to[i * stride + i] = 1;
  return to;
}

/** W = L⁻¹ in the kernels' memory, where a = L Lᵀ, hence a⁻¹ = Wᵀ W; with room for a result. */
function inverseOfFactor(a: Float64Array, n: number, room: (stride: number) => number) {
  const stride = roundUp(n, 4);
  const { kernels, at, arrays } = workspace({
    l: stride * stride,
    w: stride * stride,
    out: room(stride),
  });
  const { l, w, out } = at;
  placeFactor(arrays.l, a, n, stride);
  if (!kernels.cholesky(l, stride, stride)) return undefined;
  kernels.invertLower(l, stride, stride, w);
  return { kernels, stride, w, out, result: arrays.out };
}

/**
 * Solves a X = b for a general square a (n × n) and b (n × m) by elimination with partial pivoting,
 * or `undefined` when a is singular to working precision.
 */
export function solve(
  a: Float64Array,
  b: Float64Array,
  n: number,
  m: number,
): Float64Array | undefined {
  const lu = Float64Array.from(a);
  const x = Float64Array.from(b);
  let largest = 0;
  for (const value of lu) largest = Math.max(largest, Math.abs(value));
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let i = c + 1; i < n; i++) {
      if (Math.abs(lu[i * n + c]!) > Math.abs(lu[pivot * n + c]!)) pivot = i;
    }
    if (!(Math.abs(lu[pivot * n + c]!) > largest * 1e-15)) return undefined;
    if (pivot !== c) {
      for (let j = 0; j < n; j++) swap(lu, c * n + j, pivot * n + j);
      for (let j = 0; j < m; j++) swap(x, c * m + j, pivot * m + j);
    }
    for (let i = c + 1; i < n; i++) {
      const f = lu[i * n + c]! / lu[c * n + c]!;
      if (f === 0) continue;
      for (let j = c + 1; j < n; j++) lu[i * n + j] = lu[i * n + j]! - f * lu[c * n + j]!;
      for (let j = 0; j < m; j++) x[i * m + j] = x[i * m + j]! - f * x[c * m + j]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; j < m; j++) {
      let sum = x[i * m + j]!;
      for (let k = i + 1; k < n; k++) sum -= lu[i * n + k]! * x[k * m + j]!;
      x[i * m + j] = sum / lu[i * n + i]!;
    }
  }
  return x;
}

export function identity(n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  return out;
}

function swap(a: Float64Array, i: number, j: number): void {
  const held = a[i]!;
  a[i] = a[j]!;
  a[j] = held;
}
