import {
  cholesky,
  flatten,
  invertPositiveDefinite,
  multiply,
  multiplyTransposed,
  type Rows,
  solveCholesky,
  transpose,
  unflatten,
} from '../statistics/dense.ts';
import { standardDeviation } from '../statistics/describe.ts';
import { pseudoInverse, symmetricEigen } from '../statistics/eigen.ts';
import { isUsable } from './adequacy.ts';
import type { FactorResult } from './factor-analysis.ts';

/** The kinds of factor scores. */
export const scoreMethods = ['Thurstone', 'Bartlett', 'tenBerge', 'Anderson'] as const;
export type ScoreMethod = (typeof scoreMethods)[number];

export type ScoreWeights =
  | { withheld: true; method: ScoreMethod; reason: string }
  | {
      withheld: false;
      method: ScoreMethod;
      /** p × k, for standardised columns. */
      weights: number[][];
      /** Correlation of each factor with its scores; `null` where it comes out beyond 1 (Heywood cases). */
      validity: (number | null)[];
      /** Its square: the share of a factor's variance that its scores determine. */
      r2: (number | null)[];
      /** Covariance of each factor (of unit variance) with its scores: what psych prints as `R2`. */
      covariance: number[];
      /** Between the scores, k × k. */
      correlations: number[][];
    };

type Solution = Pick<FactorResult, 'correlation' | 'loadings' | 'phi'> &
  Partial<Pick<FactorResult, 'extraction'>>;

/**
 * Weights that turn standardised columns into factor scores. With R the correlations, Λ the pattern, Φ the
 * factor correlations, Ψ = diag(1 − ΛΦΛᵀ):
 * - `Thurstone`: R⁻¹ΛΦ, the regression scores, nearest to the factors (Thurstone 1935);
 * - `Bartlett`: Ψ⁻¹Λ(ΛᵀΨ⁻¹Λ)⁻¹, conditionally unbiased: cov(factors, scores) = I (Bartlett 1937);
 * - `tenBerge`: scores that correlate as the factors do, R^-½ C Φ^½ with C the orthonormal part of
 *   R^-½ΛΦ^½ (ten Berge, Krijnen, Wansbeek, and Shapiro 1999);
 * - `Anderson`: uncorrelated scores, Ψ⁻¹Λ(ΛᵀΨ⁻¹RΨ⁻¹Λ)^-½, for orthogonal solutions (Anderson and Rubin 1956).
 *
 * Withheld with a reason: Bartlett and Anderson at a Heywood case (Ψ must be positive), Anderson for
 * correlated factors, all but Thurstone for principal components (whose scores are exact).
 * R: `psych::factor.scores`.
 * @param solution a `FactorResult`, or its correlation (p × p), loadings (p × k), and phi (k × k or `null`)
 */
export function scoreWeights(solution: Solution, method: ScoreMethod): ScoreWeights {
  const p = solution.loadings.length;
  const k = solution.loadings[0]?.length ?? 0;
  const r = flatten(solution.correlation, p);
  const loadings = flatten(solution.loadings, k);
  const phi = solution.phi ? flatten(solution.phi, k) : undefined;
  const structure = phi ? multiply(loadings, phi, p, k, k) : loadings;
  const withhold = (reason: string): ScoreWeights => ({ withheld: true, method, reason });

  if (solution.extraction === 'pca' && method !== 'Thurstone') {
    return withhold('scores of components are exact: regression weights are all there is');
  }
  if (method === 'Anderson' && phi) {
    return withhold(
      'Anderson–Rubin scores are uncorrelated, but these factors correlate: use tenBerge',
    );
  }
  let weights: Float64Array | undefined;
  if (method === 'Thurstone') {
    weights = regressionWeights(r, structure, p, k).weights;
  } else if (method === 'tenBerge') {
    weights = tenBergeWeights(r, loadings, phi, p, k);
  } else {
    const scaled = byUniqueness(loadings, structure, p, k);
    if (!scaled) {
      return withhold(
        `${method} scores divide by uniquenesses, and one of them is not positive (a Heywood case): use Thurstone or tenBerge`,
      );
    }
    weights =
      method === 'Bartlett'
        ? bartlettWeights(scaled, loadings, p, k)
        : andersonWeights(r, scaled, p, k);
  }
  if (!weights) return withhold('the factors are not independent enough to be distinguished');
  return describe(method, r, structure, weights, p, k);
}

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

