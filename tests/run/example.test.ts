import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realOutside } from '../../src/environment.ts';
import { simulatedModelNames } from '../../src/models/simulated/truth.ts';
import { openableExample, openExample } from '../../src/run/example.ts';
import { namedFolder, summaryOfExample } from '../../src/run/example-place.ts';
import { summariseRun } from '../../src/run/list-runs.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { readStudy, writeStudy } from '../../src/run/study-file.ts';
import { exampleStudy } from '../../src/validity/assess.ts';
import { copyFinishedRun } from '../support/finished-run.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

const outside = withSharedVectors(realOutside({ endpoints: () => ({}) }));
let place: string;
let example: string;
let cache: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-example-'));
  example = join(place, 'package', 'example-simulated');
  cache = join(place, 'cache');
  mkdirSync(example, { recursive: true });
  // A small part of the shipped study, so that it is made in a second.
  const study = exampleStudy(outside);
  writeStudy(join(example, 'study.yaml'), {
    ...study,
    models: study.models.slice(0, 3),
    settings: study.settings.slice(0, 2),
    prompts: study.prompts.slice(0, 2),
    test: { ...study.test, stems: study.test.stems.slice(0, 3), judges: ['sim:judge'] },
  });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const environment = () => ({
  ...outside,
  examFolder: join(place, 'exams'),
  resultsFolder: join(place, 'results'),
});

describe('the shipped study', () => {
  it('is 35 models × 15 settings × 15 prompts, all simulated', () => {
    const study = exampleStudy(outside);
    expect(study.models.map((model) => model.id)).toEqual(simulatedModelNames());
    expect([study.settings.length, study.prompts.length]).toEqual([15, 15]);
    expect(study.test).toMatchObject({
      judges: ['sim:judge', 'sim:judge-b'],
      systems: ['valuelex'],
    });
  });
});

describe('openExample', () => {
  it('makes the rest of a study in the cache, once, and leaves the example as it was', async () => {
    const first = await openExample(example, environment(), cache);
    await first.finished;
    expect(first.getState()).toMatchObject({ status: 'finished', simulated: true });
    expect(ratedIn(first.getState().results).scores).toHaveLength(1);
    await first.close();
    expect(readdirSync(example)).toEqual(['study.yaml']);
    // A list of runs tells how far it is where it was made.
    const bare = summariseRun(example);
    expect(bare).toMatchObject({ finished: false, answers: 0 });
    const { version } = environment();
    expect(summaryOfExample(bare, cache, version)).toMatchObject({
      ...{ folder: example, name: bare.name, finished: true },
      answers: summariseRun(first.getState().folder).answers,
    });
    expect(summaryOfExample(bare, join(place, 'other-cache'), version)).toBe(bare);
    // No command finds its place in the cache by a short name: it is named by its own folder.
    const { folder } = first.getState();
    expect(namedFolder(folder, [example], cache, version)).toBe(example);
    expect(namedFolder(folder, [], cache, version)).toBe(folder);
    expect(namedFolder(join(place, 'runs', 'own'), [example], cache, version)).toBe(
      join(place, 'runs', 'own'),
    );

    const again = await openExample(example, environment(), cache);
    await again.computed;
    expect(again.getState()).toMatchObject({ readOnly: true, status: 'finished' });
    expect(again.getState().folder).toBe(first.getState().folder);
    await again.close();
  });

  it('opens a run with facts where it lies, read-only', async () => {
    const made = await copyFinishedRun(join(place, 'runs'), environment(), { models: 3 });
    expect(summariseRun(made).finished).toBe(true);
    cpSync(made, example, { recursive: true });
    const before = readdirSync(example).sort();
    const session = await openExample(example, environment(), join(place, 'other-cache'));
    await session.finished;
    expect(session.getState()).toMatchObject({ folder: example, readOnly: true });
    expect(ratedIn(session.getState().results).scores).toHaveLength(1);
    await session.close();
    expect(readdirSync(example).sort()).toEqual(before);
    expect(existsSync(join(place, 'other-cache'))).toBe(false);
  });

  it('makes a changed study again', async () => {
    const made = await openableExample(example, environment(), cache);
    const study = readStudy(join(example, 'study.yaml'));
    writeStudy(join(example, 'study.yaml'), { ...study, seed: 2 });
    expect(await openableExample(example, environment(), cache)).not.toBe(made);
  });

  it('says so where the cache cannot be written to', async () => {
    writeFileSync(join(place, 'file'), '');
    await expect(openExample(example, environment(), join(place, 'file'))).rejects.toThrow(
      'cannot be made in the cache',
    );
  });
});
