/** Where an answer tells its tokens, and under which names. */
import { isObject } from './loose-json.ts';

type Fields = Record<string, unknown>;

const promptNames = [
  ...['prompt_tokens', 'input_tokens', 'prompt_token_count', 'promptTokenCount'],
  ...['promptTokens', 'inputTokens', 'prompt_eval_count', 'prompt_n', 'inputTextTokens'],
  ...['input_token_count', 'tokens_evaluated', 'input_length'],
];
const completionNames = [
  ...['completion_tokens', 'output_tokens', 'candidates_token_count', 'candidatesTokenCount'],
  ...['completionTokens', 'outputTokens', 'generated_tokens', 'eval_count', 'predicted_n'],
  ...['generated_token_count', 'tokens_predicted', 'output_token_count', 'generation_token_count'],
];

/** Places of the counts: at the chunk, at the choice (Moonshot), inside a field of the server's own (Groq). */
export function usageOf(outer: Fields, chunk: Fields, choice: Fields | null): Fields | null {
  const direct = usageIn(chunk) ?? (choice && usageIn(choice));
  if (direct) return direct;
  const said = choice && (isObject(choice.delta) ? choice.delta : choice.message);
  if (isObject(said)) {
    const found = usageIn(said);
    if (found) return found;
  }
  for (const place of outer === chunk ? [chunk] : [outer, chunk]) {
    if (hasCounts(place)) return place;
    for (const [name, inner] of Object.entries(place)) {
      const found = name === 'choices' ? null : countsIn(inner);
      if (found) return found;
    }
  }
  return usageIn(outer);
}

/** Counts in a field of the server's own, there or one level deeper. */
function countsIn(place: unknown): Fields | null {
  if (!isObject(place)) return null;
  const inner = Object.values(place).find((one) => isObject(one) && hasCounts(one));
  return usageIn(place) ?? (hasCounts(place) ? place : isObject(inner) ? inner : null);
}

function usageIn(place: Fields): Fields | null {
  for (const name of ['usage', 'usage_metadata', 'usageMetadata', 'token_usage']) {
    const found = Array.isArray(place[name]) ? place[name].at(-1) : place[name];
    if (isObject(found)) {
      const inner = Object.values(found).find((one) => isObject(one) && hasCounts(one));
      return !hasSome(found) && isObject(inner) ? inner : found;
    }
  }
  return null;
}

const hasSome = (value: Fields): boolean =>
  countIn(value, promptNames) !== null || countIn(value, completionNames) !== null;

const hasCounts = (value: Fields): boolean =>
  countIn(value, promptNames) !== null && countIn(value, completionNames) !== null;

function countIn(usage: Fields | null, names: readonly string[]): number | null {
  if (usage === null) return null;
  for (const name of names) {
    const value = usage[name];
    if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) continue;
    const count = Number(value);
    if (Number.isFinite(count) && count >= 0) return count;
  }
  return null;
}

/** Null where they are not given. */
export const promptTokensIn = (usage: Fields | null): number | null => countIn(usage, promptNames);
export const completionTokensIn = (usage: Fields | null): number | null =>
  countIn(usage, completionNames);
