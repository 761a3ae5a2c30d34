/** State of a table: cursor, sorting, hidden columns. Pure. */
import { type Move, moveInList } from '../list-position.ts';
import type { TableColumn } from './table-layout.ts';

export type TableState = {
  /** Position among the shown rows; their count means the line after them, which opens the next step. */
  row: number;
  column: number;
  sort: { column: string; descending: boolean } | null;
  hidden: readonly string[];
  frozen: number;
  heat: boolean;
  /** Only rows that hold this text are kept. */
  keep: string;
  /** The last text searched for with `/`. */
  find: string;
};

export function tableState(overrides: Partial<TableState> = {}): TableState {
  const start = { row: 0, column: 1, sort: null, hidden: [], frozen: 1, heat: true };
  return { ...start, keep: '', find: '', ...overrides };
}

/** The shown part of a table. */
export type Arranged<Row> = { rows: readonly Row[]; columns: readonly TableColumn<Row>[] };

/** Moves in a table, and changes of how it is shown. */
export type TableMove =
  | Move
  | 'column-left'
  | 'column-right'
  | 'first-column'
  | 'last-column'
  | 'sort'
  | 'freeze'
  | 'hide'
  | 'heat'
  | 'reset'
  | 'previous-different'
  | 'next-different'
  | 'find-next'
  | 'find-previous';

/** The rows kept and sorted, and the columns not hidden. Ties keep their order. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  state: TableState,
): { rows: Row[]; columns: TableColumn<Row>[] } {
  const shown = columns.filter((column) => !state.hidden.includes(column.id));
  const wanted = state.keep.toLowerCase();
  const kept = wanted
    ? rows.filter((row) => columns.some((c) => c.text(row).toLowerCase().includes(wanted)))
    : [...rows];
  const by = columns.find((column) => column.id === state.sort?.column);
  if (by) {
    const value = (row: Row) => by.sort?.(row) ?? by.text(row);
    const sign = state.sort?.descending ? -1 : 1;
    kept.sort((a, b) => sign * compare(value(a), value(b)));
  }
  return { rows: kept, columns: shown };
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b))
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a - b;
  }
  return String(a).localeCompare(String(b));
}

/** The state after a move over the shown rows; `tail` is 1 if a line after the rows can be selected. */
export function moveTable<Row>(
  state: TableState,
  move: TableMove,
  shown: Arranged<Row>,
  tail = 0,
): TableState {
  const last = Math.max(0, shown.rows.length - 1 + tail);
  const columns = shown.columns.length;
  const row = Math.min(state.row, last);
  const column = Math.max(0, Math.min(state.column, columns - 1));
  switch (move) {
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
    case 'top':
      return { ...state, row: moveInList(row, move, last + 1) };
    case 'bottom':
      return { ...state, row: Math.max(0, shown.rows.length - 1) };
    case 'column-left':
      return { ...state, column: Math.max(0, column - 1) };
    case 'column-right':
      return { ...state, column: Math.min(columns - 1, column + 1) };
    case 'first-column':
      return { ...state, column: 0 };
    case 'last-column':
      return { ...state, column: columns - 1 };
    case 'sort':
      return { ...state, sort: nextSort(state, shown.columns[column]?.id), row: 0 };
    case 'freeze':
      return { ...state, frozen: state.frozen === column + 1 ? 1 : column + 1 };
    case 'hide': {
      const id = shown.columns[column]?.id;
      if (column === 0 || id === undefined || columns <= 2) return state;
      return { ...state, hidden: [...state.hidden, id], column: Math.min(column, columns - 2) };
    }
    case 'heat':
      return { ...state, heat: !state.heat };
    case 'reset':
      return { ...state, hidden: [], sort: null, keep: '', find: '', frozen: 1, row: 0 };
    case 'previous-different':
    case 'next-different':
      return {
        ...state,
        row: different(shown, row, column, move === 'next-different' ? 1 : -1),
      };
    case 'find-next':
    case 'find-previous':
      return {
        ...state,
        row: findRow(shown, row, state.find, move === 'find-next' ? 1 : -1) ?? row,
      };
  }
}

/** Descending first (numbers are looked at from the top), then ascending, then as computed. */
function nextSort(state: TableState, column: string | undefined): TableState['sort'] {
  if (column === undefined) return state.sort;
  if (state.sort?.column !== column) return { column, descending: true };
  return state.sort.descending ? { column, descending: false } : null;
}

function different<Row>(shown: Arranged<Row>, row: number, column: number, step: 1 | -1): number {
  const by = shown.columns[column];
  const here = shown.rows[row];
  if (!by || here === undefined) return row;
  for (let at = row + step; at >= 0 && at < shown.rows.length; at += step)
    if (by.text(shown.rows[at]!) !== by.text(here)) return at;
  return row;
}

/** The next row that contains the text, around the ends; null without one. */
export function findRow<Row>(
  shown: Arranged<Row>,
  row: number,
  find: string,
  step: 1 | -1,
): number | null {
  const count = shown.rows.length;
  const wanted = find.toLowerCase();
  if (!wanted) return null;
  for (let away = 1; away <= count; away++) {
    const at = (((row + step * away) % count) + count) % count;
    const found = shown.columns.some((c) => c.text(shown.rows[at]!).toLowerCase().includes(wanted));
    if (found) return at;
  }
  return null;
}
