/** The JSON pieces of an endpoint's answer: of a stream, or of an answer that came in one. */
import { EndpointError } from '../../errors.ts';
import { isObject, parseLoosely, valueIn } from '../../tables/loose-json.ts';
import { eventReader, type ServerEvent } from './events.ts';
import { checkContentType, type FaultContext, htmlFault, ToldError } from './faults.ts';

/** Letters of one event, or bytes of an answer in one piece: beyond them it is not an answer. */
const longestPiece = 16 * 2 ** 20;

/** Milliseconds in which an endpoint may close a stream after its last event, so that the connection can be used again. */
const closing = 1000;

/** Of an event, or of its data alone: a sign of life and nothing else. */
const lifeSign = /^(?:ping|pong|keep[-_ ]?alive|heart[-_ ]?beat|processing|waiting)$/i;

/** Data without anything that JSON is made of. */
const inWords = /^(?!-?\d|true$|false$|null$)[^{}[\]"]{1,300}$/;

/** Of an event: the answer is whole. */
const endSign = /^(?:done|end|close|complete)$/i;

/**
 * Yields the pieces as they come. `onBytes` hears every sign of life, comments included; `seen.end` is
 * set when the endpoint said that it was done. What is in the body decides how it is read, not
 * what its content type says. Throws ToldError for an error that is told by its event or as plain text, EndpointError for a
 * piece that is not JSON ('truncated'), a web page or something else that is not an answer ('malformed').
 */
export async function* chunksOf(
  response: Response,
  context: FaultContext,
  onBytes: () => void,
  seen: { end: boolean },
): AsyncGenerator<unknown> {
  const type = checkContentType(response, context);
  if (!response.body) return;
  const reader = response.body.getReader();
  let open = true;
  try {
    let begun = new Uint8Array();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      onBytes();
      begun = begun.length === 0 ? value : Buffer.concat([begun, value]);
      if (firstLetter(begun) !== null) break;
    }
    const first = firstLetter(begun);
    if (first === null) return;
    if (first === '<') throw htmlFault(context);
    if (first === '{' || first === '[' || first === '"') {
      const answer = valuesIn(await restOf(reader, begun, onBytes), context);
      seen.end = true;
      yield* answer;
      return;
    }
    const events = eventReader(longestPiece);
    let any = false;
    for (let bytes: Uint8Array | null = begun; ; ) {
      for (const one of bytes ? events.push(bytes) : events.end()) {
        any = true;
        for (const piece of piecesOf(one, context)) {
          if (piece === end) {
            seen.end = true;
            open = false;
            drain(reader);
            return;
          }
          yield piece;
        }
      }
      if (!bytes) break;
      const { done, value }: { done: boolean; value?: Uint8Array | undefined } =
        await reader.read();
      if (!done) onBytes();
      bytes = done ? null : (value ?? null);
    }
    if (!any && /plain|json|^$/.test(type)) throw new ToldError(Buffer.from(begun).toString());
    if (!any && !type.includes('event-stream')) throw strangeFault(type, context);
  } catch (error) {
    if (error instanceof RangeError) throw endlessFault(context);
    throw error;
  } finally {
    if (open) void reader.cancel().catch(() => {});
  }
}

/** The first letter that is no white space, a byte-order mark left out; null where there is none yet. */
function firstLetter(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString();
  return text.replace(/^\ufeff/, '').trimStart()[0] ?? null;
}

async function restOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  begun: Uint8Array,
  onBytes: () => void,
): Promise<string> {
  const parts = [begun];
  let length = begun.length;
  for (;;) {
    const { done, value } = await reader.read();
    if (done)
      return Buffer.concat(parts)
        .toString()
        .replace(/^\ufeff/, '');
    onBytes();
    parts.push(value);
    length += value.length;
    if (length > longestPiece) throw new RangeError('an answer without end');
  }
}

const end = Symbol('the end of a stream');

const isDone = (text: string): boolean =>
  /^\s*"?\[DONE\]"?\s*$/i.test(text) || /^\s*\{\s*"done"\s*:\s*true\s*\}\s*$/.test(text);

/** The pieces of an event: usually one; none for a sign of life; several where a server leaves out the empty lines. */
function piecesOf({ event, data }: ServerEvent, context: FaultContext): unknown[] {
  const text = data.trim();
  if (isDone(text)) return [end];
  // Nearly every piece of an answer.
  if (event === '' && text.startsWith('{')) return valuesIn(text, context);
  if (text === '' || lifeSign.test(event) || lifeSign.test(text.replace(/["']/g, ''))) return [];
  if (endSign.test(event) && !/^[{[]./.test(text.replace('{}', ''))) return [end];
  if (!/error|exception/i.test(event))
    // Words and no JSON: they do not belong to an answer that follows; without one they may say why.
    return inWords.test(text) ? [{ message: text }] : valuesIn(text, context);
  let told: unknown = text;
  try {
    told = parseLoosely(text);
  } catch {
    // An error in words.
  }
  // Bedrock names the exception in the event alone.
  throw new ToldError(event === 'error' || !isObject(told) ? told : { type: event, ...told });
}

/** A JSON value, a list of them, or one a line. */
function valuesIn(text: string, context: FaultContext): unknown[] {
  try {
    const value = parseLoosely(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    const lines = text
      .replace(/\bdata:(?=\s*\[DONE\]\s*$)/i, '')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const whole = valueIn(text.slice(0, text.lastIndexOf('}') + 1));
    // A remark that a proxy puts behind the answer.
    if (whole !== null && !/[{}[\]"]/.test(text.slice(text.lastIndexOf('}') + 1))) return [whole];
    // One a line, or one right after the other.
    for (const parts of [lines, text.replace(/\}\s*(?=\{")/g, '}\0').split('\0')])
      try {
        if (parts.length > 1) return parts.map((part) => (isDone(part) ? end : parseLoosely(part)));
      } catch {
        // Neither.
      }
    const { connection } = context;
    throw new EndpointError(
      'truncated',
      `${connection.config.name}: a part of the answer is not JSON`,
      { where: connection.host },
    );
  }
}
function drain(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), closing);
  const read = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  void read()
    .catch(() => {})
    .finally(() => clearTimeout(timer));
}

function strangeFault(type: string, { connection }: FaultContext): EndpointError {
  const what = type === '' ? 'without a content type' : `of type ${type.split(';')[0]}`;
  return new EndpointError(
    'malformed',
    `${connection.config.name}: what came back (${what}) is not an answer`,
    { where: connection.host, hint: 'Is this the address of an OpenAI-compatible endpoint?' },
  );
}

function endlessFault({ connection }: FaultContext): EndpointError {
  return new EndpointError(
    'malformed',
    `${connection.config.name}: a piece of the answer is longer than ${longestPiece / 2 ** 20} MB`,
    { where: connection.host, hint: 'Is this the address of an OpenAI-compatible endpoint?' },
  );
}
