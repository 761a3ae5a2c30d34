/** A table for a terminal or a pipe. */
import { gridOf, isNumeric } from './grid.ts';
import type { Table } from './table.ts';
import { type Layout, tableLines, wrapText } from './text-lines.ts';

/** Its title, rows, and notes as lines of at most the layout's width. */
export function tableText(table: Table, layout: Layout): string[] {
  const { columns, rows } = gridOf(table);
  return [
    layout.paint.bold(table.title),
    '',
    ...tableLines(
      columns.map((title, at) => ({
        title,
        align: isNumeric(table, at) ? ('right' as const) : ('left' as const),
      })),
      rows,
      layout,
    ),
    ...table.notes.flatMap((note) => wrapText(note, layout.width)),
  ];
}
