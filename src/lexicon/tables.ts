/** Markdown tables: the column that holds the values. */
import type { Candidate } from './candidate.ts';
import { readItem } from './list-items.ts';
import { type Span, trimSpaces } from './tokens.ts';

const valueColumn =
  /^[*_\s]*(?:core |guiding |my )?(?:values?|principles?|names?|virtues?|qualit(?:y|ies)|traits?|ideals?|words?)[*_\s]*$/i;

/** Whether a line is a row of a table. */
export const isTableRow = (line: string): boolean =>
  /^\s*\|.*\|\s*$|^[^|\n]+\|[^|\n]+\|/.test(line);

/** Candidates of consecutive rows (spans of lines). */
export function readTable(text: string, lines: readonly Span[]): Candidate[] {
  const rows = lines
    .map((line) => cells(text, line))
    .filter((row) => !row.every((cell) => /^[\s:-]*$/.test(text.slice(cell.start, cell.end))));
  const header = rows[0] ?? [];
  const named = header.findIndex((cell) => valueColumn.test(text.slice(cell.start, cell.end)));
  const numbered = rows
    .slice(1)
    .every((row) => row[0] && /^[\s\d.)#]*$/.test(text.slice(row[0].start, row[0].end)));
  const column = named >= 0 ? named : numbered && rows.length > 1 ? 1 : 0;
  const found: Candidate[] = [];
  for (const row of named >= 0 ? rows.slice(1) : rows) {
    const cell = row[column];
    if (!cell || cell.end <= cell.start) continue;
    const mark = /^(?:\d{1,3}[.):]\s*|[-*•]\s+)/.exec(text.slice(cell.start, cell.end));
    const content = { start: cell.start + (mark?.[0].length ?? 0), end: cell.end };
    found.push(...(readItem(text, content) ?? []));
  }
  return found;
}

function cells(text: string, line: Span): Span[] {
  const { start, end } = trimSpaces(text, line);
  const found: Span[] = [];
  let at = text[start] === '|' ? start + 1 : start;
  for (let i = at; i <= end; i++) {
    if (i === end || text[i] === '|') {
      if (i > at || i < end) found.push(trimSpaces(text, { start: at, end: i }));
      at = i + 1;
    }
  }
  return found;
}
