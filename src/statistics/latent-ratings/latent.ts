/** The latent ratings y*, drawn around their means (Albert and Chib 1993, eq. 8). */
import type { Random } from '../random.ts';
import type { GroupedRatings } from './grouped-ratings.ts';
import { drawBetween } from './normal-interval.ts';

/** Room that a chain works in; nothing in it outlives a sweep. Of each rating: */
export type Room = {
  /** Mean of the latent rating. */
  mean: Float64Array;
  latent: Float64Array;
  /** Probability of the rating that was given, and the same where a move is tried. */
  probability: Float64Array;
  tried: Float64Array;
};

export function roomFor({ n }: GroupedRatings): Room {
  return {
    mean: new Float64Array(n),
    latent: new Float64Array(n),
    probability: new Float64Array(n),
    tried: new Float64Array(n),
  };
}

/** Draws all latent ratings around `mean`; returns the sum of their squared distances in units of their group's noise. */
export function drawLatent(
  { n, categories, rating, group }: GroupedRatings,
  /** `spread`: the logarithm of each group's noise. */
  { thresholds, spread }: { thresholds: Float64Array; spread: Float64Array },
  { mean, latent }: Room,
  random: Random,
): number {
  const noise = spread.map(Math.exp);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const sd = noise[group[i]!]!;
    const y = rating[i]!;
    const low = y > 0 ? (thresholds[y - 1]! - mean[i]!) / sd : Number.NEGATIVE_INFINITY;
    const high = y < categories - 1 ? (thresholds[y]! - mean[i]!) / sd : Number.POSITIVE_INFINITY;
    const z = drawBetween(low, high, random);
    squares += z * z;
    latent[i] = mean[i]! + sd * z;
  }
  return squares;
}
