/** A questionnaire as stored in a run: sets of items, wordings, conditions, norms. */
import * as z from 'zod';

/** By language. */
const texts = z.record(z.string(), z.string().min(1));

/** An item counts for a value, or, keyed against, for its opposite. */
const countSchema = z.object({
  value: z.string(),
  key: z.enum(['for', 'against']),
});

export const itemSchema = z.object({
  id: z.string(),
  /** Values that its rating counts for; none where no correlation is high enough. */
  counts: z.array(countSchema),
  /** The statement, or the reply to a situation; null where only ratings of it are known. */
  text: texts.nullable(),
  situation: texts.optional(),
});

const kinds = ['portrait', 'everyday'] as const;

const setSchema = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  /** The value system whose values it asks: sets of one system are scored together. */
  system: z.string(),
  values: z.array(z.object({ id: z.string(), name: z.string() })),
  /** A statement about oneself, or a reply to a situation. */
  kind: z.enum(kinds),
  /** Own options, from the least to the most; those of the language by default. */
  options: z.array(z.string()).optional(),
  /** Own wordings instead of those of the language. */
  wordings: z.array(z.string()).optional(),
  items: z.array(itemSchema),
});

/** A wording has {statement}, {options}, and {count} in it, that of a situation {situation} too. */
const wordings = z.array(z.string().min(1)).length(3);

export const languageSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Six, from the least to the most. */
  options: z.strictObject({
    portrait: z.array(z.string()).length(6),
    everyday: z.array(z.string()).length(6),
  }),
  wordings: z.strictObject({ portrait: wordings, everyday: wordings }),
  /** The reply to an answer outside the options; has {numbers} in it. */
  again: z.string(),
  /** The beginning of an answer, for models that continue with a text, and where probabilities are read. */
  cue: z.string(),
  /** Regular expressions, any case: an answer that says that it depends, or refuses. */
  depends: z.array(z.string()),
  refused: z.array(z.string()),
});

export const normSchema = z.object({
  group: z.string(),
  value: z.string(),
  mean: z.number(),
  sd: z.number().positive(),
  n: z.number().positive(),
});

export const itemsSchema = z.object({
  sets: z.array(setSchema).min(1),
  languages: z.array(languageSchema).min(1),
  conditions: z
    .array(z.object({ id: z.string(), system: z.string().optional(), language: z.string() }))
    .min(1),
  norms: z.array(normSchema),
});

export type Item = z.infer<typeof itemSchema>;
export type ItemSet = z.infer<typeof setSchema>;
export type Language = z.infer<typeof languageSchema>;
export type Items = z.infer<typeof itemsSchema>;
export type Condition = Items['conditions'][number];
export type Norm = z.infer<typeof normSchema>;

/** Sets of one system with one scale are scored together. */
export function systemsIn({ sets }: Pick<Items, 'sets'>): ItemSet[][] {
  return [...Map.groupBy(sets, (set) => `${set.system}\n${scaleOf(set)}`).values()];
}

/** Numbers of the scale of a set: six unless it has options of its own. */
export function scaleOf({ options }: ItemSet): number {
  return options?.length ?? 6;
}

/** The rating of an item on its value: reversed where it is keyed against it. */
export function keyed(rating: number, key: 'for' | 'against', scale: number): number {
  return key === 'for' ? rating : scale + 1 - rating;
}
