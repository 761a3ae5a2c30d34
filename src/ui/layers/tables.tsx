/** Tables of words and numbers that came ready-made: two runs compared, stems, correlations. */
import { Box } from 'ink';
import { Lines } from '../components/lines.tsx';
import { markdownOf } from '../components/markdown.ts';
import { SmallTable, smallTableFits } from '../components/small-table.tsx';
import { Table } from '../components/table.tsx';
import type { TableColumn } from '../components/table-layout.ts';
import { arrange, findRow, moveTable } from '../components/table-state.ts';
import type { TextTable } from '../interface-options.ts';
import { safeLine } from '../sanitize.ts';
import type { BodyProps, Scene } from '../scene.ts';
import { theme } from '../theme.ts';
import { topLayer } from '../ui-state.ts';

const isNumber = (text: string) => /^[+−-]?[\d.,]*\d/.test(text) || text === '–' || text === '';

/** The columns of a ready-made table; those that hold numbers stand on their points. */
export function columnsOfTable(table: TextTable): TableColumn<string[]>[] {
  return table.columns.map((title, at) => ({
    id: String(at),
    title: safeLine(title),
    align: at > 0 && table.rows.every((row) => isNumber(row[at] ?? '')) ? 'decimal' : 'left',
    text: (row) => safeLine(row[at] ?? ''),
    sort: (row) => {
      const text = row[at] ?? '';
      const value = Number.parseFloat(text.replace('−', '-').replace('+', ''));
      return isNumber(text) ? value : text;
    },
  }));
}

function TablesBody({ view, width, height }: BodyProps) {
  const layer = topLayer(view.ui);
  if (layer?.kind !== 'tables') return null;
  const table = layer.tables[layer.at];
  if (!table)
    return <Lines lines={['', '   there is nothing to show']} width={width} height={height} />;
  const columns = columnsOfTable(table);
  const shown = arrange(table.rows, columns, layer.table);
  const title =
    layer.tables.length > 1
      ? ` ${layer.tables.map((one, at) => (at === layer.at ? theme.bold(`[${safeLine(one.title)}]`) : safeLine(one.title))).join('  ')}   ${theme.dim('Enter: next table')}`
      : ` ${theme.bold(safeLine(table.title))}`;
  return (
    <Box flexDirection="column">
      <Lines lines={[title, '']} width={width} height={2} />
      {layer.fixed && smallTableFits(table, width, height - 2) ? (
        <SmallTable table={table} width={width} height={height - 2} />
      ) : (
        <Table {...shown} state={layer.table} width={width} height={height - 2} columnCursor />
      )}
    </Box>
  );
}

export const tablesScene: Scene = {
  crumbs: ({ ui }) =>
    ui.layers[ui.screen].flatMap((layer) => ('title' in layer ? [layer.title] : [])),
  right: ({ ui }) => {
    const layer = topLayer(ui);
    return layer?.kind === 'tables' ? `${layer.at + 1} of ${layer.tables.length}` : '';
  },
  so: ({ ui }) => {
    const layer = topLayer(ui);
    return layer?.kind === 'tables' ? layer.so : '';
  },
  Body: TablesBody,
  perform: (command, view) => {
    const { ui, act, options, session } = view;
    const layer = topLayer(ui);
    if (layer?.kind !== 'tables') return;
    const table = layer.tables[layer.at];
    if (!table) return;
    const shown = arrange(table.rows, columnsOfTable(table), layer.table);
    switch (command) {
      case 'open':
        return act.replace({
          ...layer,
          at: (layer.at + 1) % layer.tables.length,
          table: { ...layer.table, row: 0, sort: null, hidden: [], keep: '' },
        });
      case 'find':
        return act.ask('find', layer.table.find, (find) => {
          const row = findRow(shown, layer.table.row - 1, find, 1);
          act.replace({ ...layer, table: { ...layer.table, find, row } });
        });
      case 'keep':
        return act.ask('keep rows with', layer.table.keep, (keep) =>
          act.replace({ ...layer, table: { ...layer.table, keep, row: 0 } }),
        );
      case 'copy-table':
        return act.copy(markdownOf(table), 'the table as Markdown');
      case 'write-table':
        return void act
          .attempt('writing', () => options.writeTable(session, table))
          .then((files) => files && act.say(`written: ${files.join(', ')}`));
      default:
        act.replace({ ...layer, table: moveTable(layer.table, command, shown) });
    }
  },
};
