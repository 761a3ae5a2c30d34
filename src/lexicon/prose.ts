/**
 * Values named in running text. Three readings of a sentence, from sure to unsure: words after a
 * cue of valuing ("I value …", "principles such as …") or before one ("… are important to me"); words that describe the speaker ("I strive to be …"); and known values anywhere in it. What is denied ("not", "without") is left out.
 */
import { type Candidate, candidateAt, moved } from './candidate.ts';
import {
  describedCues,
  findDenied,
  findOffered,
  isNounUse,
  isOffer,
  knownPhrases,
  phraseAt,
  valuedCues,
} from './cues.ts';
import { deniesLabel } from './denial.ts';
import { isEnd } from './frame-lists.ts';
import { readRun } from './list-items.ts';
import { readNamed, readShunned } from './naming.ts';
import { oncePerText } from './once-per-text.ts';
import { readRunAfter } from './prose-runs.ts';
import { isPredicate, readSubjects, shortCore } from './prose-subjects.ts';
import { readVerbPhrases } from './prose-verbs.ts';
import { isRun } from './runs.ts';
import { pushSpan, type Sentence } from './sentence.ts';
import { countWords, type Span, type Token, tokenise } from './tokens.ts';
import { isWanted } from './wanted.ts';
import { weigh } from './weighing.ts';
import { cueWords, framingWords, intensifiers, labelWords } from './word-lists.ts';

/** Candidates of a stretch of prose. */
export function readProse(text: string, span: Span): Candidate[] {
  const found: Candidate[] = [];
  for (const sentence of sentences(text, span)) {
    const { lead, rest } = leadingLabel(text, sentence);
    if (lead) found.push(lead);
    // What follows a label explains it; "Honestly?" asks.
    const asks =
      text[rest.end] === '?' &&
      countWords(text, rest) <= 3 &&
      !/^\s*(?:perhaps|maybe|probably|possibly|surely|certainly|definitely)\s/i.test(
        text.slice(rest.start, rest.end),
      );
    if (asks || (lead && lead.end !== rest.start)) continue;
    const label = lead ? null : runLabel.exec(text.slice(rest.start, rest.end));
    if (label && deniesLabel(label[1]!, true)) continue;
    const named = label && { start: rest.start + label[0].length, end: rest.end };
    if (named && keeping.test(label[1]!) && isRun(text, named))
      found.push(...readRun(text, named, 'prose'));
    else readSentence(text, rest, found);
  }
  return found;
}

