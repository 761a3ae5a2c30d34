/**
 * What an endpoint says of an error, read out of whatever form it has: OpenAI's object, bare fields, a
 * list, text, FastAPI's `detail`, Google's `details`, a router's copy of what the provider said, a web page.
 */
import { isObject, valueIn } from '../../tables/loose-json.ts';

export type Said = {
  /** Codes, types, status words, and reasons, in lower case with `_` between words. */
  marks: readonly string[];
  /** Sentences, those of a router before those of the provider behind it. */
  messages: readonly string[];
  /** Fields of the request that are named as wrong, each part of a path by itself. */
  fields: readonly string[];
  /** 400 to 599, where the body tells it. */
  status: number | null;
  /** Seconds to wait, where the body tells it. */
  wait: number | null;
  /** The title of a web page; null where it is none. */
  page: string | null;
};

type Draft = {
  marks: Set<string>;
  messages: Set<string>;
  fields: Set<string>;
  status: number | null;
  wait: number | null;
  page: string | null;
};

/** Deeper or longer than any error; what lies beyond is not read. */
const deepest = 8;
const mostItems = 20;
const longestSentence = 4000;

const codeKeys = new Set([
  ...['code', 'type', 'status', 'reason', 'reasons', 'kind', '__type', 'quotaid'],
  ...['error_code', 'errorcode', 'err_code', 'errcode', 'error_type', 'errortype'],
  ...['status_code', 'statuscode', 'http_code', 'httpcode', 'blockreason', 'block_reason'],
]);
const sentenceKeys = new Set([
  ...['message', 'msg', 'error_msg', 'errormsg', 'err_msg', 'errmsg', 'error_message'],
  ...['errormessage', 'status_msg', 'statusmsg', 'error_description', 'description', 'title'],
  ...['faultstring', 'fault_string'],
]);
/** What holds more of the same, or is a sentence itself. */
const nestedKeys = new Set([
  ...['error', 'errors', 'detail', 'details', 'metadata', 'raw', 'base_resp', 'innererror'],
  ...['inner_error', 'provider_specific_fields', 'violations', 'cause', 'body', 'response'],
  ...[
    'promptfeedback',
    'prompt_feedback',
    'error_details',
    'header',
    'fault',
    'exception',
    'issues',
  ],
]);
/** What moderation names as its reason. */
const flaggedFor =
  /^(?:harass|hate|violen|sexual|self[-_ ]?harm|illicit|toxic|unsafe|dangerous|weapon|csam|extremis|profan|abus|threat|minors|s\d{1,2}$)/i;
const fieldKeys = new Set(['param', 'loc', 'parameter', 'field', 'keys', 'path', 'property']);
/** The name of an exception that holds what is said of it. */
export const exceptionKey = /^\w+(?:Exception|Error)$/;
/** In seconds where no unit is in the name or the value. */
const waitKey =
  /^(?:retry_?delay|(?:retry|wait|reset|try_again|available)_?(?:after|in)|estimated_time|wait_?time|cool_?down)(?:_?(ms|milli_?seconds|s|secs?|seconds))?$/;

/** Reads an error body: its JSON value, or its text. */
export function readSaid(raw: unknown): Said {
  const draft: Draft = {
    marks: new Set(),
    messages: new Set(),
    fields: new Set(),
    status: null,
    wait: null,
    page: null,
  };
  readValue(raw, draft, 0, '');
  if (draft.wait === null) for (const message of draft.messages) draft.wait ??= waitIn(message);
  return {
    ...draft,
    marks: [...draft.marks],
    messages: [...draft.messages],
    fields: [...draft.fields],
  };
}

/** Whether an error is said: a code alone may be anything's. */
export function saysSomething({ messages, status, page }: Said): boolean {
  return messages.length > 0 || status !== null || page !== null;
}

function readValue(value: unknown, draft: Draft, depth: number, within: string): void {
  if (depth > deepest) return;
  if (typeof value === 'string') readText(value, draft, depth, within);
  else if (Array.isArray(value))
    for (const one of value.slice(0, mostItems)) readValue(one, draft, depth + 1, within);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) readEntry(name, inner, draft, depth, within);
}

