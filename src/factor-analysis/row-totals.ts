import type { Rows } from '../statistics/dense.ts';
import { mean, variance } from '../statistics/describe.ts';

export interface RowTotals {
  /** Mean and standard deviation of the totals; `null` for fewer than three rows without gaps. */
  mean: number | null;
  sd: number | null;
  /**
   * Variance of the rows' totals over the summed variances of the columns: 1 for unrelated columns, 0 where
   * every row adds up to the same. `null` where no column varies.
   */
  share: number | null;
  /** `share` is below .05: rows are of one length, and a dimension is lost. */
  fixed: boolean;
}

/** Below this share of unrelated columns' variance, totals count as fixed. */
const fixedShare = 0.05;

/**
 * Do the columns of every row (n × p; rows with gaps are left out) add up to nearly the same? Lists of fixed
 * length and ipsative scales do: a column can only gain what others lose, which biases correlations by
 * −1/(p − 1) on average and makes R (nearly) singular.
 */
export function rowTotals(rows: Rows): RowTotals {
  const whole = rows.filter((row) => Array.from(row).every(Number.isFinite));
  const p = whole[0]?.length ?? 0;
  const totals = whole.map((row) => {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += row[j]!;
    return sum;
  });
  if (whole.length < 3) return { mean: null, sd: null, share: null, fixed: false };
  let spread = 0;
  for (let j = 0; j < p; j++) spread += variance(whole.map((row) => row[j]!));
  const ofTotals = variance(totals);
  const share = spread > 0 ? ofTotals / spread : null;
  return {
    mean: mean(totals),
    sd: Math.sqrt(ofTotals),
    share,
    fixed: share !== null && share < fixedShare,
  };
}
