/** Screen 2: which models, under which settings, for how much. */
import { Box } from 'ink';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { emptyLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { markdownOf, textTable } from '../../components/markdown.ts';
import { SmallTable } from '../../components/small-table.tsx';
import { Table } from '../../components/table.tsx';
import { arrange, moveTable, tableState } from '../../components/table-state.ts';
import { toggled } from '../../list-position.ts';
import type { BodyProps, Scene, View } from '../../scene.ts';
import { cut, fill, plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import type { UiState } from '../../ui-state.ts';
import {
  askStart,
  costLine,
  estimateOf,
  fetchDefaults,
  parseSettings,
  parseTags,
} from './models-actions.ts';
import { balanceTable, columnsOf, idOf, settingsLines } from './models-view.ts';

function shownOf(view: View) {
  const { models } = view.ui;
  return arrange(models.list ?? [], columnsOf(models), models.table);
}

function ModelsBody({ view, width, height }: BodyProps) {
  const { models } = view.ui;
  if (models.list === null)
    return <Lines lines={['', '   looking for models …']} width={width} height={height} />;
  const shown = shownOf(view);
  if (models.list.length === 0) {
    const lines = emptyLines(
      'No models were found.',
      'd fetches the two default models; n adds an address',
      width,
    );
    return <Lines lines={lines} width={width} height={height} />;
  }
  const filter = models.table.keep ? `filter: ${models.table.keep}` : '/ filters';
  const count = `${shown.rows.length} of ${models.list.length} shown`;
  const head = `   ${fill(filter, width - 5 - count.length)} ${count}`;
  const tall = height >= 38;
  const below = settingsLines(view, width, !tall);
  const mend = view.ui.models.endpoints
    .filter((endpoint) => endpoint.mend)
    .map((endpoint) =>
      theme.dim(`   ○ ${safeLine(endpoint.title)}: ${safeLine(endpoint.mend ?? '')}`),
    );
  const extra = height >= 30 ? mend.slice(0, 6) : [];
  const rows = height - below.length - extra.length - 3 - (tall ? 9 : 0);
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
      {tall ? <SmallTable table={balanceTable(view)} width={width} height={9} /> : null}
      <Lines
        lines={['', ...below, '', ...extra]}
        width={width}
        height={below.length + extra.length + 2}
      />
    </Box>
  );
}

export const modelsScene: Scene = {
  crumbs: () => [],
  right: ({ ui }) => `${ui.models.marked.length} of ${ui.models.list?.length ?? 0} on`,
  so: (view) => {
    const estimate = estimateOf(view);
    if (!estimate)
      return 'Mark models with ␣; what they would cost stands here before anything is asked';
    const { respondents, prompts } = estimate;
    const models = view.ui.models.marked.length;
    const settings = plural(Math.round(respondents / models), 'setting');
    return `${plural(models, 'model')} × ${settings} × ${prompts} prompts = ${costLine(estimate)}`;
  },
  Body: ModelsBody,
  perform: (command, view) => {
    const { act, ui, options, session } = view;
    const { models } = ui;
    const shown = shownOf(view);
    const row = shown.rows[models.table.row];
    const set = (change: Partial<UiState['models']>) =>
      act.update((now) => ({ ...now, models: { ...now.models, ...change } }));
    switch (command) {
      case 'open':
        return askStart(view);
      case 'mark':
        return row && set({ marked: toggled(models.marked, row.name) });
      case 'mark-all': {
        const names = shown.rows.filter((model) => model.ready).map((model) => model.name);
        const all = names.every((name) => models.marked.includes(name));
        const others = models.marked.filter((name) => !names.includes(name));
        return set({ marked: all ? others : [...others, ...names] });
      }
      case 'mark-range': {
        const last = shown.rows.findIndex((model) => model.name === models.marked.at(-1));
        if (last < 0 || !row) return act.say('mark one end with ␣ first', 'warning');
        const [from, to] = [Math.min(last, models.table.row), Math.max(last, models.table.row)];
        const names = shown.rows.slice(from, to + 1).map((model) => model.name);
        return set({ marked: [...new Set([...models.marked, ...names])] });
      }
      case 'preset': {
        const order = ['quick', 'default', 'own'] as const;
        return set({ preset: order[(order.indexOf(models.preset) + 1) % 3]! });
      }
      case 'settings':
        return act.ask(
          'temperatures; top-p; repeats',
          `${models.temperatures.join(' ')}; ${models.topPs.join(' ')}; ${models.repeats}`,
          (typed) => {
            const read = parseSettings(typed);
            if (typeof read === 'string') return act.say(read, 'warning');
            set({ ...read, preset: 'own' });
          },
        );
      case 'tags': {
        if (!row) return;
        const tags = models.tags[row.name] ?? row.tags;
        return act.ask(
          `${cut(safeLine(idOf(row.name)), 24)}: family size training`,
          `${tags.family} ${tags.size ?? '?'} ${tags.training}`,
          (typed) => {
            const read = parseTags(typed);
            if (typeof read === 'string') return act.say(read, 'warning');
            set({ tags: { ...models.tags, [row.name]: read } });
          },
        );
      }
      case 'budget':
        return act.ask(
          'at most, in dollars (empty: no limit)',
          String(models.budget ?? ''),
          (typed) => {
            const dollars = Number(typed.replace('$', ''));
            if (typed.trim() === '') return set({ budget: null });
            if (!(dollars > 0)) return act.say(`"${typed}" is no amount of dollars`, 'warning');
            set({ budget: dollars });
          },
        );
      case 'add-endpoint':
        return act.ask('name, address, and the variable with its key', '', (typed) => {
          const [name, url, keyEnv] = typed.trim().split(/\s+/);
          if (!name || !url)
            return act.say('as in: lab http://127.0.0.1:8000/v1 LAB_KEY', 'warning');
          void act
            .attempt('adding', () => options.addEndpoint({ name, url, keyEnv: keyEnv ?? null }))
            .then((kept) => {
              if (kept === false)
                act.say(`${name} is here until valuelex ends: settings cannot be kept`, 'warning');
              return act.refreshModels();
            });
        });
      case 'balance':
        return act.push({
          kind: 'tables',
          title: 'balance',
          so: 'What is marked, by tag',
          tables: [balanceTable(view)],
          fixed: true,
          at: 0,
          table: tableState(),
        });
      case 'download':
        return fetchDefaults(view);
      case 'rescan':
        return void act.refreshModels();
      case 'keep':
        return act.ask('filter', models.table.keep, () => {}, {
          change: (keep) =>
            act.update((now) => ({
              ...now,
              models: { ...now.models, table: { ...now.models.table, keep, row: 0 } },
            })),
        });
      case 'copy-table':
        return act.copy(
          markdownOf(textTable('models', shown.rows, shown.columns)),
          'the table as Markdown',
        );
      case 'write-table':
        return void act
          .attempt('writing', () =>
            options.writeTable(session, textTable('models', shown.rows, shown.columns)),
          )
          .then((files) => files && act.say(`written: ${files.join(', ')}`));
      default:
        set({ table: moveTable(models.table, command, shown) });
    }
  },
};
