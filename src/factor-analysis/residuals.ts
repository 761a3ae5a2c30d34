import { flatten, multiply, transpose, unflatten } from '../statistics/dense.ts';
import type { FactorResult } from './factor-analysis.ts';

export interface ResidualPair {
  /** Names of the two variables. */
  first: string;
  second: string;
  /** Observed correlation, the model's, and their difference. */
  correlation: number;
  implied: number;
  residual: number;
}

export interface Residuals {
  /** R − ΛΦΛᵀ, p × p; uniquenesses on the diagonal. R: `residuals(fa(…))`. */
  matrix: number[][];
  /** Pairs by falling size of their residual. */
  largest: ResidualPair[];
  /** Root mean square off the diagonal (`fit.rmsr`). */
  rmsr: number;
  /** Share of the pairs beyond .05 in size. */
  shareAbove05: number;
}

/**
 * Residual correlations of a factor solution: the matrix, and the pairs it misses most.
 * A large positive residual says that two variables share more than the factors do (wording, a synonym).
 * @param count how many pairs to list, default 10
 */
export function residualsOf(
  result: Pick<FactorResult, 'correlation' | 'loadings' | 'phi' | 'variables'>,
  count = 10,
): Residuals {
  const p = result.loadings.length;
  const k = result.loadings[0]?.length ?? 0;
  const loadings = flatten(result.loadings, k);
  const scaled = result.phi ? multiply(loadings, flatten(result.phi, k), p, k, k) : loadings;
  const implied = multiply(scaled, transpose(loadings, p, k), p, k, p);
  const residuals = flatten(result.correlation, p).map((r, at) => r - implied[at]!);
  const pairs: ResidualPair[] = [];
  let squares = 0;
  let beyond = 0;
  for (let i = 0; i < p; i++) {
    for (let j = i + 1; j < p; j++) {
      const residual = residuals[i * p + j]!;
      squares += residual * residual;
      if (Math.abs(residual) > 0.05) beyond++;
      pairs.push({
        first: result.variables[i]!,
        second: result.variables[j]!,
        correlation: result.correlation[i]![j]!,
        implied: implied[i * p + j]!,
        residual,
      });
    }
  }
  pairs.sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual));
  return {
    matrix: unflatten(residuals, p, p),
    largest: pairs.slice(0, count),
    rmsr: Math.sqrt(squares / pairs.length),
    shareAbove05: beyond / pairs.length,
  };
}
