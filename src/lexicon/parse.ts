/** From a raw answer to words that may name values, each with its place. */
import { type Block, findBlocks } from './blocks.ts';
import { type Candidate, moved } from './candidate.ts';
import { findDenied } from './cues.ts';
import { deniedSpans } from './denied-blocks.ts';
import { explainsValue, namesValue, readJson } from './json-strings.ts';
import {
  headingMark,
  isFramingHead,
  markLength,
  readExplainedRun,
  readHead,
  readItem,
  readRun,
} from './list-items.ts';
import { readOffended, saysOffence } from './naming.ts';
import { oncePerText } from './once-per-text.ts';
import { readProse } from './prose.ts';
import { isRun } from './runs.ts';
import { readTable, tableAt } from './tables.ts';
import { countWords, type Span, tokenise, trimSpaces, withoutStop } from './tokens.ts';
import { relationalAdjectives } from './word-lists.ts';

/**
 * Candidates of an answer in the order of the text; `text.slice(start, end) === raw` for each.
 * Where two start together, the surer one (`listed`, `described`, `mentioned`) comes first.
 */
export function parseAnswer(
  text: string,
  blocks: readonly Block[] = findBlocks(text),
): Candidate[] {
  const found: Candidate[] = [];
  for (const block of blocks) {
    if (block.kind === 'json') add(found, readJson(text, block));
    else readText(text, block, found);
  }
  const denied = deniedSpans(text, blocks);
  const held = offendedIn(text, blocks, denied);
  return [...withoutOffences(text, withoutDenied(found, denied), held), ...held].sort(
    (a, b) => a.start - b.start || rank(a) - rank(b) || b.end - a.end,
  );
}

/** Items of a list of rejected values do not count. */
function withoutDenied(found: Candidate[], denied: readonly Span[]): Candidate[] {
  if (denied.length === 0) return found;
  return found.filter(({ start }) => {
    let low = 0;
    let high = denied.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (denied[middle]!.start <= start) low = middle + 1;
      else high = middle;
    }
    const before = denied[low - 1];
    return before === undefined || start >= before.end;
  });
}

/** Values that are named as offended, line by line, also in lists of what is rejected. */
function offendedIn(text: string, blocks: readonly Block[], denied: readonly Span[]): Candidate[] {
  return blocks
    .filter(({ kind }) => kind === 'text')
    .flatMap((block) => splitLines(text, block))
    .flatMap((line) => {
      const isRejected = denied.some(({ start, end }) => start <= line.start && line.start < end);
      return readOffended(text, line, isRejected);
    });
}

/** "**Sycophancy** – offends honesty": what offends is no value. */
function withoutOffences(
  text: string,
  found: Candidate[],
  held: readonly Candidate[],
): Candidate[] {
  if (held.length === 0) return found;
  return found.filter(
    ({ source, end }) =>
      source === 'prose' ||
      !held.some(({ start }) => start >= end && saysOffence(text.slice(end - 1, start))),
  );
}

/** One by one: thousands of arguments in one call would overflow the stack. */
function add(found: Candidate[], more: readonly Candidate[]): void {
  for (const one of more) found.push(one);
}

/** Layout is stronger evidence than wording. */
const rank = (candidate: Candidate) =>
  ({ listed: 0, described: 2, mentioned: 3 })[candidate.standing] +
  (candidate.source === 'prose' && candidate.standing === 'listed' ? 1 : 0);

function readText(text: string, block: Span, found: Candidate[]): void {
  const lines = splitLines(text, block);
  let prose: Span | null = null;
  /** The head above; a paragraph, or deeper lines, may explain it. */
  let head: Head | null = null;
  const endProse = () => {
    if (!prose) return;
    const { start, end } = prose;
    const explains = head && (head.alone || indentOf(text, start) > head.indent) ? head : null;
    const from = found.length;
    readParagraph(text, prose, found);
    if (explains) markExplained(found, from, explains);
    // One paragraph explains; what comes after it speaks for itself.
    if (head && text.slice(start, end).trim() !== '' && indentOf(text, start) <= head.indent)
      head = null;
    prose = null;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const content = text.slice(line.start, line.end);
    if (content.trim() === '') {
      endProse();
      continue;
    }
    if (isFarewell(text, lines, i)) break;
    const table = tableAt(text, lines, i);
    if (table) {
      endProse();
      const rows = lines.slice(i, i + table.count);
      add(found, readTable(text, rows, table.separator));
      i += table.count - 1;
      continue;
    }
    const structured =
      readDashed(text, lines, i) ?? lineOf(text, line) ?? readKeyed(text, lines, i);
    if (structured) {
      endProse();
      const indent = indentOf(text, line.start);
      const next = lines[i + 1];
      const heads = next !== undefined && indentOf(text, next.start) > indent;
      // "- Practical values" over "  - Efficiency"
      const own = afterMark(text, line);
      if (heads && isItem(text, next) && (isFramingHead(text, own) || isKind(text, own))) continue;
      const from = found.length;
      add(found, structured);
      if (head && indent > head.indent) markExplained(found, from, head);
      else {
        head = headOf(text, line, structured, indent);
        // Below a list of bare words a paragraph closes the answer.
        const closes = next !== undefined && text.slice(next.start, next.end).trim() === '';
        if (head && closes && i > 0 && isItem(text, lines[i - 1]!)) head.alone = false;
      }
    } else prose = { start: prose === null ? line.start : prose.start, end: line.end };
  }
  endProse();
}

