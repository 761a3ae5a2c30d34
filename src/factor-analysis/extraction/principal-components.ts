import { largestEigenpairs } from '../../statistics/eigen.ts';
import { type ExtractedFactors, loadingsFrom, reflectColumns } from './extraction.ts';

/** The k largest principal components as loadings, v √λ. R: `psych::principal`. `r` is flat p × p. */
export function principalComponents(r: Float64Array, p: number, k: number): ExtractedFactors {
  const { values, vectors } = largestEigenpairs(r, p, k);
  const loadings = loadingsFrom(values, vectors, p, k, (value) => Math.sqrt(Math.max(value, 0)));
  reflectColumns(loadings, p, k);
  return {
    loadings,
    objective: null,
    iterations: 1,
    gradient: null,
    converged: true,
    atLowerBound: [],
  };
}
