/** A table for a terminal or a pipe. */
import { cellParts, isNumeric, startsGroup, titleOf, withoutBeside } from './grid.ts';
import { type Cell, type Column, isEstimate, type Row, type Table } from './table.ts';
import { type Layout, type TextCell, type TextRow, tableLines, wrapText } from './text-lines.ts';

/** Minimum widths: in a narrow layout, names of rows and other texts are cut to these. */
const least = { name: 26, text: 16 };

/** Its title, rows, foot, and notes as lines of at most the layout's width. */
export function tableText(whole: Table, layout: Layout): string[] {
  const table = withoutBeside(whole);
  const { paint, width } = layout;
  const { columns, rows, foot = [] } = table;
  const coloured = paint.dim('.') !== '.';
  const texts = columns.map((column, at) => alignedTexts(rows, column, at));
  const rowCells = (row: Row, r: number): TextCell[] =>
    columns.map((column, at) => {
      const text = `${at === 0 && row.under ? '· ' : ''}${texts[at]![r]!}`;
      const cell = row.cells[at] ?? null;
      const heat = heatOf(cell, column);
      const faint = isFaint(cell, column);
      if (faint && column.blank && !coloured) return '';
      if (heat === null) return text;
      return { text, paint: faint ? paint.dim : (shown) => paint.heat(shown, heat) };
    });
  return [
    ...wrapText(table.title, width).map(paint.bold),
    '',
    ...tableLines(
      columns.map((column, at) =>
        isNumeric(table, at)
          ? { title: titleOf(column), align: 'right' as const }
          : { title: titleOf(column), least: at === 0 ? least.name : least.text },
      ),
      [
        ...rows.flatMap((row, r): TextRow[] =>
          startsGroup(table, r) ? ['rule', rowCells(row, r)] : [rowCells(row, r)],
        ),
        ...(foot.length > 0 ? ['rule' as const] : []),
        ...foot.map(
          (row): TextRow =>
            columns.map((column, at) => {
              const text = cellParts(row.cells[at] ?? '', column)
                .filter(Boolean)
                .join(' ');
              return at === 0 ? text : { text, paint: paint.dim };
            }),
        ),
      ],
      layout,
    ),
    ...notesText(table.notes, layout),
  ];
}

/** The same, after the sentence on what the table shows. */
export function textWithMeaning(table: Table, layout: Layout): string[] {
  return [...wrapText(table.so ?? '', layout.width), '', ...tableText(table, layout)];
}

/** Notes as lines; warnings are coloured. */
export function notesText(notes: readonly string[], { width, paint }: Layout): string[] {
  return notes.flatMap((note) =>
    wrapText(note, width, '  ').map(note.startsWith('▲') ? paint.warning : paint.dim),
  );
}

/** Warnings under a heading; nothing without any. */
export function warningText(warnings: readonly string[], { width, paint }: Layout): string[] {
  if (warnings.length === 0) return [];
  return [
    '',
    paint.bold('Warnings'),
    ...warnings.flatMap((text) => wrapText(`! ${text}`, width, '  ').map(paint.warning)),
  ];
}

/** One column's cells: values, intervals, and marks below each other. */
function alignedTexts(rows: readonly Row[], column: Column, at: number): string[] {
  const parts = rows.map(({ cells }) => cellParts(cells[at] ?? null, column));
  const widthOf = (part: number) => Math.max(0, ...parts.map((one) => one[part]?.length ?? 0));
  const widths = [widthOf(0), widthOf(1), widthOf(2)];
  return parts.map((one, r) => {
    if (!isEstimate(rows[r]!.cells[at] ?? null)) return one[0]!;
    return one
      .map((text, part) => (part === 0 ? text.padStart(widths[0]!) : text.padEnd(widths[part]!)))
      .filter((_, part) => widths[part]! > 0)
      .join(' ');
  });
}

function isFaint(cell: Cell, { faint }: Column): boolean {
  if (faint === undefined) return false;
  const value = isEstimate(cell) ? cell.value : cell;
  const marked = isEstimate(cell) && cell.mark !== undefined;
  return marked || (typeof value === 'number' && Math.abs(value) < faint);
}

/** −1…1; null without heat. */
export function heatOf(cell: Cell, { form, heat }: Column): number | null {
  const full = heat ?? (form === 'correlation' ? 1 : null);
  const value = isEstimate(cell) ? cell.value : cell;
  if (full === null || typeof value !== 'number') return null;
  return Math.max(-1, Math.min(1, value / full));
}
