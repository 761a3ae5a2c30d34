/** A run of the real program in which every text has become hostile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, makePlace, onlyRun, type Place } from '../../support/program.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { poison, poisonNames } from '../hostile-folder.ts';

/** Makes the run, poisons it, and has its results computed and kept, so that screens are full at once. Throws where the run fails. */
export async function hostilePlace(): Promise<{ place: Place; run: string }> {
  const place = makePlace();
  writeSmallStudy(place.folder);
  const { code, err } = await command(['run', 'study.yaml'], place);
  if (code !== 0) throw new Error(err);
  const run = onlyRun(place);
  const found = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
    clusters: { clusters: { words: { word: string }[] }[] };
  };
  poison(run, ['sim:beta-8b', 'sim:delta-7b-base', 'sim:judge-b', 'sim:alpha-7b']);
  poisonNames(
    run,
    found.clusters.clusters.slice(0, 12).map((cluster) => cluster.words[0]!.word),
  );
  return { place, run };
}
