/** A run holds what it asked: whatever becomes of the files under prompts/, it stays readable and is scored as before. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { realOutside } from '../../src/environment.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { listRuns } from '../../src/run/list-runs.ts';
import { openSession } from '../../src/run/open-session.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { readStudy, writeStudy } from '../../src/run/study-file.ts';
import { copyFinishedRun } from '../support/finished-run.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

let place: string;
let old: string;
/** A cache of its own: what another state of the program remembers is not read. */
const cache = mkdtempSync(join(tmpdir(), 'valuelex-items-cache-'));
const { socketFolder: _, ...outside } = withSharedVectors(
  realOutside({ endpoints: () => ({}), build: 'tests', env: { VALUELEX_CACHE: cache } }),
);
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-items-'));
  // Made before items stood in runs.
  old = await copyFinishedRun(join(place, 'runs'), outside, { models: 3, judges: 1 });
  // Scores hang on no cluster.
  const file = join(old, 'study.yaml');
  const study = readStudy(file);
  writeStudy(file, { ...study, clusters: { ...study.clusters, minCount: 1000 } });
});
afterAll(() => {
  for (const folder of [place, cache]) rmSync(folder, { recursive: true, force: true });
});

/** The prompt files with other stems. */
function otherStems(change: (yaml: string) => string) {
  const root = mkdtempSync(join(place, 'prompts-'));
  cpSync(promptFiles().root, root, { recursive: true });
  const file = join(root, 'stems/stems.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return { ...outside, prompts: promptFiles(root), resultsFolder: mkdtempSync(join(place, 'r-')) };
}

const renamed = () => otherStems((yaml) => yaml.replace('id: own-faults', 'id: faults'));
const reworded = () =>
  otherStems((yaml) => yaml.replace(/(id: own-faults\n\s+text: ).*/, '$1Of what I do badly, I'));

async function read(folder: string, environment: typeof outside) {
  const session = await openSession(folder, environment, { readOnly: true });
  await session.computed;
  const { results, problems } = session.getState();
  const [test] = session.instruments();
  const stem = test!.instrument.words!(test!.items).get('own-faults') ?? null;
  await session.close();
  return { scores: ratedIn(results).scores, problems, stem };
}

async function work(folder: string, environment: typeof outside) {
  const session = await openSession(folder, environment);
  await session.work();
  const state = session.getState();
  await session.close();
  return state;
}

const answers = (folder: string) => listRuns(join(folder, '..'))[0]!.answers;

describe('a run whose items stand in it', () => {
  let folder: string;
  let before: Awaited<ReturnType<typeof read>>;
  beforeAll(async () => {
    folder = join(place, 'new', 'run');
    cpSync(old, folder, { recursive: true });
    await work(folder, outside);
    before = await read(folder, outside);
  });

  it('keeps the words of its stems from the first request on', () => {
    const { items } = parse(
      readFileSync(join(folder, 'items', 'sentence-completion.yaml'), 'utf8'),
    ) as { items: { stems: { id: string; text: string }[] } };
    expect(items.stems.map(({ id }) => id)).toContain('own-faults');
    expect(items.stems.every(({ text }) => text.length > 10)).toBe(true);
  });

  it('is read and scored the same where a stem has another name or other words now', async () => {
    expect(before.stem).toContain('answers I give');
    for (const environment of [renamed(), reworded()])
      expect(await read(folder, environment)).toEqual(before);
  });

  it('continues in its own words, says that they differ, and asks nothing twice', async () => {
    const count = answers(folder);
    const { problems, status } = await work(folder, reworded());
    expect(status).toBe('finished');
    expect(problems.join('\n')).toContain(
      'own-faults is worded otherwise in prompts/ now; this run keeps the words',
    );
    expect(answers(folder)).toBe(count);
    expect((await read(folder, reworded())).stem).toBe(before.stem);
  });
});

describe('an older run, whose stem is gone', () => {
  it('opens, scores what it can, and says what it cannot', async () => {
    const whole = await read(old, outside);
    const { scores, stem } = await read(old, renamed());
    expect(stem).toBeNull();
    const stems = (one: typeof scores) => one[0]!.items.map((item) => item.item);
    expect(stems(scores)).toEqual(stems(whole.scores).filter((id) => id !== 'own-faults'));
    const folder = join(place, 'gone', 'run');
    cpSync(old, folder, { recursive: true });
    const { problems, status } = await work(folder, renamed());
    expect(status).toBe('finished');
    expect(problems.join('\n')).toContain('The text of the stem own-faults is gone');
  });
});
