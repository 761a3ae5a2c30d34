/** What the screens need of an open run beyond its state: instruments, parts, reports, tables, and other runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import type { Session } from '../../run/session.ts';
import type { InterfaceOptions } from '../../ui/interface-options.ts';

/** The code that works on an open run: loaded with the first run, so that the first frame does not wait for it. */
export async function loadRunParts() {
  const [sessions, attached, examples, copies, report, input, results, instruments] =
    await Promise.all([
      import('../../run/open-session.ts'),
      import('../../run/control/attach-session.ts'),
      import('../../run/example.ts'),
      import('../../run/edit-in-copy.ts'),
      import('../../report/write-report.ts'),
      import('../../report/report-input.ts'),
      import('./show-results.ts'),
      import('./instruments.ts'),
    ]);
  return {
    ...sessions,
    ...attached,
    ...examples,
    ...copies,
    ...report,
    ...input,
    ...results,
    ...instruments,
  };
}

export type RunParts = Awaited<ReturnType<typeof loadRunParts>>;

type ResultsForScreens = Pick<
  InterfaceOptions,
  | 'lens'
  | 'compareRuns'
  | 'instruments'
  | 'reportFiles'
  | 'reportPreview'
  | 'writeReport'
  | 'writeTable'
>;

/** Loaded already: a session exists only once a run was opened. */
export function resultsForScreens(
  outside: Outside,
  runs: string,
  parts: () => RunParts,
): ResultsForScreens {
  const inputOf = (session: Session) =>
    parts().reportInputOf(session, parts().reportExtraOf(outside, session));
  return {
    async lens(session, where) {
      const { lensOfSession } = await import('../../run/lens/lens-of-session.ts');
      return lensOfSession(session, where);
    },
    async compareRuns(a, b) {
      const { compareRunTables } = await import('./compare-runs.ts');
      return compareRunTables(a, b, outside);
    },
    instruments: (session) => parts().instrumentRows(session, outside),
    reportFiles: (session) =>
      parts().reportFiles({ state: session.getState(), instruments: session.instruments() }),
    async reportPreview(session) {
      const input = await inputOf(session);
      const folder = parts().commandFolder(session, outside);
      return parts().reportPreview({ ...input, extra: { ...input.extra, folder } });
    },
    async writeReport(session, formats) {
      const { folder, readOnly, name } = session.getState();
      refuseGone(session);
      const target = readOnly ? join(runs, `${name}-report`) : folder;
      return parts().writeReport(target, await inputOf(session), formats);
    },
    writeTable: async (session, table) => {
      const [{ writeTableFiles }, { safeCell }] = await Promise.all([
        import('./write-table.ts'),
        import('../../tables/csv-lines.ts'),
      ]);
      const state = session?.getState();
      if (session) refuseGone(session);
      return writeTableFiles(state && !state.readOnly ? state.folder : runs, table, safeCell);
    },
  };
}

/** A removed run folder is not created again for a report: the run would be lost all the same. */
function refuseGone(session: Session): void {
  const { folder, trouble } = session.getState();
  if (trouble?.kind !== 'gone' && existsSync(join(folder, 'study.yaml'))) return;
  throw new UserError('The run folder was moved or deleted: nothing was written.', {
    where: folder,
    hint: 'Bring it back, or write the run elsewhere with W.',
    exit: 'disk',
  });
}
