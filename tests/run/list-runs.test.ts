import { appendFileSync, cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promptFiles } from '../../src/prompts/load.ts';
import { copyRun, duplicateRun } from '../../src/run/copy-run.ts';
import { findRun, listRuns, summariseRun } from '../../src/run/list-runs.ts';
import { presetStudy } from '../../src/run/presets.ts';
import { createRunFolder } from '../../src/run/run-folder.ts';
import { findSameRun, openOrCreateRun, settleStudy } from '../../src/run/start-run.ts';

const environment = { prompts: promptFiles(), version: '1.2.3' };
let clock = Date.UTC(2026, 0, 1);
const now = () => {
  clock += 1000;
  return clock;
};

function study(name: string, seed = 1) {
  const made = presetStudy('quick', environment.prompts, {
    name,
    seed,
    models: [{ id: 'sim:alpha-7b' }],
    judges: ['sim:judge'],
  });
  return settleStudy({ ...made, extraction: { model: null } }, environment, 'test');
}

function event(folder: string, name: string, text: string): void {
  const line = { at: new Date(now()).toISOString(), event: name, text };
  appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(line)}\n`);
}

const newRuns = () => mkdtempSync(join(tmpdir(), 'valuelex-list-'));

describe('listRuns', () => {
  it('says where each run stands, newest first, and leaves out what is not a run', () => {
    const runs = newRuns();
    writeFileSync(join(runs, 'notes.txt'), '');
    const early = createRunFolder(runs, study('early'), now);
    event(early, 'finish', 'done up to rate');
    const late = createRunFolder(runs, study('late'), now);
    appendFileSync(
      join(late, 'responses.jsonl'),
      '{"id":"a","model":"sim:alpha-7b","cost":0.25,"at":"x"}\n{"id":"torn',
    );
    event(late, 'finish', 'done up to elicit');
    expect(listRuns(runs)).toMatchObject([
      { name: 'late', stage: 'elicit 1/48', spend: 0.25, finished: false, answers: 1 },
      { name: 'early', stage: 'scores', finished: true, simulated: true, models: 1 },
    ]);
    expect(listRuns(join(runs, 'nowhere'))).toEqual([]);
  });

  it('counts what a part of a study is to ask, and tells when it is done', () => {
    const runs = newRuns();
    const models = ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-2b'].map((id) => ({ id }));
    const whole = { ...study('whole'), models };
    const stageOf = (shard: string, done = false) => {
      const folder = createRunFolder(runs, { ...whole, name: `p${shard[0]}`, shard }, now);
      if (done) event(folder, 'finish', 'done up to complete');
      return summariseRun(folder);
    };
    expect(stageOf('1/2')).toMatchObject({ stage: 'elicit 0/96', models: 2 });
    expect(stageOf('2/2')).toMatchObject({ stage: 'elicit 0/48', models: 1 });
    expect(stageOf('2/2', true)).toMatchObject({ stage: 'part 2/2 done', finished: false });
    // Where models are cut into slices the parts still add up.
    const wanted = Array.from({ length: 5 }, (_, i) =>
      Number(stageOf(`${i + 1}/5`).stage.split('/')[1]),
    );
    expect(wanted.every((one) => one > 0 && one < 96)).toBe(true);
    expect(wanted.reduce((sum, one) => sum + one, 0)).toBe(3 * 48);
  });

  it('tells of batches that are under way, and lists a run whose record of them is broken', () => {
    const runs = newRuns();
    const folder = createRunFolder(runs, study('in-batches'), now);
    const log = join(folder, 'batches.jsonl');
    const line = (event: string, one: string, more: object = {}) =>
      appendFileSync(
        log,
        `${JSON.stringify({ event, at: 'x', batch: one.repeat(24), ...more })}\n`,
      );
    const prepared = { model: 'lab:a', path: '/v1/completions', requests: 7, bytes: 100 };
    line('prepared', 'a', prepared);
    line('prepared', 'b', prepared);
    expect(summariseRun(folder)).toMatchObject({ batches: 2, inBatches: 14 });
    line('ended', 'b', { status: 'completed', answered: 7, failed: 0, missing: 0 });
    expect(listRuns(runs)).toMatchObject([{ batches: 1, inBatches: 7 }]);
    appendFileSync(log, 'broken\n');
    expect(listRuns(runs)).toMatchObject([{ name: 'in-batches', batches: 0 }]);
  });

  it('finds a run by path, folder, or name, and names the nearest', () => {
    const runs = newRuns();
    const folder = createRunFolder(runs, study('quiet-otter'), now);
    expect(findRun(folder, runs)).toBe(folder);
    expect(findRun(basename(folder), runs)).toBe(folder);
    expect(findRun('quiet-otter', runs)).toBe(folder);
    expect(() => findRun('quite-otter', runs)).toThrowError(
      expect.objectContaining({ hint: expect.stringContaining('quiet-otter') }),
    );
    const second = createRunFolder(runs, study('quiet-otter'), now);
    expect(findRun('quiet-otter', runs)).toBe(folder);
    expect(findRun('quiet-otter-2', runs)).toBe(second);
    const nextDay = () => now() + 86_400_000;
    createRunFolder(runs, study('quiet-otter'), nextDay);
    expect(() => findRun('quiet-otter', runs)).toThrow('2 runs are named quiet-otter');
  });
});

describe('openOrCreateRun', () => {
  it('continues with the newest unfinished run of the same study, whatever its name and limits', () => {
    const runs = newRuns();
    const first = openOrCreateRun(study('one'), runs, { fresh: false, now });
    expect(first.resumed).toBe(false);
    const limited = { ...study('two'), budget: { dollars: 1 } };
    expect(openOrCreateRun(limited, runs, { fresh: false, now })).toEqual({
      folder: first.folder,
      resumed: true,
      finished: false,
    });
    expect(findSameRun(study('one', 2), runs)).toBeNull();
    const fresh = openOrCreateRun(study('one'), runs, { fresh: true, now });
    expect(fresh.folder).not.toBe(first.folder);
    event(fresh.folder, 'finish', 'done up to rate');
    expect(findSameRun(study('one'), runs)).toEqual({ folder: first.folder, finished: false });
  });
});

describe('copies', () => {
  it('copies the study alone, or all facts under a name that says so', async () => {
    const runs = newRuns();
    const folder = createRunFolder(runs, study('one'), now);
    event(folder, 'finish', 'done up to rate');
    expect(summariseRun(duplicateRun(folder, runs, now)).finished).toBe(false);
    const copy = await copyRun(folder, runs, now);
    expect(summariseRun(copy)).toMatchObject({ finished: true, name: 'one-copy' });
    expect(copy).toMatch(/\d-one-copy$/);
    expect(await copyRun(folder, runs, now)).toMatch(/\d-one-copy-2$/);
    // What a killed process left half made is not a run.
    cpSync(copy, join(runs, '.new-1-one-copy'), { recursive: true });
    expect(listRuns(runs).some((run) => run.folder.includes('.new'))).toBe(false);
  });
});

describe('settleStudy', () => {
  it('notes version and prompt hashes, and refuses a mixture, what appears twice, and models without a judge', () => {
    const settled = study('one');
    expect(settled.version).toBe('1.2.3');
    expect(settled.prompts.every((prompt) => /^[0-9a-f]{64}$/.test(prompt.hash ?? ''))).toBe(true);
    const settle = (change: object) =>
      settleStudy({ ...settled, ...change }, environment, 'study.yaml');
    expect(() => settle({ extraction: { model: 'local:x' } })).toThrow('all simulated');
    expect(() => settle({ models: [...settled.models, ...settled.models] })).toThrow('twice');
    const noJudge = { test: { ...settled.test, judges: [] } };
    expect(() => settle(noJudge)).toThrow('no judge');
    expect(settle({ ...noJudge, models: [] }).test.judges).toEqual([]);
    expect(() => settle({ prompts: [{ id: '01-descripe' }] })).toThrowError(
      expect.objectContaining({ hint: expect.stringContaining('01-describe') }),
    );
    const system = { test: { ...settled.test, systems: ['valuelex', 'schwarz'] } };
    expect(() => settle(system)).toThrow('There is no value system schwarz.');
  });
});
