/**
 * Clauses that name a value by a noun: "The first is care", "Such behavior goes against my commitment to honesty",
 * "Clarity underlies everything I do". Word data is in naming.json. Only nouns that are known values count.
 */

import { type Candidate, candidateAt } from './candidate.ts';
import data from './data/naming.json' with { type: 'json' };
import { readRunAfter } from './prose-runs.ts';
import type { Sentence } from './sentence.ts';
import { plainText, type Span, type Token, tokenise } from './tokens.ts';
import { cueWords, knownValues } from './word-lists.ts';

const filled = (pattern: string): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: keyof typeof data.groups) => data.groups[name]);
const anyOf = (patterns: readonly string[], end: string) =>
  new RegExp(`(?<![\\w'-])(?:${patterns.map(filled).join('|')})${end}`, 'g');

const before = data.before.map((pattern) => anyOf([pattern], '(?= )'));
const describing = data.describing.map((pattern) => anyOf([pattern], '(?= )'));
const offending = anyOf(data.offending, '(?= )');
const shunning = anyOf(data.shunning, '(?= )');
const wrong = anyOf([data.wrong], '(?![\\w-])');
const labels = anyOf(data.offendingLabels, '(?= )');
const after = anyOf(data.after, '(?![\\w-])');

export function readNamed(whole: Sentence): void {
  const sentence = withoutMarks(whole);
  const { tokens, denied } = sentence;
  const line = lineOf(tokens);
  const starts = startsOf(tokens);
  const hasValue = tokens.some(({ text }) => knownValues.has(text));
  const behind = (match: RegExpExecArray) => starts.get(match.index + match[0].length + 1);
  for (const match of hasValue ? matches(before, line) : []) {
    const at = behind(match);
    if (at !== undefined && !denied[at]) readNouns(sentence, at);
  }
  for (const match of matches(describing, line)) {
    const at = behind(match);
    if (at !== undefined && !denied[at]) readRunAfter(sentence, at, 'described');
  }
  if (!hasValue) return;
  for (const match of line.matchAll(offending)) {
    const at = behind(match);
    if (at !== undefined) readNouns({ ...sentence, denied: [] }, at);
  }
  for (const match of line.matchAll(after)) {
    const at = starts.get(match.index);
    if (at !== undefined && at > 0 && !denied[at - 1]) readSubject(sentence, at);
  }
}

const matches = (patterns: readonly RegExp[], line: string) =>
  patterns.flatMap((pattern) => [...line.matchAll(pattern)]);

const lineOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join(' ');

