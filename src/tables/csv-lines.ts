/** Lines of CSV whose cells no spreadsheet takes for formulas. */
import { stringify } from 'csv-stringify/sync';
import { guardFormula, unguardFormula } from '../safe-text/formula-guard.ts';
import { visible } from '../safe-text/visible.ts';

export type Cell = string | number | boolean | null | undefined;

/** Rows that are turned into text at once. */
const batch = 500;

const realNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A cell that a spreadsheet reads as text or as a number and never as a formula: text that would
 * begin a formula gets an apostrophe before it, unless it is a number. Control characters are made
 * visible, and line breaks become " ⏎ ", so that one row is one line. `originalCell` reads it back.
 */
export function safeCell(cell: Cell): string | number {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (realNumber.test(cell)) return cell;
  return guardFormula(visible(cell).replace(/\n/g, ' ⏎ ').replace(/\t/g, ' '));
}

/** The text that `safeCell` was given; control characters and tabs stay as they are shown. */
export function originalCell(cell: string): string {
  return unguardFormula(cell).replaceAll(' ⏎ ', '\n');
}

/** Lines of CSV: comma, double quotes, line feed (RFC 4180 but for the line end), UTF-8. */
export function* csv(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Generator<string> {
  let waiting: (string | number)[][] = [columns.map(safeCell)];
  for (const row of rows) {
    waiting.push(row.map(safeCell));
    if (waiting.length < batch) continue;
    yield stringify(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield stringify(waiting);
}
