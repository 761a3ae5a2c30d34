/** Small tables that do not scroll, with one line for each row. */
import { safeLine } from '../../safe-text/safe-line.ts';
import type { TextTable } from '../interface-options.ts';
import { columnsOf, fill } from '../text.ts';
import { theme } from '../theme.ts';
import { Lines } from './lines.tsx';

/** Between two columns, and left of the first. */
const gap = '  ';
const margin = '   ';

/** The rows and the line of titles. */
export function linesOf(table: TextTable): number {
  return table.rows.length + 1;
}

/** Whether the table fits: it cannot scroll, so a larger one must be shown in another way. */
export function smallTableFits(table: TextTable, width: number, height: number): boolean {
  const wanted = naturalWidths(table).reduce((sum, one) => sum + one + gap.length, 0);
  return wanted + margin.length <= width && linesOf(table) <= height;
}

const naturalWidths = (table: TextTable) =>
  table.columns.map((title, at) =>
    Math.max(columnsOf(title), ...table.rows.map((row) => columnsOf(safeLine(row[at] ?? '')))),
  );

/** Exactly `height` rows; cells are cut so that the whole is at most `width` wide. */
export function SmallTable({
  table,
  width,
  height,
}: {
  table: TextTable;
  width: number;
  height: number;
}) {
  const widths = naturalWidths(table);
  const room = width - margin.length - gap.length * (widths.length - 1);
  while (widths.reduce((sum, one) => sum + one, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= 4) break;
    widths[widest] = widths[widest]! - 1;
  }
  const line = (cells: readonly string[]) =>
    margin + widths.map((size, at) => fill(safeLine(cells[at] ?? ''), size)).join(gap);
  const lines = [theme.bold(line(table.columns)), ...table.rows.map(line)];
  return <Lines lines={lines} width={width} height={height} />;
}
