/** What a chunk of a stream has to be for its text, its end, and its usage to be read. */
import { z } from 'zod';

/** Mistral's reasoning models send parts, thoughts among them. */
const contentPart = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  thinking: z.array(z.looseObject({ text: z.string().nullish() })).nullish(),
});

const piece = z.looseObject({
  content: z.union([z.string(), z.array(contentPart)]).nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
});

/** A chunk of a stream, or a whole answer from an endpoint that does not stream. */
export const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: piece.nullish(),
        message: piece.nullish(),
        text: z.string().nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .looseObject({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
    })
    .nullish(),
});

export type Chunk = z.infer<typeof chunkSchema>;

/** The chunk as it may be read; null for one in another form, which tells nothing. */
export function readChunk(raw: unknown): Chunk | null {
  return isPlainChunk(raw) ? raw : (chunkSchema.safeParse(raw).data ?? null);
}

/** Sure of what nearly all chunks are; of others the schema decides. A stream has hundreds of them. */
export function isPlainChunk(raw: unknown): raw is Chunk {
  if (!isObject(raw)) return false;
  const { choices, usage } = raw;
  if (usage != null) {
    if (!isObject(usage)) return false;
    if (!isCount(usage.prompt_tokens) || !isCount(usage.completion_tokens)) return false;
  }
  if (choices == null) return true;
  return (
    Array.isArray(choices) &&
    choices.every(
      (choice) =>
        isObject(choice) &&
        isPlainPiece(choice.delta) &&
        isPlainPiece(choice.message) &&
        isText(choice.text) &&
        isText(choice.finish_reason),
    )
  );
}

function isPlainPiece(said: unknown): boolean {
  if (said == null) return true;
  return (
    isObject(said) &&
    isText(said.content) &&
    isText(said.reasoning_content) &&
    isText(said.reasoning)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): boolean => value == null || typeof value === 'string';
const isCount = (value: unknown): boolean => value == null || Number.isFinite(value);
