/** A run of the real program in which every text has become hostile. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addComputedRun } from '../../support/computed-run.ts';
import { finishedRun } from '../../support/finished-run.ts';
import { command, makePlace, type Place } from '../../support/program.ts';
import { poison, poisonNames } from '../hostile-folder.ts';

/** Poisons a finished run, and has its results computed and kept, so that screens are full at once. Throws where a command fails. */
export async function hostilePlace(): Promise<{ place: Place; run: string }> {
  const place = makePlace();
  const run = join(place.runs, 'done');
  cpSync(finishedRun, run, { recursive: true });
  poison(run, ['sim:beta-8b', 'sim:delta-7b', 'sim:judge-b', 'sim:gamma-6b']);
  // The words of clusters of a part of it, which other tests have had computed.
  const part = await addComputedRun(place, 'few');
  const found = JSON.parse(readFileSync(join(part, 'run.json'), 'utf8')) as {
    clusters: { clusters: { words: { word: string }[] }[] };
  };
  rmSync(part, { recursive: true });
  poisonNames(
    run,
    found.clusters.clusters.slice(0, 12).map((cluster) => cluster.words[0]!.word),
  );
  // Whoever reads a run first keeps what was computed for it; the others take that.
  await outputOf(['scores', run], place);
  return { place, run };
}

async function outputOf(args: readonly string[], place: Place): Promise<string> {
  const { code, out, err } = await command(args, place);
  if (code !== 0) throw new Error(err);
  return out;
}
