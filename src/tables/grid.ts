/** A table as text cells, which the window, a terminal, and Markdown lay out. */
import { fixed, interval, plusMinus, share, signed, signedInterval, withSign } from './numbers.ts';
import { type Cell, type Column, isEstimate, type Row, type Table } from './table.ts';

export type Grid = { title: string; columns: string[]; rows: string[][] };

const usualDigits = 2;

/** The whole table: the foot follows the rows; rows and columns that are part of another begin with "· ". */
export function gridOf(table: Table): Grid {
  const { title, columns, rows, foot = [] } = table;
  return {
    title,
    columns: columns.map(titleOf),
    rows: [...rows, ...foot].map((row) => cellsOf(row, columns)),
  };
}

/** The table without its `beside` columns. */
export function withoutBeside(table: Table): Table {
  const kept = table.columns.map(({ beside }) => beside !== true);
  const keptOf = <T>(all: readonly T[]) => all.filter((_, at) => kept[at]);
  const rowsOf = (rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, cells: keptOf(row.cells) }));
  return {
    ...table,
    columns: keptOf(table.columns),
    rows: rowsOf(table.rows),
    ...(table.foot && { foot: rowsOf(table.foot) }),
  };
}

/** Whether a line is drawn above this row: it begins a group, and another group comes before. */
export function startsGroup({ rows, ruled }: Table, at: number): boolean {
  return ruled === true && at > 0 && rows[at - 1]!.group !== rows[at]!.group;
}

export function titleOf({ title, unit }: Column): string {
  return unit ? `${title} (${unit})` : title;
}

export function cellsOf({ cells, under }: Row, columns: readonly Column[]): string[] {
  return columns.map((column, at) => {
    const text = cellText(cells[at] ?? null, column);
    return at === 0 && under ? `· ${text}` : text;
  });
}

/** "3.20 ±0.41 ab"; ".71 [.55–.83]"; "–" for what is missing. */
export function cellText(cell: Cell, column: Column): string {
  return cellParts(cell, column).filter(Boolean).join(' ');
}

/** Value, interval, and mark: the parts that are aligned in a column. */
export function cellParts(cell: Cell, column: Pick<Column, 'form' | 'digits'>): string[] {
  if (typeof cell === 'string') return [cell];
  if (!isEstimate(cell)) return [figure(cell, column)];
  const { value, low, high, mark = '' } = cell;
  const digits = column.digits ?? usualDigits;
  const range =
    column.form === 'share'
      ? interval(low, high, digits)
      : column.form === 'correlation'
        ? signedInterval(low, high, digits)
        : plusMinus({ low, high }, digits);
  return [figure(value, { digits: usualDigits, ...column }, true), range, mark];
}

function figure(
  value: number | null,
  { form = 'plain', digits = usualDigits }: Pick<Column, 'form' | 'digits'>,
  exact = false,
): string {
  switch (form) {
    case 'share':
      return share(value, digits);
    case 'correlation':
      return signed(value, digits);
    case 'signed':
      return withSign(value, digits);
    case 'plain':
      return fixed(value, !exact && Number.isInteger(value) ? 0 : digits);
  }
}

/** Whether a column holds numbers, which are aligned right. */
export function isNumeric({ rows }: Table, at: number): boolean {
  return rows.length > 0 && rows.every(({ cells }) => typeof cells[at] !== 'string');
}
