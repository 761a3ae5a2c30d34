/** A table of scores as screen 6 draws it: columns by group, marks, intervals, the foot. Pure. */
import { safeLine } from '../../../safe-text/safe-line.ts';
import { cellParts } from '../../../tables/grid.ts';
import {
  type Column,
  type Estimate,
  isEstimate,
  type Row,
  type Table,
} from '../../../tables/table.ts';
import { interval } from '../../components/marks.ts';
import type { TableColumn } from '../../components/table-layout.ts';

function estimateOf(row: Row | undefined, at: number): Estimate | null {
  const cell = row?.cells[at] ?? null;
  return isEstimate(cell) ? cell : null;
}

/**
 * The names of the rows, the columns by group, then the basis of the figures; the selected column also shows its marks,
 * or ≈ at the rows in `near`.
 */
export function scoreColumns(
  table: Table,
  selected: string | null,
  wide: boolean,
  near: ReadonlySet<string> | null = null,
): TableColumn<Row>[] {
  const figure = (at: number): TableColumn<Row> => {
    const column = table.columns[at]!;
    const { heat } = column;
    return {
      id: column.id,
      title: titleOf(column, wide),
      group: column.under ? safeLine(column.group ?? '') : 'dimensions',
      align: 'decimal',
      text: (row) => {
        const [value = '', range = ''] = cellParts(row.cells[at] ?? null, column);
        const mark =
          column.id !== selected
            ? ''
            : near
              ? ` ${near.has(row.id) ? '≈' : ''}`
              : ` ${estimateOf(row, at)?.mark ?? ''}`;
        return value + (wide ? ` ${range}` : '') + mark;
      },
      sort: (row) => estimateOf(row, at)?.value ?? Number.NaN,
      heat: (row) => (heat ? (estimateOf(row, at)?.value ?? 0) / heat : null),
    };
  };
  const [name, ...others] = table.columns.map((column, at) => ({ column, at }));
  const main = others.filter(({ column }) => !column.beside);
  return [
    {
      id: name!.column.id,
      title: safeLine(name!.column.title.toLowerCase()),
      align: 'left',
      text: (row) => safeLine(String(row.cells[0])),
      min: 18,
      max: wide ? 44 : 22,
    },
    ...main.filter(({ column }) => column.under).map(({ at }) => figure(at)),
    ...main.filter(({ column }) => !column.under).map(({ at }) => figure(at)),
    ...others.flatMap(({ column, at }): TableColumn<Row>[] =>
      column.beside
        ? [
            {
              id: column.id,
              title: safeLine(column.title),
              align: 'right',
              text: (row) => String(row.cells[at] ?? 0),
              sort: (row) => Number(row.cells[at] ?? 0),
            },
          ]
        : [],
    ),
  ];
}

function titleOf(column: Column, wide: boolean): string {
  const name = safeLine(column.title);
  return wide
    ? name
    : [...name]
        .slice(0, 6)
        .join('')
        .replace(/[-\s]+$/, '');
}

type Range = Pick<Estimate, 'low' | 'high'> & { value: number };

/** The ends of one axis for all these intervals, rounded to tens. */
export function axisOf(estimates: readonly Range[]): { low: number; high: number } {
  const ends = estimates.flatMap(({ value, low, high }) =>
    Number.isNaN(value) ? [] : [low ?? value, high ?? value],
  );
  if (ends.length === 0) return { low: 0, high: 100 };
  const low = Math.floor(Math.min(...ends) / 10) * 10;
  const high = Math.ceil(Math.max(...ends) / 10) * 10;
  return { low, high: high === low ? low + 10 : high };
}

/** The intervals of a column beside the table, on one axis. */
export function intervalsOf(
  { columns, rows }: Table,
  selected: string | null,
  width: number,
): { axis: { low: number; high: number }; draw(row: Row): string } | null {
  const at = columns.findIndex(({ id, beside }) => id === selected && !beside);
  if (at < 1) return null;
  const axis = axisOf(rows.flatMap((row) => estimateOf(row, at) ?? []));
  const none = { value: Number.NaN, low: null, high: null };
  return { axis, draw: (row) => interval(estimateOf(row, at) ?? none, axis, width) };
}

/** The rows below the table, at most `lines`: the first ones, and the last. */
export function footOf(
  { columns, foot = [] }: Table,
  lines: number,
): { label: string; cells: Record<string, string> }[] {
  const shown = foot.length > lines ? [...foot.slice(0, lines - 1), foot.at(-1)!] : foot;
  return shown.map(({ cells }) => ({
    label: safeLine(String(cells[0])),
    cells: Object.fromEntries(
      columns.slice(1).map(({ id }, at) => [id, safeLine(String(cells[at + 1] ?? ''))]),
    ),
  }));
}
