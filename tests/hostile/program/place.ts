/** A run of the real program in which every text has become hostile. */
import { addComputedRun } from '../../support/computed-run.ts';
import { command, makePlace, type Place } from '../../support/program.ts';
import { poison, poisonNames } from '../hostile-folder.ts';

/** Poisons a finished run, and has its results computed and kept, so that screens are full at once. Throws where a command fails. */
export async function hostilePlace(): Promise<{ place: Place; run: string }> {
  const place = makePlace();
  const run = await addComputedRun(place, 'done');
  const found = JSON.parse(await outputOf(['clusters', run, '--json'], place)) as {
    clusters: { words: string[] }[];
  };
  poison(run, ['sim:beta-8b', 'sim:delta-7b', 'sim:judge-b', 'sim:gamma-6b']);
  poisonNames(
    run,
    found.clusters.slice(0, 12).map((cluster) => cluster.words[0]!),
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
