import { largestEigenpairs } from '../eigen.ts';

/**
 * Loadings of p items on the first principal component of their correlations (p × p, flat), turned so that they
 * sum to 0 or more. An item below 0 runs against the others: `psych::alpha(check.keys = TRUE)` and
 * `psych::principal(r, 1)` look at the same figures.
 */
export function firstComponent(correlation: Float64Array, p: number): number[] {
  const { values, vectors } = largestEigenpairs(correlation, p, 1);
  const size = Math.sqrt(Math.max(0, values[0]!));
  const loadings = Array.from({ length: p }, (_, i) => vectors[i]! * size);
  const sum = loadings.reduce((all, x) => all + x, 0);
  return sum < 0 ? loadings.map((x) => -x) : loadings;
}

/**
 * Rows with the items at `reversed` turned over: x becomes lowest + highest − x, with the lowest and highest
 * number of all items, as `psych::alpha` does (items of one scale share one answer format).
 */
export function turnItems(
  rows: readonly ArrayLike<number>[],
  reversed: readonly number[],
): ArrayLike<number>[] {
  if (reversed.length === 0) return [...rows];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    for (let j = 0; j < row.length; j++) {
      if (!Number.isFinite(row[j]!)) continue;
      low = Math.min(low, row[j]!);
      high = Math.max(high, row[j]!);
    }
  }
  const turned = new Set(reversed);
  return rows.map((row) => Array.from(row, (x, j) => (turned.has(j) ? low + high - x : x)));
}
