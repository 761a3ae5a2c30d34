/** What the new study asks: settings, prompts, stems, judges, other instruments; each with what it adds to the cost. */
import type { Study } from '../../../run/study.ts';
import { settingsFrom } from '../../../run/study-choice.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed, ruled } from '../../components/body.tsx';
import { windowAround } from '../../components/table-layout.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { ends, fill, money, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf, type UiState } from '../../ui-state.ts';
import { choosing } from './choose.tsx';
import { draftOf, estimateOf, setChoice, studySo } from './draft.ts';
import { askStart, parseSettings } from './models-actions.ts';

type Changes = UiState['models']['changes'];

type Row = {
  name: string;
  value: string;
  /** The requests that it adds: "96 answers". */
  adds: string;
  about: string;
  /** The fields that it changes, for resetting them. */
  fields: readonly (keyof Changes)[];
  open(view: View): void;
};

function rowsOf(view: View): Row[] {
  const study = draftOf(view);
  const { preset, budget } = view.ui.models;
  const parts = estimateOf(view)?.parts ?? [];
  const adds = (what: string) => {
    const count = parts.find((part) => part.what === what)?.count ?? 0;
    return count > 0 ? plural(count, what) : '';
  };
  const offers = view.options.offers();
  const others = Object.keys(study.instruments);
  const requests = parts
    .filter(({ what }) => what.endsWith(' request'))
    .reduce((sum, { count }) => sum + count, 0);
  const { test } = study;
  return [
    {
      ...{ name: 'preset', value: preset, adds: '', fields: [] },
      about:
        'quick: prompts that small models can answer, and ValueLex’s values alone. default: all prompts and three value systems. What you change below stays changed.',
      open: nextPreset,
    },
    {
      ...{ name: 'settings', value: settingsText(study), adds: '', fields: ['settings'] },
      about:
        'Temperatures and top-p, in all combinations. A model under one of them is a respondent. e on the list of models gives one model fewer of them.',
      open: askSettings,
    },
    {
      ...{ name: 'repeats', value: String(study.repeats), adds: '', fields: ['repeats'] },
      about: 'How often each prompt is put to each respondent.',
      open: askRepeats,
    },
    {
      name: 'prompts',
      value: countText(study.prompts, offers.prompts),
      adds: adds('answer'),
      fields: ['prompts', 'ownPrompts'],
      about: 'The questions about values. Answers to them become words, clusters, and factors.',
      open: choosing('prompts'),
    },
    {
      name: 'stems',
      value: countText(
        test.stems.map((id) => ({ id })),
        offers.stems,
      ),
      adds: adds('completion'),
      fields: ['stems', 'ownStems'],
      about: 'The starts of sentences that models end. The scores follow from these completions.',
      open: choosing('stems'),
    },
    {
      ...{ name: 'value systems', value: test.systems.map(safeLine).join(', ') },
      ...{ adds: adds('rating'), fields: ['systems'] },
      about: 'On the values of these systems each completion is rated.',
      open: choosing('systems'),
    },
    {
      ...{ name: 'judges', value: listedText(test.judges), adds: '' },
      fields: ['judges'],
      about:
        'The models that rate. Each is examined first; two or more show how far judges agree. A judge at an endpoint is asked once for each value of each completion.',
      open: choosing('judges'),
    },
    {
      ...{ name: 'instruments', value: others.length > 0 ? others.join(', ') : 'none beside' },
      ...{ adds: requests > 0 ? plural(requests, 'request') : '', fields: ['instruments'] },
      about: 'Other ways to read the values of the same models, beside the sentence test.',
      open: choosing('instruments'),
    },
    {
      ...{ name: 'budget', value: budget === null ? 'no limit' : money(budget), adds: '' },
      fields: [],
      about: 'The run stops before it has cost more.',
      open: askBudget,
    },
    {
      ...{ name: 'start', value: 'asks first', adds: '', fields: [] },
      about: 'Shows the whole cost, and starts after a yes.',
      open: askStart,
    },
  ];
}

function settingsText({ settings, models }: Study): string {
  const fewer = models.filter((model) => model.settings !== undefined).length;
  const some = fewer > 0 ? ` · ${plural(fewer, 'model')} in fewer` : '';
  return `${settings.length}: ${settings.map(({ id }) => id).join(' ')}${some}`;
}

