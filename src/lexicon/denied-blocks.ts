/**
 * The parts of an answer that list rejected values: a denying heading denies up to the next heading of its
 * level, a denying label the list below it, a mark (❌, an empty box beside ticked ones) its line.
 */
import { deniesLabel, isDenial, rejectingMark } from './denial.ts';
import { headingMark, markLength } from './list-items.ts';
import { oncePerText } from './once-per-text.ts';
import { countWords, type Span, trimSpaces } from './tokens.ts';

type Line = Span & {
  /** Without white space at its edges. */
  text: string;
  indent: number;
  /** 1–6 of a heading, 7 of a line in bold, 8 of a line that ends with a colon, 0 of others. */
  level: number;
  /** The text of a heading or a label. */
  label: string;
  /** "number", "bullet", or none. */
  mark: 'number' | 'bullet' | null;
  /** Without its mark. */
  body: string;
};

const wholeBold = /^(?:\*\*|__)([^*_\n]+)(?:\*\*|__)\s*[:：]?$/;
const emptyBox = /^(?:[-*+]\s*)?(?:\[\s?\]|☐|⬜|□)/u;
const tickedBox = /^(?:[-*+]\s*)?(?:\[[xX✓✔]\]|☑|☒|✅)/u;
const isDataLine = (text: string) => /^["'[\]{}|]/.test(text);

/** A heading, a label, a verdict after a dash or in brackets, a mark: only these deny a block. */
const mayDeny = new RegExp(
  `[:：(（[—→=#]|\\*\\*|__|[^\\S\\n][-–]|[☐⬜□☑☒✅]|${rejectingMark.source}`,
  'u',
);

/**
 * In their order; they do not overlap. `spans` are the parts of the text that are read; `deniesToo` knows
 * the labels of another language.
 */
export function deniedSpans(
  text: string,
  spans: readonly Span[],
  deniesToo: (label: string) => boolean = () => false,
): Span[] {
  if (!mayDeny.test(text)) return [];
  const denies: Denies = (label, hasColon) => deniesLabel(label, hasColon) || deniesToo(label);
  const lines = spans.flatMap((span) => linesOf(text, span));
  const hasTicks = lines.some((line) => tickedBox.test(line.text));
  const denied: Span[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.text === '') continue;
    let end = i;
    const parts = partsOf(line);
    if (line.level > 0 && denies(line.label, /[:：]/.test(line.text))) {
      end = line.level === 8 ? endOfList(lines, i) : endOfSection(lines, i);
    } else if (parts.length > 1) {
      for (const part of parts)
        if (isDeniedLine({ ...line, ...part }, false, denies)) denied.push(part);
      continue;
    } else if (isDeniedLine(line, hasTicks, denies)) {
      while (lines[end + 1] && lines[end + 1]!.text !== '' && lines[end + 1]!.indent > line.indent)
        end++;
    } else continue;
    denied.push({ start: line.start, end: lines[end]!.end });
    i = end;
  }
  return denied;
}

/** "Values I'd drop: caution. Values I'd keep: courage.": each label with its own words. */
function partsOf({
  start,
  end,
  text,
  body,
  mark,
}: Line): (Span & { text: string; body: string })[] {
  const whole = { start, end, text, body };
  if (mark !== null || !/^[^.:]{2,60}: /.test(text)) return [whole];
  const cuts = [...text.matchAll(/(?<=[.;] )(?=\p{Lu}[^.:;]{1,60}: )/gu)].map(({ index }) => index);
  const indent = end - start - text.length;
  return [0, ...cuts].map((from, i) => {
    const part = text.slice(from, cuts[i] ?? text.length);
    const at = start + indent + from;
    return { start: at, end: at + part.length, text: part, body: part };
  });
}

function linesOf(text: string, span: Span): Line[] {
  const lines: Line[] = [];
  let at = span.start;
  while (at <= span.end) {
    const next = text.indexOf('\n', at);
    const end = next < 0 || next > span.end ? span.end : next;
    lines.push(lineAt(text, { start: at, end }));
    at = end + 1;
  }
  return lines;
}

const lineAt = (text: string, span: Span): Line => ({
  ...span,
  ...ownLine(text.slice(span.start, span.end)),
});

