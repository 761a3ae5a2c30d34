/** A table as Markdown. */
import { gridOf, isNumeric, withoutBeside } from './grid.ts';
import { table as markdownTable, markdownText } from './markdown-lines.ts';
import type { Table } from './table.ts';

/** Heading of the third level, table, notes. */
export function tableMarkdown(whole: Table): string {
  const table = withoutBeside(whole);
  const { title, columns, rows } = gridOf(table);
  const numbersFrom = columns.findIndex((_, at) => isNumeric(table, at));
  return [
    `### ${markdownText(title)}`,
    markdownTable(columns, rows, numbersFrom < 0 ? columns.length : numbersFrom),
    ...table.notes.map(markdownText),
  ].join('\n\n');
}
