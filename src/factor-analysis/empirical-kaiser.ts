import { firstBelow } from './parallel/summary.ts';

export interface EmpiricalKaiser {
  /** What each eigenvalue has to exceed. */
  reference: number[];
  /** Position of the first eigenvalue not above its reference, minus one. */
  suggested: number;
}

/**
 * Empirical Kaiser criterion (Braeken and van Assen 2017, eq. 2): the largest eigenvalue expected of unrelated
 * columns in a sample of n, (1 + √(p/n))², scaled by the variance that earlier eigenvalues left, at least 1.
 * @param eigenvalues of R, descending
 */
export function empiricalKaiser(eigenvalues: readonly number[], n: number): EmpiricalKaiser {
  const p = eigenvalues.length;
  const edge = (1 + Math.sqrt(p / n)) ** 2;
  let taken = 0;
  const reference = eigenvalues.map((value, j) => {
    const share = (p - taken) / (p - j);
    taken += value;
    return Math.max(1, share * edge);
  });
  return { reference, suggested: firstBelow(eigenvalues, reference) };
}

/** Eigenvalues of R above 1 (Kaiser and Guttman). It takes sampling error for factors: a warning, not a rule. */
export function kaiserGuttman(eigenvalues: readonly number[]): number {
  return eigenvalues.filter((value) => value > 1).length;
}
