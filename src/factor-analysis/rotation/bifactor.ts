import { UserError } from '../../errors.ts';
import { flatten, type Rows, unflatten } from '../../statistics/dense.ts';
import type { Criterion } from './gradient-projection.ts';
import { fromManyStarts } from './many-starts.ts';
import { geominCriterion } from './oblique.ts';
import { rotateOrthogonal } from './orthogonal.ts';

export interface BifactorRotation {
  /** p × k: the general factor first, with a positive sum; then the group factors, each with a positive sum. */
  loadings: number[][];
  criterion: number;
  converged: boolean;
  distinctMinima: number;
  shareAtBest: number;
}

/**
 * Orthogonal bi-geomin (Jennrich and Bentler 2011, with geomin in place of quartimin): geomin of all columns but the
 * first, which stays free for what all variables share. GPArotation (from 2023.8 on): `bigeominT`.
 * @param loadings unrotated, p × k, k of 2 or more
 * @param options.delta geomin's constant, default .01
 * @throws UserError for fewer than two factors, or loadings that are not all numbers
 */
export function rotateBifactor(
  loadings: Rows,
  options: { delta?: number; starts?: number; seed?: number | string } = {},
): BifactorRotation {
  const p = loadings.length;
  const k = loadings[0]?.length ?? 0;
  if (k < 2) throw new UserError('a bifactor rotation needs at least two factors');
  const a = flatten(loadings, k);
  const criterion = exceptFirst(geominCriterion(options.delta ?? 0.01));
  const found = fromManyStarts(
    k,
    (start, descent) => rotateOrthogonal(a, p, k, criterion, start, descent),
    options,
  );
  if (!found) throw new UserError('the loadings cannot be rotated: they are not all numbers');
  const { best, distinctMinima, shareAtBest } = found;
  const signs = Array.from({ length: k }, (_, m) => {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += best.loadings[i * k + m]!;
    return sum < 0 ? -1 : 1;
  });
  return {
    loadings: unflatten(
      best.loadings.map((x, at) => x * signs[at % k]!),
      p,
      k,
    ),
    criterion: best.criterion,
    converged: best.gradient < 1e-6,
    distinctMinima,
    shareAtBest,
  };
}

/** A criterion of the columns from the second on. */
function exceptFirst(inner: Criterion): Criterion {
  return (loadings, gradient, p, k) => {
    const rest = new Float64Array(p * (k - 1));
    const restGradient = new Float64Array(p * (k - 1));
    for (let i = 0; i < p; i++)
      for (let m = 1; m < k; m++) rest[i * (k - 1) + m - 1] = loadings[i * k + m]!;
    const value = inner(rest, restGradient, p, k - 1);
    for (let i = 0; i < p; i++) {
      gradient[i * k] = 0;
      for (let m = 1; m < k; m++) gradient[i * k + m] = restGradient[i * (k - 1) + m - 1]!;
    }
    return value;
  };
}
