/** What the keys of screen 2 do. */

import type { ModelInfo } from '../../../models/model.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { textTable } from '../../components/markdown.ts';
import { arrange, tableState } from '../../components/table-state.ts';
import type { Commands } from '../../keymap/command.ts';
import { copying, writing } from '../../keymap/shared-commands.ts';
import { words } from '../../keymap/shared-words.ts';
import { askKept, type ShownTable, tableMoves } from '../../keymap/table-commands.ts';
import { toggled } from '../../list-position.ts';
import type { View } from '../../scene.ts';
import { cut } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';
import { askStart, fetchDefaults, parseSettings, parseTags } from './models-actions.ts';
import { balanceTable, columnsOf, idOf } from './models-view.ts';

export function shownOf(view: View) {
  const { models } = view.ui;
  return arrange(models.list ?? [], columnsOf(models), models.table);
}

function set({ act }: View, change: Partial<UiState['models']>): void {
  act.update((now) => ({ ...now, models: { ...now.models, ...change } }));
}

const shownTable = (view: View): ShownTable<ModelInfo> => ({
  state: view.ui.models.table,
  shown: shownOf(view),
  set: (table) => set(view, { table }),
});

const selectedModel = (view: View) => shownOf(view).rows[view.ui.models.table.row];

const asTable = (view: View) => {
  const { rows, columns } = shownOf(view);
  return textTable('models', rows, columns);
};

export const modelsCommands = {
  open: { ...words.open, act: askStart },
  mark: {
    ...words.mark,
    act: (view) => {
      const row = selectedModel(view);
      if (row) set(view, { marked: toggled(view.ui.models.marked, row.name) });
    },
  },
  'mark-range': { ...words['mark-range'], act: markRange },
  'mark-all': { ...words['mark-all'], act: markAll },
  preset: {
    keys: ['p'],
    label: 'preset',
    help: 'Next preset: quick, default, own.',
    group: 'models',
    act: (view) => {
      const order = ['quick', 'default', 'own'] as const;
      set(view, { preset: order[(order.indexOf(view.ui.models.preset) + 1) % 3]! });
    },
  },
  settings: {
    keys: ['t'],
    label: 'settings',
    help: 'Set temperatures, top-p, and repeats.',
    group: 'models',
    act: askSettings,
  },
  tags: {
    keys: ['T'],
    label: 'tags',
    help: 'Set family, size, and training of the selected model.',
    group: 'models',
    act: askTags,
  },
  budget: {
    keys: ['b'],
    label: 'budget',
    help: 'Set the most that it may cost.',
    group: 'models',
    act: askBudget,
  },
  'add-endpoint': {
    keys: ['n'],
    label: 'add',
    help: 'Add an address of models by hand.',
    group: 'models',
    act: askEndpoint,
  },
  balance: {
    keys: ['i'],
    label: 'balance',
    help: 'Show the balance of what is marked.',
    group: 'models',
    act: showBalance,
  },
  download: { ...words.download, act: fetchDefaults },
  rescan: { ...words.rescan, act: ({ act }) => void act.refreshModels() },
  keep: {
    keys: ['/'],
    label: 'filter',
    help: 'Keep the rows that hold a text.',
    group: 'table',
    act: askKept(shownTable, 'filter'),
  },
  ...tableMoves(shownTable),
  ...copying(asTable),
  ...copying(asTable),
  ...writing(asTable),
} satisfies Commands;

function markAll(view: View): void {
  const { marked } = view.ui.models;
  const names = shownOf(view)
    .rows.filter((model) => model.ready)
    .map((model) => model.name);
  const all = names.every((name) => marked.includes(name));
  const others = marked.filter((name) => !names.includes(name));
  set(view, { marked: all ? others : [...others, ...names] });
}

function markRange(view: View) {
  const { marked, table } = view.ui.models;
  const { rows } = shownOf(view);
  const last = rows.findIndex((model) => model.name === marked.at(-1));
  if (last < 0 || !rows[table.row]) return view.act.say('mark one end with ␣ first', 'warning');
  const [from, to] = [Math.min(last, table.row), Math.max(last, table.row)];
  const names = rows.slice(from, to + 1).map((model) => model.name);
  set(view, { marked: [...new Set([...marked, ...names])] });
}

function askSettings(view: View): void {
  const { temperatures, topPs, repeats } = view.ui.models;
  view.act.ask(
    'temperatures; top-p; repeats',
    `${temperatures.join(' ')}; ${topPs.join(' ')}; ${repeats}`,
    (typed) => {
      const read = parseSettings(typed);
      if (typeof read === 'string') return view.act.say(read, 'warning');
      set(view, { ...read, preset: 'own' });
    },
  );
}

function askTags(view: View): void {
  const { models } = view.ui;
  const row = selectedModel(view);
  if (!row) return;
  const tags = models.tags[row.name] ?? row.tags;
  view.act.ask(
    `${cut(safeLine(idOf(row.name)), 24)}: family size training`,
    `${tags.family} ${tags.size ?? '?'} ${tags.training}`,
    (typed) => {
      const read = parseTags(typed);
      if (typeof read === 'string') return view.act.say(read, 'warning');
      set(view, { tags: { ...models.tags, [row.name]: read } });
    },
  );
}

function askBudget(view: View): void {
  const { act, ui } = view;
  act.ask('at most, in dollars (empty: no limit)', String(ui.models.budget ?? ''), (typed) => {
    const dollars = Number(typed.replace('$', ''));
    if (typed.trim() === '') return set(view, { budget: null });
    if (!(dollars > 0)) return act.say(`"${typed}" is not an amount of dollars`, 'warning');
    set(view, { budget: dollars });
  });
}

function askEndpoint({ act, options }: View): void {
  act.ask('name, address, and the variable with its key', '', (typed) => {
    const [name, url, keyEnv] = typed.trim().split(/\s+/);
    if (!name || !url) return act.say('as in: lab http://127.0.0.1:8000/v1 LAB_KEY', 'warning');
    void act
      .attempt('adding', () => options.addEndpoint({ name, url, keyEnv: keyEnv ?? null }))
      .then((kept) => {
        if (kept === false)
          act.say(`${name} is here until valuelex ends: settings cannot be kept`, 'warning');
        return act.refreshModels();
      });
  });
}

function showBalance(view: View): void {
  view.act.push({
    kind: 'tables',
    title: 'balance',
    so: 'What is marked, by tag',
    tables: [balanceTable(view)],
    fixed: true,
    at: 0,
    table: tableState(),
  });
}