/** Ψ⁻¹Λ, or `undefined` when a uniqueness is not positive. */
function byUniqueness(
  loadings: Float64Array,
  structure: Float64Array,
  p: number,
  k: number,
): Float64Array | undefined {
  const out = Float64Array.from(loadings);
  for (let i = 0; i < p; i++) {
    let unique = 1;
    for (let m = 0; m < k; m++) unique -= loadings[i * k + m]! * structure[i * k + m]!;
    // A uniqueness below this is rounding error, and dividing by it gives noise.
    if (!(unique > 1e-10)) return undefined;
    for (let m = 0; m < k; m++) out[i * k + m] = out[i * k + m]! / unique;
  }
  return out;
}

function bartlettWeights(
  scaled: Float64Array,
  loadings: Float64Array,
  p: number,
  k: number,
): Float64Array | undefined {
  const l = cholesky(multiplyTransposed(loadings, scaled, p, k, k), k);
  if (!l) return undefined;
  const weights = new Float64Array(p * k);
  for (let i = 0; i < p; i++) {
    weights.set(solveCholesky(l, scaled.subarray(i * k, (i + 1) * k), k), i * k);
  }
  return weights;
}

function andersonWeights(
  r: Float64Array,
  scaled: Float64Array,
  p: number,
  k: number,
): Float64Array | undefined {
  const spread = multiplyTransposed(scaled, multiply(r, scaled, p, p, k), p, k, k);
  const root = symmetricPower(spread, k, -0.5);
  return root && multiply(scaled, root, p, k, k);
}

function tenBergeWeights(
  r: Float64Array,
  loadings: Float64Array,
  phi: Float64Array | undefined,
  p: number,
  k: number,
): Float64Array | undefined {
  const phiRoot = phi && symmetricPower(phi, k, 0.5);
  if (phi && !phiRoot) return undefined;
  const turned = phiRoot ? multiply(loadings, phiRoot, p, k, k) : loadings;
  const rRoot = symmetricPower(r, p, -0.5, true)!;
  const x = multiply(rRoot, turned, p, p, k);
  const inner = symmetricPower(multiplyTransposed(x, x, p, k, k), k, -0.5);
  if (!inner) return undefined;
  const weights = multiply(rRoot, multiply(x, inner, p, k, k), p, p, k);
  return phiRoot ? multiply(weights, phiRoot, p, k, k) : weights;
}

/**
 * A symmetric matrix to a power through its eigenvalues; `undefined` where one is not positive, unless
 * `generalised`, when those count as zero (as in a pseudo-inverse).
 */
function symmetricPower(
  a: Float64Array,
  n: number,
  power: number,
  generalised = false,
): Float64Array | undefined {
  const { values, vectors } = symmetricEigen(a, n);
  const least = (generalised ? Math.sqrt(Number.EPSILON) : 1e-14) * values[0]!;
  const out = new Float64Array(n * n);
  for (let m = 0; m < n; m++) {
    if (!(values[m]! > least)) {
      if (generalised) continue;
      return undefined;
    }
    const weight = values[m]! ** power;
    for (let i = 0; i < n; i++) {
      const x = weight * vectors[m * n + i]!;
      for (let j = 0; j < n; j++) out[i * n + j] = out[i * n + j]! + x * vectors[m * n + j]!;
    }
  }
  return out;
}

function describe(
  method: ScoreMethod,
  r: Float64Array,
  structure: Float64Array,
  weights: Float64Array,
  p: number,
  k: number,
): ScoreWeights {
  const spread = multiplyTransposed(weights, multiply(r, weights, p, p, k), p, k, k);
  const withFactors = multiplyTransposed(weights, structure, p, k, k);
  const sd = Array.from({ length: k }, (_, m) => Math.sqrt(spread[m * k + m]!));
  const covariance = sd.map((_, m) => withFactors[m * k + m]!);
  const validity = covariance.map((c, m) => {
    const rho = c / sd[m]!;
    return Math.abs(rho) <= 1 + 1e-9 ? Math.max(-1, Math.min(1, rho)) : null;
  });
  return {
    withheld: false,
    method,
    weights: unflatten(weights, p, k),
    validity,
    r2: validity.map((rho) => (rho === null ? null : rho * rho)),
    covariance,
    correlations: sd.map((a, i) => sd.map((b, j) => (i === j ? 1 : spread[i * k + j]! / (a * b)))),
  };
}
