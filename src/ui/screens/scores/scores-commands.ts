/** The commands of screen 6. */

import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { ratedIn } from '../../../run/rated-results.ts';
import type { RunState } from '../../../run/state.ts';
import type { Row } from '../../../tables/table.ts';
import { textTable } from '../../components/markdown.ts';
import type { TableState } from '../../components/table-state.ts';
import { type Commands, needs } from '../../keymap/command.ts';
import { asking, copying, pausing, writing } from '../../keymap/shared-commands.ts';
import { words } from '../../keymap/shared-words.ts';
import { type ShownTable, tableMoves, tableSearch } from '../../keymap/table-commands.ts';
import { moveInList, toggled } from '../../list-position.ts';
import { allOff, type Off, type View } from '../../scene.ts';
import { plural } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';
import { instrumentsLayer, resultLayer, resultsWithoutTest } from './instruments-layer.ts';
import {
  askJudges,
  correlationsLayer,
  decisionLayer,
  examLayer,
  itemsLayer,
  methodsLayer,
  scoreEvidence,
} from './scores-layers.ts';
import { pictureOf, rowOf, scoreTable, selection, shownOf, systemOf } from './scores-shown.ts';

function set({ act }: View, change: Partial<UiState['scores']>): void {
  act.update((now) => ({ ...now, scores: { ...now.scores, ...change } }));
}

/** The table that the keys act on, also behind the picture. Its columns do not depend on the width; only their texts do. */
const shownTable = (view: View): ShownTable<Row> | null => {
  const scores = systemOf(view);
  if (!scores) return null;
  const { numbers, table: state } = view.ui.scores;
  const shown = numbers ? shownOf(view, scores, false) : pictureOf(view, scores).shown;
  return {
    ...{ state, shown, tail: 1 },
    set: (table) => {
      const turned = !numbers && table.column !== state.column;
      // The first column holds names, which have no picture.
      const column = numbers ? table.column : Math.max(1, table.column);
      const next = { ...table, column };
      set(view, { table: turned ? onSameModel(view, { table: next }) : next });
    },
  };
};

/** Keeps the cursor on its model when the order of the rows changes. */
function onSameModel(view: View, change: Partial<UiState['scores']>): TableState {
  const after = { ...view.ui.scores, ...change };
  const model = selectedModel(view);
  const scores = systemOf(view);
  if (!model || !scores) return after.table;
  const next = { ...view, ui: { ...view.ui, scores: after } };
  return { ...after.table, row: rowOf(next, scores, model.id) };
}

const asTable = (title: (scores: SystemScores) => string) => (view: View) => {
  const scores = systemOf(view);
  if (!scores) return null;
  const shown = shownOf(view, scores, false);
  return textTable(title(scores), shown.rows, shown.columns);
};

const onScores =
  (job: (view: View, scores: SystemScores) => void) =>
  (view: View): void => {
    const scores = systemOf(view);
    if (scores) job(view, scores);
  };

const onRun =
  (job: (view: View, run: RunState) => void) =>
  (view: View): void => {
    if (view.run) job(view, view.run);
  };

const selectedModel = (view: View) => shownTable(view)?.shown.rows[view.ui.scores.table.row];

