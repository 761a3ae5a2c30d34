/** The effect of a condition on models' scores, compared with another condition. */
import * as z from 'zod';
import { mean, variance } from '../../statistics/describe.ts';
import { itemMeans } from './item-means.ts';
import { keyed, scaleOf } from './items.ts';
import { meanEstimate } from './model-scores.ts';
import type { Rated } from './ratings.ts';

export const effectSchema = z.object({
  condition: z.string(),
  against: z.string(),
  models: z.number().int().describe('Asked under both'),
  values: z.array(
    z
      .object({
        d: z.number().describe('Mean difference of ratings in standard deviations of ratings'),
        low: z.number().nullable().describe('95 % over items'),
        high: z.number().nullable(),
        items: z.number().int(),
      })
      .nullable(),
  ),
});
export type Effect = z.infer<typeof effectSchema>;

/** The condition used for comparison: `best` and `worst` with `honest` where it was asked, all others with the first. */
export function referenceOf(condition: string, conditions: readonly string[]): string {
  const isPretended = condition === 'best' || condition === 'worst';
  return isPretended && conditions.includes('honest') ? 'honest' : conditions[0]!;
}

/**
 * Cohen's d of each value: the mean over models and items of the difference of the keyed rating, in standard
 * deviations of these ratings pooled over both conditions. Items are the sampled units: each gives its mean over models.
 * `byModel`: each model's ratings under the condition and under the other one.
 */
export function effectOf(
  names: { condition: string; against: string },
  values: readonly string[],
  byModel: readonly { under: readonly Rated[]; other: readonly Rated[] }[],
): Effect {
  return {
    ...names,
    models: byModel.length,
    values: values.map((value) => {
      const pairs = byModel.flatMap(({ under, other }) => {
        const [one, two] = [under, other].map((rated) => keyedByItem(value, rated));
        return [...one!].flatMap(([id, rating]) => {
          const before = two!.get(id);
          return before === undefined ? [] : [{ id, rating, before }];
        });
      });
      const byItem = [...Map.groupBy(pairs, ({ id }) => id).values()].map((own) =>
        mean(own.map(({ rating, before }) => rating - before)),
      );
      const sd = Math.sqrt(
        (variance(pairs.map(({ rating }) => rating)) + variance(pairs.map((one) => one.before))) /
          2,
      );
      if (byItem.length === 0 || !(sd > 0)) return null;
      const shift = meanEstimate(byItem);
      return {
        d: mean(byItem) / sd,
        low: shift && shift.low / sd,
        high: shift && shift.high / sd,
        items: byItem.length,
      };
    }),
  };
}

function keyedByItem(value: string, rated: readonly Rated[]): Map<string, number> {
  return new Map(
    itemMeans(rated).flatMap(({ item, set, rating }) =>
      item.counts.flatMap((count) =>
        count.value === value ? [[item.id, keyed(rating, count.key, scaleOf(set))] as const] : [],
      ),
    ),
  );
}
