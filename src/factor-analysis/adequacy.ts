import {
  flatten,
  inverseDiagonal,
  invertPositiveDefinite,
  type Rows,
} from '../statistics/dense.ts';
import { chiSquareLogUpperTail, chiSquareUpperTail } from '../statistics/distributions.ts';
import { pseudoInverse, symmetricEigenvalues } from '../statistics/eigen.ts';
import type { GroupMoments } from './group-moments.ts';
import { adjusted, contributions, tracesOfIndependence } from './nested-fit.ts';

export interface Kmo {
  /** Kaiser–Meyer–Olkin measure, 0 to 1; `null` where the matrix has no proper inverse. */
  overall: number | null;
  /** Measure of sampling adequacy of each variable. */
  msa: (number | null)[];
}

export interface Bartlett {
  chisq: number | null;
  df: number;
  p: number | null;
  /** Natural log of p, which does not run out of digits. */
  logP: number | null;
  /**
   * Where rows come in groups: `chisq` is adjusted for its mean and variance, with these degrees of freedom, and conservative;
   * `null` where that is withheld, since groups are fewer than `df`. Absent for independent rows.
   */
  nested?: { groups: number; chisqDof: number | null };
}

export interface Adequacy {
  kmo: Kmo;
  bartlett: Bartlett;
  /** Squared multiple correlation of each variable with the others. */
  smc: number[];
  /** Natural log of |det R|. */
  logDeterminant: number;
  /** Largest over smallest eigenvalue; infinite for a singular matrix. */
  condition: number;
  /** Of R, descending. */
  eigenvalues: number[];
  positiveDefinite: boolean;
}

/** All that is asked of a correlation matrix (p × p) of n rows before it is factored. */
export function adequacy(correlation: Rows, n: number): Adequacy {
  const p = correlation.length;
  return adequacyOfFlat(flatten(correlation, p), p, n);
}

/** As `adequacy`, for a flat p × p matrix. */
export function adequacyOfFlat(r: Float64Array, p: number, n: number): Adequacy {
  const eigenvalues = symmetricEigenvalues(r, p);
  const smallest = eigenvalues[p - 1]!;
  const positiveDefinite = smallest >= Number.EPSILON;
  let logDeterminant = 0;
  for (const value of eigenvalues) logDeterminant += Math.log(Math.abs(value));
  const inverse = positiveDefinite ? invertPositiveDefinite(r, p) : undefined;
  return {
    kmo: kaiserMeyerOlkin(r, inverse, p),
    bartlett: bartlettTest(logDeterminant, p, n, positiveDefinite),
    smc: Array.from(squaredMultipleCorrelations(r, p, inverse)),
    logDeterminant,
    condition: smallest > 0 ? eigenvalues[0]! / smallest : Number.POSITIVE_INFINITY,
    eigenvalues: Array.from(eigenvalues),
    positiveDefinite,
  };
}

/**
 * Squared multiple correlations of a flat p × p correlation matrix, 1 − 1 / (R⁻¹)ᵢᵢ with a pseudo-inverse
 * where R is not positive definite, clipped to [0, 1]. R: `psych::smc`.
 */
export function squaredMultipleCorrelations(
  r: Float64Array,
  p: number,
  inverse?: Float64Array,
): Float64Array {
  const found = inverse ? diagonalOf(inverse, p) : inverseDiagonal(r, p);
  const usable = found?.every((value) => value < largestVariance);
  const diagonal = usable ? found! : diagonalOf(pseudoInverse(r, p), p);
  return diagonal.map((value) => Math.min(1, Math.max(0, 1 - 1 / value)));
}

/** An inverse with variances from this on comes from a matrix that is singular but for rounding. */
const largestVariance = 1e7;

function diagonalOf(matrix: Float64Array, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, i) => matrix[i * p + i]!);
}

/** False for the inverse of a matrix that is singular but for rounding. */
export function isUsable(inverse: Float64Array, p: number): boolean {
  for (let i = 0; i < p; i++) if (!(inverse[i * p + i]! < largestVariance)) return false;
  return true;
}

/** Kaiser and Rice (1974): squared correlations against squared partial correlations. R: `psych::KMO`. */
function kaiserMeyerOlkin(r: Float64Array, inverse: Float64Array | undefined, p: number): Kmo {
  if (!inverse) return { overall: null, msa: Array.from({ length: p }, () => null) };
  let allR = 0;
  let allQ = 0;
  const msa: (number | null)[] = [];
  for (let i = 0; i < p; i++) {
    let sumR = 0;
    let sumQ = 0;
    for (let j = 0; j < p; j++) {
      if (i === j) continue;
      sumR += r[i * p + j]! ** 2;
      sumQ += inverse[i * p + j]! ** 2 / (inverse[i * p + i]! * inverse[j * p + j]!);
    }
    msa.push(sumR + sumQ > 0 ? sumR / (sumR + sumQ) : null);
    allR += sumR;
    allQ += sumQ;
  }
  return { overall: allR + allQ > 0 ? allR / (allR + allQ) : null, msa };
}

/** Bartlett (1951): is R an identity matrix? R: `psych::cortest.bartlett`. */
function bartlettTest(logDeterminant: number, p: number, n: number, defined: boolean): Bartlett {
  const df = (p * (p - 1)) / 2;
  if (!defined || !(n > 1)) return { chisq: null, df, p: null, logP: null };
  const chisq = -logDeterminant * (n - 1 - (2 * p + 5) / 6);
  return { chisq, df, p: chiSquareUpperTail(chisq, df), logP: chiSquareLogUpperTail(chisq, df) };
}

/** Kaiser and Rice's words (1974) for a measure of sampling adequacy. */
export function kmoWord(value: number): string {
  const words: [number, string][] = [
    [0.9, 'marvellous'],
    [0.8, 'meritorious'],
    [0.7, 'middling'],
    [0.6, 'mediocre'],
    [0.5, 'miserable'],
  ];
  return words.find(([least]) => value >= least)?.[1] ?? 'unacceptable';
}

/** Bartlett's test of rows in groups, conservative; withheld where groups are fewer than its degrees of freedom. */
export function bartlettOfGroups(test: Bartlett, r: Float64Array, moments: GroupMoments): Bartlett {
  const { n, p, names } = moments;
  const groups = names.length;
  if (test.chisq === null || groups >= n) return test;
  if (groups < test.df)
    return { ...test, chisq: null, p: null, logP: null, nested: { groups, chisqDof: null } };
  const traces = tracesOfIndependence(contributions(moments, r), p, n);
  const { chisq, dof } = adjusted(test.chisq, traces);
  return {
    ...test,
    chisq,
    p: chiSquareUpperTail(chisq, dof),
    logP: chiSquareLogUpperTail(chisq, dof),
    nested: { groups, chisqDof: dof },
  };
}
