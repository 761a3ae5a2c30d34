/** Phrases in prose that announce or deny a value. */
import type { Token } from './tokens.ts';
import { cueWords, exceptions, knownValues } from './word-lists.ts';

type Phrase = readonly string[];
/** `bit`: the place of the index in the bits of `firstWords`. */
type PhraseIndex = { bit: number; phrases: ReadonlyMap<string, readonly Phrase[]> };

/** First word → the indexes that have a phrase with it, as bits: most words begin none. */
const firstWords = new Map<string, number>();
let bits = 1;

function indexPhrases(phrases: readonly string[]): PhraseIndex {
  const split = phrases.map((phrase) => phrase.replace(/[’]/g, "'").split(' '));
  const index = Map.groupBy(split, ([first]) => first!);
  for (const list of index.values()) list.sort((a, b) => b.length - a.length);
  const bit = bits;
  bits *= 2;
  for (const first of index.keys()) firstWords.set(first, (firstWords.get(first) ?? 0) | bit);
  return { bit, phrases: index };
}

export const valuedCues = indexPhrases(cueWords.valued);
export const describedCues = indexPhrases(cueWords.described);
const idioms = indexPhrases(cueWords.idioms);
const openers = indexPhrases(cueWords.openers);
const offering = indexPhrases(cueWords.offering);
const offers = indexPhrases(cueWords.offers);
const negations = indexPhrases(cueWords.negations);
const listNegations = indexPhrases(cueWords.listNegations);
const softNegations = indexPhrases(cueWords.softNegations);
/** "good listener", and not what somebody does: "help people". */
const saysDeed = /^(?:help|serv|tell|avoid|prevent|minimi|work|do|respect|behav)/;
export const knownPhrases = indexPhrases(
  [...knownValues, ...[...exceptions.keys()].filter((phrase) => !saysDeed.test(phrase))].filter(
    (value) => value.includes(' '),
  ),
);

/** Length of the longest phrase of the index at token `at`, or 0. */
export function phraseAt(tokens: readonly Token[], at: number, index: PhraseIndex): number {
  const first = tokens[at]!;
  if (first.cues < 0) first.cues = firstWords.get(first.text) ?? 0;
  if ((first.cues & index.bit) === 0) return 0;
  const candidates = index.phrases.get(first.text)!;
  for (const phrase of candidates)
    if (phrase.every((word, k) => tokens[at + k]?.text === word)) return phrase.length;
  return 0;
}

/** "To be honest, …": such words say nothing of the speaker. */
function opener(tokens: readonly Token[]): number {
  const length = phraseAt(tokens, 0, openers);
  return tokens[length]?.text === ',' ? length : 0;
}

