/** The values that an answer in another language names: value words of its lists, and of its prose what is not denied. */
import { findBlocks } from '../blocks.ts';
import passing from '../data/passing.json' with { type: 'json' };
import { deniedSpans } from '../denied-blocks.ts';
import { readJson } from '../json-strings.ts';
import type { MentionSource } from '../lexicon.ts';
import { headingMark, markLength } from '../list-items.ts';
import { readTable, tableAt } from '../tables.ts';
import { type Span, trimSpaces } from '../tokens.ts';
import { type Language, type Lexeme, lexemesIn } from './language.ts';

export type Named = Lexeme & { word: string; source: MentionSource };

/** Descriptors whose words are also said in passing. */
const saidInPassing: ReadonlySet<string> = new Set(passing.descriptors);

/** In the order of the text, which is readable (see `readable-text.ts`). */
export function readLanguage(said: string, language: Language): Named[] {
  const text = language.plain(said);
  const blocks = findBlocks(text);
  const denied = deniedSpans(text, blocks, (label) => denies(label, language));
  const found: Named[] = [];
  const take = (lexemes: readonly Lexeme[], source: MentionSource): number => {
    const held = lexemes.filter(
      ({ start, word }) =>
        word !== null && !denied.some((span) => start >= span.start && start < span.end),
    ) as (Lexeme & { word: string })[];
    for (const lexeme of held) found.push({ ...lexeme, source });
    return lexemes.length;
  };
  for (const block of blocks) {
    if (block.kind === 'json')
      for (const { start, end } of readJson(text, block))
        take(heldIn(text, { start, end }, language, true), 'json');
    else readLines(text, block, language, take);
  }
  return found.sort((a, b) => a.start - b.start);
}

type Take = (lexemes: readonly Lexeme[], source: MentionSource) => number;

function readLines(text: string, block: Span, language: Language, take: Take): void {
  const lines = linesOf(text, block);
  /** A head that stands alone is explained by the paragraph below it, or by deeper lines. */
  let head: { indent: number; alone: boolean } | null = null;
  let explained = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const content = text.slice(line.start, line.end);
    if (content.trim() === '') {
      if (explained) head = null;
      explained = false;
      continue;
    }
    const table = tableAt(text, lines, i);
    if (table) {
      for (const { start, end } of readTable(
        text,
        lines.slice(i, i + table.count),
        table.separator,
      ))
        take(heldIn(text, { start, end }, language, true), 'list');
      i += table.count - 1;
      continue;
    }
    const inner = trimSpaces(text, line);
    const indent = inner.start - line.start;
    const trimmed = text.slice(inner.start, inner.end);
    const heading = headingMark.exec(trimmed);
    const mark = markLength(trimmed);
    const bold = /^(?:\*\*|__)/.test(trimmed.slice(heading?.[0].length ?? mark));
    const isItem = heading !== null || mark > 0 || bold;
    if (!isItem && head && (head.alone || indent > head.indent)) {
      explained = true;
      continue;
    }
    const body = { start: inner.start + (heading?.[0].length ?? mark), end: inner.end };
    const read = readHeaded(text, body, language, isItem, take);
    head = read === null ? null : { indent, alone: isItem && read.alone };
  }
}

