/** The commands of screen 2. */

import type { ModelInfo } from '../../../models/model.ts';
import { isSimulatedModel } from '../../../models/simulated/is-simulated-model.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { textTable } from '../../components/markdown.ts';
import { arrange, tableState } from '../../components/table-state.ts';
import { type Commands, needs } from '../../keymap/command.ts';
import { copying, writing } from '../../keymap/shared-commands.ts';
import { words } from '../../keymap/shared-words.ts';
import { askKept, type ShownTable, tableMoves } from '../../keymap/table-commands.ts';
import { toggled } from '../../list-position.ts';
import type { View } from '../../scene.ts';
import { cut, plural } from '../../text.ts';
import { draftOf, setChoice } from './draft.ts';
import { askAddModels, askStart, fetchDefaults, parseTags } from './models-actions.ts';
import { balanceTable, columnsOf, idOf, listedModels } from './models-view.ts';
import { askBudget, nextPreset } from './study.tsx';

export function shownOf(view: View) {
  const { models } = view.ui;
  return arrange(listedModels(models), columnsOf(models), models.table);
}

const shownTable = (view: View): ShownTable<ModelInfo> => ({
  state: view.ui.models.table,
  shown: shownOf(view),
  set: (table) => setChoice(view, { table }),
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
      if (row) mark(view, toggled(view.ui.models.marked, row.name), row.name);
    },
  },
  'mark-range': { ...words['mark-range'], act: markRange },
  'mark-all': { ...words['mark-all'], act: markAll },
  preset: {
    keys: ['p'],
    label: 'preset',
    help: 'The other preset: quick or default.',
    group: 'models',
    act: nextPreset,
  },
  study: {
    keys: ['t'],
    label: 'study',
    help: 'Choose settings, prompts, stems, value systems, judges, and instruments.',
    group: 'models',
    act: ({ act }) => act.push({ kind: 'study', selected: 0 }),
  },
  'own-settings': {
    keys: ['e'],
    label: 'its settings',
    help: 'Ask the selected model under some of the settings alone.',
    group: 'models',
    act: askOwnSettings,
  },
  'add-models': {
    keys: ['A'],
    label: 'add to run',
    help: 'Add the marked models to the open run; they alone are asked.',
    group: 'models',
    needs: needs.idleRun,
    act: askAddModels,
  },
  simulated: {
    keys: ['s'],
    label: 'simulated',
    help: 'Show or hide the simulated models.',
    group: 'models',
    act: toggleSimulated,
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
    help: 'Add an address of models by hand, or remove one.',
    group: 'models',
    act: ({ act }) => act.push({ kind: 'endpoint', name: '', url: '', keyEnv: '', selected: 0 }),
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
  ...writing(asTable),
} satisfies Commands;

/** Marks these models; unmarks those that cannot be combined with `last`, with a message. */
function mark(view: View, names: readonly string[], last: string): void {
  const kind = isSimulatedModel(last);
  const marked = names.includes(last)
    ? names.filter((name) => isSimulatedModel(name) === kind)
    : [...names];
  const left = names.length - marked.length;
  setChoice(view, { marked });
  if (left > 0)
    view.act.say(
      `${plural(left, `${kind ? 'real' : 'simulated'} model`)} unmarked: a study is all simulated or not at all`,
    );
}

/** Marks all shown models of the selected one's kind that can be asked, or none. */
function markAll(view: View) {
  const { marked } = view.ui.models;
  const selected = selectedModel(view);
  if (!selected) return;
  const { defaultModels } = view.options;
  const names = shownOf(view)
    .rows.filter(({ name, ready }) => ready || defaultModels.includes(name))
    .map((model) => model.name)
    .filter((name) => isSimulatedModel(name) === isSimulatedModel(selected.name));
  if (names.length === 0) return view.act.say('none of the shown models is ready', 'warning');
  const all = names.every((name) => marked.includes(name));
  const others = marked.filter((name) => !names.includes(name));
  mark(view, all ? others : [...others, ...names], selected.name);
}

function markRange(view: View) {
  const { marked, table } = view.ui.models;
  const { rows } = shownOf(view);
  const last = rows.findIndex((model) => model.name === marked.at(-1));
  const here = rows[table.row];
  if (last < 0 || !here) return view.act.say('mark one end with ␣ first', 'warning');
  const [from, to] = [Math.min(last, table.row), Math.max(last, table.row)];
  const names = rows.slice(from, to + 1).map((model) => model.name);
  mark(view, [...new Set([...marked, ...names])], here.name);
}

function toggleSimulated(view: View): void {
  const { simulated, marked, list } = view.ui.models;
  const count = (list ?? []).filter(({ name }) => isSimulatedModel(name)).length;
  setChoice(view, {
    simulated: !simulated,
    marked: simulated ? marked.filter((name) => !isSimulatedModel(name)) : marked,
  });
  view.act.say(
    simulated
      ? 'simulated models are hidden'
      : `${plural(count, 'simulated model')}: made for tests, they say nothing of real ones`,
  );
}

function askOwnSettings(view: View): void {
  const row = selectedModel(view);
  if (!row) return;
  const known = draftOf(view).settings.map(({ id }) => id);
  const { settings } = view.ui.models;
  view.act.ask(
    `settings of ${cut(safeLine(idOf(row.name)), 20)} (empty: all)`,
    (settings[row.name] ?? known).join(' '),
    (typed) => {
      const chosen = typed.split(/[\s,]+/).filter(Boolean);
      const unknown = chosen.find((id) => !known.includes(id));
      if (unknown !== undefined)
        return `the study has no setting ${unknown}; it has ${known.join(' ')}`;
      const { [row.name]: _, ...others } = settings;
      const all = chosen.length === 0 || known.every((id) => chosen.includes(id));
      setChoice(view, { settings: all ? others : { ...others, [row.name]: chosen } });
      view.act.say(
        `${safeLine(idOf(row.name))}: ${all ? 'all settings of the study' : chosen.join(' ')}`,
      );
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
      if (typeof read === 'string') return read;
      setChoice(view, { tags: { ...models.tags, [row.name]: read } });
    },
  );
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
