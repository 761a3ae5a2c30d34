/**
 * What a sentence weighs as lighter, and what it would never give up: "less to X than to Y", "X over Y", "trade X
 * for Y", "X bores me", "many people value X", "I would never trade X for Y". Word data is in weighing.json.
 */
import data from './data/weighing.json' with { type: 'json' };
import type { Token } from './tokens.ts';
import { cueWords } from './word-lists.ts';

const anyOf = (words: string) => new RegExp(`^(?:${words})$`);
const giving = anyOf(data.givingUp);
const exchanging = anyOf(data.exchanging);
const preferring = anyOf(data.preferring);
const others = new RegExp(data.othersSay);
const boring = new RegExp(data.boring);
const refusing = anyOf(data.refusing);
const prepositions = anyOf('for|on|to|by|about|in|with|of|away|up|upon|from');

/** Nothing of these kinds is said without one of their words. */
const mayWeigh = new RegExp(data.mayWeigh);

export type Weighed = {
  /** Per token: weighed as lighter, or said by others. */
  lighter: (boolean | undefined)[];
  /** Places of tokens behind which something is held. */
  held: number[];
};

/** `tokens` are those of one sentence. */
export function weigh(tokens: readonly Token[]): Weighed | null {
  const line = tokens.map(({ text }) => text).join(' ');
  if (!mayWeigh.test(line)) return null;
  const weighed: Weighed = { lighter: [], held: [] };
  sayOthers(tokens, line, weighed);
  outweigh(tokens, line, weighed);
  boreMe(tokens, line, weighed);
  for (let i = 0; i < tokens.length; i++) {
    const { text } = tokens[i]!;
    if (text === 'less' || (text === 'so' && tokens[i + 1]?.text === 'much'))
      lessThan(tokens, i, weighed);
    else if (/^(?:rather|sooner)$/.test(text)) ratherThan(tokens, i, weighed);
    else if (giving.test(text) || exchanging.test(text)) giveUp(tokens, i, weighed);
    else if (/^(?:over|above|before)$/.test(text)) preferOver(tokens, i, weighed);
  }
  return weighed;
}

function reject({ lighter }: Weighed, from: number, to: number): void {
  for (let k = from; k < to; k++) lighter[k] = true;
}

