/** One answer assembled from its pieces. Pure except for `onText`. */

import { isObject } from '../../tables/loose-json.ts';
import { splitReasoning } from '../local/reasoning.ts';
import { stopFilter } from '../local/stop-filter.ts';
import { ToldError } from './faults.ts';
import { type Ending, endingOf } from './finish-reason.ts';
import { type Piece, readPiece } from './piece.ts';
import { exceptionKey, readSaid, saysSomething } from './said.ts';
import { thoughtFilter } from './thoughts.ts';

/** Letters of an answer and of its reasoning at most, whatever the endpoint sends. */
const longestText = (maxTokens: number): number => Math.max(2 ** 16, 32 * maxTokens);
const longestReasoning = 2 ** 20;

/** Names under which a server says what happened. */
const saidBy = /^(?:message|msg|detail|details|reason|description|type|request_?id)$/i;

const toldMore: ReadonlySet<Ending | null> = new Set(['length', 'filter', 'again']);

export type HearingOptions = {
  stop: readonly string[];
  maxTokens: number;
  /** Texts that no answer may hold: the key that was sent. */
  secrets: readonly string[];
  onText: ((text: string) => void) | undefined;
};

export type Hearing = {
  text: string;
  /** Apart from the answer, or between tags in it. */
  reasoning: string;
  /** Why it ended, in the endpoint's word; empty where it gave none. */
  finish: string;
  /** At a stop string. */
  stopped: boolean;
  /** Far more than was asked for. */
  cut: boolean;
  /** It holds a secret, and nothing of it may be kept. */
  betrayed: boolean;
  /** Any choice was seen. */
  hasChoice: boolean;
  promptTokens: number | null;
  completionTokens: number | null;
};

/** `hear` takes one JSON piece and tells whether it said something of the answer; it throws ToldError for an error that is told. */
export function createHearing({ stop, maxTokens, secrets, onText }: HearingOptions): {
  heard: Hearing;
  hear(raw: unknown): boolean;
  /** At the end of all pieces. Throws ToldError where nothing of an answer came. */
  end(): void;
} {
  const heard: Hearing = {
    ...{ text: '', reasoning: '', finish: '', stopped: false, cut: false },
    ...{ betrayed: false, hasChoice: false, promptTokens: null, completionTokens: null },
  };
  const longest = longestText(maxTokens);
  let filters = makeFilters();
  let reasoning = '';
  let thought = '';
  /** Text that came as additions, and text that came as messages. */
  let added = false;
  let messages = '';
  let loud = true;
  let strange: unknown = null;
  /** A piece with a code and words: an error where no reason for an end follows it. */
  let doubtful: unknown = null;

  function makeFilters() {
    return { stop: stopFilter(stop), thoughts: thoughtFilter(), secrets: stopFilter(secrets) };
  }

  function say(text: string): void {
    const kept = text.slice(0, longest - heard.text.length);
    heard.cut ||= kept.length < text.length;
    if (kept === '') return;
    heard.text += kept;
    if (loud) onText?.(kept);
  }

  function take(said: string): void {
    const { text, stopped } = filters.secrets.push(said);
    heard.betrayed ||= stopped;
    if (heard.betrayed) return;
    // A stop string inside thoughts stops nothing.
    const { text: answer, thought: more } = filters.thoughts.push(text);
    thought += more;
    const passed = filters.stop.push(answer);
    say(passed.text);
    heard.stopped = passed.stopped;
  }

  /** A whole message replaces all that came before it. */
  function restart(piece: Piece): void {
    filters = makeFilters();
    heard.text = '';
    heard.cut = false;
    thought = '';
    if (piece.reasoning !== '') reasoning = '';
    loud = false;
  }

  function hear(raw: unknown): boolean {
    const piece = readPiece(raw);
    if (piece.error !== null) throw new ToldError(piece.error);
    heard.promptTokens = piece.promptTokens ?? heard.promptTokens;
    heard.completionTokens = piece.completionTokens ?? heard.completionTokens;
    if (!piece.hasChoice) {
      noteStrange(raw, piece);
      return false;
    }
    heard.hasChoice = true;
    if (piece.isMessage && piece.text !== '') {
      if (added || (messages !== '' && piece.text.startsWith(messages))) {
        restart(piece);
        messages = '';
      }
      messages += piece.text;
      added = false;
    } else added ||= piece.text !== '';
    reasoning += piece.reasoning;
    if (reasoning.length + thought.length > longestReasoning) heard.cut = true;
    if (piece.text !== '') take(piece.text);
    // Some send an empty reason with every piece, some a plain end behind the reason for it.
    if (endingOf(piece.finish) !== 'stop' || !toldMore.has(endingOf(heard.finish)))
      heard.finish = piece.finish || heard.finish;
    return piece.text !== '' || piece.reasoning !== '' || piece.finish !== '';
  }

  /** A piece without a choice: usage, a piece of the server's own, or an error in a form of its own. */
  function noteStrange(raw: unknown, piece: Piece): void {
    if (piece.completionTokens !== null) return;
    strange = raw;
    if (!isObject(raw)) return;
    const said = readSaid(raw);
    if (said.status !== null || isError(raw)) throw new ToldError(raw);
    // Words alone in the middle of an answer are no part of it.
    const inWords = heard.text !== '' && Object.keys(raw).every((name) => saidBy.test(name));
    if (said.messages.length > 0 && (hasCode(raw) || inWords)) doubtful = raw;
  }

  return {
    heard,
    hear,
    end() {
      if (!heard.hasChoice && strange !== null && saysSomething(readSaid(strange)))
        throw new ToldError(strange);
      if (doubtful !== null && heard.finish === '' && !heard.stopped && !heard.cut)
        throw new ToldError(doubtful);
      if (!heard.stopped && !heard.betrayed) {
        const last = filters.thoughts.push(filters.secrets.rest());
        const { text, thought: more } = filters.thoughts.rest();
        thought += last.thought + more;
        say(filters.stop.push(last.text + text).text);
        say(filters.stop.rest());
      }
      // Where the thoughts began without a mark, only their end shows them.
      const split = thought === '' ? splitReasoning(heard.text, '') : { text: heard.text };
      heard.text = split.text;
      heard.reasoning = [reasoning, thought.trim(), ('reasoning' in split && split.reasoning) || '']
        .filter((one) => one !== '')
        .join('\n');
      heard.betrayed ||= secrets.some((secret) => heard.reasoning.includes(secret));
    },
  };
}

/** Whether a piece is an error in a form of its own, which an answer that has begun does not hide. */
function isError(raw: Record<string, unknown>): boolean {
  if (raw.success === false) return true;
  if (
    [raw.object, raw.type, raw.status].some((one) =>
      /^(?:error|fail(?:ed|ure)?|fatal)$/i.test(String(one)),
    )
  )
    return true;
  return Object.entries(raw).some(([name, inner]) => exceptionKey.test(name) && isObject(inner));
}

/** Whether a piece has a code that does not say that all is well. */
function hasCode(raw: Record<string, unknown>): boolean {
  const { base_resp: base } = raw;
  const codes = [raw.code, raw.error_code, raw.err_code, raw.errcode];
  return [...codes, isObject(base) ? base.status_code : undefined].some(isFailure);
}

const isFailure = (code: unknown): boolean =>
  (typeof code === 'number' && code !== 0 && (code < 200 || code > 299)) ||
  (typeof code === 'string' && !/^(?:|0+|2\d\d|ok|success\w*|none|null)$/i.test(code));
