/**
 * Finished runs in a place of the built program, as after an earlier opening: their results stand in its cache. The
 * program computes those once for all tests, from the present sources.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finishedRun, type PartOfRun, takePart } from './finished-run.ts';
import { command, makePlace, type Place } from './program.ts';
import { madeOnce } from './shared-place.ts';

/** The runs, and a command that leaves their results behind; a run of local models cannot continue where they are absent. */
const sources: Record<'few' | 'example', { folder: string; part?: PartOfRun; by: string }> = {
  /** Whose results are computed again in a moment, as they are where a run is opened to be edited. */
  few: { folder: finishedRun, part: { models: 2, judges: 1 }, by: 'run' },
  example: { folder: fileURLToPath(new URL('../../runs/example', import.meta.url)), by: 'scores' },
};

/** Puts a copy of the run among those of the place, in a folder of its name, and gives that. */
export async function addComputedRun(
  place: Place,
  name: keyof typeof sources,
  folderName: string = name,
): Promise<string> {
  const made = await computedRun(name);
  const folder = join(place.runs, folderName);
  cpSync(join(made, 'run'), folder, { recursive: true });
  cpSync(join(made, 'results'), join(place.cache, 'results'), { recursive: true });
  return folder;
}

/** A folder with the `run` and the `results` that the program keeps of it. */
function computedRun(name: keyof typeof sources): Promise<string> {
  return madeOnce(`computed-${name}`, async (draft) => {
    const place = makePlace();
    try {
      const { folder, part, by } = sources[name];
      const run = join(place.runs, name);
      cpSync(folder, run, { recursive: true });
      if (part) await takePart(run, Date, part);
      const { code, err } = await command([by, run], place);
      if (code !== 0) throw new Error(err);
      cpSync(run, join(draft, 'run'), { recursive: true });
      cpSync(join(place.cache, 'results'), join(draft, 'results'), { recursive: true });
    } finally {
      place.leave();
    }
  });
}
