/** Would thresholds of a rater's own be needed? A posterior predictive check (Gelman, Meng, and Stern 1996). */
import { intervalProbability } from '../ordinal-probit/normal-interval.ts';
import type { Random } from '../random.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import type { ValueState } from './state.ts';

/**
 * Draws ratings anew and compares, for each rater, how far the counts of its categories lie from those that are expected,
 * Σ (O − E)² / E: adds 1 to `beyond` (by rater, from `at` on) where its new ratings lie at least as far as its own.
 */
export function checkRaters(
  { categories, raters }: FacetLayout,
  value: ValueLayout,
  { thresholds, spread }: ValueState,
  mean: Float64Array,
  beyond: Float64Array,
  at: number,
  random: Random,
): void {
  const expected = new Float64Array(categories);
  const given = new Float64Array(categories);
  const anew = new Float64Array(categories);
  for (let r = 0; r < raters; r++) {
    const sd = Math.exp(spread[r]!);
    for (const counts of [expected, given, anew]) counts.fill(0);
    for (let k = value.raterStart[r]!; k < value.raterStart[r + 1]!; k++) {
      const i = value.byRater[k]!;
      let rest = random.next();
      let low = Number.NEGATIVE_INFINITY;
      let drawn = -1;
      for (let y = 0; y < categories; y++) {
        const high =
          y < categories - 1 ? (thresholds[y]! - mean[i]!) / sd : Number.POSITIVE_INFINITY;
        const p = intervalProbability(low, high);
        expected[y]! += p;
        rest -= p;
        if (drawn < 0 && rest < 0) drawn = y;
        low = high;
      }
      anew[drawn < 0 ? categories - 1 : drawn]! += 1;
      given[value.rating[i]!]! += 1;
    }
    if (distance(anew) >= distance(given)) beyond[at + r]! += 1;
  }

  function distance(counts: Float64Array): number {
    let sum = 0;
    for (let y = 0; y < categories; y++) sum += (counts[y]! - expected[y]!) ** 2 / expected[y]!;
    return sum;
  }
}
