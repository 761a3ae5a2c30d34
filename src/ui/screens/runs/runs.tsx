/** Screen 1: the runs. */

import { explainError } from '../../../errors.ts';
import type { RunSummary } from '../../../run/list-runs.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { beside, linesBody } from '../../components/body.tsx';
import { nextLine } from '../../components/table.tsx';
import { tableState } from '../../components/table-state.ts';
import { needs } from '../../keymap/command.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList, toggled } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { onVerdict } from '../../ui-state.ts';
import { isExample, openFolder } from './run-actions.ts';
import { beginning, ofOpenRun } from './run-commands.ts';
import { askName, putAway } from './run-moves.ts';
import { runTable } from './run-table.ts';

/** The runs, then the examples that come with the program. */
function rowsOf(view: View): RunSummary[] {
  const runs = view.ui.runs.list ?? [];
  const known = new Set(runs.map((run) => run.folder));
  const examples = view.options.examples
    .filter(({ folder }) => !known.has(folder))
    .map(({ folder, title, note, simulated }) => ({
      ...{ folder, name: title, stage: note, models: 0, answers: 0, spend: 0, date: '' },
      ...{ batches: 0, inBatches: 0, simulated, finished: true, readOnly: true },
    }));
  return [...runs, ...examples];
}

const next = 'start a new run';

function runsLines(view: View, width: number, height: number): string[] {
  const { ui } = view;
  if (ui.runs.list === null) return ['', '   looking for runs …'];
  const rows = rowsOf(view);
  const wide = width >= 120;
  const left = wide ? Math.floor(width * 0.62) : width;
  const list = [
    ...runTable(view, rows, left, height - 1),
    nextLine(next, ui.runs.selected >= rows.length),
  ];
  return wide ? beside(list, detailOf(view, rows[ui.runs.selected]), left, width, height) : list;
}

function detailOf(view: View, row: RunSummary | undefined): string[] {
  if (!row)
    return ['', ' Choose models and settings; nothing is', ' asked before you have said yes.'];
  return [
    ` ${theme.bold(safeLine(row.name))}`,
    ` ${safeLine(row.folder)}`,
    '',
    ` ${safeLine(row.stage)}`,
    row.models > 0 ? ` ${plural(row.models, 'model')}, ${plural(row.answers, 'answer')}` : '',
    ...(row.batches > 0 ? batchLines(row) : []),
    row.simulated ? ' ◆ simulated: nothing here was said by a real model' : '',
    row.readOnly ? ' read-only: the first edit makes a copy' : '',
    '',
    ` ${enterWords(view, row)}`,
    view.options.placeOf(row.folder) === view.run?.folder ? ' it is open now' : '',
  ];
}

function enterWords(view: View, { folder, finished }: RunSummary): string {
  if (finished) return 'Enter shows what was found';
  return isExample(view, folder)
    ? 'Enter opens it, and works it out in a few minutes'
    : 'Enter opens it, and continues where it stopped';
}

function batchLines({ batches, inBatches }: RunSummary): string[] {
  return [
    ` ${plural(inBatches, 'request')} in ${plural(batches, 'batch', 'batches')} under way`,
    ' opening it stores what has come in',
  ];
}

const selectedRow = (view: View): RunSummary | undefined => rowsOf(view)[view.ui.runs.selected];

function toggleMark(view: View): void {
  const row = selectedRow(view);
  if (!row) return;
  view.act.update((now) => ({
    ...now,
    runs: { ...now.runs, marked: toggled(now.runs.marked, row.folder) },
  }));
}

/** Shows what was found; of a check, its verdict. */
function showFindings({ act, run }: View): void {
  if (run?.study.against !== undefined) act.update(onVerdict);
  else if (run && run.results.findings.length > 0) act.push({ kind: 'findings', selected: 0 });
  else act.say('nothing was found yet: the findings follow from the scores', 'warning');
}

