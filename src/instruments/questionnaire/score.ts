/** From ratings to values: means over items with intervals, as they are and against the model's own mean. */
import { z } from 'zod';
import { mean, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import type { Facts, NoScores } from '../contract.ts';
import { type AnswerLine, answersIn } from '../shared/answer-round.ts';
import { type Items, questionsOf } from './items.ts';
import { readRating } from './read.ts';

const estimate = z.object({
  value: z.number(),
  /** 95 % over items. */
  low: z.number(),
  high: z.number(),
  se: z.number(),
  /** Items. */
  n: z.number().int(),
});

const modelScores = z.object({
  model: z.string(),
  family: z.string(),
  /** In the order of the values; null where fewer than two items of a value were rated. */
  raw: z.array(estimate.nullable()).describe('Means on 1–6'),
  centred: z.array(estimate.nullable()).describe('Minus the model’s mean over all items'),
  asked: z.number().int(),
  refused: z.number().int(),
  unread: z.number().int(),
  /** Mean difference between the two orders of options; null where no item was rated in both. */
  order: z.number().nullable(),
});

export const resultSchema = z.object({
  options: z.number().int(),
  values: z.array(z.object({ id: z.string(), name: z.string() })),
  models: z.array(modelScores),
  /** Models of which more than a third of the answers hold no rating. */
  withheld: z.array(z.object({ model: z.string(), missing: z.number() })),
});

export type Result = z.infer<typeof resultSchema>;

/** Above this share of answers without a rating a model's scores are withheld. */
const mostMissing = 1 / 3;

export function scoreQuestionnaire(facts: Facts<Items>): Result | NoScores {
  const { items, models } = facts;
  const questions = new Map(questionsOf(items).map((one) => [one.id, one]));
  const lines = answersIn(facts.lines.answers).filter((line) => questions.has(line.item));
  if (lines.length === 0)
    return { unavailable: 'The questionnaire has no answers yet.', hint: 'Ask its models.' };
  const read = [...Map.groupBy(lines, (line) => line.model)].map(([model, own]) =>
    readModel(model, models.find((one) => one.name === model)?.tags.family ?? '', own),
  );
  const enough = read.filter(
    ({ asked, refused, unread }) => (refused + unread) / asked <= mostMissing,
  );
  return {
    options: items.options.length,
    values: items.values.map(({ id, name }) => ({ id, name })),
    models: enough,
    withheld: read
      .filter((one) => !enough.includes(one))
      .map(({ model, asked, refused, unread }) => ({ model, missing: (refused + unread) / asked })),
  };

  function readModel(model: string, family: string, own: readonly AnswerLine[]) {
    const told = own.map((line) => {
      const question = questions.get(line.item)!;
      return { question, reading: readRating(line.text, items.options.length, question.reversed) };
    });
    const rated = told.flatMap(({ question, reading }) =>
      'rating' in reading ? [{ ...question, rating: reading.rating }] : [],
    );
    const missing = (why: string) =>
      told.filter(({ reading }) => 'missing' in reading && reading.missing === why).length;
    // The two orders of an item are one observation of it.
    const byItem = [...Map.groupBy(rated, (one) => one.item)].map(([item, both]) => ({
      item,
      value: both[0]!.value,
      rating: mean(both.map((one) => one.rating)),
      orders: both.length === 2 ? both : null,
    }));
    const centre = byItem.length > 0 ? mean(byItem.map((one) => one.rating)) : 0;
    const shifts = byItem.flatMap(({ orders }) => {
      const forward = orders?.find((one) => !one.reversed)?.rating;
      const reversed = orders?.find((one) => one.reversed)?.rating;
      return forward === undefined || reversed === undefined ? [] : [forward - reversed];
    });
    const groups = items.values.map(({ id }) =>
      byItem.filter((one) => one.value === id).map((one) => one.rating),
    );
    const error = pooledError(groups);
    const ofValue = (at: number, minus: number) =>
      estimateOf(
        groups[at]!.map((rating) => rating - minus),
        error,
      );
    return {
      model,
      family,
      raw: items.values.map((_, at) => ofValue(at, 0)),
      centred: items.values.map((_, at) => ofValue(at, centre)),
      asked: told.length,
      refused: missing('refused'),
      unread: missing('no rating'),
      order: shifts.length > 0 ? mean(shifts) : null,
    };
  }
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
): z.infer<typeof estimate> | null {
  const n = ratings.length;
  if (n < 2) return null;
  const value = mean(ratings);
  const se = sd / Math.sqrt(n);
  const half = tQuantile(0.975, df) * se;
  return { value, low: value - half, high: value + half, se, n };
}
