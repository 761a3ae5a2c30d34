/** Items of lists and the words that head them: "1. **Honesty**: I tell the truth" names honesty. */
import { type Candidate, candidateAt } from './candidate.ts';
import { isEnd } from './frame-lists.ts';
import type { MentionSource } from './lexicon.ts';
import { isRun, splitRun } from './runs.ts';
import {
  countWords,
  plainText,
  type Span,
  trimCandidate,
  trimSpaces,
  withoutStop,
} from './tokens.ts';
import { cueWords, exceptions, framingWords, knownValues, labelWords } from './word-lists.ts';

/**
 * What stands before an item, by class of Unicode: dashes and bullets, symbols and pictographs, numbers
 * (plain, circled, raised, Roman, in brackets), letters, boxes, and "Value 3:".
 */
const anyMark = new RegExp(
  `^(?:${[
    '[\\p{Pd}*+>•‣◦⁃∙·・‧※†‡§¶]\\s+',
    '[-–•‣◦⁃∙·・‧※](?=\\p{L})',
    '\\p{Nd}\\uFE0F?\\u20E3\\s*',
    '(?:\\p{Extended_Pictographic}|[\\p{So}→⇒✓])[\\uFE0F\\p{EMod}]*\\s*',
    '\\p{No}[.)、:]?\\s*',
    '\\p{Nl}[.)、:．]?\\s*',
    '[#№(（[【〔]?\\s?\\p{Nd}{1,3}\\s?[.):\\]、．）：】〕。][)）]?\\s*',
    '[(（[【〔]\\s?(?:\\p{L}|[IVXivx]{1,5}|[一二三四五六七八九十]{1,3})\\s?[)\\]）】〕][.:]?\\s*',
    '\\p{Nd}{1,3}(?:st|nd|rd|th)?\\s[-–—]\\s+',
    '\\p{Nd}{1,3}(?:st|nd|rd|th)[.):]?\\s+',
    '[A-Za-z]\\)[:.]?\\s+',
    '[A-H][:.]\\s+',
    '(?:[IVX]{1,5}|[ivx]{1,5})[.)]\\s+',
    '[一二三四五六七八九十]{1,3}[、.．：]\\s*',
    '第[一二三四五六七八九十\\d]{1,3}(?:[、，,:：]|は、?)\\s*',
    '\\[[ xX✓✔]?\\]\\s*',
    '(?:core |guiding )?(?:value|principle|virtue|quality|trait|ideal|step|rule|pillar|point|priority|commitment|number|lesson|law|article|tenet|commandment)\\s?(?:#|no\\.? ?|number )?\\p{Nd}{1,2}\\s?(?:[:.)]|\\s[-–—]\\s)\\s*',
  ].join('|')})+`,
  'iu',
);
/** Of the marks above those that begin with a letter of A to Z. */
const letterMark =
  /^(?:[a-z]\)|[a-h][:.]\s|[ivx]{1,5}[.)]|(?:core |guiding )?(?:va|pr|vi|qu|tr|id|st|ru|pi|po|co|nu|le|la|ar|te))/i;

/** Length of the mark before an item, or 0. */
export function markLength(text: string): number {
  const code = text.charCodeAt(0) | 32;
  if (code >= 97 && code <= 122 && !letterMark.test(text)) return 0;
  return anyMark.exec(text)?.[0].length ?? 0;
}

