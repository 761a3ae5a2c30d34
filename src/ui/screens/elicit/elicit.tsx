/** Screen 3: one lane per model, and how many new words still come. */
import type { Lane } from '../../../asking/lane.ts';
import type { Discovery } from '../../../run/state.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { beside, linesBody, pointed, ruled } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { bar, columnChart } from '../../components/marks.ts';
import { nextLine } from '../../components/table.tsx';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { answersLayer, shortName } from '../../layers/answers.ts';
import { moveInList } from '../../list-position.ts';
import type { Scene, View } from '../../scene.ts';
import { columnsOf, fill, lastPart, money, plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { computingItem } from '../factors/factors-tables.ts';
import { runCommandLine } from '../runs/run-actions.ts';

/** Why a lane does nothing, or the end of what it says. */
function laneNow(lane: Lane, columns: number, now: number): string {
  if (lane.paused) return '‖ paused';
  if (lane.waiting) {
    const left = lane.waiting.until === null ? null : Math.ceil((lane.waiting.until - now) / 1000);
    const wait = left !== null && left > 0 ? `waits ${left} s: ` : 'waits: ';
    return theme.warning(fill(`▲ ${wait}${safeLine(lane.waiting.reason)}`, columns));
  }
  if (lane.done >= lane.total && lane.inFlight === 0) return theme.good('✓ done');
  return lastPart(safeLine(lane.tail), columns);
}

/** The lanes as lines: head, as many as fit with the selected one in view, and which those are. */
export function laneLines(
  lanes: readonly Lane[],
  selected: number,
  width: number,
  height: number,
  now: number,
): string[] {
  const most = width >= 120 ? 36 : 22;
  const nameOf = (lane: Lane) => safeLine(shortName(lane.model));
  const names = Math.min(most, Math.max(12, ...lanes.map((lane) => columnsOf(nameOf(lane)))));
  const failed = lanes.some((lane) => lane.errors > 0);
  // The header tells the sum; per lane only where there is room.
  const priced = width >= 120 && lanes.some((lane) => lane.spend > 0);
  const bars = width >= 120 ? 20 : 8;
  const counts = Math.max(8, ...lanes.map(({ total }) => 2 * String(total).length + 1));
  const extra = `${failed ? '  failed' : ''}${priced ? '   spend' : ''}`;
  const head = `   ${fill('model', names)} ${fill('done', bars + 1 + counts)}  tok/s${extra}  now`;
  const room = Math.max(4, width - columnsOf(head) + 3);
  const shown = windowAround(Math.min(selected, lanes.length - 1), lanes.length, height - 2);
  const rows = lanes.slice(shown.first, shown.end).map((lane, at) => {
    const part = lane.total > 0 ? lane.done / lane.total : 0;
    const progress = `${bar(part, bars)} ${fill(`${lane.done}/${lane.total}`, counts, 'right')}`;
    const rate = fill(lane.tokensPerSecond > 0 ? lane.tokensPerSecond.toFixed(0) : '–', 5, 'right');
    const errors = fill(lane.errors > 0 ? `▲ ${lane.errors}` : '', 6, 'right');
    const more = `${failed ? `  ${lane.errors > 0 ? theme.warning(errors) : errors}` : ''}${priced ? `  ${fill(money(lane.spend), 6, 'right')}` : ''}`;
    const name = fill(nameOf(lane), names);
    const line = `${progress}  ${rate}${more}  ${laneNow(lane, room, now)}`;
    return shown.first + at === selected ? `${pointed(name, true)} ${line}` : `   ${name} ${line}`;
  });
  const count = shownOf(shown, lanes.length);
  return [theme.dim(fill(head, width)), ...rows, ...(count ? [theme.dim(`   ${count}`)] : [])];
}

/** The answers stand, and their words are still being counted: a large run that was just opened. */
function isBeingRead({ answers, perHundred }: Discovery): boolean {
  return answers > 0 && perHundred.length === 0;
}

/** New descriptors per hundred answers, with its axis. */
function discoveryLines(discovery: Discovery, width: number, height: number): string[] {
  const { perHundred } = discovery;
  const title = '   new descriptors per 100 answers';
  if (isBeingRead(discovery)) return [title, theme.dim('   shown when all answers are read')];
  if (perHundred.length === 0) return [title, '   none yet'];
  const bars = Math.max(1, Math.floor((width - 9) / 2));
  // Where there are more hundreds than bars, each bar is the mean of a few.
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
  const last = perHundred.length * 100;
  return [
    title,
    ...rows.map(
      (row, at) => `${label(at)} ${at === 0 || at === rows.length - 1 ? '┤' : '│'}${row}`,
    ),
    theme.dim(`       ${first}${last > first ? ` … ${last}` : ''} answers`),
  ];
}

function newestLines(discovery: Discovery, height: number): string[] {
  if (isBeingRead(discovery)) return ['   newest', theme.dim('   shown when all answers are read')];
  const refused = discovery.refused.reduce((sum, one) => sum + one.count, 0);
  const most = [...discovery.refused].sort((a, b) => b.count - a.count)[0];
  const who = most && most.count > 0 ? ` (${safeLine(shortName(most.model))} ${most.count})` : '';
  return [
    '   newest',
    ...discovery.newest
      .slice(0, Math.max(1, height - 2))
      .map(
        ({ word, model }) =>
          `   ${fill(safeLine(word), 20)} ${theme.dim(safeLine(shortName(model)))}`,
      ),
    `   refused: ${refused} of ${discovery.answers}${who}`,
    ...(discovery.unread > 0
      ? [`   unread: ${discovery.unread}, in languages that are not read`]
      : []),
  ];
}

/** Answers per model, counted once per change of what came in. */
const counted = new WeakMap<Discovery, Lane[]>();

/** The lanes that elicit; when other stages have the lanes, what each model has answered. */
function lanesOf(view: View): readonly Lane[] {
  const { run, session } = view;
  if (!run || !session) return [];
  if (run.lanes.some((lane) => lane.stage === 'elicit')) return run.lanes;
  const known = counted.get(run.discovery);
  if (known) return known;
  const { settings, prompts, repeats } = run.study;
  // A check asks for completions alone.
  const planned = run.study.against ? 0 : settings.length * prompts.length * repeats;
  const lanes = run.study.models.map(({ id }): Lane => {
    const done = session.responsesOf({ model: id }).length;
    const total = run.status === 'finished' ? done : Math.max(done, planned);
    return {
      ...{ model: id, stage: 'elicit', done, total, inFlight: 0, errors: 0 },
      ...{ tokensPerSecond: 0, spend: 0, waiting: null, paused: false, tail: '' },
    };
  });
  counted.set(run.discovery, lanes);
  return lanes;
}

/** On the first lane, or on the line that leads on once all is asked. */
function positionOf(view: View): number {
  const lanes = lanesOf(view);
  const done = lanes.every((lane) => lane.done >= lane.total);
  return Math.min(view.ui.elicit.selected ?? (done ? lanes.length : 0), lanes.length);
}

function elicitLines(view: View, width: number, height: number): string[] {
  const { run, ui } = view;
  if (!run)
    return emptyLines('No run is open.', '2 chooses models and starts one; 1 opens one', width);
  const all = lanesOf(view);
  const selected = positionOf(view);
  const chart = ui.maximised ? 0 : Math.min(9, Math.max(6, height - all.length - 6));
  const laneRoom = Math.max(4, Math.min(all.length + 2, height - chart - 3));
  const rows = laneLines(all, selected, width, laneRoom, view.options.now());
  const lines = [
    ...rows.slice(0, laneRoom),
    nextLine('4 Clusters: put the words in order', selected >= run.lanes.length),
    '',
  ];
  const room = height - lines.length;
  const half = Math.floor(width / 2);
  const below = beside(
    discoveryLines(run.discovery, half, Math.min(room, 12)),
    newestLines(run.discovery, Math.min(room, 12)),
    half,
    width,
    Math.min(room, 12),
  );
  if (ui.maximised) return lines;
  const tail = room - below.length;
  const chosen = all[selected];
  const speech =
    chosen && tail >= 4
      ? [ruled(safeLine(chosen.model), width), ...speechOf(chosen, width, tail - 1)]
      : [];
  return [...lines, ...below, ...speech];
}

/** The end of what a lane streams, over several lines. */
function speechOf(lane: Lane, width: number, height: number): string[] {
  const text = safeLine(lane.tail);
  const room = width - 6;
  const shown = lastPart(text, room * Math.max(1, height - 1));
  return Array.from(
    { length: height },
    (_, row) => `   ${[...shown].slice(row * room, (row + 1) * room).join('')}`,
  );
}

export const elicitScene: Scene = {
  crumbs: () => [],
  right: ({ run }) => (run ? plural(run.discovery.answers, 'answer') : ''),
  so: (view) => {
    const { run } = view;
    if (!run) return 'Models are asked which values they hold; their answers stream here';
    const { discovery } = run;
    const last = discovery.perHundred.at(-1);
    if (discovery.answers === 0) return 'Waiting for the first answers';
    if (isBeingRead(discovery)) return `Their words are being counted ${computingItem(view)}`;
    const words = plural(discovery.descriptors, 'descriptor');
    if (last === undefined) return `${words} so far`;
    const judged =
      last <= 5 ? ': nearly saturated' : last <= 15 ? ': slowing' : ': more are to come';
    return `${words} so far · the last 100 answers added ${last} new${judged}`;
  },
  Body: linesBody(elicitLines),
  perform: (command, view) => {
    const { run, session, act, ui } = view;
    if (!run || !session) return command === 'open' ? act.go(2) : undefined;
    const selected = positionOf(view);
    const lane = lanesOf(view)[selected];
    switch (command) {
      case 'open':
        if (!lane) return act.go(4);
        return act.push(answersLayer(view, { model: lane.model }));
      case 'pause-lane':
        if (!lane) return act.say('no lane is selected', 'warning');
        return void act.tell(session.toggleLane(lane.model));
      case 'pause-all':
        return togglePause(view);
      case 'fewer':
      case 'more':
        return void act.tell(session.changeConcurrency(command === 'more' ? 1 : -1));
      case 'retry':
        return void act.tell(session.retryErrors());
      case 'problems':
        return act.push({
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
      case 'copy-command':
        return act.copy(runCommandLine(run.folder), 'the command of this run');
      default: {
        const at = moveInList(selected, command, lanesOf(view).length + 1);
        if (ui.elicit.selected !== at) act.update((now) => ({ ...now, elicit: { selected: at } }));
      }
    }
  },
};

/** Pauses what works, or lets it go on: the owner of the run knows which. */
export function togglePause({ session, act }: View): void {
  if (session) void act.tell(session.togglePause());
}
