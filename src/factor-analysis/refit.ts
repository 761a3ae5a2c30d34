/** ExtractedFactors and rotation alone, aligned with a solution found before: the part that resampling repeats. */
import {
  identity,
  multiply,
  multiplyTransposed,
  solve,
  transpose,
  unflatten,
} from '../statistics/dense.ts';
import { matchFactors } from '../statistics/tucker.ts';
import { denseLimit, type ExtractedFactors, heywoodUniqueness } from './extraction/extraction.ts';
import { maximumLikelihood } from './extraction/maximum-likelihood.ts';
import { minres } from './extraction/minres.ts';
import { principalAxis } from './extraction/principal-axis.ts';
import { principalComponents } from './extraction/principal-components.ts';
import type { ExtractionName, FactorOptions } from './factor-analysis.ts';
import { nearestTurn } from './rotation/procrustes.ts';
import { rotate } from './rotation/rotate.ts';
import { smoothCorrelation } from './smoothing.ts';

/** How a solution of other data is aligned with the one found before. */
export type Alignment =
  /** Rotated by its own criterion, then columns put in order and turned: how far rotation wanders counts too. */
  | 'match'
  /** Rotated to the standing solution by least squares, as `psych::fa(n.iter)`: narrower. */
  | 'target';

export interface Refit {
  /** Flat p × k, in the order and signs of the target. */
  loadings: Float64Array;
  /** Flat k × k. */
  phi: Float64Array;
  communality: Float64Array;
  /** Tucker's, with each column of the target. */
  congruence: Float64Array;
  /** Indices of variables with a uniqueness below .02. */
  heywood: number[];
  converged: boolean;
}

/**
 * Factors a correlation matrix as `target` (flat p × k) was factored. The unrotated solution is first turned
 * towards the target (orthogonal Procrustes), so that one rotation start ends at the target's minimum.
 * @param r flat p × p
 * @param target `null` where there is no solution yet: then the columns come as rotation leaves them
 */
export function refit(
  r: Float64Array,
  p: number,
  target: Float64Array | null,
  options: FactorOptions,
  alignment: Alignment = 'match',
): Refit {
  const k = options.factors;
  const name = options.extraction ?? 'minres';
  const rotation = k === 1 ? 'none' : (options.rotation ?? 'oblimin');
  const extracted = extract(name, r, p, k, options.tight ?? false, target);
  let loadings: Float64Array;
  let phi: Float64Array | undefined;
  let converged = extracted.converged;
  const towards = (goal: Float64Array) => nearestTurn(extracted.loadings, goal, p, k);
  if (target && alignment === 'target' && k > 1) {
    const oblique = !['none', 'varimax', 'quartimax', 'equamax'].includes(rotation);
    ({ loadings, phi } = oblique
      ? obliqueProcrustes(extracted.loadings, target, p, k)
      : {
          loadings: multiply(extracted.loadings, towards(target), p, k, k),
          phi: undefined,
        });
  } else {
    const start =
      rotation === 'none' || !target
        ? extracted.loadings
        : multiply(extracted.loadings, towards(target), p, k, k);
    // As in factorAnalysis: components are turned by stats::promax.
    const kaiser = options.kaiser ?? (name === 'pca' && rotation === 'promax' ? false : undefined);
    const { kaiser: _, ...rest } = options;
    const turned = rotate(start, p, k, rotation, {
      ...rest,
      ...(kaiser === undefined ? {} : { kaiser }),
      starts: 1,
    });
    loadings = turned.loadings;
    phi = turned.phi;
    converged &&= turned.converged;
  }
  return lineUp(loadings, phi, target ?? loadings, p, k, name, extracted, converged);
}

function lineUp(
  loadings: Float64Array,
  phi: Float64Array | undefined,
  target: Float64Array,
  p: number,
  k: number,
  name: ExtractionName,
  extracted: ExtractedFactors,
  converged: boolean,
): Refit {
  const { order, signs, congruence } = matchFactors(
    unflatten(target, p, k),
    unflatten(loadings, p, k),
  );
  const ordered = new Float64Array(p * k);
  for (let i = 0; i < p; i++)
    for (let m = 0; m < k; m++) ordered[i * k + m] = loadings[i * k + order[m]!]! * signs[m]!;
  const correlations = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++)
      correlations[a * k + b] =
        a === b ? 1 : phi ? phi[order[a]! * k + order[b]!]! * signs[a]! * signs[b]! : 0;
  const structure = multiply(ordered, correlations, p, k, k);
  const communality = new Float64Array(p);
  const heywood: number[] = [];
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let m = 0; m < k; m++) sum += ordered[i * k + m]! * structure[i * k + m]!;
    communality[i] = sum;
    if (name !== 'pca' && (1 - sum < heywoodUniqueness || extracted.atLowerBound.includes(i)))
      heywood.push(i);
  }
  return {
    loadings: ordered,
    phi: correlations,
    communality,
    congruence: Float64Array.from(congruence),
    heywood,
    converged,
  };
}

function extract(
  name: ExtractionName,
  r: Float64Array,
  p: number,
  k: number,
  tight: boolean,
  target: Float64Array | null,
): ExtractedFactors {
  switch (name) {
    case 'minres':
      return lowerOfTwo((start) => minres(r, p, k, undefined, start), target, p, k);
    case 'ml': {
      const { matrix } = smoothCorrelation(r, p);
      return lowerOfTwo((start) => maximumLikelihood(matrix, p, k, undefined, start), target, p, k);
    }
    case 'pa':
      return principalAxis(r, p, k, tight);
    case 'pca':
      return principalComponents(r, p, k);
  }
}

/**
 * The lower of the minima from 1 − SMC and from the target's uniquenesses. Resampling cannot pay for the many starts of
 * `lowestOfStarts`, but a draw must not seem to wander only because one start ends in another minimum than the target's.
 */
function lowerOfTwo(
  run: (start?: Float64Array) => ExtractedFactors,
  target: Float64Array | null,
  p: number,
  k: number,
): ExtractedFactors {
  const first = run();
  if (!target || first.objective === null || p > denseLimit) return first;
  const start = Float64Array.from({ length: p }, (_, i) => {
    let common = 0;
    for (let m = 0; m < k; m++) common += target[i * k + m]! ** 2;
    return Math.min(0.95, Math.max(0.05, 1 - common));
  });
  const second = run(start);
  return second.converged && (!first.converged || second.objective! < first.objective)
    ? second
    : first;
}

/** Least squares A U ≈ target, with U scaled so that the factors have variance 1 (Hurley and Cattell 1962). */
function obliqueProcrustes(
  a: Float64Array,
  target: Float64Array,
  p: number,
  k: number,
): { loadings: Float64Array; phi: Float64Array | undefined } {
  const u = solve(multiplyTransposed(a, a, p, k, k), multiplyTransposed(a, target, p, k, k), k, k);
  const inverse = u && solve(u, identity(k), k, k);
  if (!u || !inverse) return { loadings: a, phi: undefined };
  // Factors are U⁻¹ times the unrotated ones: their covariance is U⁻¹ U⁻ᵀ.
  const covariance = multiply(inverse, transpose(inverse, k, k), k, k, k);
  const deviation = Array.from({ length: k }, (_, m) => Math.sqrt(covariance[m * k + m]!));
  return {
    loadings: multiply(a, u, p, k, k).map((value, at) => value * deviation[at % k]!),
    phi: covariance.map(
      (value, at) => value / (deviation[Math.floor(at / k)]! * deviation[at % k]!),
    ),
  };
}
