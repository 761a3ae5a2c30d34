/**
 * A finished run of six simulated models in `finished-run/`, for tests of what is done with one: its study and
 * its facts as the program wrote them. `node scripts/make-finished-run.ts` makes it again.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sentenceLogs } from '../../src/instruments/sentence-completion/run-logs.ts';
import type { RunEnvironment } from '../../src/run/environment.ts';
import { openSession } from '../../src/run/open-session.ts';
import { freeRunFolder, openRunFolder } from '../../src/run/run-folder.ts';
import { readStudy, writeStudy } from '../../src/run/study-file.ts';
import { madeOnce } from './shared-place.ts';

export const finishedRun = fileURLToPath(new URL('./finished-run', import.meta.url));

/** What a copy keeps. */
export type PartOfRun = {
  /** The first so many; all by default. */
  models?: number;
  judges?: number;
};

/**
 * Puts a copy of the run into `runs` and gives its folder. The results of the whole stand in the environment's,
 * as after an earlier opening: they are computed by the first test that needs them. A part is a finished run
 * too, whose results nobody has computed.
 */
export async function copyFinishedRun(
  runs: string,
  environment: RunEnvironment,
  part?: PartOfRun,
): Promise<string> {
  const folder = putRun(runs, environment);
  if (part) await takePart(folder, environment, part);
  else {
    const made = await resultsOfFinishedRun(environment);
    cpSync(join(made, 'results'), environment.resultsFolder, { recursive: true });
    cpSync(join(made, 'derived'), join(folder, 'derived'), { recursive: true });
  }
  return folder;
}

/** The run as it is, under its own name. */
function putRun(runs: string, { now }: RunEnvironment): string {
  const { name } = readStudy(join(finishedRun, 'study.yaml'));
  const folder = freeRunFolder(runs, name, now);
  cpSync(finishedRun, folder, { recursive: true });
  return folder;
}

/** Leaves the facts of the first models and judges alone, as if the others had not been asked. */
export async function takePart(
  folder: string,
  { now }: Pick<RunEnvironment, 'now'>,
  part: PartOfRun,
): Promise<void> {
  const run = openRunFolder(folder, false, now);
  const { study, responses } = run;
  const { completions, exams, ratings } = sentenceLogs(run);
  const models = study.models.slice(0, part.models);
  const judges = study.test.judges.slice(0, part.judges);
  const asked = (model: string) => models.some(({ id }) => id === model);
  const kept = completions.lines.filter(({ model }) => asked(model));
  const ids = new Set(kept.map(({ id }) => id));
  const logs = {
    responses: responses.lines.filter(({ model }) => asked(model)),
    completions: kept,
    exams: exams.lines.filter(({ result }) => judges.includes(result.rater)),
    ratings: ratings.lines.filter(
      ({ judge, completion }) => judges.includes(judge) && ids.has(completion),
    ),
  };
  await run.close();
  writeStudy(join(folder, 'study.yaml'), { ...study, models, test: { ...study.test, judges } });
  for (const [log, lines] of Object.entries(logs))
    writeFileSync(
      join(folder, `${log}.jsonl`),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
}

/** A folder with the run's `results` and what it keeps in `derived`; of this build alone. */
function resultsOfFinishedRun(environment: RunEnvironment): Promise<string> {
  return madeOnce(`finished-run-${environment.build ?? 'none'}`, async (draft) => {
    const folder = putRun(join(draft, 'runs'), environment);
    const resultsFolder = join(draft, 'results');
    const session = await openSession(folder, { ...environment, resultsFolder }, { listen: false });
    try {
      await session.computed;
    } finally {
      await session.close();
    }
    cpSync(join(folder, 'derived'), join(draft, 'derived'), { recursive: true });
  });
}
