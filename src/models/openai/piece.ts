/**
 * One piece of an answer, read field by field: a field in another form than OpenAI's costs that field at
 * most. A piece is a chunk of a stream, or a whole answer.
 */

import { isObject, valueIn } from '../../tables/loose-json.ts';
import { endingOf } from './finish-reason.ts';
import { nativeChoice, withPlainNames } from './native-answer.ts';
import { completionTokensIn, promptTokensIn, usageOf } from './usage.ts';

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

/** Reads any JSON value; one that is not an object tells nothing. */
export function readPiece(raw: unknown): Piece {
  const added = addedText(raw);
  return added === null ? readAnyPiece(raw) : { ...silentPiece, text: added };
}

/** A choice that says nothing. */
const silentPiece: Piece = {
  ...{ hasChoice: true, text: '', reasoning: '', isMessage: false, finish: '' },
  ...{ promptTokens: null, completionTokens: null, error: null },
};

/** Fields of a chunk that are only names. */
const plainNames = new Set(['id', 'object', 'created', 'model', 'system_fingerprint', 'choices']);

/** The text of the piece that nearly all of an answer comes in: one addition of text, and nothing else. Null for any other. */
function addedText(raw: unknown): string | null {
  if (!isObject(raw) || !tellsOnly(raw, plainNames)) return null;
  const { choices } = raw;
  const choice: unknown = Array.isArray(choices) && choices.length === 1 ? choices[0] : null;
  if (!isObject(choice) || choice.index !== 0 || !tellsOnly(choice, choiceNames)) return null;
  const { delta } = choice;
  if (!isObject(delta) || typeof delta.content !== 'string') return null;
  return tellsOnly(delta, deltaNames) ? delta.content : null;
}

const choiceNames = new Set(['index', 'delta']);
const deltaNames = new Set(['role', 'content']);

/** Whether every other field is null. */
function tellsOnly(fields: Fields, names: ReadonlySet<string>): boolean {
  for (const name in fields) if (fields[name] !== null && !names.has(name)) return false;
  return true;
}

function readAnyPiece(raw: unknown): Piece {
  const outer = outerOf(raw);
  const chunk = bodyOf(outer) ?? outer;
  const choice =
    choiceOf(chunk.choices) ?? ((chunk.choices ?? null) === null ? nativeChoice(chunk) : null);
  const delta = choice?.delta;
  const message =
    choice?.message ??
    (Array.isArray(choice?.messages)
      ? choice.messages.at(-1)
      : (choice?.messages ?? { content: choice?.content }));
  const added = partOf(delta);
  const whole = partOf(message);
  const plain = textIn(choice?.text);
  const isMessage = isEmpty(added) && plain === '' && !isEmpty(whole);
  const { text, reasoning } = isMessage ? whole : added;
  const usage = usageOf(outer, chunk, choice);
  return {
    hasChoice: choice !== null,
    text: text + plain,
    reasoning: reasoning || (choice === null ? '' : reasoningIn(choice)),
    isMessage,
    finish:
      choice === null ? '' : isFiltered(outer, choice) ? 'content_filter' : reasonOf(choice, chunk),
    promptTokens: promptTokensIn(usage),
    completionTokens: completionTokensIn(usage),
    error:
      toldAt(outer) ??
      toldAt(chunk) ??
      (isObject(outer.response) ? toldAt(outer.response) : null) ??
      (choice && errorOf(choice)),
  };
}

const reasonNames = ['finish_reason', 'finishReason', 'stop_reason', 'finish_details'] as const;

/** At the choice, its message, or beside the choices. A router's `stop` does not hide what the provider said. */
function reasonOf(choice: Fields, chunk: Fields): string {
  const places = [choice, choice.delta, choice.message, chunk].filter(isObject);
  let reason = '';
  for (const place of places) for (const name of reasonNames) reason ||= wordOf(place[name]);
  const native = wordOf(choice.native_finish_reason);
  const ending = endingOf(native);
  const cut = ending === 'length' || ending === 'filter';
  return cut && [null, 'stop'].includes(endingOf(reason)) ? native : reason;
}

/** MiniMax and Azure tell beside the answer that a filter took it, or a part of it. */
function isFiltered(outer: Fields, choice: Fields): boolean {
  if (outer.input_sensitive === true || outer.output_sensitive === true) return true;
  const results = choice.content_filter_results;
  return (
    isObject(results) &&
    Object.values(results).some((one) => isObject(one) && one.filtered === true)
  );
}