/** Without marks of emphasis and quotation. */
function withoutMarks(sentence: Sentence): Sentence {
  const kept = sentence.tokens.flatMap(({ text }, i) => (/^[*_"“”‘’]$/.test(text) ? [] : [i]));
  if (kept.length === sentence.tokens.length) return sentence;
  return {
    ...sentence,
    tokens: kept.map((i) => sentence.tokens[i]!),
    denied: kept.map((i) => sentence.denied[i]),
    offered: kept.map((i) => sentence.offered[i]),
  };
}

/**
 * Values that a line says are offended, violated, or what forbids something ("Flattery – offends honesty", "Value
 * offended: care", and, where the line is of a rejected list, "sharing secrets (privacy)"): they are held, whatever
 * the list around them rejects.
 */
export function readOffended(text: string, line: Span, isRejected: boolean): Candidate[] {
  const content = text.slice(line.start, line.end);
  const isOffence = isRejected || saysOffence(content);
  if (!isOffence && !mayLabel.test(content)) return [];
  const found: Candidate[] = [];
  const tokens = tokenise(text, line);
  const sentence = withoutMarks({ text, tokens, denied: [], offered: [], found });
  const words = lineOf(sentence.tokens);
  const starts = startsOf(sentence.tokens);
  const read = [labels, ...(isOffence ? [offending] : []), ...(isRejected ? [bracket] : [])];
  for (const match of matches(read, words)) {
    const at = starts.get(match.index + match[0].length + 1);
    if (at !== undefined) readNouns(sentence, at);
  }
  return found;
}

const mayLabel =
  /(?:values?|principles?|virtues?|ideals?)\b[^:]{1,30}:|(?:offends?|violates?|betrays?|offended|violated|breaches|undermines|contradicts|forbidden by|against)\b[^:]{0,9}:/i;
const bracket = /(?<=^|\s)(?:\(|→|⇒)(?= )/g;
const offence =
  /(?:[:–—→.(-]|\*\*)[\s*_]*(?:this |that |it |which )?(?:would )?(?:offends?|violates?|betrays?|undermines?|breaches|contradicts|goes against|runs counter to|forbidden by|ruled out by)\s/i;
/** "Flattery – offends …", "**Deceiving users.** It violates …": what stands before is no value. */
export const saysOffence = (line: string): boolean => offence.test(line);

/** Nothing is shunned or called wrong without one of these. */
const mayShun =
  /^(?:not|never|refuse|decline|ashamed|embarrassed|mortified|sorry|wrong|acceptable|okay|regret|against|opposed|rather|sooner|guilty|line|excuse|refrain|business|above|.+n't|hate|loath\w*|reluctant|unwilling|afraid|bothers?|troubles?|pains?|upsets?|disturbs?|shames?|shame\w*|shrink|shy|steer|stop|un\w+|in\w+|im\w+|evil|cruel|dishonest|betrayal|failure|nothing)$/;

/**
 * Deeds that the speaker would never do or is ashamed of ("I would never deceive a user, or share their secrets", "I'd
 * be ashamed of flattering anyone"), and what is called wrong ("cruelty is wrong"): the denial of each names a value.
 */
export function readShunned(whole: Sentence): void {
  if (!whole.tokens.some((token) => mayShun.test(token.text))) return;
  const sentence = withoutMarks(whole);
  const { text, tokens, found } = sentence;
  const line = lineOf(tokens);
  const starts = startsOf(tokens);
  const push = (from: number, to: number) => {
    if (to <= from) return;
    const span = { start: tokens[from]!.start, end: tokens[to - 1]!.end };
    const candidate = candidateAt(text, span, 'prose', 'described');
    if (candidate) found.push({ ...candidate, verbal: true, shunned: true });
  };
  for (const match of line.matchAll(shunning)) {
    let from = starts.get(match.index + match[0].length + 1);
    if (from === undefined) continue;
    for (let i = from; i <= tokens.length; i++) {
      const word = tokens[i]?.text;
      const stops = word === undefined || /^(?:[:;—–]|but|because|since|unless|so)$/.test(word);
      if (!stops && !/^(?:,|or|nor|and)$/.test(word)) continue;
      if (i - from > 1) push(from, Math.min(i, from + 10));
      if (stops) break;
      from = i + 1;
      while (/^(?:,|or|nor|and|to|of|by|even|ever|at)$/.test(tokens[from]?.text ?? '')) from++;
      // "I never lie, and I keep my word": a clause of its own.
      if (cueWords.clauseStarts.has(tokens[from]?.text ?? 'it')) break;
      i = from - 1;
    }
  }
  for (const match of line.matchAll(wrong)) {
    const at = starts.get(match.index);
    if (at !== undefined && at > 0) push(at - 1, at);
  }
}

/** The place in the line → the token that begins there. */
function startsOf(tokens: readonly Token[]): Map<number, number> {
  const starts = new Map<number, number>();
  let place = 0;
  for (const [i, { text }] of tokens.entries()) {
    starts.set(place, i);
    place += text.length + 1;
  }
  return starts;
}

/** What stands between the beginning of the clause and its verb. */
function readSubject(sentence: Sentence, verb: number): void {
  const { tokens } = sentence;
  let start = verb;
  while (start > 0 && verb - start < 12) {
    const { text } = tokens[start - 1]!;
    if (cueWords.clauseStarts.has(text) || cueWords.verbs.has(text) || text === ':') break;
    start--;
  }
  // "For me, care …", "To me care …"
  if (/^(?:me|us)$/.test(tokens[start + 1]?.text ?? '') && tokens[start + 2]?.isWord) start += 2;
  else if (cueWords.prepositions.has(tokens[start]!.text))
    start = tokens.findIndex(({ text }, k) => k > start && k < verb && text === ',') + 1 || start;
  if (start < verb) readNouns(sentence, start, verb);
}

function readNouns(sentence: Sentence, at: number, until?: number): void {
  const found: Sentence['found'] = [];
  // "care for others" where it is known as a whole, "care" where it is not.
  readRunAfter({ ...sentence, found }, at, 'listed', until);
  readRunAfter({ ...sentence, found }, at, 'described', until);
  for (const candidate of found)
    if (
      plainText(candidate.raw)
        .split(/[^a-z-]+/)
        .some((word) => knownValues.has(word))
    )
      sentence.found.push({ ...candidate, standing: 'described' });
}
