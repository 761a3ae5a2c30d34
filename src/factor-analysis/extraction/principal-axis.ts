import { largestEigenpairs } from '../../statistics/eigen.ts';
import { squaredMultipleCorrelations } from '../adequacy.ts';
import { type ExtractedFactors, loadingsFrom, reflectColumns } from './extraction.ts';

/**
 * Iterated principal axes from squared multiple correlations. By default psych's stop rule (summed
 * communalities change by less than .001, at most 50 iterations), so that printed digits agree;
 * `tight` continues to 1e-12. R: `psych::fa(fm = "pa")`. `r` is flat p × p.
 */
export function principalAxis(
  r: Float64Array,
  p: number,
  k: number,
  tight = false,
): ExtractedFactors {
  const matrix = Float64Array.from(r);
  const smc = squaredMultipleCorrelations(r, p);
  let total = 0;
  for (let i = 0; i < p; i++) {
    matrix[i * p + i] = smc[i]!;
    total += smc[i]!;
  }
  const bound = tight ? 1e-12 : 1e-3;
  const limit = tight ? 20_000 : 50;
  let loadings = new Float64Array(p * k);
  let last = new Float64Array(p);
  let iterations = 0;
  let change = Number.POSITIVE_INFINITY;
  while (change > bound && iterations < limit) {
    const { values, vectors } = largestEigenpairs(matrix, p, k);
    last = Float64Array.from(values);
    loadings = Float64Array.from(
      loadingsFrom(values, vectors, p, k, (value) => Math.sqrt(Math.max(value, 0))),
    );
    let sum = 0;
    for (let i = 0; i < p; i++) {
      let h = 0;
      for (let m = 0; m < k; m++) h += loadings[i * k + m]! ** 2;
      matrix[i * p + i] = h;
      sum += h;
    }
    change = Math.abs(sum - total);
    total = sum;
    iterations++;
  }
  reflectColumns(loadings, p, k);
  return {
    loadings,
    objective: null,
    iterations,
    gradient: null,
    converged: change <= bound,
    atLowerBound: [],
    values: last,
  };
}