/** "Values I'd keep: courage, and tenderness." */
const runLabel = /^\s*([\p{L}'’ ]{3,60}):\s+/u;
const keeping =
  /\b(?:keep|kept|pass on|carry on|carry forward|hold|held|stay|stays|preserve|preserved|retain|save)\b/i;

const sentenceEnd = /[.!?]+["'”’)\]*_]*(?=\s|$)|\n\s*\n|[;…]|\n(?=\s*[-*•\d])/g;

function sentences(text: string, span: Span): Span[] {
  const parts: Span[] = [];
  const part = text.slice(span.start, span.end);
  let at = 0;
  for (const match of part.matchAll(sentenceEnd)) {
    parts.push({ start: span.start + at, end: span.start + match.index });
    at = match.index + match[0].length;
  }
  parts.push({ start: span.start + at, end: span.end });
  return parts.filter((piece) => piece.end > piece.start);
}

/** "Loyalty: I am loyal to …" within a paragraph. */
function leadingLabel(text: string, sentence: Span): { lead: Candidate | null; rest: Span } {
  const match = /^\s*((?:\p{Lu}[\p{L}'’-]*)(?:\s+[\p{L}'’-]+){0,3})\s*:\s+(?=\p{L})/u.exec(
    text.slice(sentence.start, sentence.end),
  );
  if (!match) return { lead: null, rest: sentence };
  const words = match[1]!.toLowerCase();
  const last = words.slice(words.lastIndexOf(' ') + 1);
  const rest = { start: sentence.start + match[0].length, end: sentence.end };
  const framing =
    /^(?:my|our|your|what|things?)\s|^(?:a )?(?:close |distant )?(?:first|second|third|next|last|runner-up)\b|\banswer$|^in (?:short|brief|sum)|^bottom line/.test(
      words,
    ) ||
    framingWords.has(words) ||
    framingWords.has(last) ||
    labelWords.has(last) ||
    cueWords.voice.has(last);
  const clause = tokenise(words, { start: 0, end: words.length }).some(
    (word) => cueWords.verbs.has(word.text) || cueWords.clauseStarts.has(word.text),
  );
  if (framing || clause) return { lead: null, rest: sentence };
  const start = sentence.start + match[0].indexOf(match[1]!);
  const head = { start, end: start + match[1]!.length };
  return { lead: candidateAt(text, head, 'list', 'listed'), rest };
}

/** Words of a sentence at most; a longer one is read in pieces, so that the time stays linear. */
const longestSentence = 400;

function readSentence(text: string, { start, end }: Span, found: Candidate[]): void {
  for (const candidate of readOwnSentence(text.slice(start, end)))
    found.push(moved(candidate, start));
}

const readOwnSentence = oncePerText((text) => {
  const found: Candidate[] = [];
  const tokens = tokenise(text, { start: 0, end: text.length });
  for (let from = 0; from < tokens.length; from += longestSentence)
    readTokens(text, tokens.slice(from, from + longestSentence), found);
  return found;
});

function readTokens(text: string, tokens: readonly Token[], found: Candidate[]): void {
  if (isOffer(tokens) || isPolite(tokens)) return;
  const words = tokens.filter((token) => token.isWord).length;
  const hasVoice = tokens.some(
    (token) => cueWords.voice.has(token.text) || cueWords.important.has(token.text),
  );
  const denied = findDenied(tokens);
  const weighed = weigh(tokens);
  for (const [i, lighter] of weighed?.lighter.entries() ?? []) if (lighter) denied[i] = true;
  const sentence: Sentence = { text, tokens, denied, offered: findOffered(tokens), found };

  for (let i = 0; i < tokens.length; i++) {
    if (denied[i]) continue;
    const valued = phraseAt(tokens, i, valuedCues);
    const described = valued > 0 || isOffered(tokens, i) ? 0 : phraseAt(tokens, i, describedCues);
    if (valued > 0 && !isNounUse(tokens, i, valued)) readRunAfter(sentence, i + valued, 'listed');
    else if (described > 0) readRunAfter(sentence, i + described, 'described');
    // "A few commitments run through everything I do — candor about my limits, …"
    else if (/^[—–:]$/.test(tokens[i]!.text) && isAnnounced(tokens, i))
      readRunAfter(sentence, i + 1, 'described');
    else if (isPredicate(tokens, i)) readRunAfter(sentence, i + 1, 'listed');
    // "Being honest even when it hurts", "I want to be fair".
    else if (isBeing.test(tokens[i]!.text) && (i === 0 || isWanted(tokens, i, -1)))
      readRunAfter(sentence, i + 1, 'described');
  }
  // "People over process."
  if (weighed?.held[0] === 0 && isEnd(tokens[0]!.text))
    pushSpan(text, tokens[0]!.start, tokens.at(-1)!.end, 'listed', found);
  for (const at of weighed?.held ?? []) {
    // "never trade honesty": the denial of the loss holds what follows.
    for (let k = at; k < tokens.length && !weighed!.lighter[k]; k++) denied[k] = false;
    readRunAfter(sentence, at, 'listed');
  }
  readSubjects(sentence);
  readNamed(sentence);
  readShunned(sentence);
  const core = shortCore(sentence);
  if (core >= 0) readRunAfter(sentence, core, 'described');
  readVerbPhrases(sentence, hasVoice || words <= 12);
  if (hasVoice || words <= 12) readMentions(sentence);
}

const isAnnounced = (tokens: readonly Token[], at: number): boolean =>
  tokens
    .slice(0, at)
    .some(({ text }) =>
      /^(?:commitments|values|principles|things|ideas|words|qualities|virtues|ideals|pillars|priorities|convictions)$/.test(
        text,
      ),
    );

/** "if that would be helpful": about the offer. */
const isOffered = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'be' &&
  /^(?:would|might|could|may|can|will)$/.test(tokens[at - 1]?.text ?? '') &&
  /^(?:that|it|this|these|which|they)$/.test(tokens[at - 2]?.text ?? '');

/** "That's a thoughtful question", "Thank you for asking". */
const isPolite = (tokens: readonly Token[]): boolean =>
  /^(?:that's|that|this|it's|it|what|such|thank|thanks|great|good)$/.test(tokens[0]!.text) &&
  tokens.length <= 14 &&
  tokens.some(({ text }) => /^(?:questions?|asking|prompt)$/.test(text));

const isBeing = /^(?:be|being|stay|staying|remain|remaining|become|becoming)$/;

/** Single words and known phrases, anywhere unless denied. */
function readMentions({ text, tokens, denied, offered, found }: Sentence): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (
      denied[i] ||
      offered[i] ||
      !token.isWord ||
      isVerbHere(tokens, i) ||
      isTopic(tokens, i) ||
      isEmphasis(tokens, i)
    )
      continue;
    const length = phraseAt(tokens, i, knownPhrases);
    if (length > 0) {
      pushSpan(text, token.start, tokens[i + length - 1]!.end, 'mentioned', found);
      i += length - 1;
    } else if (token.end - token.start >= 3 && !cueWords.articles.has(token.text))
      pushSpan(text, token.start, token.end, 'mentioned', found);
  }
}

/** "an unwavering focus": says how strongly. */
const isEmphasis = (tokens: readonly Token[], at: number): boolean =>
  intensifiers.has(tokens[at]!.text) &&
  tokens[at + 1]?.isWord === true &&
  !/^(?:and|or|in|with|about|to|toward|towards|even|when|as|is|are)$/.test(tokens[at + 1]!.text);

/** "a speech about courage": what something else is about. */
const isTopic = (tokens: readonly Token[], at: number): boolean =>
  /^(?:about|on)$/.test(tokens[at - 1]?.text ?? '') &&
  /^(?:speech|essay|story|book|poem|article|paper|question|debate|conversation|discussion|talk|film|movie|novel|song|course|text|report|quote|joke)s?$/.test(
    tokens[at - 2]?.text ?? '',
  );

/** "to honor all three", "we trust our readers": a verb with its object, not a value. */
const isVerbHere = (tokens: readonly Token[], at: number): boolean =>
  /^(?:to|i|we|you|they|can|could|will|would|should|must)$/.test(tokens[at - 1]?.text ?? '') &&
  /^(?:a|an|the|my|your|our|their|his|her|its|this|that|these|those|all|any|every|each|both|it|them|you|him|me|us|what|how)$/.test(
    tokens[at + 1]?.text ?? '',
  );