const ownLine = oncePerText((line): Omit<Line, keyof Span> => {
  const inner = trimSpaces(line, { start: 0, end: line.length });
  const content = line.slice(inner.start, inner.end);
  const indent = inner.start;
  const heading = headingMark.exec(content);
  const mark = heading ? 0 : markLength(content);
  const bare = content.slice(heading?.[0].length ?? mark);
  const bold = wholeBold.exec(bare);
  const level = heading
    ? heading[0].trim().length
    : bold && mark === 0
      ? 7
      : /[:：]\s*(?:\*\*|__)?$/.test(bare)
        ? 8
        : 0;
  const kind = mark > 0 ? (/\p{N}/u.test(content.slice(0, mark)) ? 'number' : 'bullet') : null;
  return { text: content, indent, level, label: level > 0 ? bare : '', mark: kind, body: bare };
});

/** The last line before the next heading of the same or a higher level. */
function endOfSection(lines: readonly Line[], from: number): number {
  const { level } = lines[from]!;
  let end = from;
  for (let i = from + 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.level > 0 && line.level <= level) break;
    // Below a line in bold another label may open the next list.
    if (level === 7 && line.level === 8 && line.mark === null) break;
    end = i;
  }
  return end;
}

/** The last line of the list or the paragraph below a label. */
function endOfList(lines: readonly Line[], from: number): number {
  const label = lines[from]!;
  let first = from + 1;
  while (first < lines.length && lines[first]!.text === '') first++;
  const begin = lines[first];
  if (!begin || (begin.level > 0 && begin.level < 8)) return from;
  const isList = begin.mark !== null || isDataLine(begin.text) || begin.indent > label.indent;
  if (label.mark !== null && begin.indent <= label.indent && begin.mark === label.mark) return from;
  if (!isList && first > from + 1) {
    // A paragraph after a gap: one run of words belongs to the label.
    return /[,;、，]/.test(begin.text) && !/[.!?。]\s/.test(begin.text) ? first : from;
  }
  let end = from;
  for (let i = first; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.text === '') {
      if (!isList) break;
      continue;
    }
    if (line.level > 0 && line.indent <= label.indent && !isItemOf(line, begin)) break;
    const belongs =
      !isList || line.mark !== null || isDataLine(line.text) || line.indent > begin.indent;
    if (!belongs && (line.indent <= label.indent || lines[i - 1]?.text === '')) break;
    if (label.mark !== null && line.mark === label.mark && line.indent <= label.indent) break;
    end = i;
  }
  return end;
}

/** "- Power:" within a list of bullets is an item, not a label. */
const isItemOf = (line: Line, begin: Line): boolean =>
  line.level === 8 && line.mark !== null && line.mark === begin.mark;

const beginsRejected = new RegExp(`^${rejectingMark.source}`, 'u');
const endsRejected = new RegExp(`${rejectingMark.source}\\uFE0F?$`, 'u');
const inlineLabel = /^(?:\*\*|__)?([^:：\n]{1,80}?)(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(\S.*)$/;
const inlineVerdict =
  /^(.{1,80}?)(?:\s+[-–—]+>?\s*|\s*—\s*|\s*[(（[]|\s+(?:→|=>|=)\s*)([^()（）[\]]{1,40}?)[)）\]]?$/;

/** Separators between a label or a value and its explanation. */
const joint = /[:：(（[—→=]|\s[-–]/;

type Denies = (label: string, hasColon: boolean) => boolean;

function isDeniedLine({ text, mark, body }: Line, hasTicks: boolean, denies: Denies): boolean {
  if (hasTicks && emptyBox.test(text)) return true;
  const bare = mark === null ? text : text.replace(/^[-*+•\d.)\s]+/, '');
  if (beginsRejected.test(bare)) return true;
  if (endsRejected.test(bare) && !bare.startsWith('|')) return true;
  if (!joint.test(text)) return false;
  const labelled = inlineLabel.exec(body);
  if (labelled) {
    const [, label, rest] = labelled;
    // "**Never lie**: …" explains, "I reject: power, fame" lists.
    if (denies(label!, true)) return true;
    return isDenial(rest!) && countWords(label!, { start: 0, end: label!.length }) <= 4;
  }
  const verdict = inlineVerdict.exec(body);
  return (
    verdict !== null &&
    isDenial(verdict[2]!) &&
    countWords(verdict[1]!, { start: 0, end: verdict[1]!.length }) <= 4
  );
}