function readEntry(name: string, inner: unknown, draft: Draft, depth: number, within: string) {
  const key = name.toLowerCase();
  if (inner === null || inner === undefined || inner === '' || inner === false) return;
  if (/^block_?reason$/.test(key)) draft.messages.add(`blocked: ${String(inner).slice(0, 100)}`);
  if (codeKeys.has(key) && isObject(inner)) readValue(inner, draft, depth + 1, key);
  else if (codeKeys.has(key)) readCode(inner, draft, within);
  else if (sentenceKeys.has(key) || nestedKeys.has(key)) readValue(inner, draft, depth + 1, key);
  else if (fieldKeys.has(key)) readFields(inner, draft);
  else if (waitKey.test(key))
    draft.wait ??= secondsOf(inner, /^milli|^ms$/.test(waitKey.exec(key)?.[1] ?? ''));
  // ASP.NET names each field with what is wrong with it.
  else if (within === 'errors') {
    readFields(name, draft);
    readValue(inner, draft, depth + 1, key);
  }
  // OpenRouter's and Zhipu's ways to say that a text was refused.
  else if (key === 'flagged_input') draft.marks.add('flagged_input');
  // MiniMax's, and Baidu's of a question that no later one may follow.
  else if (
    (/^(?:input|output)_sensitive$/.test(key) && inner !== 0) ||
    (key === 'need_clear_history' && inner === true)
  ) {
    draft.marks.add('sensitive');
    draft.messages.add(key);
  } else if (/^content_filter_results?$/.test(key) && isObject(inner)) {
    if (Object.values(inner).some((one) => isObject(one) && one.filtered === true))
      draft.marks.add('content_filter');
  } else if (key === 'contentfilter' && Array.isArray(inner)) draft.marks.add('content_filter');
  // A wall in JSON, for programs.
  else if (key === 'url' && typeof inner === 'string' && /captcha|challenge/i.test(inner))
    draft.page ??= 'captcha';
  // Bedrock's streams name an exception by its key.
  else if (exceptionKey.test(name) && isObject(inner)) {
    draft.marks.add(markOf(name));
    readValue(inner, draft, depth + 1, key);
  }
  // vLLM and SGLang: the error's fields without an object around them.
  else if (key === 'object' && inner === 'error') draft.marks.add('error');
}

function readCode(value: unknown, draft: Draft, within: string): void {
  if (Array.isArray(value)) {
    for (const one of value.slice(0, mostItems)) readCode(one, draft, within);
    // OpenRouter's list of what a text was flagged for.
    if (value.some((one) => typeof one === 'string' && flaggedFor.test(one)))
      draft.marks.add('flagged_input');
    return;
  }
  if (typeof value !== 'string' && typeof value !== 'number') return;
  const text = String(value).trim();
  const number = Number(text);
  if (number >= 400 && number < 600) {
    draft.status ??= number;
    return;
  }
  // xAI writes a sentence where others write a code.
  if (/\s\S+\s/.test(text)) {
    draft.messages.add(text.slice(0, longestSentence));
    return;
  }
  if (text === '' || text === '0' || /^(?:none|null|error|2\d\d)$/i.test(text)) return;
  draft.marks.add(within === 'base_resp' ? `base_resp_${text}` : markOf(text));
}

/** `InternalError.Algo.DataInspectionFailed` → internal_error_algo_data_inspection_failed. */
function markOf(text: string): string {
  return text
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_');
}

function readText(text: string, draft: Draft, depth: number, within: string): void {
  const trimmed = text.trim();
  if (trimmed === '') return;
  if (
    trimmed.startsWith('<') &&
    /<(?:!doctype|html|head|body|title|h1|center|\?xml)/i.test(trimmed)
  ) {
    draft.page ??= titleOf(trimmed);
    return;
  }
  // What the provider said, as text inside what the router says.
  const begin = trimmed.search(/[{[]/);
  const inner = begin < 0 ? null : valueIn(trimmed.slice(begin, lastBracket(trimmed) + 1));
  if (isObject(inner) || (Array.isArray(inner) && inner.some(isObject))) {
    const before = trimmed.slice(0, begin).replace(/[\s:-]+$/, '');
    if (before !== '') draft.messages.add(before.slice(0, longestSentence));
    readValue(inner, draft, depth + 1, within);
  } else draft.messages.add(trimmed.slice(0, longestSentence));
}

function lastBracket(text: string): number {
  return Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
}

function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(page)?.[1] ?? /<h1[^>]*>([^<]*)</i.exec(page)?.[1];
  return (title ?? '').replace(/\s+/g, ' ').trim().slice(0, 100);
}

function readFields(value: unknown, draft: Draft): void {
  const parts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  for (const part of parts)
    for (const name of part.split(/[^\w]+/))
      if (name !== '' && !/^(?:body|none|null|\d+)$/i.test(name)) draft.fields.add(name);
}

function secondsOf(value: unknown, isMilliseconds: boolean): number | null {
  const text = String(value).trim();
  const found = /^(\d+(?:\.\d+)?)s?$/.exec(text);
  if (!found) return waitIn(`retry in ${text}`);
  return Number(found[1]) / (isMilliseconds ? 1000 : 1);
}

const units = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** "Please try again in 6m0s" is 360 s; "retry after 9 seconds" is 9 s. */
function waitIn(message: string): number | null {
  const span =
    /(?:(?:try again|retry|retry your request|available(?: again)?|reset\w*|back) (?:in|after)|wait)(?: (?:for|about|approximately|at least|another))? ((?:\d+(?:\.\d+)? ?(?:ms|milliseconds?|seconds?|s|minutes?|min|m|hours?|h|days?|d)[ ,]*)+)/i.exec(
      message,
    )?.[1];
  if (span === undefined) return null;
  let seconds = 0;
  for (const [, amount, unit] of span.matchAll(/(\d+(?:\.\d+)?) ?([a-z]+)/gi))
    seconds += Number(amount) * units[shortUnit(unit ?? 's')];
  return seconds;
}

function shortUnit(unit: string): keyof typeof units {
  const lower = unit.toLowerCase();
  return /^(?:ms|milli)/.test(lower) ? 'ms' : (lower[0] as keyof typeof units);
}