/** "Many people prize ambition, but …", "some would say obedience": up to a comma, unless it is said of the speaker. */
function sayOthers(tokens: readonly Token[], line: string, weighed: Weighed): void {
  if (!others.test(line)) return;
  let end = tokens.findIndex(({ text }) => /^(?:but|,|:|while)$/.test(text));
  if (end < 0) end = tokens.length;
  const said = tokens.slice(0, end);
  if (said.some(({ text }) => /^(?:i|i'm|me|my|we|us|our|myself)$/.test(text))) return;
  reject(weighed, 0, end);
}

/** "Conformity bores me", "pride and envy did not make my list": back to the beginning of the clause. */
function boreMe(tokens: readonly Token[], line: string, weighed: Weighed): void {
  const match = boring.exec(line);
  // "Freedom without responsibility is empty" holds both.
  if (!match || / without /.test(line.slice(0, match.index))) return;
  const at = line.slice(0, match.index).split(' ').length - 1;
  let from = at;
  while (from > 0) {
    const { text } = tokens[from - 1]!;
    if (cueWords.clauseStarts.has(text) || /^(?:but|while|:|is|are|matters?|means?)$/.test(text))
      break;
    from--;
  }
  reject(weighed, from, at + 1);
}

/** "drawn less to efficiency than to depth", "not so much success as growth". */
function lessThan(tokens: readonly Token[], at: number, weighed: Weighed): void {
  const link = tokens[at]!.text === 'less' ? 'than' : 'as';
  const than = tokens.findIndex(({ text }, k) => k > at + 1 && text === link);
  if (than < 0 || than - at > 10) return;
  reject(weighed, at + 1, than);
  weighed.held.push(behindPrepositions(tokens, than + 1));
}

/** "Accuracy beats fluency", "honesty takes precedence over comfort": what follows, up to the end of the clause. */
function outweigh(tokens: readonly Token[], line: string, weighed: Weighed): void {
  // "Nothing matters more to me than dignity."
  if (/^(?:nothing|no|little|few|none)\b/.test(line)) return;
  for (const match of line.matchAll(outweighing)) {
    const from = line.slice(0, match.index + match[0].length).split(' ').length;
    let end = from;
    while (end < tokens.length && !clauseEnd.test(tokens[end]!.text)) end++;
    reject(weighed, from, end);
  }
}
const outweighing = new RegExp(data.outweighing, 'g');
const clauseEnd = /^(?:,|:|—|–|but|because|since|and|when|if|for)$/;

/** "I'd rather be right than be quick": what comes behind "than"; "rather than" denies by itself. */
function ratherThan(tokens: readonly Token[], at: number, weighed: Weighed): void {
  const than = tokens.findIndex(({ text }, k) => k > at && text === 'than');
  if (than < 0 || than === at + 1 || than - at > 14) return;
  const comma = tokens.findIndex(({ text }, k) => k > than && text === ',');
  reject(weighed, than, comma < 0 ? tokens.length : comma);
}

/** "I'd trade comfort for adventure", "I would never trade honesty for fame", "I won't compromise on integrity". */
function giveUp(tokens: readonly Token[], at: number, weighed: Weighed): void {
  const isRefused = tokens.slice(Math.max(0, at - 4), at).some(({ text }) => refusing.test(text));
  const verb = tokens[at]!.text;
  if (!isRefused && !exchanging.test(verb)) return;
  // "never give": without "up" nothing is given up.
  if (/^giv/.test(verb) && !/^(?:up|away)$/.test(tokens[at + 1]?.text ?? '')) return;
  const price = tokens.findIndex(({ text }, k) => k > at + 1 && text === 'for');
  const object = behindPrepositions(tokens, at + 1);
  if (isRefused) {
    // "Accuracy is not something I'd give up for popularity": what is held stands before.
    if (price < 0 || !/^(?:up|away)$/.test(tokens[price - 1]!.text)) weighed.held.push(object);
    if (price > at) reject(weighed, price, tokens.length);
  } else if (price > object && price - object < 6) {
    reject(weighed, object, price);
    weighed.held.push(price + 1);
    const next = tokens.findIndex(({ text }, k) => k > price + 1 && text === 'for');
    const and = tokens.findIndex(({ text }, k) => k > price && /^(?:and|,|or)$/.test(text));
    // "comfort for adventure and security for freedom"
    if (and > 0 && next > and && next - and < 5) {
      reject(weighed, and + 1, next);
      weighed.held.push(next + 1);
    }
  }
}

/** "I favor depth over speed", "I place honesty above loyalty": up to the next item. */
function preferOver(tokens: readonly Token[], at: number, weighed: Weighed): void {
  // "Evidence over opinion."
  const isMotto =
    tokens[at]!.text === 'over' &&
    at > 0 &&
    at < 4 &&
    tokens.length < 9 &&
    !tokens.some(({ text }) => cueWords.verbs.has(text) || cueWords.clauseStarts.has(text));
  if (isMotto) {
    weighed.held.push(0);
    reject(weighed, at, tokens.length);
    return;
  }
  if (/^(?:all|everything|else|most|anything|any)$/.test(tokens[at + 1]?.text ?? 'all')) return;
  if (!tokens.slice(Math.max(0, at - 9), at).some(({ text }) => preferring.test(text))) return;
  let end = at + 1;
  while (end < tokens.length && end - at < 5 && !/^(?:and|,|or|but|:)$/.test(tokens[end]!.text))
    end++;
  reject(weighed, at, end);
}

function behindPrepositions(tokens: readonly Token[], from: number): number {
  let at = from;
  while (prepositions.test(tokens[at]?.text ?? '')) at++;
  return at;
}
