/** Screen 6: where the models stand, and how well the test can tell. */

import { Box } from 'ink';
import type { ModelScores, SystemScores } from '../../../instruments/shared/scores.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { emptyLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { axisLine } from '../../components/marks.ts';
import { SmallTable, smallTableFits } from '../../components/small-table.tsx';
import { nextLine, Table } from '../../components/table.tsx';
import { type BodyProps, defineScene, type View } from '../../scene.ts';
import { cut, fill, plural, share } from '../../text.ts';
import { theme } from '../../theme.ts';
import { laneLines } from '../elicit/lane-lines.ts';
import { scoresCommands, selection, shownOf, systemOf } from './scores-commands.ts';
import { examTable } from './scores-layers.ts';
import {
  axisOf,
  columnLine,
  crowded,
  intervalOf,
  judgeLine,
  reliabilityFoot,
} from './scores-view.ts';

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
  const selected = selection(view, scores, wide);
  const shown = shownOf(view, scores, wide);
  const axis = axisOf(scores, selected, state.profile);
  const sideWidth = wide ? 26 : 13;
  const below = ui.maximised ? [] : noteLines(scores, selected, width, height);
  const streaming =
    busy && !ui.maximised
      ? laneLines(lanes, 0, width, Math.min(lanes.length + 1, 4), view.options.now())
      : [];
  const exam =
    run && wide && !ui.maximised && scores.models.length < 14
      ? examTable(run, scores.system)
      : null;
  const examHeight =
    exam && height >= 38 && smallTableFits(exam, width, 16) ? exam.rows.length * 2 + 4 : 0;
  return (
    <Box flexDirection="column">
      <Lines lines={streaming} width={width} height={streaming.length} />
      <Table
        {...shown}
        state={state.table}
        width={width}
        height={height - below.length - streaming.length - examHeight}
        columnCursor
        mark={(row: ModelScores) => (state.marked.includes(row.model) ? '● ' : '  ')}
        ruleBefore={(row, above) => state.byGroup && row.family !== above.family}
        foot={reliabilityFoot(scores, height >= 30 ? 5 : 3)}
        side={
          selected >= 0
            ? {
                title: axisLine(axis, sideWidth),
                width: sideWidth,
                text: (row) => intervalOf(row, selected, state.profile, axis, sideWidth),
              }
            : undefined
        }
        next="7 Report: write it down"
      />
      {examHeight > 0 && exam ? (
        <SmallTable table={exam} width={width} height={examHeight} />
      ) : null}
      <Lines lines={below} width={width} height={below.length} />
    </Box>
  );
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
  if (!run) return emptyLines('No run is open.', '1 opens one, 2 starts one', width);
  const lines = emptyLines(
    'There are no scores yet: the models have still to end the stems.',
    run.status === 'working'
      ? '3 shows how far they are'
      : 'P lets the run go on; 7 writes what there is',
    width,
  );
  return [...lines, ...progressLines(view), '', nextLine('7 Report: write what there is', true)];
}

function noteLines(
  scores: SystemScores,
  selected: number,
  width: number,
  height: number,
): string[] {
  const column = selected >= 0 ? columnLine(scores, selected) : '';
  const missing = scores.models.reduce((sum, model) => sum + (model.raw[0]?.missing ?? 0), 0);
  const halo = scores.halo === null ? '' : ` · halo ${share(scores.halo)}`;
  const mark = scores.mark
    ? theme.warning(
        fill(` ▲ ${safeLine(scores.mark)}: J names a stronger judge and rates again`, width),
      )
    : '';
  const notes = scores.notes.slice(0, height >= 30 ? 5 : 1).map((note) => ` ${safeLine(note)}`);
  return [
    ...(column ? [cut(` ${column}`, width)] : []),
    cut(` ${judgeLine(scores)}`, width),
    ` missing ${missing} of ${scores.models.reduce((sum, model) => sum + (model.raw[0]?.n ?? 0), missing)}${halo}`,
    ...(mark ? [mark] : []),
    ...notes,
    theme.dim(
      crowded(scores, selected, width >= 120)
        ? ' ≈ does not differ from the model under the cursor (the 95 % interval of their difference, all pairs, holds 0)'
        : ' letters: models that share one do not differ (the 95 % interval of their difference, all pairs, holds 0)',
    ),
  ];
}

export const scoresScene = defineScene({
  crumbs: () => [],
  right: (view) => {
    const scores = systemOf(view);
    if (!scores) return '';
    const kind = view.ui.scores.profile ? 'profile' : 'raw';
    return `${safeLine(scores.title)} · ${kind} · ${plural(scores.stems.length, 'stem')}${scores.mark ? ` · ▲ ${safeLine(scores.mark)}` : ''}`;
  },
  so: (view) => {
    const scores = systemOf(view);
    if (!scores) return 'Models end sentences; judges rate what the endings show';
    const parts = scores.columns.flatMap((column, at) => {
      const reliability = scores.reliability[at];
      return column.kind === 'subdimension' && reliability
        ? [{ name: safeLine(column.name), ...reliability }]
        : [];
    });
    if (parts.length > 0 && parts.every((one) => one.toldApart === 'withheld'))
      return '▲ Too few stems to say which of these models differ';
    // A sentence about all columns: Holm's correction over them.
    const names = (among: typeof parts) => among.map((one) => one.name);
    const apart = parts.filter((one) => one.apartAmongColumns);
    const yes = names(apart.filter((one) => one.toldApart === 'yes'));
    const some = names(apart.filter((one) => one.toldApart !== 'yes'));
    const no = names(parts.filter((one) => !one.apartAmongColumns));
    if (yes.length + some.length === 0)
      return '▲ These models cannot be told apart on any subdimension';
    if (yes.length === 0) return `Some models are told apart on ${listed(some, 3)}, others not`;
    const rest = no.length > 0 ? `; ${listed(no, 2)} ${no.length === 1 ? 'does' : 'do'} not` : '';
    return `${listed(yes, 3)} ${yes.length === 1 ? 'tells' : 'tell'} models apart${rest}`;
  },
  Body: ScoresBody,
  commands: scoresCommands,
  footer: [
    ['open', 'ratings'],
    'sort',
    'profile',
    'system',
    'decision',
    'stems',
    'compare-models',
    'by-group',
    'help',
  ],
});

/** "a, b, c and 2 more" */
function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
