/** Where an answer tells its tokens, and under which names. */
import { isObject } from '../../tables/loose-json.ts';

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
    for (const name in place) {
      const found = name === 'choices' ? null : countsIn(place[name]);
      if (found) return found;
    }
  }
  const told = outer === chunk ? null : usageIn(outer);
  if (told) return told;
  for (const name in chunk) {
    const place = chunk[name];
    // One count alone in a field of the server's own (TGI's `details`).
    if (isObject(place) && hasSome(place)) return place;
  }
  return null;
}

/** Counts in a field of the server's own, there or one level deeper. */
function countsIn(told: unknown): Fields | null {
  const place = Array.isArray(told) ? told[0] : told;
  if (!isObject(place)) return null;
  const inner = Object.values(place).find((one) => isObject(one) && hasCounts(one));
  return usageIn(place) ?? (hasCounts(place) ? place : isObject(inner) ? inner : null);
}

const usageNames = ['usage', 'usage_metadata', 'usageMetadata', 'token_usage'];

function usageIn(place: Fields): Fields | null {
  for (const name of usageNames) {
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

/** What stands beside the counted tokens and not in them: those from a cache in Anthropic's and Bedrock's forms, Google's thoughts. */
const besidePrompt = [
  ...['cache_read_input_tokens', 'cache_creation_input_tokens'],
  ...['cacheReadInputTokens', 'cacheWriteInputTokens'],
];
const besideCompletion = ['thoughts_token_count', 'thoughtsTokenCount'];
const totalNames = ['total_tokens', 'totalTokens', 'totalTokenCount', 'total_token_count'];

/** Null where they are not given; a server that does not count writes 0. */
export function promptTokensIn(usage: Fields | null): number | null {
  const alone = countIn(usage, promptNames) ?? restOf(usage, completionNames);
  if (alone === null || alone === 0) return null;
  return countIn(usage, ['prompt_tokens']) === null ? alone + sumOf(usage, besidePrompt) : alone;
}

/** As `promptTokensIn`; 0 beside a prompt that is counted is a count. */
export function completionTokensIn(usage: Fields | null): number | null {
  const alone = countIn(usage, completionNames);
  if (alone === null) return restOf(usage, promptNames);
  if (alone === 0 && countIn(usage, promptNames) === 0) return null;
  return alone + sumOf(usage, besideCompletion);
}

const sumOf = (usage: Fields | null, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (countIn(usage, [name]) ?? 0), 0);

/** What a total leaves beside the counts of these names. */
function restOf(usage: Fields | null, names: readonly string[]): number | null {
  const [total, part] = [countIn(usage, totalNames), countIn(usage, names)];
  return total === null || part === null || total < part ? null : total - part;
}
