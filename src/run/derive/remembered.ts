/** Stored results of a run, of this build or of the program's own example. */
import { join } from 'node:path';
import { longLog } from '../../facts/response-log.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';
import { shippedExample } from '../shipped-example.ts';
import type { Results } from '../state.ts';
import { readSnapshot, snapshotKey, writeSnapshot } from './snapshot.ts';

export type Remembered = {
  read(): Results | null;
  /** Stores results of all facts for the next opening. */
  keep(results: Results): void;
};

/** The folder of an example is not written to: its results are stored on this machine. */
export function rememberedResults(
  run: RunFolder,
  { version, build, resultsFolder, prompts }: RunEnvironment,
): Remembered {
  // A long log is not hashed on every opening; its lexicon is stored separately.
  const isLong = () => run.responses.lines.bytes > longLog;
  const keyNow = () => snapshotKey(run, build === undefined ? version : `${version} ${build}`);
  // The program's examples come with their results; those of other folders are stored on this machine.
  const shipped =
    run.readOnly && run.folder === shippedExample(prompts)
      ? readSnapshot(join(run.folder, 'derived'), snapshotKey(run, version))
      : null;
  const opened = isLong() || shipped ? null : keyNow();
  return {
    read: () => shipped ?? (opened === null ? null : readSnapshot(resultsFolder, opened)),
    keep(results) {
      if (opened === null || isLong()) return;
      writeSnapshot(resultsFolder, run.readOnly ? opened : keyNow(), results);
    },
  };
}
