/** Screen 3: one lane per model, and how many new words the answers still bring. */

import type { Lane } from '../../../asking/lane.ts';
import { settingsAsked } from '../../../asking/respondents.ts';
import { hasNoAnswers } from '../../../run/has-no-answers.ts';
import type { Discovery } from '../../../run/state.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { shortName } from '../../../tables/numbers.ts';
import { beside, columnsFrom, linesBody, ruled } from '../../components/body.tsx';
import { emptyLines, noRunLines } from '../../components/chrome.ts';
import { columnChart } from '../../components/marks.ts';
import { nextLine } from '../../components/table.tsx';
import { computingItem } from '../../computing.ts';
import { needs } from '../../keymap/command.ts';
import { asking, pausing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { answersLayer } from '../../layers/answers.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, lastPart, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { ofOpenRun } from '../runs/run-commands.ts';
import { laneLines } from './lane-lines.ts';

/** Whether the words of the answers are still being counted, as in a large run just after it was opened. */
function isBeingRead({ answers, perHundred }: Discovery): boolean {
  return answers > 0 && perHundred.length === 0;
}

/** New descriptors per hundred answers, with its axis. */
function discoveryLines(discovery: Discovery, width: number, height: number): string[] {
  const { perHundred } = discovery;
  const title = '   new words per 100 answers';
  if (isBeingRead(discovery)) return [title, theme.dim('   comes when all are read')];
  if (perHundred.length === 0) return [title, '   none yet'];
  const bars = Math.max(1, Math.floor((width - 9) / 2));
  // If there are more hundreds than bars, each bar is the mean of several.
  const step = Math.ceil(perHundred.length / bars);
  const values = Array.from({ length: Math.ceil(perHundred.length / step) }, (_, at) => {
    const part = perHundred.slice(at * step, (at + 1) * step);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const top = Math.max(1, ...values);
  const rows = columnChart(values, top, Math.max(2, height - 2));
  const label = (row: number) => {
    if (row === 0) return fill(String(Math.round(top)), 5, 'right');
    return row === rows.length - 1 ? fill('0', 5, 'right') : '     ';
  };
  const first = 100;
  const last = Math.min(perHundred.length * 100, Math.max(first, discovery.answers));
  return [
    title,
    ...rows.map(
      (row, at) => `${label(at)} ${at === 0 || at === rows.length - 1 ? '┤' : '│'}${row}`,
    ),
    theme.dim(`       ${first}${last > first ? ` … ${last}` : ''} answers`),
  ];
}

function newestLines(discovery: Discovery, width: number, height: number): string[] {
  if (isBeingRead(discovery)) return ['   newest', theme.dim('   comes when all are read')];
  const refused = discovery.refused.reduce((sum, one) => sum + one.count, 0);
  const most = [...discovery.refused].sort((a, b) => b.count - a.count)[0];
  const who =
    most && most.count > 0 ? ` (most: ${most.count} by ${safeLine(shortName(most.model))})` : '';
  const refusals = wrap(`refused: ${refused} of ${discovery.answers}${who}`, width - 3);
  return [
    '   newest',
    ...discovery.newest
      .slice(0, Math.max(1, height - 1 - refusals.length))
      .map(
        ({ word, model }) =>
          `   ${fill(safeLine(word), 20)} ${theme.dim(safeLine(shortName(model)))}`,
      ),
    ...refusals.map((line) => `   ${line}`),
    ...(discovery.unread > 0
      ? [`   unread: ${discovery.unread}, in languages that are not read`]
      : []),
  ];
}

/** Answers per model, counted once per change. */
const counted = new WeakMap<Discovery, Lane[]>();

/** The lanes of the elicitation; during other stages, the number of answers of each model. */
function lanesOf(view: View): readonly Lane[] {
  const { run, session } = view;
  if (!run || !session) return [];
  if (run.lanes.some((lane) => lane.stage === 'elicit')) return run.lanes;
  const known = counted.get(run.discovery);
  if (known) return known;
  const { settings, prompts, repeats } = run.study;
  // A check asks for completions alone.
  const planned = run.study.against ? 0 : prompts.length * repeats;
  const lanes = run.study.models.map((entry): Lane => {
    const { id } = entry;
    const done = session.responsesOf({ model: id }).length;
    const total =
      run.status === 'finished'
        ? done
        : Math.max(done, settingsAsked(entry, settings).length * planned);
    return {
      ...{ model: id, stage: 'elicit', done, total, inFlight: 0, errors: 0 },
      ...{ tokensPerSecond: 0, spend: 0, waiting: null, paused: false, tail: '' },
    };
  });
  counted.set(run.discovery, lanes);
  return lanes;
}

/** The first lane by default or, once everything is asked, the line to the next step. */
function positionOf(view: View): number {
  const lanes = lanesOf(view);
  const done = lanes.every((lane) => lane.done >= lane.total);
  return Math.min(view.ui.elicit.selected ?? (done ? lanes.length : 0), lanes.length);
}

function elicitLines(view: View, width: number, height: number): string[] {
  const { run, ui } = view;
  if (!run) return noRunLines(view, width);
  if (hasNoAnswers(run))
    return emptyLines(
      'This run asks no model for values.',
      '6 shows what it holds: Enter goes there',
      width,
    );
  if (ui.maximised) return lanesAndNext(view, width, height);
  if (width < columnsFrom) return lanesAboveWords(view, run.discovery, width, height);
  const left = Math.floor(width * 0.6);
  return beside(
    lanesAndNext(view, left, height),
    wordsColumn(view, run.discovery, width - left - 1, height),
    left,
    width,
    height,
  );
}

/** The lanes and the line to the next step, with `below` lines left free under them. */
function lanesAndNext(view: View, width: number, height: number, below = 0): string[] {
  const all = lanesOf(view);
  const selected = positionOf(view);
  const room = Math.max(4, Math.min(all.length + 2, height - below - 3));
  const rows = laneLines(all, selected, width, room, view.options.now());
  return [
    ...rows.slice(0, room),
    nextLine('4 Clusters: put the words in order', selected >= all.length),
    '',
  ];
}

/** What the words do, below the lanes; what the selected lane says, where lines are left. */
function lanesAboveWords(
  view: View,
  discovery: Discovery,
  width: number,
  height: number,
): string[] {
  const lanes = lanesOf(view).length;
  const lines = lanesAndNext(view, width, height, Math.min(9, Math.max(6, height - lanes - 6)));
  const room = Math.min(height - lines.length, 12);
  const half = Math.floor(width / 2);
  const below = beside(
    discoveryLines(discovery, half, room),
    newestLines(discovery, width - half, room),
    half,
    width,
    room,
  );
  return [...lines, ...below, ...speechOf(view, width, height - lines.length - room)];
}

/** The same in a column beside the lanes. */
function wordsColumn(view: View, discovery: Discovery, width: number, height: number): string[] {
  const chart = discoveryLines(discovery, width, 12);
  const speech = speechOf(view, width, 7);
  const newest = newestLines(discovery, width, height - chart.length - speech.length - 2);
  return [...chart, '', ...newest, '', ...speech];
}

/** The selected lane and the end of its stream, in `height` lines; none where there is no such lane or too little room. */
function speechOf(view: View, width: number, height: number): string[] {
  const lane = selectedLane(view);
  if (!lane || height < 4) return [];
  const room = width - 6;
  const shown = [...lastPart(safeLine(lane.tail), room * (height - 2))];
  return [
    ruled(safeLine(lane.model), width),
    ...Array.from(
      { length: height - 1 },
      (_, row) => `   ${shown.slice(row * room, (row + 1) * room).join('')}`,
    ),
  ];
}

const selectedLane = (view: View): Lane | undefined => lanesOf(view)[positionOf(view)];

function showProblems({ act, session }: View): void {
  if (!session) return;
  act.push({
    kind: 'list',
    title: 'problems',
    so: 'What went wrong, newest last; what can be tried again was tried again',
    load: () =>
      (session.getState().problems ?? []).map((problem) => ({
        text: safeLine(problem),
        detail: [safeLine(problem)],
      })),
    empty: 'nothing went wrong',
    selected: 0,
    keep: '',
    find: '',
  });
}

export const elicitScene = defineScene({
  crumbs: () => [],
  right: ({ run }) => (run ? plural(run.discovery.answers, 'answer') : ''),
  so: (view) => {
    const { run } = view;
    if (!run) return 'Models are asked which values they hold; their answers stream here';
    if (hasNoAnswers(run)) return 'The texts or ratings of this run came from a file';
    const { discovery } = run;
    const last = discovery.perHundred.at(-1);
    if (discovery.answers === 0)
      return run.status === 'working'
        ? 'Waiting for the first answers'
        : 'No answers yet: P asks the models';
    if (isBeingRead(discovery)) return `Their words are being counted ${computingItem(view)}`;
    const words = plural(discovery.descriptors, 'descriptor');
    if (last === undefined) return `${words} so far`;
    const judged =
      last <= 5 ? ': nearly saturated' : last <= 15 ? ': slowing' : ': more are to come';
    return `${words} so far · the last 100 answers added ${last} new${judged}`;
  },
  Body: linesBody(elicitLines),
  commands: {
    ...moving((move, view) => {
      const selected = moveInList(positionOf(view), move, lanesOf(view).length + 1);
      view.act.update((now) => ({ ...now, elicit: { selected } }));
    }),
    open: {
      ...words.open,
      act: (view) => {
        const { act, run, session } = view;
        if (!run || !session) return act.go(2);
        if (hasNoAnswers(run)) return act.go(6);
        const lane = selectedLane(view);
        if (lane) act.push(answersLayer(view, lane.model));
        else act.go(4);
      },
    },
    'pause-lane': {
      ...words['pause-lane'],
      act: (view) => {
        const lane = selectedLane(view);
        if (!lane) return view.act.say('no lane is selected', 'warning');
        if (view.session) void view.act.showReply(view.session.toggleLane(lane.model));
      },
    },
    ...pausing,
    ...asking,
    problems: {
      keys: ['E'],
      label: 'problems',
      help: 'Read what went wrong.',
      group: 'run',
      needs: needs.run,
      act: showProblems,
    },
    bell: {
      keys: ['b'],
      label: 'bell',
      help: 'Ring the bell of the terminal when the run ends, or not.',
      group: 'run',
      act: ({ act, ui }) => {
        act.update((now) => ({ ...now, bell: !ui.bell }));
        act.say(ui.bell ? 'no bell' : 'the bell rings when the run ends');
      },
    },
    'copy-command': ofOpenRun['copy-command'],
  },
  footer: [
    ['open', 'read answers'],
    'pause-lane',
    'pause-all',
    [['fewer', 'more'], 'more'],
    'retry',
    ['next-screen', 'clusters'],
    'help',
  ],
});
