/**
 * The tokens of a prompt with their log-probabilities, as `/completions` tells them with `echo` and `logprobs`. Read
 * field by field: they are used only where they are certain to be those of the prompt.
 */
import { isObject } from '../../tables/loose-json.ts';
import { readPiece } from './piece.ts';

/** A token of the prompt and its place in UTF-16 units; null where its log-probability is not given. */
export type Echoed = { token: string; start: number; end: number; logProbability: number | null };

type Entry = { token: string; logProbability: number | null; offset: number | null };

/** The tokens of `text`, or null where they are not given or cannot be matched with certainty. */
export function readEchoed(value: unknown, text: string): Echoed[] | null {
  const entries = entriesOf(value);
  if (!entries || entries.length === 0) return null;
  const { promptTokens, completionTokens } = readPiece(value);
  // A server that ignores `echo` gives only the tokens of its answer.
  if (promptTokens !== null && !wouldFit(entries.length, promptTokens, completionTokens ?? 0))
    return null;
  const starts = startsByOffset(entries, text) ?? startsByText(entries, text);
  if (!starts) return null;
  const echoed = entries.flatMap(({ token, logProbability }, i) => {
    const start = starts[i] as number;
    // The answer follows the text.
    if (start >= text.length) return [];
    return [
      { token, start, end: Math.min(text.length, starts[i + 1] ?? text.length), logProbability },
    ];
  });
  if (promptTokens !== null && echoed.length !== promptTokens) return null;
  const [first, ...rest] = echoed;
  // The first token has nothing before it; one that has a log-probability is not the first, or what is told is none.
  if (first?.logProbability !== null) return null;
  return rest.every(({ logProbability }) => logProbability === null || logProbability <= 1e-3)
    ? echoed
    : null;
}

const wouldFit = (entries: number, prompt: number, answer: number): boolean =>
  entries === prompt || entries === prompt + Math.max(answer, 1);

/** OpenAI's lists side by side, or a list of objects (`content`), which llama-server and some gateways tell. */
function entriesOf(value: unknown): Entry[] | null {
  const choices = isObject(value) ? value.choices : null;
  const choice: unknown = Array.isArray(choices) ? choices[0] : choices;
  const told = isObject(choice) ? choice.logprobs : null;
  if (!isObject(told)) return null;
  if (Array.isArray(told.content))
    return told.content.map((one) => {
      const { token, bytes, logprob, text_offset: offset } = isObject(one) ? one : {};
      return entryOf(fromBytes(bytes) ?? token, logprob, offset);
    });
  const { tokens, token_logprobs: logprobs, text_offset: offsets } = told;
  if (!Array.isArray(tokens) || !Array.isArray(logprobs) || tokens.length !== logprobs.length)
    return null;
  const own = Array.isArray(offsets) && offsets.length === tokens.length ? offsets : [];
  return tokens.map((token, i) => entryOf(token, logprobs[i], own[i]));
}

function entryOf(token: unknown, logprob: unknown, offset: unknown): Entry {
  const text = isObject(token) ? (fromBytes(token.bytes) ?? token.text ?? token.token) : token;
  return {
    token: typeof text === 'string' ? text : '',
    logProbability: typeof logprob === 'number' && Number.isFinite(logprob) ? logprob : null,
    offset: typeof offset === 'number' && Number.isInteger(offset) && offset >= 0 ? offset : null,
  };
}

function fromBytes(bytes: unknown): string | null {
  if (!Array.isArray(bytes) || bytes.length === 0) return null;
  return bytes.every((one) => Number.isInteger(one)) ? Buffer.from(bytes).toString() : null;
}

/** Where each token begins by the endpoint's offsets: in characters, UTF-16 units, or bytes; null where none matches the text. */
function startsByOffset(entries: readonly Entry[], text: string): number[] | null {
  if (entries.some(({ offset }) => offset === null)) return null;
  const offsets = entries.map(({ offset }) => offset as number);
  // vLLM counts the token that it puts before the text, and which the text does not hold, as if it stood there.
  const shift = isOutside(entries[0] as Entry, text) ? (offsets[1] ?? 0) : 0;
  for (const unit of [
    characters(text),
    Array.from({ length: text.length + 1 }, (_, i) => i),
    bytes(text),
  ]) {
    const starts = offsets.map((offset) => unit[Math.max(0, offset - shift)] ?? text.length);
    if (entries.every((entry, i) => meets(entry, starts[i] as number, text)) && rises(starts))
      return starts;
  }
  return null;
}

/** Where each token begins if all of them together are the text, and what was made behind it. */
function startsByText(entries: readonly Entry[], text: string): number[] | null {
  const skip = isOutside(entries[0] as Entry, text) ? 1 : 0;
  let end = 0;
  const starts = entries.map(({ token }, i) => {
    const start = end;
    if (i >= skip) end += plain(token).length;
    return start;
  });
  const whole = entries
    .slice(skip)
    .map(({ token }) => plain(token))
    .join('');
  return whole.startsWith(text) ? starts : null;
}

/** A token that the model puts before every text: `<s>`, `<|begin_of_text|>`. */
const isOutside = ({ token, logProbability }: Entry, text: string): boolean =>
  logProbability === null && /^<.*>$|^\[(?:BOS|CLS)\]$/.test(token) && !text.startsWith(token);

function meets({ token }: Entry, start: number, text: string): boolean {
  if (start >= text.length || !isWritten(token)) return true;
  const written = plain(token);
  return text.startsWith(written, start) || (start === 0 && text.startsWith(written.trimStart()));
}

/** Whether a token's text is a text: a part of a character is told as a mark, or in OpenAI's form for bytes. */
const isWritten = (token: string): boolean =>
  token !== '' && !token.includes('\uFFFD') && !/^bytes:|^<0x[0-9A-F]{2}>$|^<.*>$/.test(token);

/** Some tell tokens as their vocabulary writes them. */
const plain = (token: string): string =>
  token.replaceAll('▁', ' ').replaceAll('Ġ', ' ').replaceAll('Ċ', '\n');

const rises = (starts: readonly number[]): boolean =>
  starts.every((start, i) => i === 0 || start >= (starts[i - 1] as number));

/** The UTF-16 place of each character, and of the end. */
function characters(text: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    places.push(at);
    at += character.length;
  }
  return [...places, at];
}

/** The UTF-16 place of each byte, and of the end; a byte within a character stands at its start. */
function bytes(text: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    places.push(...Array<number>(Buffer.byteLength(character)).fill(at));
    at += character.length;
  }
  return [...places, at];
}
