import type { Evaluate, Evaluation } from '../../statistics/bounded-minimum.ts';
import { largestEigenpairs, type SymmetricEigen, symmetricEigen } from '../../statistics/eigen.ts';
import { squaredMultipleCorrelations } from '../adequacy.ts';
import { followedEigenpairs, minimiseByEigenpairs, type Spectra } from './by-eigenpairs.ts';
import {
  denseLimit,
  type ExtractedFactors,
  highestUniqueness,
  loadingsFrom,
  lowestUniqueness,
  reflectColumns,
} from './extraction.ts';

/**
 * Minimum residuals (Harman and Jones 1966) as unweighted least squares in the uniquenesses ψ:
 * f(ψ) = ½ Σ λ² over all but the k largest eigenvalues of R − Ψ, ψ in [.005, 1], to a gradient of 1e-11.
 * R: `psych::fa(fm = "minres")`, which stops earlier.
 *
 * @param r flat p × p correlation matrix
 * @param start uniquenesses to begin with; 1 − SMC unless given
 */
export function minres(
  r: Float64Array,
  p: number,
  k: number,
  tolerance = 1e-11,
  start = smcUniquenesses(r, p),
): ExtractedFactors {
  const spectra: Spectra = new WeakMap();
  const best = minimiseByEigenpairs(
    start,
    [lowestUniqueness, highestUniqueness],
    { whole: evaluateWhole(r, p, k, spectra), near: evaluateNear(r, p, k, tolerance) },
    tolerance,
  );
  const { values, vectors } = spectra.get(best.x)!;
  const loadings = loadingsFrom(values, vectors, p, k, (value) => Math.sqrt(Math.max(value, 0)));
  reflectColumns(loadings, p, k);
  const atLowerBound: number[] = [];
  best.x.forEach((psi, i) => {
    if (psi <= lowestUniqueness + 1e-10) atLowerBound.push(i);
  });
  return {
    loadings,
    objective: best.value,
    iterations: best.iterations,
    gradient: best.gradient,
    converged: best.converged,
    atLowerBound,
    spectrum: values,
  };
}

/** The usual start: 1 − SMC. */
export function smcUniquenesses(r: Float64Array, p: number): Float64Array {
  return Float64Array.from(squaredMultipleCorrelations(r, p), (c) =>
    Math.min(Math.max(1 - c, 0.01), 1),
  );
}

/** R − Ψ, flat p × p. */
export function reduced(r: Float64Array, psi: Float64Array, p: number): Float64Array {
  const out = r.slice();
  for (let i = 0; i < p; i++) out[i * p + i] = out[i * p + i]! - psi[i]!;
  return out;
}

/** f from all eigenvalues; up to `denseLimit` variables with second derivatives. */
function evaluateWhole(r: Float64Array, p: number, k: number, spectra: Spectra): Evaluate {
  const dense = p <= denseLimit;
  return (psi) => {
    const matrix = reduced(r, psi, p);
    const pairs = dense ? symmetricEigen(matrix, p) : largestEigenpairs(matrix, p, k);
    spectra.set(psi, pairs);
    let value = 0;
    pairs.values.forEach((lambda, j) => {
      value += (j < k ? Math.min(lambda, 0) : lambda) ** 2;
    });
    const out: Evaluation = { value: value / 2, gradient: gradientOf(r, psi, pairs, p, k) };
    if (dense) out.hessian = () => hessianOfMinres(pairs.values, pairs.vectors, p, k);
    return out;
  };
}

/** f = ½ (‖R − Ψ‖² − Σ λ²) from the k largest eigenvalues alone. */
function evaluateNear(r: Float64Array, p: number, k: number, tolerance: number): Evaluate {
  const nearest = followedEigenpairs(p, k, tolerance);
  let offDiagonal = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) offDiagonal += 2 * r[i * p + j]! ** 2;
  return (psi) => {
    const pairs = nearest(reduced(r, psi, p));
    let value = offDiagonal;
    for (let i = 0; i < p; i++) value += (r[i * p + i]! - psi[i]!) ** 2;
    for (const lambda of pairs.values) value -= Math.max(lambda, 0) ** 2;
    const gradient = gradientOf(r, psi, pairs, p, k);
    return { value: value / 2, gradient, noise: 2e-15 * (p + offDiagonal) };
  };
}