/** Some write the whole body as a string, or its names in capitals. */
function outerOf(raw: unknown): Fields {
  const value = typeof raw === 'string' ? valueIn(raw) : raw;
  if (!isObject(value)) return {};
  const named = 'Choices' in value || (isObject(value.Response) && 'Choices' in value.Response);
  return named ? (withPlainNames(value) as Fields) : value;
}

/** Some gateways nest the endpoint's answer one or two levels deeper, in a list, or as a string; null without choices. */
function bodyOf(outer: Fields, depth = 0): Fields | null {
  if (outer.choices !== undefined) return outer;
  if (outer.choice !== undefined) return { ...outer, choices: [outer.choice] };
  if (depth === 3) return null;
  for (const name of ['data', 'result', 'response', 'output', 'body']) {
    const told = outer[name];
    const value = typeof told === 'string' && told.startsWith('{') ? valueIn(told) : told;
    const inner = Array.isArray(value) ? value[0] : value;
    const found = isObject(inner) ? bodyOf(inner, depth + 1) : null;
    if (found) return found;
  }
  return null;
}

/** PHP writes a list whose numbers do not begin at 0 as an object. */
function listIn(value: unknown): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key))
    ? Array.from({ length: Math.min(Number(keys.at(-1)) + 1, 1000) }, (_, i) => value[i])
    : value;
}

/** The choice numbered 0, or the first of those without a number. */
function choiceOf(told: unknown): Fields | null {
  const choices = listIn(typeof told === 'string' ? valueIn(told) : told);
  if (isObject(choices)) return choices;
  if (!Array.isArray(choices)) return null;
  for (const [place, one] of choices.entries()) {
    if (typeof one === 'string' && place === 0) return { text: one };
    if (Array.isArray(one) && place === 0) return choiceOf(one);
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
  const main = partIn(said.content ?? said.text);
  // A refusal is the model's text in that case.
  const refusal = textIn(said.refusal);
  return { text: main.text + refusal, reasoning: reasoningIn(said) + main.reasoning };
}

/** DeepSeek, vLLM, and LM Studio name it reasoning_content; Ollama and OpenRouter reasoning; some send both. */
function reasoningIn(said: Fields): string {
  for (const name of reasoningNames) {
    const found = textIn(said[name]);
    if (found !== '') return found;
  }
  return '';
}

const reasoningNames = [
  ...['reasoning_content', 'reasoning', 'thinking', 'thoughts', 'reasoning_text'],
  ...['thinking_content', 'reasoningContent', 'reasoning_details'],
];

const thoughtTypes = /think|thought|reason|summary/i;
const textTypes = /^(?:|text|output_text|text_delta|refusal|message)$/;

function isPartType(value: unknown): value is string {
  return (
    typeof value === 'string' && /^(?:(?:output_)?text|thinking|thought|reasoning)$/i.test(value)
  );
}

/** Content that is no text: parts of several kinds, of which the unknown are passed over. */
function partIn(told: unknown): Part {
  const content = listIn(told);
  // Some proxies make a number of an answer that is one.
  if (typeof content === 'string' || typeof content === 'number')
    return { text: String(content), reasoning: '' };
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
  for (const name of [
    'text',
    'value',
    'content',
    'thinking',
    'reasoning',
    'summary',
    'refusal',
    'output_text',
  ]) {
    const found = textIn(value[name]);
    if (found !== '') return found;
  }
  return '';
}

/** A reason that is no text: SGLang's `{ type: 'stop', matched: 2 }`. */
function wordOf(reason: unknown): string {
  if (typeof reason === 'string') return reason;
  if (Array.isArray(reason)) return wordOf(reason.at(-1));
  if (!isObject(reason)) return '';
  const { type, reason: inner, name } = reason;
  return [type, inner, name].find((one) => typeof one === 'string') ?? '';
}

/** The whole part, which may have more than its error; null without an error. */
const toldAt = (place: Fields): Fields | null => (errorOf(place) === null ? null : place);

/** A real error: `null`, false, '', and `{}` next to an answer are not. */
function errorOf(place: Fields): unknown {
  const { error } = place;
  if (error === null || error === undefined || error === false || error === '') return null;
  if (isObject(error) && Object.values(error).every((one) => !one || one === '0')) return null;
  if (Array.isArray(error) && error.length === 0) return null;
  return error;
}
