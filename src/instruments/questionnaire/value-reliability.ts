/** How well the items of a value agree on the order of models. */
import * as z from 'zod';
import { alphaOfItems } from '../shared/alpha-of-items.ts';
import { type ItemMean, itemMeans } from './item-means.ts';
import { keyed, scaleOf } from './items.ts';
import type { Rated } from './ratings.ts';

export const reliabilitySchema = z.object({
  value: z.string(),
  alpha: z
    .number()
    .nullable()
    .describe('Cronbach’s α over models; null where it cannot be computed'),
  low: z.number().nullable().describe('95 %, Feldt'),
  high: z.number().nullable(),
  models: z.number().int().describe('With a rating of every item'),
  items: z.number().int(),
  flat: z.array(z.string()).describe('Items that all models rate alike: left out'),
  reason: z.string().nullable(),
});
export type Reliability = z.infer<typeof reliabilitySchema>;

/** With fewer models α is withheld. */
const fewestModels = 5;

/** `byModel`: each model's ratings, read in one way. */
export function reliabilityOf(value: string, byModel: readonly (readonly Rated[])[]): Reliability {
  const keyedOf = (means: readonly ItemMean[]) =>
    new Map(
      means.flatMap(({ item, set, rating }) =>
        item.counts.flatMap((count) =>
          count.value === value ? [[item.id, keyed(rating, count.key, scaleOf(set))] as const] : [],
        ),
      ),
    );
  const rows = byModel.map((rated) => keyedOf(itemMeans(rated)));
  const ids = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const complete = rows.filter((row) => ids.every((id) => row.has(id)));
  const isFlat = (id: string) => new Set(complete.map((row) => row.get(id)!)).size < 2;
  const flat = complete.length > 0 ? ids.filter(isFlat) : [];
  const items = ids.filter((id) => !flat.includes(id));
  const about = { value, models: complete.length, items: items.length, flat };
  const not = (reason: string) => ({ ...about, alpha: null, low: null, high: null, reason });
  if (complete.length < fewestModels)
    return not(`α needs ${fewestModels} models with all items; there are ${complete.length}`);
  if (items.length < 2) return not('fewer than two of its items tell models apart');
  const found = alphaOfItems(complete, items);
  return {
    ...{ ...about, ...found },
    reason: found.alpha === null ? 'the sum of its items does not vary' : null,
  };
}
