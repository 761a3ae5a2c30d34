/** Text and probabilities: which of them a table uses, and how far they differ. */
import * as z from 'zod';
import { pearson } from '../../statistics/correlation.ts';
import { mean } from '../../statistics/describe.ts';
import { readBy } from './item-means.ts';
import { missingShare, mostMissing } from './model-scores.ts';
import type { Rated, ReadBy } from './ratings.ts';

export const readingDifferenceSchema = z.object({
  model: z.string(),
  questions: z.number().int().describe('Read in both ways'),
  difference: z.number().describe('Mean of the rating by probabilities minus that by text'),
  absolute: z.number().describe('Mean of its size'),
  r: z.number().nullable().describe('Correlation over questions'),
});
export type ReadingDifference = z.infer<typeof readingDifferenceSchema>;

const ways = ['probabilities', 'text'] as const;

/**
 * The way in which a table is read, and what each model is read by: probabilities where all models can be read so,
 * else text where all can, else the way that most can, and the other for the rest. A model can be read in a way
 * where at most a third of its ratings are missing; one that cannot in any is read in the way with more ratings.
 */
export function readingOf(byModel: ReadonlyMap<string, readonly Rated[]>): {
  table: ReadBy | 'mixed';
  of: Map<string, ReadBy>;
} {
  const readable = new Map(
    [...byModel].map(([model, rated]) => [
      model,
      ways.filter((way) => {
        const own = readBy(rated, way);
        return own.length > 0 && missingShare(own) <= mostMissing;
      }),
    ]),
  );
  const able = [...readable].filter(([, own]) => own.length > 0);
  const most = ways
    .map((way) => ({ way, models: able.filter(([, own]) => own.includes(way)).length }))
    .reduce((best, one) => (one.models > best.models ? one : best));
  const of = new Map(
    [...readable].map(([model, own]) => {
      if (own.includes(most.way)) return [model, most.way] as const;
      const rated = byModel.get(model)!;
      const had = (way: ReadBy) =>
        readBy(rated, way).filter(({ rating }) => rating !== null).length;
      return [model, own[0] ?? (had('probabilities') > had('text') ? 'probabilities' : 'text')];
    }),
  );
  const isMixed = able.some(([model]) => of.get(model) !== most.way);
  return { table: isMixed ? 'mixed' : most.way, of };
}

/** Null for a model that was not read in both ways. */
export function readingDifference(rated: readonly Rated[]): ReadingDifference | null {
  const questionOf = ({ item, wording, order }: Rated) => `${item.id}\n${wording}\n${order}`;
  const byText = new Map(readBy(rated, 'text').map((one) => [questionOf(one), one.rating]));
  const pairs = readBy(rated, 'probabilities').flatMap((one) => {
    const text = byText.get(questionOf(one)) ?? null;
    return one.rating === null || text === null ? [] : [{ probable: one.rating, text }];
  });
  if (pairs.length === 0) return null;
  const gaps = pairs.map(({ probable, text }) => probable - text);
  const r = pearson(
    pairs.map(({ probable }) => probable),
    pairs.map(({ text }) => text),
  );
  return {
    model: rated[0]!.model,
    questions: pairs.length,
    difference: mean(gaps),
    absolute: mean(gaps.map(Math.abs)),
    r: Number.isFinite(r) ? r : null,
  };
}
