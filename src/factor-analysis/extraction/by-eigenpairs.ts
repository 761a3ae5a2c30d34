/** What minres and maximum likelihood share: a function of uniquenesses through the k largest eigenpairs. */

import { type Evaluate, type Minimum, minimiseInBox } from '../../statistics/bounded-minimum.ts';
import type { SymmetricEigen } from '../../statistics/eigen.ts';
import { nearbyEigenpairs } from '../../statistics/lanczos.ts';
import { createRandom } from '../../statistics/random.ts';
import { denseLimit } from './extraction.ts';

/** So much of the next start is not in the span of the last eigenvectors, so that a newcomer is noticed. */
const openness = 0.03;

/** The whole spectra looked at, by the point where: the loadings are made of the last one. */
export type Spectra = WeakMap<Float64Array, SymmetricEigen>;

/**
 * The k largest eigenpairs of one p × p matrix after another, each found from where the last ones were, so exactly
 * that a gradient made of them can fall to `tolerance`.
 */
export function followedEigenpairs(
  p: number,
  k: number,
  tolerance: number,
): (a: Float64Array) => SymmetricEigen {
  const random = createRandom('start of Lanczos');
  const noise = Float64Array.from({ length: p }, () => (openness * random.normal()) / Math.sqrt(p));
  let start = Float64Array.from(noise);
  return (a) => {
    const pairs = nearbyEigenpairs(a, p, k, start, Math.max(1e-12, tolerance / 100));
    start = Float64Array.from(noise);
    for (let m = 0; m < k; m++) {
      for (let i = 0; i < p; i++) start[i] = start[i]! + pairs.vectors[m * p + i]!;
    }
    return pairs;
  };
}

/**
 * The minimum in a box. Above `denseLimit` variables the function is followed by its largest eigenpairs alone, and
 * the whole spectrum has the last word: where it disagrees (equal eigenvalues, an eigenvector
 * that the followed ones hid), the search continues with it.
 */
export function minimiseByEigenpairs(
  start: Float64Array,
  [lower, upper]: readonly [number, number],
  evaluate: { whole: Evaluate; near: Evaluate },
  tolerance: number,
): Minimum {
  if (start.length <= denseLimit)
    return minimiseInBox(start, lower, upper, evaluate.whole, { tolerance });
  const followed = minimiseInBox(start, lower, upper, evaluate.near, { tolerance });
  const checked = minimiseInBox(followed.x, lower, upper, evaluate.whole, {
    tolerance: Math.max(tolerance, Math.min(1e-8, 2 * followed.gradient)),
  });
  return { ...checked, iterations: followed.iterations + checked.iterations };
}
