/** Renames runs, moves them to a shelf (archive or trash), and brings them back. */
import { explainOnOneLine } from '../../../errors.ts';
import type { RunSummary } from '../../../run/list-runs.ts';
import type { Shelf } from '../../../run/shelves.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { leaveSession } from '../../attached.ts';
import type { View } from '../../scene.ts';
import { withSession } from '../../ui-state.ts';
import { isExample } from './run-actions.ts';

const noRun = 'select a run first';

/** Asks for the new name. */
export function askName(view: View, row: RunSummary | undefined) {
  const { act, options } = view;
  if (!row) return act.say(noRun, 'warning');
  if (isExample(view, row.folder)) return act.say(staysText, 'warning');
  act.ask(`new name of ${safeLine(row.name)}`, row.name, async (typed) => {
    const name = typed.trim();
    if (name === '' || name === row.name) return;
    // Before the run is closed, which a name that is refused must not do.
    const refused = await options.checkRunName(row.folder, name).then(() => null, explainOnOneLine);
    if (refused !== null) return refused;
    const how = { doing: 'renaming the run', reopen: true };
    const folder = await whileClosed(view, row.folder, how, () =>
      options.renameRun(row.folder, name),
    );
    if (folder === undefined) return false;
    act.say(`renamed: ${folder}`);
  });
}

/** Moves the run to a shelf; for the open run, asks first. */
export function putAway(view: View, row: RunSummary | undefined, shelf: Shelf) {
  const { act, session } = view;
  if (!row || isExample(view, row.folder)) return act.say(row ? staysText : noRun, 'warning');
  if (session?.getState().folder !== row.folder) return void move(view, row, shelf);
  act.confirm(
    `Close ${safeLine(row.name)}, which is open, and move it to the ${shelf}?`,
    [
      ...(session.getState().status === 'working' ? ['What is being asked stops first.'] : []),
      'Nothing of it is lost: u on 1 Runs brings it back.',
    ],
    () => void move(view, row, shelf),
  );
}

/** Moves the run to a shelf, and remembers it for `u`. */
async function move(view: View, row: RunSummary, shelf: Shelf): Promise<void> {
  const { act, options } = view;
  const doing = `moving the run to the ${shelf}`;
  withoutRow(view, row.folder);
  const folder = await whileClosed(view, row.folder, { doing, reopen: false }, () =>
    options.shelveRun(row.folder, shelf),
  );
  if (folder === undefined) return;
  act.update((ui) => ({
    ...ui,
    runs: {
      ...ui.runs,
      marked: ui.runs.marked.filter((one) => one !== row.folder),
      away: [...ui.runs.away.filter((one) => one !== row.folder), folder],
    },
  }));
  act.say(`${row.name} moved to the ${shelf}: u brings it back`);
}

/** Brings back the run that this screen moved to a shelf last. */
export function bringLastBack(view: View): void {
  const last = view.ui.runs.away.at(-1);
  if (last !== undefined) void bringBack(view, last);
  else view.act.say('nothing was put away here: v shows the archive and the trash', 'warning');
}

/** Brings a run back from its shelf. */
export async function bringBack(view: View, folder: string): Promise<void> {
  const { act, options } = view;
  const doing = 'bringing the run back';
  withoutRow(view, folder);
  const back = await whileClosed(view, folder, { doing, reopen: true }, () =>
    options.shelveRun(folder, null),
  );
  act.update((ui) => ({
    ...ui,
    runs: { ...ui.runs, away: ui.runs.away.filter((one) => one !== folder) },
  }));
  if (back !== undefined) act.say(`brought back: ${back}`);
}

/** Lists the archive, the trash, or (null) the runs. */
export async function showShelf({ act }: View, shelf: Shelf | null): Promise<void> {
  act.update((ui) => ({ ...ui, runs: { ...ui.runs, shelf, list: null, selected: 0 } }));
  await act.refreshRuns();
}

/**
 * Runs `job` on a run while this program has it closed. If the open run is that run, or a check against it, it is
 * closed first. Afterwards it is opened again at its new place if `reopen` is set, if it is a check, or if it has
 * not moved; a working run continues. Lists the runs again. Undefined, with a message, if the job failed.
 */
async function whileClosed(
  view: View,
  folder: string,
  { doing, reopen }: { doing: string; reopen: boolean },
  job: () => Promise<string>,
): Promise<string | undefined> {
  const { act, session } = view;
  const state = session?.getState();
  const concerned = state?.folder === folder || state?.study.against === folder;
  if (!session || !state || !concerned) {
    const done = await act.attempt(doing, job);
    await listAnew(view);
    return done;
  }
  const worked = state.status === 'working' && !state.attached;
  await act.attempt('closing the run', () => leaveSession(session));
  act.update((ui) => withSession(ui, null));
  const done = await act.attempt(doing, job);
  await listAnew(view);
  const isIt = state.folder === folder;
  if (isIt && done !== undefined && !reopen) return done;
  await openAgain(view, isIt ? (done ?? folder) : state.folder, worked);
  return done;
}

/** Removes the row at once, so that the next key acts on the next run; if the move fails, the list is read again. */
function withoutRow({ act }: View, folder: string): void {
  act.update(({ runs, ...ui }) => ({
    ...ui,
    runs: { ...runs, list: runs.list?.filter((run) => run.folder !== folder) ?? null },
  }));
}

async function listAnew({ act }: View): Promise<void> {
  await act.refreshRuns();
  act.update((ui) => {
    const last = Math.max(0, (ui.runs.list?.length ?? 0) - 1);
    return { ...ui, runs: { ...ui.runs, selected: Math.min(ui.runs.selected, last) } };
  });
}

async function openAgain({ act, options }: View, folder: string, worked: boolean): Promise<void> {
  const opened = await act.attempt('opening the run again', () => options.openRun(folder));
  if (!opened) return;
  act.openSession(opened, 1);
  if (worked) act.work(opened);
}

const staysText = 'an example of the program stays where it is: d copies its study';
