/** Tables computed elsewhere: two runs compared, items, correlations. */

import { Box } from 'ink';
import { safeLine } from '../../safe-text/safe-line.ts';
import { Lines } from '../components/lines.tsx';
import { linesOf, SmallTable, smallTableFits } from '../components/small-table.tsx';
import { Table, tableLines } from '../components/table.tsx';
import type { TableColumn } from '../components/table-layout.ts';
import { arrange, tableState } from '../components/table-state.ts';
import type { TextTable } from '../interface-options.ts';
import { copying, writing } from '../keymap/shared-commands.ts';
import { words } from '../keymap/shared-words.ts';
import { type ShownTable, tableMoves, tableSearch } from '../keymap/table-commands.ts';
import type { Layer } from '../layer.ts';
import { allOff, type BodyProps, defineScene, type View } from '../scene.ts';
import { columnsOf, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { topLayerOf } from '../ui-state.ts';

/** Columns for the marks of the selected and the sorted column. */
const sortMarks = 4;

const nothing = ['', '   there is nothing to show'];

const isNumber = (text: string) => /^[+−-]?[\d.,]*\d/.test(text) || text === '–' || text === '';

/** The columns of a table, as wide as their texts if all fit in `width`; numbers are aligned at their decimal points. */
export function columnsOfTable(table: TextTable, width = 80): TableColumn<string[]>[] {
  const isWhole = smallTableFits(table, width - sortMarks, Number.POSITIVE_INFINITY);
  return table.columns.map((title, at) => ({
    id: String(at),
    title: safeLine(title),
    ...(isWhole && { max: width }),
    align: at > 0 && table.rows.every((row) => isNumber(row[at] ?? '')) ? 'decimal' : 'left',
    text: (row) => safeLine(row[at] ?? ''),
    sort: (row) => {
      const text = row[at] ?? '';
      const value = Number.parseFloat(text.replace('−', '-').replace('+', ''));
      return isNumber(text) ? value : text;
    },
  }));
}

/** The titles of all tables, the present one in brackets; only that one if they do not fit. */
function titleLine(layer: TablesLayer, width: number): string {
  const titles = titlesOf(layer);
  const title = titles[layer.at] ?? '';
  if (titles.length < 2) return ` ${theme.bold(title)}`;
  const hint = theme.dim('Tab: next table');
  const here = theme.bold(`[${title}]`);
  const all = titles.map((one, i) => (i === layer.at ? here : one)).join('  ');
  const line = ` ${all}   ${hint}`;
  return columnsOf(line) <= width
    ? line
    : ` ${here}  ${layer.at + 1} of ${titles.length}   ${hint}`;
}

/** The titles that Tab goes through: the tables, and the notes of all if they may be cut below a table. */
export function titlesOf(layer: Pick<TablesLayer, 'tables' | 'tableNotes' | 'notes'>): string[] {
  const titles = layer.tables.map(({ title }) => safeLine(title));
  const areLong = noteLines(allNotes(layer), 80).length > notesNeverCut;
  return areLong && titles.length > 0 ? [...titles, 'notes'] : titles;
}

/** A third of the smallest screen, in lines. */
const notesNeverCut = 5;

const allNotes = ({ tableNotes = [], notes = [] }: Pick<TablesLayer, 'tableNotes' | 'notes'>) => [
  ...new Set([...tableNotes.flat(), ...notes]),
];

type TablesLayer = Extract<Layer, { kind: 'tables' }>;

/** The present layer; a live one is computed again. */
function present(view: View, layer: TablesLayer): TablesLayer {
  if (!layer.live) return layer;
  const now = layer.live(view);
  const last = titlesOf({ ...layer, ...now }).length - 1;
  return { ...layer, ...now, at: Math.max(0, Math.min(layer.at, last)) };
}

function topTables(view: View): TablesLayer | null {
  const layer = topLayerOf(view.ui, 'tables');
  return layer ? present(view, layer) : null;
}

/** Sentences, wrapped, at most `most` lines. */
function noteLines(
  notes: readonly string[],
  width: number,
  most = Number.POSITIVE_INFINITY,
): string[] {
  const lines = notes.flatMap((note) => wrap(safeLine(note), Math.min(width - 4, 110)));
  const shown = lines.length > most ? [...lines.slice(0, most - 1), '…'] : lines;
  return shown.map((line) => `   ${line}`);
}

function TablesBody({ view, width, height: whole }: BodyProps) {
  const layer = topTables(view);
  if (!layer) return null;
  const table = layer.tables[layer.at];
  const title = titleLine(layer, width);
  if (!table) {
    const all = allNotes(layer);
    const lines = all.length > 0 ? [title, ...noteLines(all, width, whole - 1)] : nothing;
    return <Lines lines={lines} width={width} height={whole} />;
  }
  const sentences = [...(layer.tableNotes?.[layer.at] ?? []), ...(layer.notes ?? [])];
  const columns = columnsOfTable(table, width);
  const shown = arrange(table.rows, columns, layer.table);
  const free = whole - 3 - linesOf(table);
  const notes = noteLines(sentences, width, Math.max(free, Math.floor(whole / 3)));
  const below = notes.length > 0 ? notes.length + 1 : 0;
  const others = otherTables(layer, width, whole - 2 - linesOf(table) - 1 - below);
  const height = whole - below - others.length;
  return (
    <Box flexDirection="column">
      <Lines lines={[title, '']} width={width} height={2} />
      {layer.fixed && smallTableFits(table, width, height - 2) ? (
        <SmallTable table={table} width={width} height={height - 2} />
      ) : (
        <Table {...shown} state={layer.table} width={width} height={height - 2} columnCursor />
      )}
      {below > 0 ? <Lines lines={['', ...notes]} width={width} height={below} /> : null}
      {others.length > 0 ? <Lines lines={others} width={width} height={others.length} /> : null}
    </Box>
  );
}

/** The next tables, as many as fit whole in `room` lines; Tab goes to them. */
function otherTables(layer: TablesLayer, width: number, room: number): string[] {
  const lines: string[] = [];
  for (const table of layer.tables.slice(layer.at + 1)) {
    const columns = columnsOfTable(table, width);
    const shown = arrange(table.rows, columns, tableState());
    const title = ['', ` ${theme.bold(safeLine(table.title))}`];
    const height = linesOf(table);
    if (lines.length + title.length + height > room) break;
    lines.push(
      ...title,
      ...tableLines({ ...shown, state: tableState(), width, height, inactive: true }),
    );
  }
  return lines;
}

/** The table on the screen. */
function tableNow(view: View): TextTable | null {
  const layer = topTables(view);
  return layer?.tables[layer.at] ?? null;
}

function shownTable(view: View): ShownTable<readonly string[]> | null {
  const layer = topTables(view);
  const table = tableNow(view);
  if (!layer || !table) return null;
  return {
    state: layer.table,
    shown: arrange(table.rows, columnsOfTable(table), layer.table),
    set: (state) => view.act.replace({ ...layer, table: state }),
  };
}

function nextTable(view: View): void {
  const layer = topTables(view);
  if (!layer || layer.tables.length === 0) return;
  view.act.replace({
    ...layer,
    at: (layer.at + 1) % titlesOf(layer).length,
    table: { ...layer.table, row: 0, sort: null, hidden: [], keep: '' },
  });
}

/** Opens the evidence for the selected cell or, if it has none, the next table. */
function openCell(view: View): void {
  const layer = topTables(view);
  const shown = shownTable(view);
  const table = tableNow(view);
  if (!layer?.trace || !shown || !table) {
    nextTable(view);
    return;
  }
  const { rows, columns } = shown.shown;
  const row = rows[Math.min(shown.state.row, rows.length - 1)];
  const column = columns[Math.min(shown.state.column, columns.length - 1)];
  if (!row || !column) return;
  const below = layer.trace(view, layer.at, table.rows.indexOf(row as string[]), Number(column.id));
  if (below) view.act.push(below);
}

export const tablesScene = defineScene({
  crumbs: ({ ui }) =>
    ui.layers[ui.screen].flatMap((layer) => ('title' in layer ? [layer.title] : [])),
  right: (view) => {
    const layer = topTables(view);
    const count = layer ? titlesOf(layer).length : 0;
    return layer && count > 1 ? `${layer.at + 1} of ${count}` : '';
  },
  so: (view) => topTables(view)?.so ?? '',
  Body: TablesBody,
  commands: {
    open: { ...words.open, act: openCell },
    'next-table': {
      keys: ['Tab'],
      label: 'next table',
      help: 'To the next table of this list.',
      group: 'move',
      act: nextTable,
    },
    ...tableSearch(shownTable),
    ...tableMoves(shownTable),
    ...copying(tableNow),
    ...writing(tableNow),
  },
  off: (view) => {
    const layer = topTables(view);
    const single = layer === null || titlesOf(layer).length < 2;
    return {
      ...(single && !layer?.trace && { open: 'nothing lies behind these figures' }),
      ...(single && { 'next-table': 'this is the only table' }),
      ...(!tableNow(view) &&
        allOff(['sort', 'heat', 'find', 'keep', 'copy-table', 'write-table'], 'no table is shown')),
    };
  },
  footer: [
    ['open', (now) => (now?.traced === false ? 'next table' : 'open')],
    ['next-table', (now) => (now?.traced === false ? null : 'next table')],
    'sort',
    'heat',
    'copy-table',
    'write-table',
    'back',
    'help',
  ],
});
