import type { Evaluate, Evaluation } from '../../statistics/bounded-minimum.ts';
import { logDeterminant } from '../../statistics/dense.ts';
import { largestEigenpairs, type SymmetricEigen, symmetricEigen } from '../../statistics/eigen.ts';
import { followedEigenpairs, minimiseByEigenpairs, type Spectra } from './by-eigenpairs.ts';
import {
  denseLimit,
  type ExtractedFactors,
  highestUniqueness,
  loadingsFrom,
  lowestUniqueness,
  reflectColumns,
} from './extraction.ts';
import { smcUniquenesses, weightedOuter } from './minres.ts';

/**
 * Maximum likelihood (Jöreskog 1967): with λ the eigenvalues of Ψ^-½ R Ψ^-½,
 * f = Σ (λ − ln λ − 1) over all but the k largest; minimised in θ = ln ψ, where it is better scaled.
 * R: `stats::factanal`, `psych::fa(fm = "ml")`. `r` (flat p × p) must be positive definite;
 * `start` holds uniquenesses, 1 − SMC unless given.
 */
export function maximumLikelihood(
  r: Float64Array,
  p: number,
  k: number,
  tolerance = 1e-10,
  start = smcUniquenesses(r, p),
): ExtractedFactors {
  const lower = Math.log(lowestUniqueness);
  const upper = Math.log(highestUniqueness);
  const spectra: Spectra = new WeakMap();
  const best = minimiseByEigenpairs(
    start.map(Math.log),
    [lower, upper],
    { whole: evaluateWhole(r, p, k, spectra), near: evaluateNear(r, p, k, tolerance) },
    tolerance,
  );
  const { values, vectors } = spectra.get(best.x)!;
  const loadings = loadingsFrom(values, vectors, p, k, (value) =>
    Math.sqrt(Math.max(value - 1, 0)),
  );
  const atLowerBound: number[] = [];
  for (let i = 0; i < p; i++) {
    const root = Math.exp(best.x[i]! / 2);
    for (let m = 0; m < k; m++) loadings[i * k + m] = loadings[i * k + m]! * root;
    if (best.x[i]! <= lower + 1e-8) atLowerBound.push(i);
  }
  reflectColumns(loadings, p, k);
  return {
    loadings,
    objective: best.value,
    iterations: best.iterations,
    gradient: best.gradient,
    converged: best.converged,
    atLowerBound,
  };
}

function scaled(r: Float64Array, theta: Float64Array, p: number): Float64Array {
  const s = Float64Array.from(theta, (t) => Math.exp(-t / 2));
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) out[i * p + j] = r[i * p + j]! * s[i]! * s[j]!;
  }
  return out;
}

/** f from all eigenvalues; up to `denseLimit` variables with second derivatives. */
function evaluateWhole(r: Float64Array, p: number, k: number, spectra: Spectra): Evaluate {
  const dense = p <= denseLimit;
  return (theta) => {
    const matrix = scaled(r, theta, p);
    const pairs = dense ? symmetricEigen(matrix, p) : largestEigenpairs(matrix, p, k);
    spectra.set(theta, pairs);
    let value = 0;
    for (let j = k; j < p; j++) {
      const lambda = pairs.values[j]!;
      value += lambda - Math.log(Math.max(lambda, 1e-300)) - 1;
    }
    const out: Evaluation = { value, gradient: gradientOf(matrix, pairs, p, k) };
    if (dense) out.hessian = () => hessianOfMl(pairs.values, pairs.vectors, p, k);
    return out;
  };
}

/** The left-out eigenvalues add up to the trace without the kept ones, their logarithms to ln|R| − Σ θ without. */
function evaluateNear(r: Float64Array, p: number, k: number, tolerance: number): Evaluate {
  const nearest = followedEigenpairs(p, k, tolerance);
  let constant: number | undefined;
  return (theta) => {
    constant ??= logDeterminant(r, p) ?? Number.NaN;
    const matrix = scaled(r, theta, p);
    const pairs = nearest(matrix);
    let value = -(p - k) - constant;
    for (let i = 0; i < p; i++) value += matrix[i * p + i]! + theta[i]!;
    for (const lambda of pairs.values) value -= lambda - Math.log(lambda);
    const gradient = gradientOf(matrix, pairs, p, k);
    return { value, gradient, noise: 2e-15 * (p + Math.abs(constant)) };
  };
}

function gradientOf(
  matrix: Float64Array,
  { values, vectors }: SymmetricEigen,
  p: number,
  k: number,
): Float64Array {
  const gradient = new Float64Array(p);
  for (let i = 0; i < p; i++) gradient[i] = 1 - matrix[i * p + i]!;
  for (let m = 0; m < k; m++) {
    const kept = values[m]! - 1;
    for (let i = 0; i < p; i++) gradient[i] = gradient[i]! + kept * vectors[m * p + i]! ** 2;
  }
  return gradient;
}

/**
 * In θ: ∂²f = (Σ λⱼ vⱼvⱼᵀ)∘(Σ vⱼvⱼᵀ) + Σₘ (vₘvₘᵀ) ∘ Σⱼ (1 − λⱼ)(λⱼ + λₘ) / (λₘ − λⱼ) vⱼvⱼᵀ,
 * m over the kept, j over the left-out eigenvectors (Jennrich and Robinson 1969).
 */
function hessianOfMl(
  values: Float64Array,
  vectors: Float64Array,
  p: number,
  k: number,
): Float64Array {
  const left = p - k;
  const first = weightedOuter(vectors, p, k, values.subarray(k));
  const second = weightedOuter(vectors, p, k, new Float64Array(left).fill(1));
  const out = new Float64Array(p * p);
  for (let i = 0; i < p * p; i++) out[i] = first[i]! * second[i]!;
  for (let m = 0; m < k; m++) {
    const weights = Float64Array.from({ length: left }, (_, j) => {
      const value = values[k + j]!;
      const gap = values[m]! - value;
      return Math.abs(gap) < 1e-12 ? 0 : ((1 - value) * (value + values[m]!)) / gap;
    });
    const sum = weightedOuter(vectors, p, k, weights);
    for (let i = 0; i < p; i++) {
      const x = vectors[m * p + i]!;
      for (let l = 0; l < p; l++) {
        out[i * p + l] = out[i * p + l]! + x * vectors[m * p + l]! * sum[i * p + l]!;
      }
    }
  }
  return out;
}
