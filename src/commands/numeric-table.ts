/** The numbers of a table that a person brings: which columns count, what a gap is, which rows belong together. */
import { UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import type { Table } from '../run/read-table.ts';

export type NumericTable = {
  file: string;
  names: string[];
  /** Rows by `names`; NaN is a gap. */
  rows: number[][];
  /** 1-based line of the file of each row. */
  lines: number[];
  /** The label of each row's group; null where no column of groups was named. */
  groups: string[] | null;
};

/**
 * The numeric columns of a table, but `groups`. Columns without any number are left out and told to `note`;
 * with `columns` exactly these are read. Throws UserError (file and line) for a missing column and for a cell
 * that is neither a number nor a gap (empty, NA, NaN, null, or a dot).
 */
export function readNumericTable(
  table: Table,
  options: { groups?: string | undefined; columns?: readonly string[] },
  note: (text: string) => void,
): NumericTable {
  const { groups, columns } = options;
  if (groups !== undefined) checkColumn(groups, table);
  for (const name of columns ?? []) checkColumn(name, table);
  const candidates = columns ?? table.columns.filter((name) => name !== groups);
  const isText = (name: string) =>
    table.rows.every((row) => Number.isNaN(numberOf(row.cells[name] ?? '')));
  const text = columns ? [] : candidates.filter(isText);
  if (text.length > 0) note(`Columns without numbers are left out: ${text.join(', ')}.`);
  const names = candidates.filter((name) => !text.includes(name));
  return {
    file: table.file,
    names,
    rows: table.rows.map((row) =>
      names.map((name) => {
        const cell = (row.cells[name] ?? '').trim();
        const value = numberOf(cell);
        if (!Number.isFinite(value) && !isGap(cell))
          throw new UserError(`${name}: "${cell.slice(0, 40)}" is no number.`, {
            where: `${table.file}:${row.line}`,
            hint: 'Mend the cell, leave it empty, or take the column out.',
          });
        return value;
      }),
    ),
    lines: table.rows.map((row) => row.line),
    groups: groups === undefined ? null : table.rows.map((row) => row.cells[groups] ?? ''),
  };
}

/** Throws UserError, naming the nearest, when the table has no such column. */
export function checkColumn(name: string, table: Table): void {
  if (table.columns.includes(name)) return;
  const near = nearest(name, table.columns);
  throw new UserError(`The column ${name} is missing.`, {
    where: `${table.file}:1`,
    hint:
      near.length > 0
        ? `Nearest: ${near.join(', ')}.`
        : `The columns are ${table.columns.join(', ')}.`,
  });
}

/** The number in a cell; NaN where there is none. */
export function numberOf(cell: string): number {
  const text = cell.trim();
  return text === '' ? Number.NaN : Number(text);
}

/** Whether a cell says that nothing is known. */
export function isGap(cell: string): boolean {
  return cell === '' || /^(na|nan|null|\.)$/i.test(cell);
}
