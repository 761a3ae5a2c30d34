/** Screen 6: the models' scores, and how well the test distinguishes the models. */

import { Box } from 'ink';
import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { familyRule } from '../../../instruments/shared/tell/family-means.ts';
import { instrumentOfTable } from '../../../run/rated-results.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import type { Table as ResultTable, Row } from '../../../tables/table.ts';
import { columnsFrom, sideBySide } from '../../components/body.tsx';
import { emptyLines, noRunLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { axisLine } from '../../components/marks.ts';
import { linesOf, SmallTable, smallTableFits } from '../../components/small-table.tsx';
import { nextLine, Table } from '../../components/table.tsx';
import { computingText } from '../../computing.ts';
import type { Situation } from '../../keymap/command.ts';
import { evidenceColumn } from '../../layers/evidence-column.ts';
import { type BodyProps, defineScene, type View } from '../../scene.ts';
import { cut, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { onVerdict } from '../../ui-state.ts';
import { laneLines } from '../elicit/lane-lines.ts';
import { resultsWithoutTest } from './instruments-layer.ts';
import { modelLines } from './model-lines.ts';
import { pictureLines, pictureNotes } from './picture.ts';
import { scoresCommands, scoresOff } from './scores-commands.ts';
import { examTable } from './scores-layers.ts';
import {
  nearCursor,
  pictureOf,
  rawTable,
  scoreTable,
  selection,
  shownOf,
  systemOf,
} from './scores-shown.ts';
import { footOf, intervalsOf } from './scores-view.ts';

function ScoresBody({ view, width, height }: BodyProps) {
  const { run, ui } = view;
  const state = ui.scores;
  const scores = systemOf(view);
  const lanes = (run?.lanes ?? []).filter(
    (lane) => lane.stage !== 'elicit' && lane.stage !== 'extract',
  );
  const busy = run?.status === 'working' && lanes.length > 0;
  if (!scores) {
    const lines = busy
      ? ['', ...laneLines(lanes, 0, width, height - 4, view.options.now()), ...progressLines(view)]
      : whyNone(view, width);
    return <Lines lines={lines} width={width} height={height} />;
  }
  const wide = width >= 120;
  const streaming =
    busy && !ui.maximised
      ? laneLines(lanes, 0, width, Math.min(lanes.length + 1, 4), view.options.now())
      : [];
  const exam =
    run && wide && !ui.maximised && scores.models.length < 14 ? examTable(run, scores) : null;
  const examHeight =
    exam && height >= 38 && smallTableFits(exam, width, 16) ? linesOf(exam) + 1 : 0;
  const room = height - streaming.length - examHeight;
  return (
    <Box flexDirection="column">
      <Lines lines={streaming} width={width} height={streaming.length} />
      {state.numbers ? (
        <Numbers view={view} width={width} height={room} />
      ) : (
        <Lines lines={pictureBody(view, scores, width, room)} width={width} height={room} />
      )}
      {examHeight > 0 && exam ? (
        <SmallTable table={exam} width={width} height={examHeight} />
      ) : null}
    </Box>
  );
}

const next = '7 Report: write it down';

/** The table with its foot and its notes. */
function Numbers({ view, width, height }: BodyProps) {
  const { maximised, scores: state } = view.ui;
  const scores = systemOf(view)!;
  const wide = width >= 120;
  const table = scoreTable(view, scores);
  const selected = selection(view, table);
  const shown = shownOf(view, scores, wide);
  const near = nearCursor(view, scores, null) !== null;
  const sideWidth = wide ? 26 : 13;
  const side = intervalsOf(table, selected, sideWidth);
  const below = maximised ? [] : noteLines(table, selected, near, width, height);
  return (
    <>
      <Table
        {...shown}
        state={state.table}
        width={width}
        height={height - below.length}
        columnCursor
        mark={(row: Row) => (state.marked.includes(row.id) ? '● ' : '  ')}
        ruleBefore={(row, above) => state.byGroup && row.group !== above.group}
        foot={footOf(table, height >= 30 ? 5 : 3)}
        side={
          side
            ? { title: axisLine(side.axis, sideWidth), width: sideWidth, text: side.draw }
            : undefined
        }
        next={next}
      />
      <Lines lines={below} width={width} height={below.length} />
    </>
  );
}

/** The picture; a wide terminal also shows the model under the cursor and the answers behind its score. */
function pictureBody(view: View, scores: SystemScores, width: number, height: number): string[] {
  const shown = pictureOf(view, scores);
  const model = shown.shown.rows[view.ui.scores.table.row]?.id;
  if (width < columnsFrom || view.ui.maximised || model === undefined)
    return pictureColumn(view, scores, shown, width, height);
  const left = Math.floor(width * 0.52);
  const detail = Math.floor(width * 0.22);
  const rest = width - left - detail - 2;
  const table = rawTable(view, scores);
  const value = selection(view, table);
  const instrument = instrumentOfTable(view.run!.results, table.id);
  const place = { table: table.id, row: model, column: value };
  return sideBySide(
    [
      [pictureColumn(view, scores, shown, left, height), left],
      [modelLines(scores, table, model, value, detail), detail],
      [instrument === null ? [] : evidenceColumn(view, instrument, place, rest, height), rest],
    ],
    height,
  );
}

/** The rows, then the signs' meaning, the rule, and warnings in the remaining room; at least 4 lines of many models. */
function pictureColumn(
  view: View,
  scores: SystemScores,
  { plot, rows, heads }: ReturnType<typeof pictureOf>,
  width: number,
  height: number,
): string[] {
  const { table, marked } = view.ui.scores;
  const others = [
    ...(heads.size > 0 ? [familyRule] : []),
    ...rawTable(view, scores).notes.filter((note) => note.startsWith('▲')),
  ];
  const least = view.ui.maximised ? 0 : 4;
  const notes = pictureNotes(
    plot,
    others,
    width,
    Math.max(least, height - rows.length - heads.size - 2),
  );
  const shown = view.ui.maximised ? [] : notes;
  const picture = { plot, rows, heads, at: table.row, marked, next };
  return [...pictureLines(picture, width, height - shown.length), ...shown];
}

function progressLines(view: View): string[] {
  const stages = (view.run?.progress ?? []).filter(({ total }) => total > 0);
  return [
    '',
    `   ${stages.map(({ stage, done, total }) => `${stage} ${done}/${total}`).join(' · ')}`,
  ];
}

function whyNone(view: View, width: number): string[] {
  const { run } = view;
  if (!run) return noRunLines(view, width);
  const computing = computingText(view);
  if (computing)
    return emptyLines('The scores follow from what is being computed.', computing, width);
  const others = resultsWithoutTest(view);
  if (others.length > 0)
    return [
      ...emptyLines(
        'This run has no sentence test.',
        others.length === 1 ? 'Enter shows what was found' : 'Enter lists what was found',
        width,
      ),
      ...others.flatMap(({ title, results }) => [
        '',
        `   ${theme.bold(cut(safeLine(title), width - 3))}`,
        ...wrap(safeLine(results.headline), Math.min(96, width - 6)).map((line) => `   ${line}`),
      ]),
    ];
  // A run that was just opened reads its answers before it computes.
  const { lexicon, clustering } = run.results;
  const isRead = (lexicon && clustering) !== null || run.discovery.answers === 0;
  if (run.status === 'finished' || (run.status !== 'working' && !isRead))
    return emptyLines('The answers of this run are being read.', '3 shows them meanwhile', width);
  const lines = emptyLines(
    'There are no scores yet: the models have still to end the stems.',
    run.status === 'working'
      ? '3 shows how far they are'
      : 'P continues the run; 7 writes what there is',
    width,
  );
  return [...lines, ...progressLines(view), '', nextLine('7 Report: write what there is', true)];
}

/** Notes on the selected column, then on the scores; warnings first. */
function noteLines(
  table: ResultTable,
  selected: string | null,
  near: boolean,
  width: number,
  height: number,
): string[] {
  const column = table.columns.find(({ id }) => id === selected);
  const [first = '', ...others] = table.notes;
  const warnings = others.filter((note) => note.startsWith('▲'));
  const calm = others.filter((note) => !note.startsWith('▲'));
  const wrapped = (note: string) => wrap(safeLine(note), width - 2).map((line) => ` ${line}`);
  const rule = near
    ? '≈ cannot be told from the model under the cursor: the 95 % interval of their difference, over all pairs, holds 0'
    : first;
  const whole = [
    ...(column?.note ? wrapped(column.note) : []),
    ...warnings.flatMap((note) => wrapped(note).map((line) => theme.warning(line))),
    ...wrapped(rule).map((line) => theme.dim(line)),
    ...calm.flatMap(wrapped),
  ];
  const room = height >= 30 ? 10 : 6;
  if (whole.length <= room) return whole;
  return [...whole.slice(0, room - 1), theme.dim(' … the report has all notes: 7')];
}

const ifScored = (label: string) => (now?: Situation) => (now && !now.scored ? null : label);
const ifLanes = (label: string) => (now?: Situation) =>
  now?.working && !now.scored ? label : null;

export const scoresScene = defineScene({
  crumbs: () => [],
  right: (view) => {
    const scores = systemOf(view);
    if (!scores) return '';
    const { numbers, profile } = view.ui.scores;
    const kind = numbers ? ` · ${profile ? 'profile' : 'raw'}` : '';
    return `${safeLine(scores.title)}${kind} · ${plural(scores.items.length, 'stem')}${scores.mark ? ` · ▲ ${safeLine(scores.mark)}` : ''}`;
  },
  so: (view) => {
    const scores = systemOf(view);
    if (!scores)
      return resultsWithoutTest(view).length > 0
        ? 'What was found in this run'
        : 'Models end sentences; judges rate what the endings show';
    if (!view.ui.scores.numbers) return safeLine(pictureOf(view, scores).plot.so);
    return safeLine(scoreTable(view, scores).so ?? '');
  },
  Body: ScoresBody,
  commands: scoresCommands,
  off: scoresOff,
  back: ({ run, act }) => {
    if (run?.study.against !== undefined) act.update(onVerdict);
  },
  footer: [
    [['column-left', 'column-right'], ifScored('value')],
    [['up', 'down'], (now) => (now && !now.scored ? 'lane' : now?.numbers ? 'model' : 'reference')],
    ['picture', (now) => (now?.numbers ? 'picture' : 'numbers')],
    ['open', (now) => (now && !now.scored ? 'answers' : 'ratings')],
    ['pause-lane', ifLanes('pause lane')],
    ['pause-all', ifLanes('pause')],
    'compare-models',
    'system',
    ['sort', ifScored('sort')],
    'by-group',
    'help',
  ],
});
