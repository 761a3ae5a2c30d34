/**
 * Dissimilarities of n objects in condensed form, the order of R's `dist`: (0, 1), (0, 2) … (0, n − 1),
 * (1, 2) …, n·(n − 1) / 2 numbers.
 */
import { UserError } from '../errors.ts';
import type { Rows } from './dense.ts';

export type Condensed = Float32Array | Float64Array;

/** Index of the pair (i, j), i < j, of n objects. */
export function pairIndex(i: number, j: number, n: number): number {
  return i * n - (i * (i + 1)) / 2 + j - i - 1;
}

/** n of a condensed matrix; RangeError where no whole number of objects has that many pairs. */
export function objectsOf(distances: Condensed): number {
  const n = (1 + Math.sqrt(1 + 8 * distances.length)) / 2;
  if (!Number.isInteger(n))
    throw new RangeError(
      `${distances.length} numbers are no condensed matrix: n objects have n·(n − 1) / 2 pairs`,
    );
  return n;
}

/**
 * Euclidean distances between rows. R: `dist(x)`. Throws UserError for a row of another length
 * or a value that is not a finite number.
 */
export function euclideanDistances(rows: Rows): Float64Array {
  checkRows(rows);
  const n = rows.length;
  const distances = new Float64Array((n * (n - 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) {
    const a = rows[i]!;
    for (let j = i + 1; j < n; j++) {
      const b = rows[j]!;
      let sum = 0;
      for (let d = 0; d < a.length; d++) sum += (a[d]! - b[d]!) ** 2;
      distances[at++] = Math.sqrt(sum);
    }
  }
  return distances;
}

/**
 * 1 − r for every pair of variables, 0 … 2, from their correlation matrix: variables that correlate are near. R:
 * `as.dist(1 - r)`.
 */
export function correlationDistances(correlation: Rows): Float64Array {
  const n = correlation.length;
  const distances = new Float64Array((n * (n - 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) distances[at++] = 1 - correlation[i]![j]!;
  return distances;
}

/** Throws UserError unless all rows are of one length and hold finite numbers. */
export function checkRows(rows: Rows): void {
  const columns = rows[0]?.length ?? 0;
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns)
      throw new UserError(`Row ${i + 1} has ${row.length} values, the first has ${columns}`, {
        hint: 'Give every row the same number of values.',
      });
    for (let j = 0; j < columns; j++)
      if (!Number.isFinite(row[j]!))
        throw new UserError(`Row ${i + 1}, column ${j + 1} is not a finite number: ${row[j]}`, {
          hint: 'Leave out rows with missing values.',
        });
  }
}
