/** Commands of a table with columns, in any scene. */
import {
  type Arranged,
  findRow,
  moveTable,
  type TableMove,
  type TableState,
} from '../components/table-state.ts';
import type { View } from '../scene.ts';
import { type Commands, each, type Words } from './command.ts';
import { findingNext, moveWords, words } from './shared-words.ts';

/** A table on the screen. */
export type ShownTable<Row> = {
  state: TableState;
  shown: Arranged<Row>;
  /** 1 if a line after the rows opens the next step. */
  tail?: 1;
  set(table: TableState): void;
};

type TableOf<Row> = (view: View) => ShownTable<Row> | null;

const columnWords = {
  'column-left': {
    keys: ['←', 'h'],
    label: 'column',
    help: 'To the column on the left.',
    group: 'move',
  },
  'column-right': {
    keys: ['→', 'l'],
    label: 'column',
    help: 'To the column on the right.',
    group: 'move',
  },
} as const satisfies Record<string, Words>;

const tableWords = {
  ...moveWords,
  ...columnWords,
  'first-column': {
    keys: ['0'],
    label: 'first column',
    help: 'To the first column.',
    group: 'move',
  },
  'last-column': { keys: ['$'], label: 'last column', help: 'To the last column.', group: 'move' },
  reset: words.reset,
  sort: words.sort,
  freeze: {
    keys: ['!'],
    label: 'freeze',
    help: 'Keep the columns up to this one in view.',
    group: 'table',
  },
  hide: { keys: ['-'], label: 'hide', help: 'Hide this column.', group: 'table' },
  'previous-different': {
    keys: ['<'],
    label: 'differs',
    help: 'To the row above with another value.',
    group: 'table',
  },
  'next-different': {
    keys: ['>'],
    label: 'differs',
    help: 'To the row below with another value.',
    group: 'table',
  },
} as const satisfies Partial<Record<TableMove, Words>>;

const heatWords = {
  heat: { keys: ['%'], label: 'heat', help: 'Colours by size, on or off.', group: 'table' },
} as const satisfies Partial<Record<TableMove, Words>>;

const move =
  <Row>(tableOf: TableOf<Row>) =>
  (id: TableMove, view: View) => {
    const table = tableOf(view);
    table?.set(moveTable(table.state, id, table.shown, table.tail));
  };

/** Moves in the table, sorts it, hides columns. */
export const tableMoves = <Row>(tableOf: TableOf<Row>) => each(tableWords, move(tableOf));

/** The same for tables in which the arrows have another use. */
export const tableMovesByLetters = <Row>(tableOf: TableOf<Row>) =>
  each(
    {
      ...tableWords,
      'column-left': { ...columnWords['column-left'], keys: ['h'] },
      'column-right': { ...columnWords['column-right'], keys: ['l'] },
    },
    move(tableOf),
  );

/** The message when a search or a filter finds nothing. */
export const nothingHolds = (text: string) => `nothing holds "${text}"`;

/** Filters the rows by the typed text, while it is typed. */
export const askKept =
  <Row>(tableOf: TableOf<Row>, label: string) =>
  (view: View) => {
    const table = tableOf(view);
    if (!table) return;
    view.act.ask(label, table.state.keep, () => {}, {
      change: (keep) => table.set({ ...table.state, keep, row: 0 }),
    });
  };

/** Searches the table, filters it, colours it. */
export const tableSearch = <Row>(tableOf: TableOf<Row>) =>
  ({
    find: {
      ...words.find,
      act: (view) => {
        const table = tableOf(view);
        if (!table) return;
        const { state, shown } = table;
        view.act.ask('find', state.find, (find) => {
          const row = findRow(shown, state.row - 1, find, 1);
          table.set({ ...state, find, row: row ?? state.row });
          if (row === null && find !== '') view.act.say(nothingHolds(find), 'warning');
        });
      },
    },
    keep: { ...words.keep, act: askKept(tableOf, 'keep rows with') },
    ...findingNext((step, view) => move(tableOf)(step === 1 ? 'find-next' : 'find-previous', view)),
    ...each(heatWords, move(tableOf)),
  }) satisfies Commands;
