import {
  flatten,
  invertPositiveDefinite,
  multiply,
  type Rows,
  transpose,
  unflatten,
} from '../statistics/dense.ts';
import { standardDeviation } from '../statistics/describe.ts';
import { pseudoInverse } from '../statistics/eigen.ts';
import { isUsable } from './adequacy.ts';

/**
 * Weights of Thurstone's regression scores for standardised columns, p × k: R⁻¹ S with S the structure
 * matrix, and the squared multiple correlation of each factor with its scores.
 * R: `psych::factor.scores(method = "Thurstone")`. All arguments flat: r p × p, structure p × k.
 */
export function regressionWeights(
  r: Float64Array,
  structure: Float64Array,
  p: number,
  k: number,
): { weights: Float64Array; r2: number[] } {
  const exact = invertPositiveDefinite(r, p);
  const inverse = exact && isUsable(exact, p) ? exact : pseudoInverse(r, p);
  const weights = multiply(inverse, structure, p, p, k);
  const both = multiply(transpose(weights, p, k), structure, k, p, k);
  return { weights, r2: Array.from({ length: k }, (_, m) => both[m * k + m]!) };
}

/**
 * Scores (n × k) of rows (n × p): columns standardised with n − 1, times `weights` (p × k).
 * Constant columns count as their mean. A row with a gap has NaN scores.
 */
export function factorScores(rows: Rows, weights: Rows): number[][] {
  const p = weights.length;
  const k = weights[0]?.length ?? 0;
  const complete = rows.filter((row) => Array.from(row).every(Number.isFinite));
  const data = flatten(rows, p);
  for (let j = 0; j < p; j++) {
    const column = complete.map((row) => row[j]!);
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    const sd = standardDeviation(column);
    for (let i = 0; i < rows.length; i++) {
      data[i * p + j] = sd > 0 ? (data[i * p + j]! - mean) / sd : data[i * p + j]! - mean;
    }
  }
  return unflatten(multiply(data, flatten(weights, k), rows.length, p, k), rows.length, k);
}
