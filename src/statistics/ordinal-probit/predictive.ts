/** Would thresholds of a model's own be needed? A posterior predictive check (Gelman, Meng, and Stern 1996). */
import type { Random } from '../random.ts';
import type { Workspace } from './latent.ts';
import { intervalProbability } from './normal-interval.ts';
import type { Layout } from './ratings.ts';
import type { State } from './state.ts';

/**
 * Draws ratings anew and compares, for each model, how far the counts of its categories lie from those that are expected,
 * Σ (O − E)² / E: adds 1 to `beyond` for a model whose new ratings lie at least as far as its own.
 */
export function checkThresholds(
  layout: Layout,
  state: State,
  { mean }: Workspace,
  beyond: Float64Array,
  random: Random,
): void {
  const { models, categories, modelStart, cellStart, rating } = layout;
  const expected = new Float64Array(categories);
  const given = new Float64Array(categories);
  const anew = new Float64Array(categories);
  for (let m = 0; m < models; m++) {
    const sd = Math.exp(state.spread[m]!);
    expected.fill(0);
    given.fill(0);
    anew.fill(0);
    for (let i = cellStart[modelStart[m]!]!; i < cellStart[modelStart[m + 1]!]!; i++) {
      let rest = random.next();
      let low = Number.NEGATIVE_INFINITY;
      let drawn = -1;
      for (let y = 0; y < categories; y++) {
        const high =
          y < categories - 1 ? (state.thresholds[y]! - mean[i]!) / sd : Number.POSITIVE_INFINITY;
        const p = intervalProbability(low, high);
        expected[y]! += p;
        rest -= p;
        if (drawn < 0 && rest < 0) drawn = y;
        low = high;
      }
      anew[drawn < 0 ? categories - 1 : drawn]! += 1;
      given[rating[i]!]! += 1;
    }
    if (distance(anew) >= distance(given)) beyond[m]! += 1;
  }

  function distance(counts: Float64Array): number {
    let sum = 0;
    for (let y = 0; y < categories; y++) sum += (counts[y]! - expected[y]!) ** 2 / expected[y]!;
    return sum;
  }
}
