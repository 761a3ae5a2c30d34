/** Screen 6: where the models stand, and how well the test can tell. */

import { Box } from 'ink';
import type { ModelScores, SystemScores } from '../../../instruments/shared/scores.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { emptyLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { markdownOf, textTable } from '../../components/markdown.ts';
import { axisLine } from '../../components/marks.ts';
import { SmallTable, smallTableFits } from '../../components/small-table.tsx';
import { nextLine, Table } from '../../components/table.tsx';
import { arrange, findRow, moveTable } from '../../components/table-state.ts';
import { scoreLayer } from '../../layers/answers.ts';
import { moveInList, toggled } from '../../list-position.ts';
import type { BodyProps, Scene, View } from '../../scene.ts';
import { cut, fill, plural, share } from '../../text.ts';
import { theme } from '../../theme.ts';
import type { UiState } from '../../ui-state.ts';
import { laneLines, togglePause } from '../elicit/elicit.tsx';
import { instrumentsLayer } from './instruments-layer.ts';
import {
  askJudges,
  correlationsLayer,
  decisionLayer,
  examLayer,
  examTable,
  stemsLayer,
} from './scores-layers.ts';
import {
  axisOf,
  columnLine,
  crowded,
  intervalOf,
  judgeLine,
  reliabilityFoot,
  scoreColumns,
} from './scores-view.ts';

/** The value system that is shown. */
function systemOf(view: View): SystemScores | null {
  const scores = view.run?.results.scores ?? [];
  return scores.find((one) => one.system === view.ui.scores.system) ?? scores[0] ?? null;
}

/** The id of the selected column among those of the table, and its place among those of the system. */
function selection(view: View, scores: SystemScores, wide: boolean) {
  const state = view.ui.scores;
  // The letters widen a column, but which columns there are does not depend on them.
  const all = scoreColumns(scores, state.profile, -1, wide);
  const visible = all.filter((column) => !state.table.hidden.includes(column.id));
  const id = visible[Math.min(state.table.column, visible.length - 1)]?.id;
  return scores.columns.findIndex((column) => column.id === id);
}

function shownOf(view: View, scores: SystemScores, wide: boolean) {
  const { table, profile, byGroup } = view.ui.scores;
  const selected = selection(view, scores, wide);
  // Which rows there are does not depend on the row under the cursor, only what they say.
  const plain = scoreColumns(scores, profile, selected, wide);
  const { rows } = arrange(scores.models, plain, table);
  if (byGroup) rows.sort((a, b) => a.family.localeCompare(b.family));
  const columns = scoreColumns(scores, profile, selected, wide, rows[table.row]);
  return { rows, columns: arrange([], columns, table).columns };
}

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

export const scoresScene: Scene = {
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
  perform: (command, view) => {
    const { act, ui, session, run } = view;
    const state = ui.scores;
    const scores = systemOf(view);
    const set = (change: Partial<UiState['scores']>) =>
      act.update((now) => ({ ...now, scores: { ...now.scores, ...change } }));
    if (command === 'pause-all') return togglePause(view);
    if (command === 'stronger-judge') return askJudges(view);
    if (command === 'instruments') return run && act.push(instrumentsLayer(view));
    if (command === 'exam') return run && act.push(examLayer(run));
    if (command === 'retry') return session && void act.tell(session.retryErrors());
    if (command === 'more' || command === 'fewer')
      return session && void act.tell(session.changeConcurrency(command === 'more' ? 1 : -1));
    if (command === 'pause-lane') {
      const lane = run?.lanes.find((one) => one.stage !== 'elicit');
      if (!lane) return act.say('nothing is being asked now', 'warning');
      return session && void act.tell(session.toggleLane(lane.model));
    }
    if (!scores) return command === 'open' ? act.go(run ? 7 : 2) : undefined;
    // Columns do not depend on the width, only how they are written.
    const shown = shownOf(view, scores, false);
    const row = shown.rows[state.table.row];
    const selected = selection(view, scores, false);
    const column = scores.columns[selected];
    switch (command) {
      case 'open': {
        if (!row) return act.go(7);
        const about = column?.kind === 'subdimension' ? column : null;
        return act.push(scoreLayer(view, row.model, scores.system, about));
      }
      case 'mark':
        return row && set({ marked: toggled(state.marked, row.model) });
      case 'profile':
        return set({ profile: !state.profile });
      case 'system': {
        const all = run?.results.scores ?? [];
        if (all.length < 2) return act.say('no other value system has ratings yet', 'warning');
        const at = all.findIndex((one) => one.system === scores.system);
        const nextAt = moveInList(at, 'down', all.length);
        return set({
          system: all[nextAt]?.system ?? null,
          table: { ...state.table, column: 1, hidden: [], sort: null },
        });
      }
      case 'by-group':
        return set({ byGroup: !state.byGroup });
      case 'compare-models': {
        const others = state.marked.filter((model) => model !== row?.model);
        const pair = state.marked.length === 2 ? state.marked : [others[0], row?.model];
        const [a, b] = pair;
        if (!a || !b || state.marked.length > 2)
          return act.say('mark one model with ␣, stand on another, then =', 'warning');
        return act.push({ kind: 'compare', system: scores.system, a, b, stem: 0 });
      }
      case 'decision':
        return act.push(decisionLayer(scores));
      case 'stems':
        return act.push(stemsLayer(view, scores));
      case 'correlations':
        return act.push(correlationsLayer(scores));
      case 'find':
        return act.ask('find', state.table.find, (find) =>
          set({
            table: { ...state.table, find, row: findRow(shown, state.table.row - 1, find, 1) },
          }),
        );
      case 'keep':
        return act.ask('keep rows with', state.table.keep, () => {}, {
          change: (keep) => set({ table: { ...state.table, keep, row: 0 } }),
        });
      case 'copy-table':
        return act.copy(
          markdownOf(textTable(scores.title, shown.rows, shown.columns)),
          'the table as Markdown',
        );
      case 'write-table':
        return void act
          .attempt('writing', () =>
            view.options.writeTable(
              session,
              textTable(`scores-${scores.system}`, shown.rows, shown.columns),
            ),
          )
          .then((files) => files && act.say(`written: ${files.join(', ')}`));
      default:
        set({ table: moveTable(state.table, command, shown, 1) });
    }
  },
};

/** "a, b, c and 2 more" */
function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
