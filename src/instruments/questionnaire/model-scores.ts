/** The scores of one model under one condition on the values of a system. */
import * as z from 'zod';
import { pearson } from '../../statistics/correlation.ts';
import { mean, standardDeviation, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import { centreOf, filledRatingsOn, type ItemMean, itemMeans, ratingsOn } from './item-means.ts';
import { scaleOf } from './items.ts';
import type { Rated } from './ratings.ts';
import { type Missing, whyMissing } from './read.ts';

const estimateSchema = z.object({
  value: z.number(),
  low: z.number().describe('95 %'),
  high: z.number(),
  se: z.number(),
  n: z.number().int().describe('Items'),
});
export type ScoreEstimate = z.infer<typeof estimateSchema>;

const countsSchema = z.object(
  Object.fromEntries(whyMissing.map((why) => [why, z.number().int()])) as Record<
    Missing,
    z.ZodNumber
  >,
);

/** Per value: null where fewer than two of its items were rated. */
const onValues = z.array(estimateSchema.nullable());

export const modelScoresSchema = z.object({
  model: z.string(),
  family: z.string(),
  reading: z.enum(['text', 'probabilities']),
  raw: onValues.describe('Means over items; those keyed against are turned over'),
  centred: onValues.describe('Minus the model’s mean over all items of the system'),
  sd: z
    .array(z.number().nullable())
    .describe('Standard deviation of the items of each value, n in the denominator'),
  centre: z.number(),
  asked: z.number().int().describe('Questions: items in each wording and order'),
  missing: countsSchema,
  bounds: z
    .array(z.object({ low: z.number(), high: z.number() }).nullable())
    .nullable()
    .describe(
      'Raw means with every missing rating at the worst and at the best value; null up to 5 % missing',
    ),
  acquiescence: estimateSchema
    .nullable()
    .describe('Agreement with both keys above the middle; null without items keyed against'),
  order: estimateSchema
    .nullable()
    .describe('Options upward minus downward, over items asked both ways'),
  wordings: z
    .array(estimateSchema)
    .nullable()
    .describe('Each minus the mean of all, over items asked in all'),
  kinds: z
    .number()
    .nullable()
    .describe('Correlation over values of portraits with everyday replies'),
});
export type ModelScores = z.infer<typeof modelScoresSchema>;

/** From this share of missing ratings the scores are also given with them at both ends of the scale. */
const noteMissing = 0.05;
/** Above this share they are withheld. */
export const mostMissing = 1 / 3;

export function missingShare(rated: readonly Rated[]): number {
  return rated.filter(({ rating }) => rating === null).length / rated.length;
}

/** `rated`: the model's ratings under one condition of one system, read in one way; at least one. */
export function scoresOfModel(
  rated: readonly Rated[],
  values: readonly string[],
  family: string,
): ModelScores {
  const means = itemMeans(rated);
  const centre = centreOf(means);
  const groups = values.map((value) => ratingsOn(value, means));
  const error = pooledError(groups);
  const bounds =
    missingShare(rated) > noteMissing
      ? values.map((value) => {
          const [low, high] = (['worst', 'best'] as const).map((fill) =>
            mean(filledRatingsOn(value, rated, fill)),
          );
          return Number.isFinite(low) ? { low: low!, high: high! } : null;
        })
      : null;
  return {
    ...{ model: rated[0]!.model, family, reading: rated[0]!.reading, centre, bounds },
    raw: groups.map((ratings) => estimateOf(ratings, error)),
    centred: groups.map((ratings) =>
      estimateOf(
        ratings.map((rating) => rating - centre),
        error,
      ),
    ),
    sd: groups.map((ratings) =>
      ratings.length < 2
        ? null
        : standardDeviation(ratings) * Math.sqrt((ratings.length - 1) / ratings.length),
    ),
    asked: rated.length,
    missing: Object.fromEntries(
      whyMissing.map((why) => [why, rated.filter(({ missing }) => missing === why).length]),
    ) as Record<Missing, number>,
    acquiescence: acquiescenceOf(means, values),
    order: orderEffect(rated),
    wordings: wordingEffects(rated),
    kinds: kindsAgree(means, values),
  };
}

/**
 * Standard deviation of a model's items around the means of their values, pooled over its values: four
 * items that happen to agree would else have an interval of no width.
 */
function pooledError(groups: readonly (readonly number[])[]): { sd: number; df: number } {
  const told = groups.filter((ratings) => ratings.length >= 2);
  const df = told.reduce((sum, ratings) => sum + ratings.length - 1, 0);
  const squares = told.reduce((sum, ratings) => sum + variance(ratings) * (ratings.length - 1), 0);
  return { sd: Math.sqrt(squares / Math.max(1, df)), df };
}

/** Mean and 95 % interval over items, t with the degrees of freedom of the pooled deviation. */
function estimateOf(
  ratings: readonly number[],
  { sd, df }: { sd: number; df: number },
): ScoreEstimate | null {
  const n = ratings.length;
  return n < 2 ? null : around(mean(ratings), sd / Math.sqrt(n), df, n);
}

/** Mean of numbers that are each one observation, with its t interval; null for fewer than two. */
export function meanEstimate(numbers: readonly number[]): ScoreEstimate | null {
  const n = numbers.length;
  if (n < 2) return null;
  return around(mean(numbers), standardDeviation(numbers) / Math.sqrt(n), n - 1, n);
}

function around(value: number, se: number, df: number, n: number): ScoreEstimate {
  const half = tQuantile(0.975, df) * se;
  return { value, low: value - half, high: value + half, se, n };
}

/**
 * For each set and value with both keys: the midpoint of the mean ratings of the items for it and against it, minus
 * the middle of the scale. A model that rates only by the value has 0.
 */
function acquiescenceOf(means: readonly ItemMean[], values: readonly string[]) {
  const found = [...Map.groupBy(means, ({ set }) => set)].flatMap(([set, own]) =>
    values.flatMap((value) => {
      const rated = (key: 'for' | 'against') =>
        own.flatMap(({ item, rating }) =>
          item.counts.some((count) => count.value === value && count.key === key) ? [rating] : [],
        );
      const [agreed, against] = [rated('for'), rated('against')];
      if (agreed.length === 0 || against.length === 0) return [];
      return [(mean(agreed) + mean(against)) / 2 - (scaleOf(set) + 1) / 2];
    }),
  );
  return meanEstimate(found);
}

/** One difference per item: the mean over wordings that were asked in both orders. */
function orderEffect(rated: readonly Rated[]): ScoreEstimate | null {
  const byItem = [...Map.groupBy(rated, (one) => one.item).values()].flatMap((versions) => {
    const shifts = [...Map.groupBy(versions, (one) => one.wording).values()].flatMap((two) => {
      const of = (order: Rated['order']) => two.find((one) => one.order === order)?.rating ?? null;
      const [forward, reversed] = [of('forward'), of('reversed')];
      return forward === null || reversed === null ? [] : [forward - reversed];
    });
    return shifts.length > 0 ? [mean(shifts)] : [];
  });
  return meanEstimate(byItem);
}

function wordingEffects(rated: readonly Rated[]): ScoreEstimate[] | null {
  const wordings = [...new Set(rated.map(({ wording }) => wording))].sort((a, b) => a - b);
  if (wordings.length < 2) return null;
  const byItem = [...Map.groupBy(rated, (one) => one.item).values()].flatMap((versions) => {
    const own = wordings.map((wording) =>
      mean(
        versions.flatMap((one) =>
          one.wording === wording && one.rating !== null ? [one.rating] : [],
        ),
      ),
    );
    return own.every(Number.isFinite) ? [own.map((one) => one - mean(own))] : [];
  });
  const effects = wordings.map((_, at) => meanEstimate(byItem.map((own) => own[at]!)));
  return effects.every((one) => one !== null) ? effects : null;
}

function kindsAgree(means: readonly ItemMean[], values: readonly string[]): number | null {
  const of = (kind: 'portrait' | 'everyday') => {
    const own = means.filter(({ set }) => set.kind === kind);
    return values.map((value) => mean(ratingsOn(value, own)));
  };
  const [portraits, replies] = [of('portrait'), of('everyday')];
  const known = [...portraits, ...replies].every(Number.isFinite);
  const r = known ? pearson(portraits, replies) : Number.NaN;
  return Number.isFinite(r) ? r : null;
}
