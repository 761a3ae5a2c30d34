import type { Rows } from './dense.ts';
import { mean } from './describe.ts';

/** One entry a column; `null` where it is not defined (too few numbers, no variance). */
export interface Descriptives {
  /** Numbers in the column. */
  n: number[];
  mean: (number | null)[];
  /** With n − 1. */
  sd: (number | null)[];
  /** Third central moment over sd³, and fourth over sd⁴ less 3, sd with n − 1 (type 3 of Joanes and Gill 1998). */
  skew: (number | null)[];
  kurtosis: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
}

/**
 * Descriptives of the columns of `rows` (n × p); a cell that is not finite is missing.
 * R: `psych::describe(x, type = 3)`, its default.
 */
export function descriptives(rows: Rows, p: number = rows[0]?.length ?? 0): Descriptives {
  const out: Descriptives = { n: [], mean: [], sd: [], skew: [], kurtosis: [], min: [], max: [] };
  for (let j = 0; j < p; j++) {
    const column: number[] = [];
    for (const row of rows) if (Number.isFinite(row[j]!)) column.push(row[j]!);
    const n = column.length;
    const m = n > 0 ? mean(column) : null;
    let second = 0;
    let third = 0;
    let fourth = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const x of column) {
      const d = x - m!;
      second += d * d;
      third += d * d * d;
      fourth += d * d * d * d;
      min = Math.min(min, x);
      max = Math.max(max, x);
    }
    const sd = n > 1 ? Math.sqrt(second / (n - 1)) : null;
    const varies = sd !== null && min < max;
    out.n.push(n);
    out.mean.push(m);
    out.sd.push(sd);
    out.skew.push(varies ? third / n / sd ** 3 : null);
    out.kurtosis.push(varies ? fourth / n / sd ** 4 - 3 : null);
    out.min.push(n > 0 ? min : null);
    out.max.push(n > 0 ? max : null);
  }
  return out;
}