const explains = /\s*[:：]\s*|\s+[-–—]+\s+|\s*[—=→]\s*|\s*[(（]/;
const explainsItem = /\s*[:：]\s*|\s+[-–—]+\s+|\s*[—=→]\s*|\s*[(（]|[.。।]\s*(?=\S)/;

/** Takes the head where it names a value, else all of it; null where the line has no head. */
function readHeaded(
  text: string,
  body: Span,
  language: Language,
  isItem: boolean,
  take: Take,
): { alone: boolean } | null {
  const content = text.slice(body.start, body.end);
  const cut = (isItem ? explainsItem : explains).exec(content);
  if (cut && cut.index > 0 && cut.index <= 60) {
    const head = { start: body.start, end: body.start + cut.index };
    const rest = { start: head.end + cut[0].length, end: body.end };
    const named = heldIn(text, head, language, true);
    if (named.length > 0) {
      take(named, isItem ? 'list' : 'run');
      if (/[:：]/.test(cut[0]) && isRunOfValues(text, rest, language))
        take(heldIn(text, rest, language, true), 'run');
      return { alone: !/\p{L}/u.test(text.slice(rest.start, rest.end)) };
    }
    take(heldIn(text, rest, language, isRunOfValues(text, rest, language)), 'prose');
    return null;
  }
  const isShort = content.length <= 40 || isRunOfValues(text, body, language);
  const count = take(heldIn(text, body, language, isShort), isShort ? 'list' : 'prose');
  return isItem && count > 0 ? { alone: true } : null;
}

/** "A, B and C" of which most are value words. */
function isRunOfValues(text: string, { start, end }: Span, language: Language): boolean {
  const items = text
    .slice(start, end)
    .split(/[,،、，;；·•/]/)
    .filter((item) => /\p{L}/u.test(item));
  if (items.length < 2) return false;
  return lexemesIn(text, start, end, language).length >= items.length * 0.75;
}

/** Whether a label says that what follows is not held. */
export function denies(label: string, language: Language): boolean {
  const { start, end } = lastClause(label, language);
  const clause = label.slice(start, end);
  const spans = lexemesIn(clause, 0, clause.length, language);
  return (
    language.denies.test(masked(clause, 0, spans, language)) || language.unimportant.test(clause)
  );
}

/** "As an AI I have no values, but these principles guide me:" – what says of what follows whether it is held. */
function lastClause(label: string, language: Language): Span {
  const sentence = pieces(label, { start: 0, end: label.length }, sentenceEnd)
    .filter(({ start, end }) => /\p{L}/u.test(label.slice(start, end)))
    .at(-1);
  if (!sentence) return { start: 0, end: label.length };
  const turn: Span = turns(label, sentence, language).at(-1) ?? sentence;
  // "Although I feel nothing, three ideas guide me:"
  for (const end of [/[,،、，]/g, language.concedes]) {
    const last = end ? pieces(label, turn, end).at(-1)! : turn;
    const says = label.slice(last.start, last.end);
    const enough = language.spaced ? /(?:\p{L}[\p{L}\p{M}]*\P{L}+){2}\p{L}/u : /\p{L}{4}/u;
    if (last.start > turn.start && enough.test(says) && !language.denies.test(says)) return last;
  }
  return turn;
}

const sentenceEnd = /[.!?。！？؟।…]+|\n/g;
const segmentEnd = /[,،、，;；:：()（）—]|\s[-–]\s/g;

/** The value words of a stretch that are not denied; of prose without those that are said in passing. */
function heldIn(text: string, span: Span, language: Language, listed: boolean): Lexeme[] {
  return pieces(text, span, sentenceEnd).flatMap((sentence) => {
    // A question offers, or asks.
    if (/^[?？؟]/.test(text.slice(sentence.end))) return [];
    const held = heldInSentence(text, sentence, language);
    const hasCue =
      listed ||
      language.cues.test(text.slice(sentence.start, sentence.end)) ||
      // "Peace and freedom."
      isBare(text, { ...sentence, turns: false }, language);
    if (hasCue) return held;
    const sure = held.filter(({ word }) => word !== null && !saidInPassing.has(word));
    return sure.length >= 2 ? held : sure;
  });
}

function pieces(text: string, span: Span, end: RegExp): Span[] {
  const found: Span[] = [];
  let at = span.start;
  for (const match of text.slice(span.start, span.end).matchAll(end)) {
    found.push({ start: at, end: span.start + match.index });
    at = span.start + match.index + match[0].length;
  }
  found.push({ start: at, end: span.end });
  return found.filter((piece) => piece.end > piece.start);
}

function heldInSentence(text: string, sentence: Span, language: Language): Lexeme[] {
  const segments = pieces(text, sentence, segmentEnd).flatMap((segment) =>
    turns(text, segment, language),
  );
  const held: Lexeme[][] = [];
  /** A denial goes on over bare words behind it. */
  let denying = false;
  /** "Power, fame, and money are not important": the items before it, up to a turn or a semicolon. */
  const denyBefore = (i: number): void => {
    for (let k = i - 1; k >= 0; k--) {
      const joint = text.slice(segments[k]!.end, segments[k + 1]!.start);
      if (segments[k + 1]!.turns || /[;；:：]/.test(joint)) return;
      if (!isBare(text, segments[k]!, language)) return;
      held[k] = [];
    }
  };
  segments.forEach((segment, i) => {
    const content = text.slice(segment.start, segment.end);
    const lexemes = lexemesIn(text, segment.start, segment.end, language);
    const negation = language.denies.exec(masked(content, segment.start, lexemes, language));
    const unimportant = language.unimportant.exec(content);
    if (unimportant) {
      // "No me importa el poder": what is unimportant stands behind it.
      const isPredicate = !/\p{L}/u.test(content.slice(0, unimportant.index));
      const until = segment.start + unimportant.index + unimportant[0].length;
      const opens = isPredicate && lexemes.some(({ start }) => start >= until);
      if (!opens) denyBefore(i);
      // "Material success, however, means nothing to me": the subject stands before the insertion.
      const last = segments.findLastIndex(
        (one, k) => k < i && /\p{L}/u.test(text.slice(one.start, one.end)),
      );
      const subject = segments[last];
      if (
        isPredicate &&
        !opens &&
        subject &&
        !language.starts.test(text.slice(subject.start, subject.end))
      )
        held[last] = [];
      held.push([]);
      denying = false;
      return;
    }
    if (negation === null) {
      denying &&= !segment.turns && isBare(text, segment, language);
      held.push(denying ? [] : lexemes.filter((lexeme) => !isNegated(text, lexeme)));
      return;
    }
    if (denying && !segment.turns && isBare(text, segment, language)) {
      held.push([]);
      return;
    }
    const at = segment.start + negation.index;
    if (language.postfix) {
      denyBefore(i);
      held.push(lexemes.filter(({ start }) => start > at));
    } else {
      denying = true;
      held.push(lexemes.filter((lexeme) => lexeme.start < at && !isNegated(text, lexeme)));
    }
  });
  const lighter = lighterSpans(text, sentence, language);
  return held
    .flat()
    .filter(
      (lexeme) => !lighter.some((span) => lexeme.start >= span.start && lexeme.start < span.end),
    );
}

/** "more important than X": the stretch of X. */
const lighterSpans = (text: string, { start, end }: Span, language: Language): Span[] =>
  [...text.slice(start, end).matchAll(language.lighter)].flatMap((match) =>
    match
      .indices!.slice(1)
      .filter((group) => group !== undefined)
      .map(([from, to]) => ({ start: start + from, end: start + to })),
  );

/** 不公平, 無責任 */
const isNegated = (text: string, { start }: Lexeme): boolean =>
  /[不非無无未反]/.test(text[start - 1] ?? '');

type Segment = Span & { turns: boolean };

/** Cut before each "but". */
function turns(text: string, segment: Span, language: Language): Segment[] {
  const found: Segment[] = [];
  let at = segment.start;
  let isTurn = false;
  for (const match of text.slice(segment.start, segment.end).matchAll(language.but)) {
    const index = segment.start + match.index;
    if (index > at) found.push({ start: at, end: index, turns: isTurn });
    at = index + match[0].length;
    isTurn = true;
  }
  if (at < segment.end) found.push({ start: at, end: segment.end, turns: isTurn });
  return found;
}

/** Value words and function words alone. */
function isBare(text: string, segment: Segment, language: Language): boolean {
  const content = text.slice(segment.start, segment.end);
  if (language.starts.test(content) && language.spaced) return false;
  let rest = content;
  for (const { start, end } of lexemesIn(text, segment.start, segment.end, language).toReversed())
    rest = rest.slice(0, start - segment.start) + rest.slice(end - segment.start);
  const left = rest.match(/[\p{L}\p{M}]+/gu) ?? [];
  return language.spaced
    ? left.every((word) => language.functionWords.has(word.toLowerCase()) || word.length <= 2)
    : left.join('').length <= 2 && !/で$/.test(content);
}

/** The stretch without its value words, and without what only sounds like a denial. */
function masked(
  content: string,
  offset: number,
  lexemes: readonly Lexeme[],
  language: Language,
): string {
  let rest = content.replace(language.soft, (soft) => ' '.repeat(soft.length));
  for (const { start, end } of lexemes)
    rest = rest.slice(0, start - offset) + ' '.repeat(end - start) + rest.slice(end - offset);
  return rest;
}

function linesOf(text: string, span: Span): Span[] {
  const lines: Span[] = [];
  let at = span.start;
  for (const match of text.slice(span.start, span.end).matchAll(/\n/g)) {
    lines.push({ start: at, end: span.start + match.index });
    at = span.start + match.index + 1;
  }
  lines.push({ start: at, end: span.end });
  return lines;
}
