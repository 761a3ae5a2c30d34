/** Distances of models' profiles from groups of people. */
import * as z from 'zod';
import { pearson } from '../../statistics/correlation.ts';
import { mean, quantile } from '../../statistics/describe.ts';
import { createRandom } from '../../statistics/random.ts';
import { itemMeans, ratingsOn } from './item-means.ts';
import type { Norm } from './items.ts';
import type { Rated } from './ratings.ts';

export const distanceSchema = z.object({
  model: z.string(),
  group: z.string(),
  distance: z
    .number()
    .describe('Root mean square over values, in standard deviations of the people of the group'),
  low: z.number().describe('95 %, items resampled'),
  high: z.number(),
  r: z.number().nullable().describe('Correlation of the two profiles over values'),
  values: z.number().int(),
});
export type Distance = z.infer<typeof distanceSchema>;

const draws = 500;
/** A profile of fewer values has no shape. */
const fewestValues = 3;

/**
 * Profiles are compared as shapes: the model's scores and the group's means, each minus its own mean over the values
 * that both have. Nothing for a group that shares fewer than three values with the model.
 */
export function distancesOf(
  rated: readonly Rated[],
  values: readonly string[],
  norms: readonly Norm[],
  seed: number,
): Distance[] {
  const means = itemMeans(rated);
  const ofValue = new Map(values.map((value) => [value, ratingsOn(value, means)]));
  return [...Map.groupBy(norms, ({ group }) => group)].flatMap(([group, all]) => {
    const own = all.filter(({ value }) => (ofValue.get(value)?.length ?? 0) > 0);
    if (own.length < fewestValues) return [];
    const people = centred(own.map((one) => one.mean));
    const away = (scores: readonly number[]) =>
      Math.sqrt(mean(centred(scores).map((x, i) => ((x - people[i]!) / own[i]!.sd) ** 2)));
    const groups = own.map(({ value }) => ofValue.get(value)!);
    const scores = groups.map((ratings) => mean(ratings));
    const random = createRandom(`${seed}|norms|${rated[0]!.model}|${group}`);
    const drawn = Array.from({ length: draws }, () =>
      away(
        groups.map((ratings) =>
          mean(ratings.map(() => ratings[Math.floor(random.next() * ratings.length)]!)),
        ),
      ),
    );
    const r = pearson(centred(scores), people);
    return [
      {
        ...{ model: rated[0]!.model, group, distance: away(scores), values: own.length },
        ...{ low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) },
        r: Number.isFinite(r) ? r : null,
      },
    ];
  });
}

function centred(numbers: readonly number[]): number[] {
  const middle = mean(numbers);
  return numbers.map((x) => x - middle);
}
