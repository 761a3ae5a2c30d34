/** Screen 2: which models, under which settings, for how much. */

import { Box } from 'ink';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { emptyLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { SmallTable } from '../../components/small-table.tsx';
import { Table } from '../../components/table.tsx';
import { type BodyProps, defineScene } from '../../scene.ts';
import { fill } from '../../text.ts';
import { theme } from '../../theme.ts';
import { askableModels, studySo } from './draft.ts';
import { modelsCommands, shownOf } from './models-commands.ts';
import { balanceTable, listedModels, settingsLines } from './models-view.ts';

function ModelsBody({ view, width, height }: BodyProps) {
  const { models } = view.ui;
  if (models.list === null)
    return <Lines lines={['', '   looking for models …']} width={width} height={height} />;
  const shown = shownOf(view);
  const listed = listedModels(models).length;
  const hidden = askableModels(models).length - listed;
  if (models.list.length === 0) {
    const lines = emptyLines(
      'No models were found.',
      'd fetches the two default models; n adds an address',
      width,
    );
    return <Lines lines={lines} width={width} height={height} />;
  }
  const filter = models.table.keep ? `filter: ${models.table.keep}` : '/ filters';
  const away = hidden > 0 ? ` · s: ${hidden} simulated` : '';
  const count = `${shown.rows.length} of ${listed} shown${away}`;
  const head = `   ${fill(filter, width - 5 - count.length)} ${count}`;
  const tall = height >= 38;
  const below = settingsLines(view, width, !tall);
  const mend = view.ui.models.endpoints
    .filter((endpoint) => endpoint.mend)
    .map((endpoint) =>
      theme.dim(`   ○ ${safeLine(endpoint.title)}: ${safeLine(endpoint.mend ?? '')}`),
    );
  const extra = height >= 30 ? mend.slice(0, 6) : [];
  const rows = height - below.length - extra.length - 3 - (tall ? 5 : 0);
  return (
    <Box flexDirection="column">
      <Lines lines={[head]} width={width} height={1} />
      <Table
        {...shown}
        state={models.table}
        width={width}
        height={rows}
        mark={(model) => (models.marked.includes(model.name) ? '◉ ' : '○ ')}
      />
      {tall ? <SmallTable table={balanceTable(view)} width={width} height={5} /> : null}
      <Lines
        lines={['', ...below, '', ...extra]}
        width={width}
        height={below.length + extra.length + 2}
      />
    </Box>
  );
}

export const modelsScene = defineScene({
  crumbs: () => [],
  right: ({ ui }) => `${ui.models.marked.length} of ${listedModels(ui.models).length} on`,
  so: studySo,
  Body: ModelsBody,
  commands: modelsCommands,
  footer: [
    'mark',
    'preset',
    'study',
    'add-endpoint',
    'keep',
    ['open', 'start: asks first'],
    'help',
  ],
});
