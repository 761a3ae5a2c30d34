/** Against local minima: every extraction up to 60 variables starts several times, and the lowest is kept. */

import { largestEigenpairs } from '../../statistics/eigen.ts';
import { createRandom } from '../../statistics/random.ts';
import {
  denseLimit,
  type ExtractedFactors,
  highestUniqueness,
  lowestUniqueness,
} from './extraction.ts';
import { maximumLikelihood } from './maximum-likelihood.ts';
import { minres, reduced } from './minres.ts';

/** Another minimum counts when it is lower by more than this share. */
const clearlyLower = 1e-8;

/** Minima are one when their discrepancies agree to this share; the search stops at rounding, not before. */
const sameMinimum = 1e-5;

/** A second minimum is close when its discrepancy is within this share of the lowest one’s. */
const closeMinimum = 0.05;

/** Starts that must have ended at the lowest minimum before the search may stop. */
const enoughAtBest = 5;

/**
 * The extractions that minimise a discrepancy, the fewest starts of each, and the principal-axis steps that a drawn
 * start takes first. With minres these steps go down, so fewer starts find as much. With maximum likelihood they would
 * lead away from minima at the bound.
 */
const methods = {
  minres: { extract: minres, fewest: 7, steps: 10 },
  ml: { extract: maximumLikelihood, fewest: 11, steps: 0 },
} as const;

export interface Minima {
  /** How many times the search was started. */
  starts: number;
  /** Different minima that the starts ended at. */
  distinctMinima: number;
  /** Share of the starts that ended at the lowest. */
  shareAtBest: number;
  /**
   * The second-lowest minimum where it is close: how much higher its discrepancy is, as a share, and the largest
   * difference of a communality between the two; null where there is none within 5 %.
   */
  close: { higher: number; communality: number } | null;
}

/**
 * The lowest of several minima. The discrepancy of minres and maximum likelihood can have more than one, most of all
 * where more factors are asked for than there are; nothing in the first solution shows it. Starts are 1 − SMC and
 * uniquenesses drawn from (.05, .95), always the same: at least 7 (minres) or 11 (ML), and up to 31 (16 above 40
 * variables) until five have ended at the lowest. Above 60 variables, where a start is slow, there is one.
 * R: `psych::fa` keeps the one minimum that its start leads to.
 */
export function lowestOfStarts(
  r: Float64Array,
  p: number,
  k: number,
  method: keyof typeof methods,
): ExtractedFactors & { minima: Minima } {
  const { extract, fewest, steps } = methods[method];
  let best: ExtractedFactors = extract(r, p, k);
  if (best.objective === null || p > denseLimit) return { ...best, minima: oneStart };
  const random = createRandom('starts of an extraction');
  const ends = [best];
  const most = p > 40 ? 16 : 31;
  while (ends.length < most) {
    if (ends.length >= fewest && endsAt(ends, best).length >= enoughAtBest) break;
    const drawn = Float64Array.from({ length: p }, () => 0.05 + 0.9 * random.next());
    const other = extract(r, p, k, undefined, principalAxisSteps(r, p, k, drawn, steps));
    ends.push(other);
    const bound = best.objective! - clearlyLower * (1e-4 + best.objective!);
    if (other.converged && (other.objective! < bound || !best.converged)) best = other;
  }
  return { ...best, minima: minimaOf(ends, best, p) };
}

/** Uniquenesses after so many principal-axis steps: 1 − communality, again and again. */
function principalAxisSteps(
  r: Float64Array,
  p: number,
  k: number,
  start: Float64Array,
  steps: number,
): Float64Array {
  let psi = start;
  for (let step = 0; step < steps; step++) {
    const { values, vectors } = largestEigenpairs(reduced(r, psi, p), p, k);
    psi = Float64Array.from({ length: p }, (_, i) => {
      let communality = 0;
      for (let m = 0; m < k; m++) communality += Math.max(values[m]!, 0) * vectors[m * p + i]! ** 2;
      return Math.min(Math.max(1 - communality, lowestUniqueness), highestUniqueness);
    });
  }
  return psi;
}

/** For a method that minimises no discrepancy, or is too slow to start again. */
export const oneStart: Minima = { starts: 1, distinctMinima: 1, shareAtBest: 1, close: null };

function endsAt(ends: readonly ExtractedFactors[], minimum: ExtractedFactors): ExtractedFactors[] {
  const room = sameMinimum * (1e-4 + minimum.objective!);
  return ends.filter((one) => Math.abs(one.objective! - minimum.objective!) <= room);
}

function minimaOf(ends: readonly ExtractedFactors[], best: ExtractedFactors, p: number): Minima {
  const minima = [best];
  for (const one of ends) if (one.converged && endsAt(minima, one).length === 0) minima.push(one);
  const [, second] = minima.sort((a, b) => a.objective! - b.objective!);
  const higher = second ? (second.objective! - best.objective!) / (1e-4 + best.objective!) : null;
  return {
    starts: ends.length,
    distinctMinima: minima.length,
    shareAtBest: endsAt(ends, best).length / ends.length,
    close:
      second && higher !== null && higher <= closeMinimum
        ? { higher, communality: farthest(best, second, p) }
        : null,
  };
}

/** The largest difference of a communality. */
function farthest(a: ExtractedFactors, b: ExtractedFactors, p: number): number {
  const k = a.loadings.length / p;
  let largest = 0;
  for (let i = 0; i < p; i++) {
    let difference = 0;
    for (let m = 0; m < k; m++)
      difference += a.loadings[i * k + m]! ** 2 - b.loadings[i * k + m]! ** 2;
    largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}