export const runsScene = defineScene({
  crumbs: () => [],
  right: (view) => (view.ui.runs.list ? plural(view.ui.runs.list.length, 'run') : ''),
  so: (view) => {
    const unfinished =
      view.ui.runs.list?.filter((run) => !run.finished && !isExample(view, run.folder)).length ?? 0;
    return unfinished > 0
      ? `${plural(unfinished, 'run')} unfinished: opening one asks whether to continue`
      : 'Open a run to see what was found, or start a new one';
  },
  Body: linesBody(runsLines),
  commands: {
    ...moving((move, view) => {
      const selected = moveInList(view.ui.runs.selected, move, rowsOf(view).length + 1);
      view.act.update((now) => ({ ...now, runs: { ...now.runs, selected } }));
    }),
    open: {
      ...words.open,
      act: (view) => {
        const row = selectedRow(view);
        if (!row) return view.act.go(2);
        void openFolder(view, row.folder, row.finished ? null : row.stage);
      },
    },
    mark: { ...words.mark, act: toggleMark },
    'new-run': { ...words['new-run'], act: ({ act }) => act.go(2) },
    ...beginning,
    duplicate: {
      keys: ['d'],
      label: 'duplicate',
      help: 'Copy the study, to change and run again.',
      group: 'runs',
      line: 'valuelex run <run>/study.yaml --new',
      act: (view) => {
        const row = selectedRow(view);
        if (row) void duplicate(view, row);
      },
    },
    compare: {
      keys: ['='],
      label: 'compare',
      help: 'Compare the two marked runs.',
      group: 'runs',
      line: 'valuelex compare <run> <run>',
      act: (view) => void compareMarked(view, rowsOf(view)),
    },
    findings: {
      keys: ['f'],
      label: 'findings',
      help: 'Show what was found in the open run; of a check, its verdict.',
      group: 'runs',
      needs: needs.run,
      act: showFindings,
    },
    'rename-run': {
      keys: ['e'],
      label: 'rename',
      help: 'Rename the selected run, and its folder.',
      group: 'runs',
      line: 'valuelex runs rename <run> <name>',
      act: (view) => askName(view, selectedRow(view)),
    },
    'archive-run': {
      keys: ['A'],
      label: 'archive',
      help: 'Put the selected run into the archive.',
      group: 'runs',
      line: 'valuelex runs archive <run>',
      act: (view) => putAway(view, selectedRow(view), 'archive'),
    },
    'delete-run': {
      ...words['delete-run'],
      act: (view) => putAway(view, selectedRow(view), 'trash'),
    },
    ...ofOpenRun,
  },
  footer: [
    'open',
    'new-run',
    'compare',
    'check',
    'rename-run',
    'delete-run',
    'help',
    'quit',
    'archive-run',
    ['next-shelf', 'archive, trash'],
    'mark',
    'import',
  ],
});

/** A study that cannot run may be copied all the same, to be corrected, after its fault is shown. */
async function duplicate(view: View, row: RunSummary): Promise<void> {
  const { act, options } = view;
  const fault = await act.attempt('looking for its models', () =>
    options.checkStudy(row.folder).then(() => null, explainError),
  );
  if (!fault) return copyStudy(view, row);
  act.confirm(
    'Copy this study, which cannot run as it is?',
    fault.map(safeLine),
    () => void copyStudy(view, row),
  );
}

async function copyStudy(view: View, row: RunSummary): Promise<void> {
  const { act, options } = view;
  const folder = await act.attempt('copying the study', () => options.duplicateRun(row.folder));
  if (!folder) return;
  await act.refreshRuns();
  act.say(`copied to ${folder}: change its study.yaml, then Enter opens it`);
}

async function compareMarked(view: View, rows: readonly RunSummary[]): Promise<void> {
  const { act, options, ui } = view;
  const [a, b] = ui.runs.marked;
  if (!a || !b || ui.runs.marked.length > 2)
    return act.say('mark exactly two runs with ␣, then = compares them', 'warning');
  const tables = await act.attempt('comparing', () => options.compareRuns(a, b));
  if (!tables) return;
  const name = (folder: string) => rows.find((row) => row.folder === folder)?.name ?? folder;
  act.push({
    kind: 'tables',
    title: 'compare',
    so: `${name(a)} against ${name(b)}`,
    tables,
    at: 0,
    table: tableState(),
  });
}