/** "the value of a person", "my values and goals": the cue word is a noun here and lists nothing. */
export function isNounUse(tokens: readonly Token[], at: number, length: number): boolean {
  if (length > 1) return false;
  const word = tokens[at]!.text;
  if (!/^(?:values?|prioriti\w+|champion)$/.test(word)) return false;
  const before = tokens[at - 1]?.text ?? '';
  const next = tokens[at + length]?.text ?? '';
  return (
    /^(?:my|our|your|their|his|her|its|the|a|an|of|these|those|core|moral|personal|own|same|important|and|human|similar|two|three|four|five|six|seven|eight|nine|ten|several|many|few|some|certain|which|what|\d+)$/.test(
      before,
    ) || !/^[\p{L}*"“'(]/u.test(next)
  );
}

/** Per token: whether it does not count: part of an idiom, or denied (from a negation to the end of its clause). */
export function findDenied(tokens: readonly Token[]): (boolean | undefined)[] {
  const denied: (boolean | undefined)[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const idiom = phraseAt(tokens, i, idioms) || (i === 0 ? opener(tokens) : 0);
    for (let k = i; k < i + idiom; k++) denied[k] = true;
    // "It depends, honestly."
    if (i === tokens.length - 1 && tokens[i - 1]?.text === ',' && phraseAt(tokens, i, openers) > 0)
      denied[i] = true;
  }
  for (let i = 0; i < tokens.length; i++) {
    const negation = phraseAt(tokens, i, negations);
    if (negation === 0) continue;
    const soft = Math.max(
      phraseAt(tokens, i, softNegations),
      i > 0 ? phraseAt(tokens, i - 1, softNegations) - 1 : 0,
    );
    if (soft > 0) continue;
    const lists = phraseAt(tokens, i, listNegations) > 0;
    const narrow =
      lists ||
      (/^(?:without|avoid|avoids|avoiding|free|no|nor|except|rather|instead)$/.test(
        tokens[i]!.text,
      ) &&
        // "Nor do I think that …"
        !(
          tokens[i]!.text === 'nor' &&
          /^(?:do|am|would|can|will|is|are)$/.test(tokens[i + 1]?.text ?? '')
        ));
    for (let k = i; k < tokens.length; k++) {
      const text = tokens[k]!.text;
      if (k > i && (text === 'but' || text === ':' || text === 'while')) break;
      // "Instead of competition I value cooperation."
      if (narrow && k > i + 1 && /^(?:i|we)$/.test(text)) break;
      const next = tokens[k + 1]?.text ?? '';
      const goesOn = !narrow || (lists && isListItem(tokens, k + 1));
      if (text === ',' && (!goesOn || startsClause(next, tokens[k + 2]?.text))) break;
      // "While I hold no beliefs, a few commitments run through …"
      if (text === ',' && conceding.test(tokens[0]!.text) && opensMain(tokens, k + 1)) break;
      if (k > i && text === 'and' && cueWords.clauseStarts.has(next)) break;
      denied[k] = true;
    }
  }
  return denied;
}

const conceding = /^(?:while|although|though|even|whereas|since|because)$/;

/** At least four words up to the next comma: no item of a list. */
function opensMain(tokens: readonly Token[], from: number): boolean {
  const next = tokens.findIndex(({ isWord }, k) => k >= from && !isWord);
  return (next < 0 ? tokens.length : next) - from >= 4;
}

/** After a comma: a few words without a verb or a cue, up to the next comma or the end. */
function isListItem(tokens: readonly Token[], from: number): boolean {
  let words = 0;
  for (let i = from; i < tokens.length; i++) {
    const { text, isWord } = tokens[i]!;
    if (!isWord) return words > 0;
    words++;
    const ends = cueWords.clauseStarts.has(text) || cueWords.verbs.has(text);
    if (
      words > 5 ||
      ends ||
      phraseAt(tokens, i, valuedCues) + phraseAt(tokens, i, describedCues) > 0
    )
      return false;
  }
  return words > 0;
}

export const startsClause = (next: string, afterNext: string | undefined): boolean =>
  cueWords.clauseStarts.has(next) ||
  next === 'but' ||
  (next === 'and' && afterNext !== undefined && cueWords.clauseStarts.has(afterNext));

const ofOthers = /^(?:people|they|others|humans|users|everyone|you|societies|cultures|most|many)$/;

/** "… matter to me", "… guide me", "… come first": the verb after what is valued. */
export function isSubjectVerb(tokens: readonly Token[], at: number): boolean {
  const verb = tokens[at]!.text;
  if (!cueWords.subjectVerbs.has(verb)) return false;
  const next = tokens[at + 1]?.text;
  if (/^(?:outrank|outweigh|trump|surpass)/.test(verb)) return next !== undefined;
  if (/^comes?$/.test(verb)) return next === 'first' || next === 'before';
  if (next === undefined || next === ',')
    return /^(?:matters?|counts?|wins?|prevails?)$/.test(verb);
  // "Culture and tradition shape how people see the world."
  if (/^(?:how|what|who)$/.test(next) && ofOthers.test(tokens[at + 2]?.text ?? '')) return false;
  return (
    /^(?:me|us|my|our|most|above|everything|how|what|who)$/.test(next) ||
    (/^(?:matters?|means?)$/.test(verb) && /^(?:a|the|more|to|deeply|so|very|greatly)$/.test(next))
  );
}

/** "Would you like …?", "Let me know …": the sentence offers to continue and says nothing of values. */
export const isOffer = (tokens: readonly Token[]): boolean => phraseAt(tokens, 0, offers) > 0;

/** Per token: whether it names an offered good ("I provide support and guidance"). */
export function findOffered(tokens: readonly Token[]): (boolean | undefined)[] {
  const offered: (boolean | undefined)[] = [];
  let inClause = false;
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i]!.text;
    if (phraseAt(tokens, i, offering) > 0) inClause = true;
    else if (cueWords.clauseStarts.has(text) && text !== 'you') inClause = false;
    else if (inClause && cueWords.offered.has(text)) offered[i] = true;
  }
  return offered;
}
