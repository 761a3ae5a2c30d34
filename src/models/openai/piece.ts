/**
 * One piece of an answer, read field by field: a field in another form than OpenAI's costs that field at
 * most. A piece is a chunk of a stream, or a whole answer.
 */
import { isObject } from './loose-json.ts';

export type Piece = {
  /** Whether it holds a choice; otherwise it has usage, or nothing. */
  hasChoice: boolean;
  text: string;
  /** The model's reasoning, where it is separate. */
  reasoning: string;
  /** A message and no addition to one. */
  isMessage: boolean;
  /** Why the answer ended, in the endpoint's word; empty where it has not. */
  finish: string;
  /** Tokens; null where they are not given. */
  promptTokens: number | null;
  completionTokens: number | null;
  /** The part with the endpoint's error; null without one. */
  error: unknown;
};

type Fields = Record<string, unknown>;

const promptNames = ['prompt_tokens', 'input_tokens', 'prompt_token_count', 'promptTokenCount'];
const completionNames = [
  ...['completion_tokens', 'output_tokens', 'candidates_token_count', 'candidatesTokenCount'],
  'generated_tokens',
];

/** Reads any JSON value; one that is not an object tells nothing. */
export function readPiece(raw: unknown): Piece {
  const outer = isObject(raw) ? raw : {};
  const chunk = bodyOf(outer);
  const choice = choiceOf(chunk.choices);
  const delta = choice?.delta;
  const message = choice?.message ?? (Array.isArray(choice?.messages) && choice.messages.at(-1));
  const added = partOf(delta);
  const whole = partOf(message);
  const plain = typeof choice?.text === 'string' ? choice.text : '';
  const isMessage = isEmpty(added) && plain === '' && !isEmpty(whole);
  const { text, reasoning } = isMessage ? whole : added;
  const usage = usageOf(outer, chunk, choice);
  return {
    hasChoice: choice !== null,
    text: text + plain,
    reasoning,
    isMessage,
    finish: choice === null ? '' : isFiltered(outer, choice) ? 'content_filter' : reasonOf(choice),
    promptTokens: countIn(usage, promptNames),
    completionTokens: countIn(usage, completionNames),
    error: toldAt(outer) ?? toldAt(chunk) ?? (choice && errorOf(choice)),
  };
}

const reasonOf = (choice: Fields): string =>
  wordOf(choice.finish_reason ?? choice.finishReason ?? choice.stop_reason);

/** MiniMax and Azure tell beside the answer that a filter took it, or a part of it. */
function isFiltered(outer: Fields, choice: Fields): boolean {
  if (outer.input_sensitive === true || outer.output_sensitive === true) return true;
  const results = choice.content_filter_results;
  return (
    isObject(results) &&
    Object.values(results).some((one) => isObject(one) && one.filtered === true)
  );
}

/** Some gateways nest the endpoint's error one level deeper. */
function bodyOf(outer: Fields): Fields {
  if (outer.choices !== undefined) return outer;
  for (const name of ['data', 'result', 'response', 'output', 'body']) {
    const inner = outer[name];
    if (isObject(inner) && inner.choices !== undefined) return inner;
  }
  return outer;
}

/** The choice numbered 0, or the first of those without a number. */
function choiceOf(choices: unknown): Fields | null {
  if (isObject(choices)) return choices;
  if (!Array.isArray(choices)) return null;
  for (const [place, one] of choices.entries()) {
    if (!isObject(one)) continue;
    const index = one.index ?? place;
    if (Number(index) === 0) return one;
  }
  return null;
}

type Part = { text: string; reasoning: string };

const nothing: Part = { text: '', reasoning: '' };

const isEmpty = ({ text, reasoning }: Part): boolean => text === '' && reasoning === '';

/** Text and thoughts of a delta or a message. */
function partOf(said: unknown): Part {
  if (typeof said === 'string') return { text: said, reasoning: '' };
  if (!isObject(said)) return nothing;
  const { content } = said;
  const main = typeof content === 'string' ? { text: content, reasoning: '' } : partIn(content);
  // A refusal is the model's text in that case.
  const refusal = textIn(said.refusal);
  return { text: main.text + refusal, reasoning: reasoningIn(said) + main.reasoning };
}

