/** Against local minima at the bound of the uniquenesses. */
import { createRandom } from '../../statistics/random.ts';
import { denseLimit, type Extraction } from './extraction.ts';

/** Further starts where the first solution is a Heywood case. */
const furtherStarts = 10;

/** Another minimum counts when it is lower by more than this share. */
const clearlyLower = 1e-8;

/**
 * The lowest of several minima. A discrepancy can have more than one where uniquenesses reach their bound,
 * mostly with too many factors; a first solution inside the box is taken as it is, as is one of more than 60
 * variables, where a start is dear. Starts are uniquenesses drawn from (.05, .95), always the same.
 * R: `psych::fa` keeps the one minimum that its start leads to.
 */
export function lowestOfStarts(
  p: number,
  extract: (start?: Float64Array) => Extraction,
): Extraction & { starts: number } {
  let best = extract();
  if (best.atLowerBound.length === 0 || best.objective === null || p > denseLimit)
    return { ...best, starts: 1 };
  const random = createRandom('starts of an extraction');
  for (let i = 0; i < furtherStarts; i++) {
    const other = extract(Float64Array.from({ length: p }, () => 0.05 + 0.9 * random.next()));
    const bound = best.objective! - clearlyLower * (1e-4 + best.objective!);
    if (other.converged && other.objective! < bound) best = other;
  }
  return { ...best, starts: 1 + furtherStarts };
}