export const scoresCommands = {
  open: { ...words.open, act: open },
  mark: {
    ...words.mark,
    act: (view) => {
      const row = selectedModel(view);
      if (row) set(view, { marked: toggled(view.ui.scores.marked, row.id) });
    },
  },
  'pause-lane': {
    ...words['pause-lane'],
    act: ({ act, run, session }) => {
      const lane = run?.lanes.find((one) => one.stage !== 'elicit');
      if (!lane) return act.say('nothing is being asked now', 'warning');
      if (session) void act.showReply(session.toggleLane(lane.model));
    },
  },
  ...pausing,
  ...asking,
  picture: {
    keys: ['t'],
    label: 'numbers',
    help: 'The table of numbers in place of the picture, and back.',
    group: 'scores',
    needs: needs.scores,
    act: (view) => {
      const numbers = !view.ui.scores.numbers;
      set(view, { numbers, table: onSameModel(view, { numbers }) });
    },
  },
  profile: {
    keys: ['c'],
    label: 'profile',
    help: 'Raw scores, or centred on each model’s own mean.',
    group: 'scores',
    needs: needs.scores,
    act: (view) => {
      const profile = !view.ui.scores.profile;
      set(view, { profile });
      view.act.say(profile ? 'centred on each model’s own mean' : 'raw scores');
    },
  },
  'by-group': {
    keys: ['b'],
    label: 'group',
    help: 'Group the models by family; the picture adds the mean of each.',
    group: 'scores',
    needs: needs.scores,
    act: onScores(toggleGroups),
  },
  system: {
    keys: ['V'],
    label: 'system',
    help: 'Next value system on the same completions.',
    group: 'scores',
    needs: needs.scores,
    act: onScores(nextSystem),
  },
  'compare-models': {
    keys: ['='],
    label: 'compare',
    help: 'Compare two models: mark two, or mark one and go to another.',
    group: 'scores',
    needs: needs.scores,
    act: onScores(compare),
  },
  'stronger-judge': {
    keys: ['J'],
    label: 'judges',
    help: 'Name other judges and rate again.',
    group: 'scores',
    needs: needs.run,
    line: 'valuelex run <run> --judges <model>,<model>',
    act: askJudges,
  },
  instruments: {
    keys: ['I'],
    label: 'instruments',
    help: 'Show the other instruments, and ask them.',
    group: 'scores',
    needs: needs.run,
    line: 'valuelex instruments <run>',
    act: onRun((view) => view.act.push(instrumentsLayer(view))),
  },
  methods: {
    keys: ['M'],
    label: 'methods',
    help: 'Show how far the instruments agree.',
    group: 'scores',
    needs: needs.run,
    line: 'valuelex methods <run>',
    act: onRun((view, run) => {
      const found = run.results.methods;
      if (!found) return view.act.say('no instrument has scores yet', 'warning');
      if (found.result.pairs.length === 0) return view.act.say(found.told.headline, 'warning');
      view.act.push(methodsLayer(found.told));
    }),
  },
  exam: {
    keys: ['X'],
    label: 'exam',
    help: 'Show how the judges did in their exam.',
    group: 'scores',
    needs: needs.run,
    line: 'valuelex judge exam',
    act: onRun(({ act }, run) => act.push(examLayer(run))),
  },
  items: {
    keys: ['i'],
    label: 'stems',
    help: 'Show difficulty and discrimination of each stem.',
    group: 'scores',
    needs: needs.scores,
    act: onScores((view, scores) => view.act.push(itemsLayer(view.run!, scores))),
  },
  decision: {
    keys: ['D'],
    label: 'how many',
    help: 'Show what other numbers of stems and judges would give.',
    group: 'scores',
    needs: needs.scores,
    act: onScores(({ act, run }, scores) => act.push(decisionLayer(run!, scores))),
  },
  correlations: {
    keys: ['K'],
    label: 'correlations',
    help: 'Show how the subdimensions go together.',
    group: 'scores',
    needs: needs.scores,
    act: onScores(({ act, run }, scores) => act.push(correlationsLayer(run!, scores))),
  },
  ...tableSearch(shownTable),
  ...tableMoves(shownTable),
  ...copying(asTable(({ title }) => title)),
  ...writing(asTable(({ system }) => `scores-${system}`)),
} satisfies Commands;

function open(view: View) {
  const { act, run } = view;
  const scores = systemOf(view);
  if (!scores) {
    if (!run) return act.go(2);
    const others = resultsWithoutTest(view);
    if (others.length > 1) return act.push(instrumentsLayer(view));
    return others[0] ? act.push(resultLayer(others[0], others[0].results)) : act.go(7);
  }
  const row = selectedModel(view);
  if (!row) return act.go(7);
  const table = scoreTable(view, scores);
  const below = scoreEvidence(view, table, row.id, selection(view, table));
  if (below) act.push(below);
}

function toggleGroups(view: View, { models }: SystemScores) {
  const families = familiesOf(models);
  const byGroup = !view.ui.scores.byGroup;
  set(view, { byGroup, table: onSameModel(view, { byGroup }) });
  view.act.say(
    byGroup ? `grouped by ${plural(families.size, 'family', 'families')}` : 'not grouped',
  );
}

function nextSystem(view: View, scores: SystemScores) {
  const all = view.run ? ratedIn(view.run.results).scores : [];
  const at = all.findIndex((one) => one.system === scores.system);
  const next = all[moveInList(at, 'down', all.length)];
  set(view, {
    system: next?.system ?? null,
    table: { ...view.ui.scores.table, column: 1, hidden: [], sort: null },
  });
  if (next) view.act.say(`value system: ${next.title}`);
}

function compare(view: View, { system }: SystemScores) {
  const { marked } = view.ui.scores;
  const here = selectedModel(view)?.id;
  const [a, b] = marked.length === 2 ? marked : [marked.find((model) => model !== here), here];
  if (!a || !b || marked.length > 2)
    return view.act.say('mark one model with ␣, go to another, then =', 'warning');
  view.act.push({ kind: 'compare', system, a, b, item: 0 });
}

const familiesOf = (models: SystemScores['models']) => new Set(models.map(({ family }) => family));

/** What changes the table of numbers alone. */
const ofNumbers = [
  ...(['profile', 'heat', 'sort', 'freeze', 'hide'] as const),
  ...(['previous-different', 'next-different'] as const),
];

/** What these scores leave nothing to do for. */
export function scoresOff(view: View): Off<keyof typeof scoresCommands> {
  const scores = systemOf(view);
  const exams = view.run ? ratedIn(view.run.results).exams.length : 0;
  const examined = allOff(['exam'], exams > 0 ? null : 'no judge has been examined yet');
  if (!scores) return examined;
  const families = familiesOf(scores.models);
  const systems = view.run ? ratedIn(view.run.results).scores.length : 0;
  return {
    ...examined,
    ...allOff(
      ofNumbers,
      view.ui.scores.numbers ? null : 'that changes the table of numbers: t shows it',
    ),
    ...(families.size < 2 && {
      'by-group': `all models are of one family: ${[...families].join('')}`,
    }),
    ...(systems < 2 && {
      system: `only ${scores.title} has been rated: the study’s test.systems adds others`,
    }),
    ...(scores.models.length < 2 && { 'compare-models': 'there is no other model' }),
  };
}
