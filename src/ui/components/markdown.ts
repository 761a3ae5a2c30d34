/** A table as Markdown, for the clipboard. */
import type { TextTable } from '../interface-options.ts';
import type { TableColumn } from './table-layout.ts';

/** A GitHub table; bars in cells are escaped, line breaks become blanks. */
export function markdownOf(table: TextTable): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const rule = line(table.columns.map(() => '---'));
  return `${[line(table.columns), rule, ...table.rows.map(line)].join('\n')}\n`;
}

/** The cells of a table on the screen as texts. */
export function textTable<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
): TextTable {
  return {
    title,
    columns: columns.map((column) => column.title),
    rows: rows.map((row) => columns.map((column) => column.text(row).trim())),
  };
}
