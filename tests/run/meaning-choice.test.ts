import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withMeaningChosen, withMeaningOf } from '../../src/run/meaning-choice.ts';
import { createRunFolder } from '../../src/run/run-folder.ts';
import { findRunToGoOn, openOrCreateRun } from '../../src/run/start-run.ts';
import { type Study, studySchema } from '../../src/run/study.ts';
import { readStudy } from '../../src/run/study-file.ts';

const study = (clusters: Partial<Study['clusters']> = {}) =>
  studySchema.parse({
    name: 'small',
    models: [{ id: 'sim:a' }],
    settings: [{ id: 't1', temperature: 1 }],
    prompts: [{ id: '01-describe' }],
    test: { stems: ['do-not-know', 'sad-person'], judges: ['sim:judge'] },
    clusters,
  });

let runs = '';
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'valuelex-meaning-'));
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));
const now = () => Date.UTC(2026, 10, 29);
const recipeIn = (folder: string) => readStudy(join(folder, 'study.yaml')).clusters.recipe;

describe('the recipe of a run', () => {
  it('is the newest in a new run, or the one that the study names', () => {
    const made = openOrCreateRun(study(), runs, { fresh: true, now });
    expect(recipeIn(made.folder)).toBe(2);
    expect(withMeaningChosen(study({ recipe: 1 })).clusters.recipe).toBe(1);
  });

  it('stays that of the run where the same study is run again', () => {
    const old = createRunFolder(runs, study(), now);
    const again = openOrCreateRun(study(), runs, { fresh: false, growing: true, now });
    expect(again).toMatchObject({ folder: old, resumed: true });
    expect(again.more).toBeUndefined();
    expect(recipeIn(old)).toBeUndefined();
    const made = openOrCreateRun(study(), runs, { fresh: true, now });
    expect(findRunToGoOn(study({ recipe: 2 }), runs)?.folder).toBe(made.folder);
  });

  it('changes where the study names another, and nothing is asked twice', () => {
    const old = createRunFolder(runs, study({ recipe: 1 }), now);
    expect(findRunToGoOn(study({ recipe: 2 }), runs, { growing: true })).toMatchObject({
      folder: old,
      more: ['other settings of clusters'],
    });
  });

  it('goes with the embedding and the hash of its weights', () => {
    const hash = '0'.repeat(64);
    const choice = { embedding: 'local:encoder', embeddingHash: hash };
    const made = withMeaningChosen(study(), choice);
    expect(made.clusters).toMatchObject({ ...choice, recipe: 3 });
    const builtIn = { embedding: 'use-lite', embeddingHash: hash };
    expect(withMeaningChosen(study(), builtIn).clusters.recipe).toBe(2);
    expect(withMeaningChosen(study({ recipe: 2 }), choice).clusters.recipe).toBe(2);
    const folder = createRunFolder(runs, made, now);
    // Whatever is best on the machine by now, a run keeps its own.
    expect(findRunToGoOn(study(), runs)?.folder).toBe(folder);
    expect(findRunToGoOn(study({ embedding: 'local:encoder' }), runs)?.folder).toBe(folder);
    expect(findRunToGoOn(study({ embedding: 'use-lite' }), runs)).toBeNull();
    expect(withMeaningOf(made, study({ embedding: 'use-lite' })).clusters).not.toHaveProperty(
      'embeddingHash',
    );
    // Parts of a study are computed on machines that differ.
    expect(withMeaningChosen({ ...study(), shard: '1/2' }, choice).clusters.embedding).toBe('auto');
  });

  it('is kept by a study that grows', () => {
    const grown = { ...study(), repeats: 3 };
    createRunFolder(runs, study(), now);
    expect(findRunToGoOn(grown, runs, { growing: true })?.more).toEqual(['2 repeats']);
    expect(withMeaningOf(withMeaningChosen(study()), grown).clusters.recipe).toBe(2);
    expect(withMeaningOf(study(), grown).clusters.recipe).toBeUndefined();
  });
});
