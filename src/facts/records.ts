/** The facts of a run: one line each in an append-only log. */
import * as z from 'zod';

const form = z.enum(['chat', 'completion', 'chat-prefill']);
export const source = z.enum(['model', 'sim', 'import']);

/** What every answer of a model carries. `key` is the request key; null for imported answers. */
export const answered = {
  id: z.string().min(1),
  key: z.string().nullable(),
  source,
  model: z.string().min(1),
  setting: z.string(),
  form,
  text: z.string(),
  finish: z.enum(['stop', 'length', 'filter', 'abort']),
  seed: z.number().int().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  milliseconds: z.number().nullable(),
  /** Dollars; null where prices are unknown. */
  cost: z.number().nullable(),
  /** ISO 8601. */
  at: z.string(),
  /** The imported file, or none. */
  origin: z.string().optional(),
};

const answeredSchema = z.object(answered);
/** The fields that every answer of a model has. */
export type Answered = z.infer<typeof answeredSchema>;

/** The fields of every line of likelihoods. */
export const scored = {
  id: z.string().min(1),
  key: z.string().nullable(),
  source,
  model: z.string().min(1),
  setting: z.string(),
  /** How it was asked. */
  form: z.enum(['chat', 'completion']),
  /** True for a chat model that was read without its template, as a base model is. */
  base: z.boolean(),
  /**
   * For each continuation: the natural logarithm of its probability after its context, and its number of tokens.
   * Empty if a content filter refused the request.
   */
  scores: z.array(z.object({ logProbability: z.number(), tokens: z.number().int().min(1) })),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  milliseconds: z.number().nullable(),
  /** Dollars; null where prices are unknown. */
  cost: z.number().nullable(),
  /** ISO 8601. */
  at: z.string(),
};

const scoredSchema = z.object(scored);
export type ScoredLine = z.infer<typeof scoredSchema>;

export const responseSchema = z.object({
  ...answered,
  prompt: z.string().min(1),
  /** The hash of the prompt file; null for imported answers. */
  promptHash: z.string().nullable(),
  /** The prompt itself, of imported answers to prompts that do not ship. */
  promptText: z.string().optional(),
  repeat: z.number().int().min(1),
});

/** What the request behind a line cost. If one request gave several lines, the first of them holds it. */
export const taken = {
  tokens: z.number().optional(),
  cost: z.number().nullable().optional(),
};

/** The schema of records in which a field had another name once: both are read, as the new one. */
export function withNewName<S extends z.ZodType>(old: string, now: string, schema: S) {
  const renamed = (record: object) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [name === old ? now : name, value]),
    );
  return z.preprocess(
    (record) => (typeof record === 'object' && record !== null ? renamed(record) : record),
    schema,
  );
}

/** The values that a model named in the prose of one response. */
export const extractionSchema = z.object({
  id: z.string().min(1),
  key: z.string().nullable(),
  source,
  response: z.string().min(1),
  by: z.string().min(1),
  words: z.array(z.string()),
  ...taken,
  at: z.string(),
});

/** The name that a model suggested for a cluster of words; null if its answer held no name. */
export const nameSchema = z.object({
  id: z.string().min(1),
  key: z.string().nullable(),
  source,
  words: z.array(z.string()).min(1),
  by: z.string().min(1),
  name: z.string().nullable(),
  ...taken,
  at: z.string(),
});

/** What went wrong and was tried again, waits, pauses, stages begun and ended. */
export const eventSchema = z.object({
  at: z.string(),
  event: z.enum([
    'start',
    'pause',
    'resume',
    'stage',
    'retry',
    'failed',
    'finish',
    'import',
    'note',
  ]),
  text: z.string(),
  model: z.string().optional(),
  id: z.string().optional(),
});

export type Response = z.infer<typeof responseSchema>;
export type ExtractionRecord = z.infer<typeof extractionSchema>;
export type SuggestedName = z.infer<typeof nameSchema>;
export type RunEvent = z.infer<typeof eventSchema>;