const farewell =
  /^\s*(?:(?:yours |very |most |with )?(?:sincerely|truly|faithfully|warmly|respectfully|cordially|kindly|gratefully|best|love|cheers|warm regards|kind regards|gratitude|(?:\w+ ){0,2}(?:warmth|respect|love|care|hope|gratitude|kindness))(?: yours)?),\s*$/i;

/** "Warmly," above a name at the end of a letter. */
function isFarewell(text: string, lines: readonly Span[], at: number): boolean {
  const { start, end } = lines[at]!;
  if (text[end - 1] !== ',' || lines.length - at > 4) return false;
  return (
    farewell.test(text.slice(start, end)) &&
    countWords(text, { start: end, end: lines.at(-1)!.end }) <= 4
  );
}

/** "**Intellectual**" over a list names the kind of its items. */
const isKind = (text: string, { start, end }: Span): boolean =>
  relationalAdjectives.has(text.slice(start, end).replace(/[*_:]/g, '').trim().toLowerCase());

type Head = Span & { indent: number; alone: boolean };

function headOf(
  text: string,
  line: Span,
  candidates: readonly Candidate[],
  indent: number,
): Head | null {
  const last = candidates.at(-1);
  const content = text.slice(line.start, line.end);
  if (
    !last ||
    (!/^\s*(?:#{1,6}\s|\*\*|__)/.test(content) && afterMark(text, line).start === line.start)
  )
    return null;
  const tail = text.slice(last.end, line.end);
  return { start: candidates[0]!.start, end: last.end, indent, alone: !/\p{L}/u.test(tail) };
}

/** Values in the prose of an explanation; items of a list below a head count by themselves. */
function markExplained(found: Candidate[], from: number, { start, end }: Head): void {
  for (let i = from; i < found.length; i++) {
    const candidate = found[i]!;
    if (candidate.source === 'prose') found[i] = { ...candidate, explains: { start, end } };
  }
}

/** Columns of white space before the line's text. */
function indentOf(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at - start;
}

const isItem = (text: string, line: Span): boolean => afterMark(text, line).start > line.start;

const readOwnLine = oncePerText((line) => readLine(line, { start: 0, end: line.length }));

/** Result of `readLine`. */
const lineOf = (text: string, { start, end }: Span): Candidate[] | null =>
  readOwnLine(text.slice(start, end))?.map((candidate) => moved(candidate, start)) ?? null;

/** Candidates of a heading, an item, or a run; null for prose. */
function readLine(text: string, line: Span): Candidate[] | null {
  const content = text.slice(line.start, line.end);
  const heading = headingMark.exec(content);
  if (heading) {
    const span = afterMark(text, { start: line.start + heading[0].length, end: line.end });
    return readHead(text, span, 'bold') ?? [];
  }
  const item = afterMark(text, line);
  const marked = item.start > line.start;
  if (marked || /^(?:\*\*|__)/.test(content)) {
    const read = readItem(text, item);
    if (read) return read;
    if (!marked) return null;
    const prose: Candidate[] = [];
    readParagraph(text, item, prose);
    return prose;
  }
  if (/[:：]\s*$/.test(content)) return null;
  const heads = content.includes(';') ? readExplainedRun(text, line) : null;
  if (heads) return heads;
  if (isRun(text, withoutStop(text, line))) return readRun(text, line, 'run');
  const colon = /^[^:,.]{1,60}:\s+/.exec(content);
  if (colon && content.length - colon[0].length > 1) {
    const rest = { start: line.start + colon[0].length, end: line.end };
    const headed = content.includes(';') ? readExplainedRun(text, rest) : null;
    if (headed) return headed;
    if (
      /[,;/]|\band\b/.test(content.slice(colon[0].length)) &&
      isRun(text, withoutStop(text, rest))
    )
      return readRun(text, rest, 'run');
  }
  return null;
}

const keyed = /^\s*["']?(\p{L}[\p{L}\p{M}\p{N} _'’&/-]{0,50}?)["']?\s*([:：=])\s*(?=\S)/u;

/** "why: …" explains, "value: …" and "first = …" name, "Honesty: …" above or below another of its kind heads. */
function readKeyed(text: string, lines: readonly Span[], at: number): Candidate[] | null {
  const line = lines[at]!;
  const match = keyed.exec(text.slice(line.start, line.end));
  if (!match) return null;
  const key = match[1]!;
  if (explainsValue(key)) return [];
  const start = line.start + match[0].indexOf(key);
  const head = { start, end: start + key.length };
  const rest = withoutStop(text, { start: line.start + match[0].length, end: line.end });
  const isPlain = isRun(text, rest);
  if (
    namesValue(key) ||
    isFramingHead(text, head) ||
    (match[2] === '=' && isPlain && !isNumber(text, rest))
  )
    return isPlain ? readRun(text, rest, 'list') : null;
  const beside = [lines[at - 1], lines[at + 1]].some(
    (other) =>
      other !== undefined && keyed.exec(text.slice(other.start, other.end))?.[2] === match[2],
  );
  return beside || match[2] === '=' ? readHead(text, head, 'list') : null;
}

const dashed = /^\s*(\p{L}[^\n–—:：]{0,50}?)(?:\s+[-–—]+\s+|—)(?!.*\s[-–—]+\s)(?=\S)/u;

/** "Honesty — I tell the truth" above or below another of its kind. */
function readDashed(text: string, lines: readonly Span[], at: number): Candidate[] | null {
  const line = lines[at]!;
  const match = dashed.exec(text.slice(line.start, line.end));
  if (!match || isItem(text, line)) return null;
  const beside = [lines[at - 1], lines[at + 1]].some(
    (other) => other !== undefined && dashed.test(text.slice(other.start, other.end)),
  );
  const start = line.start + match[0].indexOf(match[1]!);
  return beside ? readHead(text, { start, end: start + match[1]!.length }, 'list') : null;
}

const isNumber = (text: string, { start, end }: Span) =>
  /^["']?(?:[\d.,/%]+|true|false|yes|no)["']?$/i.test(text.slice(start, end).trim());

/** Bold words inside a paragraph are heads; the rest is prose. */
function readParagraph(text: string, span: Span, found: Candidate[]): void {
  const part = text.slice(span.start, span.end);
  for (const match of part.matchAll(/(\*\*|__)(?=\S)([^*_\n]{2,80}?)\1/g)) {
    const start = span.start + match.index + match[1]!.length;
    if (isDeniedAt(text, span, start)) continue;
    found.push(...(readHead(text, { start, end: start + match[2]!.length }, 'bold') ?? []));
  }
  add(found, readProse(text, span));
}

/** "I'm not moved by **glamour**" */
function isDeniedAt(text: string, span: Span, at: number): boolean {
  const before = text.slice(span.start, at);
  const start =
    span.start +
    Math.max(0, ...[...before.matchAll(/[.!?;:]\s|\n/g)].map(({ index }) => index + 1));
  const tokens = tokenise(text, { start, end: Math.min(span.end, at + 40) });
  const here = tokens.findIndex((token) => token.start >= at);
  return here > 0 && findDenied(tokens)[here] === true;
}

function afterMark(text: string, line: Span): Span {
  const span = trimSpaces(text, line);
  const mark = markLength(text.slice(span.start, span.end));
  return mark > 0 ? trimSpaces(text, { start: span.start + mark, end: span.end }) : line;
}

/** Lines of the block; items that stand on one line ("1. Respect. 2. Kindness.") count as lines. */
function splitLines(text: string, block: Span): Span[] {
  const lines: Span[] = [];
  const part = text.slice(block.start, block.end);
  let at = 0;
  for (const match of part.matchAll(
    /\n|(?<=[\p{L}.,;:*)!]\s{1,3})(?=\(?\d{1,2}[.)]\s+[\p{L}*"“])|(?<=\S\s{1,3})(?=[①-⓿❶-➓⑴-⒛]\s*[\p{L}*"“])/gu,
  )) {
    // The number of an item at the start of a line does not begin a second item.
    if (match[0] === '' && match.index === at) continue;
    lines.push({ start: block.start + at, end: block.start + match.index });
    at = match.index + match[0].length;
  }
  lines.push({ start: block.start + at, end: block.end });
  return lines;
}
