/** Tables, of Markdown, with tabs, or with commas and a heading: the columns that hold the values. */
import type { Candidate } from './candidate.ts';
import { deniesLabel, isDenial } from './denial.ts';
import { namesValue } from './json-strings.ts';
import { readItem } from './list-items.ts';
import { readProse } from './prose.ts';
import { type Span, trimSpaces } from './tokens.ts';

/** The separator of a table that begins at line `at`, and how many lines it has; null where there is none. */
export function tableAt(
  text: string,
  lines: readonly Span[],
  at: number,
): { separator: string; count: number } | null {
  const contentAt = (i: number) => (lines[i] ? text.slice(lines[i]!.start, lines[i]!.end) : '');
  const first = contentAt(at);
  for (const { separator, isRow } of kinds) {
    if (!isRow(first)) continue;
    let count = 1;
    while (isRow(contentAt(at + count))) count++;
    // One row alone is a run.
    if (count > 1) return { separator, count };
  }
  if (/[:：]/.test(first)) return null;
  const separator = first.includes(';') ? ';' : ',';
  const header = first.split(separator).map(bareText);
  if (header.length < 2 || header.length > 12 || !header.some(isValueColumn)) return null;
  let count = 1;
  while (contentAt(at + count).includes(separator)) count++;
  return count > 1 ? { separator, count } : null;
}

const kinds = [
  {
    separator: '|',
    isRow: (line: string) => /^\s*\|.*\||^[^|\n]+\|[^|\n]+|^\s*\+(?:[-=]{2,}\+)+\s*$/.test(line),
  },
  { separator: '\t', isRow: (line: string) => /\S[ ]*\t+[ ]*\S/.test(line) },
];

const bareText = (cell: string) => cell.replace(/["*_]/g, '').trim();

const isValueColumn = (cell: string): boolean =>
  namesValue(cell) || lists.test(cell) || isOffended(cell);
/** "Value it offends", "Principle at stake", "Why (value)": held, whatever the other columns reject. */
const isOffended = (cell: string): boolean =>
  /\b(?:values?|principles?|virtues?|ideals?)\b.*\b(?:offen[ds]\w*|violat\w+|betray\w*|broken|breach\w*|stake|behind|forbid\w*|concerned|involved|protect\w*|conflict\w*)\b|^(?:offended|violated|betrayed|underlying|guiding|broken|breached|relevant|related) (?:values?|principles?|virtues?)$|^(?:what it )?(?:offends|violates|betrays)$|\((?:values?|principles?)\)$/i.test(
    cell,
  );
/** "Values I hold", "What we reject". */
const lists =
  /^(?:the |my |core )?(?:values?|principles?|virtues?|qualities|traits|things|what)\b.{0,40}\b(?:i|we|me|my|held|hold|rejected|accepted|avoid(?:ed)?|embraced?)\b/i;

/** Candidates of consecutive rows (spans of lines). */
export function readTable(text: string, lines: readonly Span[], separator: string): Candidate[] {
  const contentOf = (cell: Span | undefined) =>
    cell ? bareText(text.slice(cell.start, cell.end)) : '';
  const rows = lines
    .map((line) => cells(text, line, separator))
    .filter((row) => !row.every((cell) => /^[\s:=+-]*$/.test(text.slice(cell.start, cell.end))));
  const header = (rows[0] ?? []).map(contentOf);
  const named = header.flatMap((cell, column) => (isValueColumn(cell) ? [column] : []));
  // "Priority | Value": the first holds numbers.
  const hasWords = (column: number) =>
    rows.slice(1).some((row) => /\p{L}/u.test(contentOf(row[column])));
  const held = named
    .filter(hasWords)
    .filter((column) => isOffended(header[column]!) || !deniesLabel(header[column]!));
  const numbered = rows
    .slice(1)
    .every((row) => row[0] && /^[\s\p{N}.)#]*$/u.test(contentOf(row[0])));
  const offended = named.filter((column) => isOffended(header[column]!));
  const isList = named.length > 1 && named.every((column) => lists.test(header[column]!));
  const fallback = numbered && rows.length > 1 ? [1] : [0];
  const columns =
    offended.length > 0 ? offended : isList ? held : named.length > 0 ? held.slice(0, 1) : fallback;
  const isHeaded = named.length > 0 || (numbered && isRowMark(header[0]));
  const found: Candidate[] = [];
  for (const row of isHeaded ? rows.slice(1) : rows) {
    if (
      !isList &&
      row.some((cell, i) => !columns.includes(i) && rejects(contentOf(cell), header[i]))
    )
      continue;
    for (const column of columns) {
      const cell = row[column];
      if (!cell || cell.end <= cell.start) continue;
      const mark = /^(?:\d{1,3}[.):]\s*|[-*•]\s+)/.exec(text.slice(cell.start, cell.end));
      const content = { start: cell.start + (mark?.[0].length ?? 0), end: cell.end };
      // "Clean up your own mess"
      found.push(...(readItem(text, content) ?? readProse(text, content)));
    }
  }
  return found;
}

/** Headings of the column of row numbers. */
const isRowMark = (cell: string | undefined): boolean =>
  /^(?:#|n[or]?\.?|num(?:ber)?\.?|rank|№|s\.?\s?n(?:o\.?)?)$/i.test(cell ?? '');

/** "no" under "Important?", "yes" under "Rejected". */
const rejects = (cell: string, header: string | undefined): boolean =>
  header !== undefined && deniesLabel(header.replace(/\?$/, ''))
    ? /^(?:yes|y|true|x|✓|✔|✅|☑)$/iu.test(cell)
    : isDenial(cell);

function cells(text: string, line: Span, separator: string): Span[] {
  const { start, end } = trimSpaces(text, line);
  const found: Span[] = [];
  let at = text[start] === separator ? start + 1 : start;
  let quoted = false;
  for (let i = at; i <= end; i++) {
    if (text[i] === '"' && separator !== '|') quoted = !quoted;
    if (i === end || (!quoted && text[i] === separator)) {
      if (i > at || i < end) found.push(trimSpaces(text, { start: at, end: i }));
      at = i + 1;
    }
  }
  return found;
}