const listedText = (names: readonly string[]): string =>
  `${names.length}: ${names.map(safeLine).join(', ')}`;

/** "8 of 20 + 1 of your own". */
function countText(chosen: readonly { id: string }[], offered: readonly { id: string }[]): string {
  const shipped = new Set(offered.map(({ id }) => id));
  const known = chosen.filter(({ id }) => shipped.has(id)).length;
  const own = chosen.length - known;
  return `${known} of ${offered.length}${own > 0 ? ` + ${own} of your own` : ''}`;
}

function studyLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'study');
  if (!layer) return [];
  const { changes } = view.ui.models;
  const rows = rowsOf(view);
  const row = rows[layer.selected];
  const about = wrap(row?.about ?? '', Math.min(width - 6, 96)).map((line) => `   ${line}`);
  const shown = windowAround(layer.selected, rows.length, Math.max(1, height - about.length - 2));
  const lines = rows.slice(shown.first, shown.end).map(({ name, value, adds, fields }, at) => {
    const changed = fields.some((field) => field in changes) ? '*' : ' ';
    const text = ends(`${fill(name, 13)} ${changed} ${value}`, adds, Math.min(width - 4, 116));
    return pointed(text, shown.first + at === layer.selected);
  });
  const anyChange = Object.keys(changes).length > 0;
  const note = anyChange ? theme.dim('   * differs from the preset; r takes it back') : '';
  return [...lines, note, ruled(row?.name ?? '', width), ...about];
}

export function nextPreset(view: View): void {
  setChoice(view, { preset: view.ui.models.preset === 'quick' ? 'default' : 'quick' });
}

const setChanges = (view: View, changes: Partial<Changes>): void =>
  setChoice(view, { changes: { ...view.ui.models.changes, ...changes } });

export function askSettings(view: View): void {
  const { settings } = draftOf(view);
  const listed = (numbers: readonly number[]) => [...new Set(numbers)].join(' ');
  view.act.ask(
    'temperatures; top-p',
    `${listed(settings.map(({ temperature }) => temperature))}; ${listed(settings.map(({ topP }) => topP))}`,
    (typed) => {
      const read = parseSettings(typed);
      if (typeof read === 'string') return read;
      const made = settingsFrom(read.temperatures, read.topPs);
      setChanges(view, { settings: made });
      view.act.say(`${plural(made.length, 'setting')}: ${made.map(({ id }) => id).join(' ')}`);
    },
  );
}

function askRepeats(view: View): void {
  view.act.ask('how often each prompt is put', String(draftOf(view).repeats), (typed) => {
    const repeats = Number(typed);
    if (!Number.isInteger(repeats) || repeats < 1)
      return `"${typed}" is not a whole number of at least 1`;
    setChanges(view, { repeats });
  });
}

export function askBudget(view: View): void {
  const { act, ui } = view;
  act.ask('at most, in dollars (empty: no limit)', String(ui.models.budget ?? ''), (typed) => {
    const isEmpty = typed.trim() === '';
    const dollars = Number(typed.replace('$', ''));
    if (!isEmpty && !(dollars > 0)) return `"${typed}" is not an amount of dollars`;
    setChoice(view, { budget: isEmpty ? null : dollars });
  });
}

function takeBack(view: View): void {
  const row = rowsOf(view)[topLayerOf(view.ui, 'study')?.selected ?? 0];
  if (!row) return;
  const kept = Object.entries(view.ui.models.changes).filter(
    ([field]) => !row.fields.some((own) => own === field),
  );
  setChoice(view, { changes: Object.fromEntries(kept) });
  view.act.say(`${row.name}: as the preset has it`);
}

export const studyScene = defineScene({
  crumbs: () => ['study'],
  right: ({ ui }) => plural(ui.models.marked.length, 'model'),
  so: studySo,
  Body: linesBody(studyLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'study');
      if (layer)
        view.act.replace({
          ...layer,
          selected: moveInList(layer.selected, move, rowsOf(view).length),
        });
    }),
    open: {
      ...words.open,
      act: (view) => rowsOf(view)[topLayerOf(view.ui, 'study')?.selected ?? 0]?.open(view),
    },
    'as-preset': {
      keys: ['r'],
      label: 'as the preset',
      help: 'Take back what you changed in the selected line.',
      group: 'models',
      act: takeBack,
    },
  },
  footer: [['open', 'change'], 'as-preset', ['back', 'models'], 'help', 'quit'],
});
