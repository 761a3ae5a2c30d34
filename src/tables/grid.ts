/** A table as text, cell by cell: what the window, a terminal, and Markdown lay out in their own ways. */
import { fixed, plusMinus } from './numbers.ts';
import { type Cell, isEstimate, type Table } from './table.ts';

export type Grid = { title: string; columns: string[]; rows: string[][] };

const usualDigits = 2;

export function gridOf({ title, columns, rows }: Table): Grid {
  return {
    title,
    columns: columns.map((column) =>
      column.unit ? `${column.title} (${column.unit})` : column.title,
    ),
    rows: rows.map(({ cells }) =>
      columns.map((column, at) => cellText(cells[at] ?? null, column.digits ?? usualDigits)),
    ),
  };
}

/** "3.20 ±0.41"; "–" for what is missing. */
function cellText(cell: Cell, digits: number): string {
  if (typeof cell === 'string') return cell;
  if (isEstimate(cell)) return `${fixed(cell.value, digits)} ${plusMinus(cell, digits)}`.trim();
  return fixed(cell, Number.isInteger(cell) ? 0 : digits);
}

/** Which columns hold numbers: these are set to the right. */
export function isNumeric({ rows }: Table, at: number): boolean {
  return rows.length > 0 && rows.every(({ cells }) => typeof cells[at] !== 'string');
}
