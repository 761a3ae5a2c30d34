/** Screen 1: the runs. */

import { explainError } from '../../../errors.ts';
import type { RunSummary } from '../../../run/list-runs.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { beside, linesBody } from '../../components/body.tsx';
import { nextLine } from '../../components/table.tsx';
import { tableState } from '../../components/table-state.ts';
import { moveInList, toggled } from '../../list-position.ts';
import type { Scene, View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { askCheck, askImport, openFolder, runCommandLine } from './run-actions.ts';
import { askName, bringLastBack, putAway, showShelf } from './run-moves.ts';
import { runTable } from './run-table.ts';

/** The runs, then the examples, which are runs that come with the program. */
function rowsOf(view: View): RunSummary[] {
  const runs = view.ui.runs.list ?? [];
  const known = new Set(runs.map((run) => run.folder));
  const examples = view.options.examples
    .filter(({ folder }) => !known.has(folder))
    .map(({ folder, title, note }) => ({
      ...{ folder, name: title, stage: note, models: 0, answers: 0, spend: 0, date: '' },
      ...{ batches: 0, inBatches: 0, simulated: false, finished: true, readOnly: true },
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
    ` ${row.finished ? 'Enter shows what was found' : 'Enter opens it, and goes on where it stopped'}`,
    row.folder === view.run?.folder ? ' it is open now' : '',
  ];
}

function batchLines({ batches, inBatches }: RunSummary): string[] {
  return [
    ` ${plural(inBatches, 'request')} in ${plural(batches, 'batch', 'batches')} under way`,
    ' opening it stores what has come in',
  ];
}

export const runsScene: Scene = {
  crumbs: () => [],
  right: (view) => (view.ui.runs.list ? plural(view.ui.runs.list.length, 'run') : ''),
  so: (view) => {
    const unfinished = view.ui.runs.list?.filter((run) => !run.finished).length ?? 0;
    return unfinished > 0
      ? `${plural(unfinished, 'run')} unfinished: opening one asks whether to go on`
      : 'Open a run to see what was found, or start a new one';
  },
  Body: linesBody(runsLines),
  perform: (command, view) => {
    const { ui, act, options, session, run } = view;
    const rows = rowsOf(view);
    const selected = rows[ui.runs.selected];
    switch (command) {
      case 'open':
        if (!selected) return act.go(2);
        return void openFolder(view, selected.folder, selected.finished ? null : selected.stage);
      case 'new-run':
        return act.go(2);
      case 'import':
        return askImport(view);
      case 'check':
        return askCheck(view);
      case 'mark':
        if (!selected) return;
        return act.update((now) => ({
          ...now,
          runs: { ...now.runs, marked: toggled(now.runs.marked, selected.folder) },
        }));
      case 'duplicate':
        if (selected) void duplicate(view, selected);
        return;
      case 'compare':
        return void compareMarked(view, rows);
      case 'rename-run':
        return askName(view, selected);
      case 'archive-run':
        return void putAway(view, selected, 'archive');
      case 'delete-run':
        return void putAway(view, selected, 'trash');
      case 'bring-back':
        return bringLastBack(view);
      case 'next-shelf':
        return void showShelf(view, 'archive');
      case 'findings':
        if (session && run && run.results.findings.length > 0)
          return act.push({ kind: 'findings', selected: 0 });
        return act.say('nothing was found yet: the findings follow from the scores', 'warning');
      case 'browser':
        return void act.attempt('opening the report', () =>
          options.openInBrowser(`${run?.folder}/report.html`),
        );
      case 'copy-command':
        return act.copy(runCommandLine(run?.folder ?? ''), 'the command of the open run');
      default: {
        const at = moveInList(ui.runs.selected, command, rows.length + 1);
        act.update((now) => ({ ...now, runs: { ...now.runs, selected: at } }));
      }
    }
  },
};

/** A study that cannot run as it is may be copied to be changed, once its fault is known. */
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
