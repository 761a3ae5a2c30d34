/** Small fixed tables that are looked at as a whole, drawn by ink-table. */
import { Box } from 'ink';
import { Table as InkTable } from 'ink-table';
import { safeLine } from '../../safe-text/safe-line.ts';
import type { TextTable } from '../interface-options.ts';
import { columnsOf, cut } from '../text.ts';

/** ink-table takes two lines a row and three around them. */
const linesOf = (rows: number) => rows * 2 + 3;

/** It cannot scroll, so a table that is too large must be shown otherwise. Wide characters would misalign it. */
export function smallTableFits(table: TextTable, width: number, height: number): boolean {
  const texts = [...table.columns, ...table.rows.flat()];
  const wanted = naturalWidths(table).reduce((sum, one) => sum + one, 0);
  if (wanted > roomFor(table, width)) return false;
  const narrow = texts.every((text) => columnsOf(safeLine(text)) === safeLine(text).length);
  return narrow && linesOf(table.rows.length) <= height && table.columns.length <= 8;
}

const naturalWidths = (table: TextTable) =>
  table.columns.map((title, at) =>
    Math.max(columnsOf(title), ...table.rows.map((row) => columnsOf(safeLine(row[at] ?? '')))),
  );

/** Two blanks around each cell, a bar between them, and the margin on the left. */
const roomFor = (table: TextTable, width: number) => width - 4 - table.columns.length * 3 - 1;

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
  const room = roomFor(table, width);
  while (widths.reduce((sum, one) => sum + one, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= 4) break;
    widths[widest] = widths[widest]! - 1;
  }
  const data = table.rows.map((row) =>
    Object.fromEntries(
      table.columns.map((title, at) => [
        cut(title, widths[at]!),
        cut(safeLine(row[at] ?? ''), widths[at]!) || ' ',
      ]),
    ),
  );
  return (
    <Box height={height} width={width} flexShrink={0} paddingLeft={3} flexDirection="column">
      <InkTable data={data} />
    </Box>
  );
}
