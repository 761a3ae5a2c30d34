/**
 * Sizes, sums, and cross-products of each group of rows. Any resample of whole groups has a correlation matrix that
 * is a weighted sum of these, so a draw costs groups × p² and never reads a row again.
 */
import { UserError } from '../errors.ts';
import { isComplete } from '../statistics/correlation.ts';
import type { Rows } from '../statistics/dense.ts';
import { ranks } from '../statistics/describe.ts';

export interface GroupMoments {
  /** Rows used, columns. */
  n: number;
  p: number;
  droppedRows: number;
  /** One name a group, in order of first appearance. */
  names: string[];
  sizes: number[];
  /** Per group, p sums of the columns, which are centred and scaled over all rows. */
  sums: Float64Array[];
  /** Per group, flat p × p sums of products of the same. */
  products: Float64Array[];
}

/**
 * @param rows n × p; rows with gaps are left out
 * @param ranked columns are replaced by their ranks over all rows first, for Spearman correlations
 * @throws UserError when rows and groups differ in number, or fewer than 3 rows are without gaps.
 */
export function groupMoments(
  rows: Rows,
  groups: readonly (string | number)[],
  ranked = false,
): GroupMoments {
  if (groups.length !== rows.length) {
    throw new UserError(
      `${groups.length} group labels were given for ${rows.length} rows; one a row is needed`,
    );
  }
  const p = rows[0]?.length ?? 0;
  const kept = rows.map((_, i) => i).filter((i) => isComplete(rows[i]!, p));
  const n = kept.length;
  if (n < 3) {
    throw new UserError(`only ${n} rows have a number in every column; at least 3 are needed`);
  }
  const columns = Array.from({ length: p }, (_, j) => {
    const column = Float64Array.from(kept, (i) => rows[i]![j]!);
    return standardised(ranked ? Float64Array.from(ranks(column)) : column);
  });
  const index = new Map<string, number>();
  const names: string[] = [];
  const sizes: number[] = [];
  const sums: Float64Array[] = [];
  const products: Float64Array[] = [];
  kept.forEach((from, i) => {
    const name = String(groups[from]);
    let g = index.get(name);
    if (g === undefined) {
      g = names.length;
      index.set(name, g);
      names.push(name);
      sizes.push(0);
      sums.push(new Float64Array(p));
      products.push(new Float64Array(p * p));
    }
    sizes[g] = sizes[g]! + 1;
    const sum = sums[g]!;
    const product = products[g]!;
    for (let a = 0; a < p; a++) {
      const x = columns[a]![i]!;
      sum[a] = sum[a]! + x;
      for (let b = 0; b <= a; b++) product[a * p + b] = product[a * p + b]! + x * columns[b]![i]!;
    }
  });
  for (const product of products)
    for (let a = 0; a < p; a++)
      for (let b = 0; b < a; b++) product[b * p + a] = product[a * p + b]!;
  return { n, p, droppedRows: rows.length - n, names, sizes, sums, products };
}

/**
 * Sums of squares and products about the mean, flat p × p, of the rows of all groups, each counted `weights[g]` times.
 */
export function crossProducts(
  moments: GroupMoments,
  weights: ArrayLike<number> = moments.sizes.map(() => 1),
): Float64Array {
  const { p, sizes, sums, products } = moments;
  const out = new Float64Array(p * p);
  const sum = new Float64Array(p);
  let n = 0;
  for (let g = 0; g < sizes.length; g++) {
    const w = weights[g]!;
    if (w === 0) continue;
    n += w * sizes[g]!;
    const product = products[g]!;
    for (let i = 0; i < p * p; i++) out[i] = out[i]! + w * product[i]!;
    for (let j = 0; j < p; j++) sum[j] = sum[j]! + w * sums[g]![j]!;
  }
  if (n > 0)
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) out[i * p + j] = out[i * p + j]! - (sum[i]! * sum[j]!) / n;
  return out;
}

/**
 * Correlation matrix, flat p × p, of a weighted set of groups; `undefined` where a column does not vary in it or fewer
 * than 3 rows are in it.
 */
export function correlationOfGroups(
  moments: GroupMoments,
  weights: ArrayLike<number>,
): Float64Array | undefined {
  const { p, sizes } = moments;
  let n = 0;
  for (let g = 0; g < sizes.length; g++) n += weights[g]! * sizes[g]!;
  if (n < 3) return undefined;
  const out = crossProducts(moments, weights);
  const scale = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    // Columns have variance 1 over all rows; what is left of a constant one is rounding.
    if (!(out[j * p + j]! > 1e-10 * n)) return undefined;
    scale[j] = 1 / Math.sqrt(out[j * p + j]!);
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++) {
      const r = Math.max(-1, Math.min(1, out[i * p + j]! * scale[i]! * scale[j]!));
      out[i * p + j] = r;
      out[j * p + i] = r;
    }
    out[i * p + i] = 1;
  }
  return out;
}

/** Mean 0 and variance 1 in place; a constant column becomes zeros. */
function standardised(column: Float64Array): Float64Array {
  const n = column.length;
  let sum = 0;
  let size = 0;
  for (const x of column) {
    sum += x;
    size = Math.max(size, Math.abs(x));
  }
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    column[i] = column[i]! - mean;
    squares += column[i]! ** 2;
  }
  const deviation = Math.sqrt(squares / n);
  const scale = deviation > 8 * Number.EPSILON * size ? 1 / deviation : 0;
  for (let i = 0; i < n; i++) column[i] = column[i]! * scale;
  return column;
}
