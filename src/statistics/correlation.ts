import { type Rows, unflatten } from './dense.ts';
import { ranks } from './describe.ts';
import { roundUp, workspace } from './kernels/kernels.ts';
import type { OrdinalKind } from './polychoric.ts';

/** Correlations of the numbers themselves or of their ranks. */
export type MomentKind = 'pearson' | 'spearman';
/** `tetrachoric` and `polychoric` are of the normal variables behind two, or a few, ordered categories. */
export type CorrelationKind = MomentKind | OrdinalKind;
/** `listwise` uses rows without gaps; `pairwise` uses for each pair the rows in which both are there. */
export type MissingPolicy = 'listwise' | 'pairwise';

export interface CorrelationResult {
  /** p × p, unit diagonal. Rows and columns of constant columns are 0 off the diagonal. */
  correlation: number[][];
  /** Rows used: all complete ones, or with `pairwise` all rows. */
  n: number;
  droppedRows: number;
  /** Indices of columns without variance in the rows used: their correlations are not defined. */
  constant: number[];
}

/**
 * Correlation matrix of the columns of `rows` (n × p). A cell that is not finite is missing.
 * R: `cor(x, use = "complete.obs" | "pairwise", method = …)`.
 */
export function correlationMatrix(
  rows: Rows,
  options: { kind?: MomentKind; missing?: MissingPolicy } = {},
): CorrelationResult {
  const kind = options.kind ?? 'pearson';
  const p = rows[0]?.length ?? 0;
  const complete = rows.filter((row) => isComplete(row, p));
  if (options.missing === 'pairwise' && complete.length < rows.length)
    return pairwise(rows, kind, p);
  const columns = columnsOf(complete, p, kind);
  const { correlation, constant } = correlateColumns(columns, complete.length, p);
  return {
    correlation: unflatten(correlation, p, p),
    n: complete.length,
    droppedRows: rows.length - complete.length,
    constant,
  };
}

/** Pearson correlation of two vectors of equal length; NaN when one of them is constant. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  const both = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    both[i] = x[i]!;
    both[n + i] = y[i]!;
  }
  const { correlation, constant } = correlateColumns(both, n, 2);
  return constant.length > 0 ? Number.NaN : correlation[1]!;
}

/** Spearman's rank correlation; ties share their mean rank. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return pearson(ranks(x), ranks(y));
}

/**
 * Pearson correlations of p columns of length n that lie one after another. Returns the flat p × p matrix, unit
 * diagonal, and the indices of columns without variance, whose correlations are 0.
 */
export function correlateColumns(
  columns: Float64Array,
  n: number,
  p: number,
): { correlation: Float64Array; constant: number[] } {
  const stride = roundUp(n, 2);
  const padded = roundUp(p, 4);
  const { kernels, at, arrays } = workspace({
    data: padded * stride,
    work: padded * padded,
    out: p * p,
    constant: Math.ceil(p / 8),
  });
  const { data, work, out, constant } = at;
  const placed = arrays.data;
  if (stride === n) placed.set(columns);
  else for (let j = 0; j < p; j++) placed.set(columns.subarray(j * n, (j + 1) * n), j * stride);
  kernels.standardise(data, n, stride, p, constant);
  kernels.products(data, stride, p, work, out);
  const flags = new Uint8Array(kernels.memory.buffer, constant, p);
  return {
    correlation: arrays.out.slice(),
    constant: Array.from(flags.keys()).filter((j) => flags[j] === 1),
  };
}

/** Columns one after another, replaced by their ranks for Spearman. */
export function columnsOf(rows: Rows, p: number, kind: MomentKind = 'pearson'): Float64Array {
  const n = rows.length;
  const columns = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    for (let j = 0; j < p; j++) columns[j * n + i] = row[j]!;
  }
  if (kind === 'spearman') {
    for (let j = 0; j < p; j++) columns.set(ranks(columns.subarray(j * n, (j + 1) * n)), j * n);
  }
  return columns;
}

export function isComplete(row: ArrayLike<number>, p: number): boolean {
  if (row.length < p) return false;
  for (let j = 0; j < p; j++) if (!Number.isFinite(row[j]!)) return false;
  return true;
}

function pairwise(rows: Rows, kind: MomentKind, p: number): CorrelationResult {
  const out = Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (_, j): number => (i === j ? 1 : 0)),
  );
  const constant: number[] = [];
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const x: number[] = [];
      const y: number[] = [];
      for (const row of rows) {
        const a = row[i]!;
        const b = row[j]!;
        if (Number.isFinite(a) && Number.isFinite(b)) {
          x.push(a);
          y.push(b);
        }
      }
      const r = kind === 'spearman' ? spearman(x, y) : pearson(x, y);
      if (i === j) {
        if (Number.isNaN(r)) constant.push(i);
        continue;
      }
      out[i]![j] = Number.isNaN(r) ? 0 : r;
      out[j]![i] = out[i]![j]!;
    }
  }
  return { correlation: out, n: rows.length, droppedRows: 0, constant };
}
