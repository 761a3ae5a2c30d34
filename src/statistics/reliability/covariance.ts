import type { MissingPolicy } from '../correlation.ts';
import { isComplete } from '../correlation.ts';
import type { Rows } from '../dense.ts';

export interface Covariance {
  /** p × p, flat; n − 1 in the denominator. */
  matrix: Float64Array;
  p: number;
  /** Rows behind every entry; with pairwise gaps the smallest number of rows behind any of them. */
  n: number;
  means: number[];
  /** Rows left out because of a gap. */
  droppedRows: number;
}

/**
 * Covariances of the columns of `rows` (n × p); a cell that is not finite is a gap. `listwise` uses complete
 * rows, `pairwise` for each pair the rows in which both are there. NaN where fewer than two rows serve.
 * R: `cov(x, use = "complete.obs" | "pairwise")`.
 */
export function covarianceMatrix(
  rows: Rows,
  p: number,
  missing: MissingPolicy = 'listwise',
): Covariance {
  const complete = rows.filter((row) => isComplete(row, p));
  if (missing === 'listwise' || complete.length === rows.length) {
    return { ...ofComplete(complete, p), droppedRows: rows.length - complete.length };
  }
  const matrix = new Float64Array(p * p);
  let n = rows.length;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const both = rows.filter((row) => Number.isFinite(row[i]!) && Number.isFinite(row[j]!));
      const pair = ofComplete(
        both.map((row) => [row[i]!, row[j]!]),
        2,
      );
      matrix[i * p + j] = pair.matrix[1]!;
      matrix[j * p + i] = pair.matrix[1]!;
      n = Math.min(n, both.length);
    }
  }
  const means = Array.from({ length: p }, (_, j) => meanOf(rows.map((row) => row[j]!)));
  return { matrix, p, n, means, droppedRows: 0 };
}

function meanOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, x) => sum + x, 0) / known.length;
}

function ofComplete(rows: Rows, p: number): Omit<Covariance, 'droppedRows'> {
  const n = rows.length;
  const means = Array.from(
    { length: p },
    (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / n,
  );
  const matrix = new Float64Array(p * p);
  const centred = new Float64Array(p);
  for (const row of rows) {
    for (let j = 0; j < p; j++) centred[j] = row[j]! - means[j]!;
    addOuter(matrix, centred, p);
  }
  for (let i = 0; i < p * p; i++) matrix[i] = n > 1 ? matrix[i]! / (n - 1) : Number.NaN;
  return { matrix, p, n, means };
}

/** Adds x xᵀ to a p × p matrix. */
export function addOuter(matrix: Float64Array, x: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    const xi = x[i]!;
    for (let j = 0; j < p; j++) matrix[i * p + j] = matrix[i * p + j]! + xi * x[j]!;
  }
}

/** Correlations of a covariance matrix; NaN beside a column without variance. */
export function correlationOfCovariance(c: Float64Array, p: number): Float64Array {
  const r = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const both = Math.sqrt(c[i * p + i]!) * Math.sqrt(c[j * p + j]!);
      r[i * p + j] = i === j ? 1 : both > 0 ? c[i * p + j]! / both : Number.NaN;
    }
  }
  return r;
}

/** Sum of all entries. */
export function total(matrix: Float64Array): number {
  let sum = 0;
  for (const x of matrix) sum += x;
  return sum;
}

export function trace(matrix: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i++) sum += matrix[i * p + i]!;
  return sum;
}

/** Rows and columns of a p × p matrix at `keep`. */
export function submatrix(matrix: Float64Array, p: number, keep: readonly number[]): Float64Array {
  const k = keep.length;
  const out = new Float64Array(k * k);
  keep.forEach((i, a) => {
    keep.forEach((j, b) => {
      out[a * k + b] = matrix[i * p + j]!;
    });
  });
  return out;
}