/** DeepSeek, vLLM, and LM Studio name it reasoning_content; Ollama and OpenRouter reasoning; some send both. */
function reasoningIn(said: Fields): string {
  return (
    textIn(said.reasoning_content) ||
    textIn(said.reasoning) ||
    textIn(said.thinking) ||
    textIn(said.reasoning_text) ||
    textIn(said.reasoning_details)
  );
}

const thoughtTypes = /think|thought|reason|summary/i;
const textTypes = /^(?:|text|output_text|text_delta|refusal|message)$/;

function isPartType(value: unknown): value is string {
  return (
    typeof value === 'string' && /^(?:(?:output_)?text|thinking|thought|reasoning)$/i.test(value)
  );
}

/** Content that is no text: parts of several kinds, of which the unknown are passed over. */
function partIn(content: unknown): Part {
  if (typeof content === 'string') return { text: content, reasoning: '' };
  if (Array.isArray(content)) {
    const [type, text] = content;
    // A pair of a part's type and its text.
    if (content.length === 2 && isPartType(type) && typeof text === 'string')
      return partIn({ type, text });
    const parts = content.map(partIn);
    return {
      text: parts.map((one) => one.text).join(''),
      reasoning: parts.map((one) => one.reasoning).join(''),
    };
  }
  if (!isObject(content)) return nothing;
  if (Array.isArray(content.parts)) return partIn(content.parts);
  const type = typeof content.type === 'string' ? content.type.toLowerCase() : '';
  if (thoughtTypes.test(type) || content.thought === true)
    return { text: '', reasoning: textIn(content) };
  return textTypes.test(type) ? { text: textIn(content), reasoning: '' } : nothing;
}

/** The text in a value: itself, its parts, or its field of that meaning. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('');
  if (!isObject(value)) return '';
  for (const name of ['text', 'value', 'content', 'thinking', 'reasoning', 'summary', 'refusal']) {
    const found = textIn(value[name]);
    if (found !== '') return found;
  }
  return '';
}

/** A reason that is no text: SGLang's `{ type: 'stop', matched: 2 }`. */
function wordOf(reason: unknown): string {
  if (typeof reason === 'string') return reason;
  if (!isObject(reason)) return '';
  const { type, reason: inner, name } = reason;
  return [type, inner, name].find((one) => typeof one === 'string') ?? '';
}

/** Places of the counts: at the chunk, at the choice (Moonshot), inside a field of the server's own (Groq). */
function usageOf(outer: Fields, chunk: Fields, choice: Fields | null): Fields | null {
  const direct = usageIn(chunk) ?? (choice && usageIn(choice));
  if (direct) return direct;
  const said = choice && (isObject(choice.delta) ? choice.delta : choice.message);
  if (isObject(said)) {
    const found = usageIn(said);
    if (found) return found;
  }
  for (const place of outer === chunk ? [chunk] : [outer, chunk])
    for (const [name, inner] of Object.entries(place))
      if (name !== 'choices' && isObject(inner)) {
        const found = usageIn(inner) ?? (hasCounts(inner) ? inner : null);
        if (found) return found;
      }
  return usageIn(outer);
}

function usageIn(place: Fields): Fields | null {
  for (const name of ['usage', 'usage_metadata', 'usageMetadata', 'token_usage']) {
    const found = Array.isArray(place[name]) ? place[name].at(-1) : place[name];
    if (isObject(found)) return found;
  }
  return null;
}

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

/** The whole part, which may have more than its error; null without an error. */
const toldAt = (place: Fields): Fields | null => (errorOf(place) === null ? null : place);

/** A real error: `null`, false, '', and `{}` next to an answer are not. */
function errorOf(place: Fields): unknown {
  const { error } = place;
  if (error === null || error === undefined || error === false || error === '') return null;
  if (isObject(error) && Object.values(error).every((one) => one === null || one === ''))
    return null;
  if (Array.isArray(error) && error.length === 0) return null;
  return error;
}