export const headingMark = /^#{1,6}\s+/;
const bold = /^(\*\*|__|\*|_)(?=\S)([\s\S]*?\S)\1/;
/** Marks between bold words that stand side by side. */
const boldNext = /^\s*(?:[·•|,;/&+]|,?\s*and\s)\s*(?:and\s+)?(?=\*\*\S|__\S)/;
const explains =
  /\s*[:：](?=\s|\*|$)|\s+[-–—]{1,2}>?\s+|\s*—\s*|\s+(?:→|⇒|=>)\s+|\s*\(|\.\s+(?=\S)|\s+(?:is|are|means|refers to|involves)\s/;

/** "Honesty – telling the truth; Care – looking after others": the heads; null of any other stretch. */
export function readExplainedRun(text: string, span: Span): Candidate[] | null {
  const { start, end } = trimSpaces(text, span);
  const heads: Span[] = [];
  let at = start;
  for (const part of text.slice(start, end).split(';')) {
    const from = at;
    at += part.length + 1;
    if (part.trim() === '') continue;
    const cut = explains.exec(part.trimStart());
    const head = { start: from + part.length - part.trimStart().length, end: from };
    head.end = head.start + (cut?.index ?? 0);
    if (!cut || cut.index === 0 || /^\s*\.|is|are|means|refers|involves/.test(cut[0])) return null;
    if (countWords(text, head) > 4 || !isHead(text, head) || isFramingHead(text, head)) return null;
    heads.push(head);
  }
  return heads.length < 2 ? null : heads.flatMap((head) => readRun(text, head, 'list'));
}

/**
 * Candidates that head an item (without its mark), or null where the item has no head and must be
 * read as prose.
 */
export function readItem(text: string, span: Span): Candidate[] | null {
  const item = trimSpaces(text, span);
  const content = text.slice(item.start, item.end);
  const strong = bold.exec(content);
  if (strong) {
    const start = item.start + strong[1]!.length;
    const head = { start, end: start + strong[2]!.length };
    const first = readHead(text, head, 'bold');
    const behind = item.start + strong[0].length;
    const mark = /^\s*[:：]?\s*/.exec(text.slice(behind, item.end))!;
    const heads = readExplainedRun(text, { start: behind + mark[0].length, end: item.end });
    if (heads) return [...(first ?? []), ...heads];
    const next = boldNext.exec(content.slice(strong[0].length));
    const listed = listedBehind(text, head, { start: behind + mark[0].length, end: item.end });
    if (listed) return listed;
    if (!first) return first;
    const answer = withoutStop(text, { start: behind + mark[0].length, end: item.end });
    // "**Short answer:** truthfulness."
    if (
      isFramingHead(text, head) &&
      /[:：]/.test(text.slice(head.start, answer.start)) &&
      answer.end > answer.start
    )
      return isRun(text, answer) ? readRun(text, answer, 'list') : null;
    if (!next) {
      // "**A**, B, C"
      const comma = /^\s*[,;|/]\s*/.exec(content.slice(strong[0].length));
      const rest = {
        start: item.start + strong[0].length + (comma?.[0].length ?? 0),
        end: item.end,
      };
      return comma && isRun(text, rest, 3) ? [...first, ...readRun(text, rest, 'list')] : first;
    }
    // "**A** · **B** · **C**"
    const rest = { start: item.start + strong[0].length + next[0].length, end: item.end };
    return [...first, ...(readItem(text, rest) ?? [])];
  }
  const cut = explains.exec(content);
  const heads = readExplainedRun(text, item);
  if (heads) return heads;
  if (cut && cut.index > 0) {
    const head = { start: item.start, end: item.start + cut.index };
    const rest = { start: head.end + cut[0].length, end: item.end };
    if (isFramingHead(text, head)) {
      const named = withoutStop(text, rest);
      return isRun(text, named) ? readRun(text, named, 'list') : null;
    }
    if (isHead(text, head)) {
      // "Priorities of mine: A, B, C": what follows is a list itself.
      if (/[:：]/.test(cut[0]) && splitRun(text, rest).length >= 3 && isRun(text, rest, 2))
        return [...readRun(text, head, 'list'), ...readRun(text, rest, 'list')];
      const inner = cut[0].includes('(') ? bracketed(text, head.end) : null;
      return [...readRun(text, head, 'list'), ...(inner ? described(text, inner) : [])];
    }
    // "My value is honesty": the head is the subject; prose reads it.
    return null;
  }
  const whole = withoutStop(text, item);
  return isRun(text, whole, 6) ? readRun(text, whole, 'list') : null;
}

/** "**Core:** integrity, empathy": where the head is no value and most of what follows are, these. */
function listedBehind(text: string, head: Span, rest: Span): Candidate[] | null {
  if (!/[:：]/.test(text.slice(head.start, rest.start)) || !isRun(text, withoutStop(text, rest), 4))
    return null;
  const wordOf = ({ start, end }: Span) => plainText(text.slice(start, end)).replace(/[:\s]+$/, '');
  const isValue = (word: string) => knownValues.has(word) || exceptions.has(word);
  const items = readRun(text, withoutStop(text, rest), 'list');
  const known = items.filter((item) => isValue(wordOf(item)));
  return !isValue(wordOf(head)) && items.length >= 2 && known.length * 2 > items.length
    ? items
    : null;
}

/** A bold part or a heading: its words, unless it is a sentence. */
export function readHead(text: string, bold: Span, source: MentionSource): Candidate[] | null {
  // "**1st – Wisdom**", "## Value 2: Love"
  const mark = markLength(text.slice(bold.start, bold.end));
  const span = { start: bold.start + mark, end: bold.end };
  const content = text.slice(span.start, span.end);
  const cut = /\s*[:：]|\.\s*$|\s+[-–—]\s+/.exec(content);
  const head = cut && cut.index > 0 ? { start: span.start, end: span.start + cut.index } : span;
  return isHead(text, head) ? readRun(text, head, source) : null;
}

/** Candidates of a run of words. */
export function readRun(text: string, span: Span, source: MentionSource): Candidate[] {
  return splitRun(text, span)
    .map((item) => candidateAt(text, preferred(text, item), source, 'listed'))
    .filter((candidate) => candidate !== null);
}

/** "honesty over comfort", "truth rather than praise": what is preferred, without what is not. */
function preferred(text: string, item: Span): Span {
  const content = text.slice(item.start, item.end);
  const cut = /\s+(?:over|rather than|instead of|more than|(?:and|but) not|not|never)\s+\S/i.exec(
    content,
  );
  const first = cut ? plainText(content.slice(0, cut.index)) : '';
  // "People over process": the judge of words knows what comes first.
  if (!cut || cut.index === 0 || cueWords.ruling.has(first) || isEnd(first)) return item;
  return { start: item.start, end: item.start + cut.index };
}

const isHead = (text: string, head: Span): boolean =>
  countWords(text, head) <= 8 && isRun(text, head, 6);

/** "Values: honesty, care": the head frames what follows it. */
export function isFramingHead(text: string, head: Span): boolean {
  const { start, end } = trimCandidate(text, head);
  const words = plainText(text.slice(start, end));
  const last = words.slice(words.lastIndexOf(' ') + 1);
  return (
    framingWords.has(words) ||
    cueWords.voice.has(last) ||
    framingWords.has(last) ||
    labelWords.has(last)
  );
}

/** Short words in brackets after a head: "Community (Justice, Kindness)". */
function bracketed(text: string, from: number): Span | null {
  const open = text.indexOf('(', from);
  const close = text.indexOf(')', open);
  if (open < 0 || close < 0 || close - open > 80) return null;
  const inner = { start: open + 1, end: close };
  return isRun(text, inner, 2) ? inner : null;
}

const described = (text: string, span: Span): Candidate[] =>
  readRun(text, span, 'list').map((candidate) => ({ ...candidate, standing: 'described' }));