/** −Σ λ v² over what is left out equals ψ + h² − 1, which needs the k kept pairs only. */
function gradientOf(
  r: Float64Array,
  psi: Float64Array,
  { values, vectors }: SymmetricEigen,
  p: number,
  k: number,
): Float64Array {
  const gradient = new Float64Array(p);
  for (let i = 0; i < p; i++) gradient[i] = psi[i]! - r[i * p + i]!;
  for (let m = 0; m < k; m++) {
    const kept = Math.max(values[m]!, 0);
    for (let i = 0; i < p; i++) gradient[i] = gradient[i]! + kept * vectors[m * p + i]! ** 2;
  }
  return gradient;
}

/**
 * ∂²f = (QQᵀ)∘(QQᵀ) + 2 Σₘ (vₘvₘᵀ) ∘ Σⱼ λⱼ / (λⱼ − λₘ) vⱼvⱼᵀ, with m over the kept and j over the left-out
 * eigenvectors Q (perturbation of eigenvalues and eigenvectors).
 */
function hessianOfMinres(
  values: Float64Array,
  vectors: Float64Array,
  p: number,
  k: number,
): Float64Array {
  const out = new Float64Array(p * p);
  const weights = (m: number) =>
    Float64Array.from({ length: p - k }, (_, j) => {
      const gap = values[k + j]! - values[m]!;
      return Math.abs(gap) < 1e-12 ? 0 : values[k + j]! / gap;
    });
  const rest = weightedOuter(vectors, p, k, new Float64Array(p - k).fill(1));
  for (let i = 0; i < p * p; i++) out[i] = rest[i]! ** 2;
  for (let m = 0; m < k; m++) {
    const sum = weightedOuter(vectors, p, k, weights(m));
    for (let i = 0; i < p; i++) {
      const x = 2 * vectors[m * p + i]!;
      for (let l = 0; l < p; l++) {
        out[i * p + l] = out[i * p + l]! + x * vectors[m * p + l]! * sum[i * p + l]!;
      }
    }
  }
  return out;
}

/** Σⱼ wⱼ vⱼvⱼᵀ over the eigenvectors from the k-th on, flat p × p. */
export function weightedOuter(
  vectors: Float64Array,
  p: number,
  k: number,
  weights: Float64Array,
): Float64Array {
  const out = new Float64Array(p * p);
  // Four eigenvectors at once, of which those after the last have no weight: fewer passes over the sums.
  const rowOf = (j: number): number => Math.min(j, p - 1) * p;
  const weightOf = (j: number): number => weights[j - k] ?? 0;
  for (let j = k; j < p; j += 4) {
    const a = rowOf(j);
    const b = rowOf(j + 1);
    const c = rowOf(j + 2);
    const d = rowOf(j + 3);
    const wa = weightOf(j);
    const wb = weightOf(j + 1);
    const wc = weightOf(j + 2);
    const wd = weightOf(j + 3);
    for (let i = 0; i < p; i++) {
      const xa = wa * vectors[a + i]!;
      const xb = wb * vectors[b + i]!;
      const xc = wc * vectors[c + i]!;
      const xd = wd * vectors[d + i]!;
      const row = i * p;
      for (let l = 0; l <= i; l++) {
        const two = xa * vectors[a + l]! + xb * vectors[b + l]!;
        out[row + l] = out[row + l]! + two + xc * vectors[c + l]! + xd * vectors[d + l]!;
      }
    }
  }
  for (let i = 0; i < p; i++) for (let l = 0; l < i; l++) out[l * p + i] = out[i * p + l]!;
  return out;
}
