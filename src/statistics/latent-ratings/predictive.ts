/** Would thresholds of a group's own be needed? A posterior predictive check (Gelman, Meng, and Stern 1996). */
import type { Random } from '../random.ts';
import type { GroupedRatings } from './grouped-ratings.ts';
import { intervalProbability } from './normal-interval.ts';

/**
 * Draws new ratings and compares, for each group, how far the counts of its categories are from the expected ones, Σ
 * (O − E)² / E. Adds 1 to `beyond` for a group whose new ratings are at least as far off as its own.
 */
export function checkThresholds(
  { categories, rating, byGroup, groupStart }: GroupedRatings,
  /** `spread`: the logarithm of each group's noise. */
  { thresholds, spread }: { thresholds: Float64Array; spread: Float64Array },
  mean: Float64Array,
  beyond: Float64Array,
  random: Random,
): void {
  const expected = new Float64Array(categories);
  const given = new Float64Array(categories);
  const again = new Float64Array(categories);
  for (let g = 0; g < spread.length; g++) {
    const sd = Math.exp(spread[g]!);
    for (const counts of [expected, given, again]) counts.fill(0);
    for (let k = groupStart[g]!; k < groupStart[g + 1]!; k++) {
      const i = byGroup[k]!;
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
      again[drawn < 0 ? categories - 1 : drawn]! += 1;
      given[rating[i]!]! += 1;
    }
    if (distance(again) >= distance(given)) beyond[g]! += 1;
  }

  function distance(counts: Float64Array): number {
    let sum = 0;
    for (let y = 0; y < categories; y++) sum += (counts[y]! - expected[y]!) ** 2 / expected[y]!;
    return sum;
  }
}
