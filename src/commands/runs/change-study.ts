/** Changes the study of a run. */
import type { Outside } from '../../environment.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import { settleStudy } from '../../run/start-run.ts';
import type { Study } from '../../run/study.ts';

/** Saves what `change` makes of the study of the run in `folder`. Throws UserError where that is not a study. */
export async function changeStudy(
  folder: string,
  outside: Outside,
  change: (study: Study) => Study,
): Promise<void> {
  const run = openRunFolder(folder, true, outside.now, { instruments: outside.instruments });
  try {
    run.saveStudy(settleStudy(change(run.study), outside, folder));
  } finally {
    await run.close();
  }
}
