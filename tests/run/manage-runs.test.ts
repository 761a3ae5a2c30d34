import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { promptFiles } from '../../src/prompts/load.ts';
import { openAgainst } from '../../src/run/check-run.ts';
import { findRun, listRuns, summariseRun } from '../../src/run/list-runs.ts';
import { emptyTrash, findShelved, renameRun, shelveRun } from '../../src/run/manage-runs.ts';
import { presetStudy } from '../../src/run/presets.ts';
import { createRunFolder, openRunFolder } from '../../src/run/run-folder.ts';
import { shelfFolder, shelfOf } from '../../src/run/shelves.ts';
import { readStudy } from '../../src/run/study-file.ts';

const prompts = promptFiles();
const environment = { prompts, now: () => Date.UTC(2026, 10, 21) };

let place: string;
let runs: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-manage-'));
  runs = join(place, 'runs');
});
afterEach(() => rmSync(place, { recursive: true }));

function make(name: string, against?: string): string {
  const study = presetStudy('quick', prompts, { name, models: [{ id: 'sim:alpha-7b' }] });
  return createRunFolder(
    runs,
    { ...study, ...(against === undefined ? {} : { against }) },
    environment.now,
  );
}

const studyOf = (folder: string) => readStudy(join(folder, 'study.yaml'));
const names = (folder: string) =>
  listRuns(folder)
    .map((run) => basename(run.folder))
    .sort();

/** A process of this machine that lives, and is not this one. */
const heldBy = (pid: number) =>
  JSON.stringify({ pid, host: hostname(), since: new Date().toISOString() });

describe('a run', () => {
  it('is renamed in its study and its folder, which keeps its date; nothing else changes', async () => {
    const folder = make('quiet-otter');
    const file = join(folder, 'study.yaml');
    writeFileSync(file, `# mine\n${readFileSync(file, 'utf8')}`);
    writeFileSync(join(folder, 'responses.jsonl'), '');
    const before = parse(readFileSync(file, 'utf8'));
    const { folder: renamed, checks } = renameRun(folder, 'calm-hare', environment);
    expect(renamed).toBe(join(runs, '2026-11-21-calm-hare'));
    expect(checks).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(renamed).sort()).toEqual(['derived', 'responses.jsonl', 'study.yaml']);
    const text = readFileSync(join(renamed, 'study.yaml'), 'utf8');
    expect(text).toMatch(/^# mine\n/);
    expect(parse(text)).toEqual({ ...before, name: 'calm-hare' });
    expect(findRun('calm-hare', runs)).toBe(renamed);
    // Nobody holds it: it opens for writing, and another name can be given at once.
    await openRunFolder(renamed, true, environment.now).close();
    expect(renameRun(renamed, 'quiet-otter', environment).folder).toBe(folder);
  });

  it('is given no name that is none, its own, or another’s', () => {
    const folder = make('quiet-otter');
    const other = make('calm-hare');
    for (const name of ['', 'Calm', '../calm', 'a b', '-x'])
      expect(() => renameRun(folder, name, environment)).toThrow('is not a name for a run');
    expect(() => renameRun(folder, 'quiet-otter', environment)).toThrow('already');
    expect(() => renameRun(folder, 'calm-hare', environment)).toThrow('Another run is named');
    // A name that two runs share, each in a folder of its own, is found by neither.
    const hare = make('calm-hare');
    expect(basename(hare)).toBe('2026-11-21-calm-hare-2');
    expect(() => renameRun(folder, 'calm-hare-2', environment)).toThrow('Another run is named');
    mkdirSync(join(runs, '2026-11-21-taken'));
    expect(() => renameRun(folder, 'taken', environment)).toThrow('Another run is named');
    expect(names(runs)).toEqual([basename(other), basename(hare), basename(folder)].sort());
    expect(studyOf(folder).name).toBe('quiet-otter');
  });

  it('is put away where lists do not look, and comes back', () => {
    const otter = make('quiet-otter');
    const hare = make('calm-hare');
    const archived = shelveRun(otter, 'archive', environment).folder;
    expect(archived).toBe(join(runs, '.archive', '2026-11-21-quiet-otter'));
    expect(shelfOf(archived)).toBe('archive');
    expect(names(runs)).toEqual(['2026-11-21-calm-hare']);
    expect(names(shelfFolder(runs, 'archive'))).toEqual(['2026-11-21-quiet-otter']);
    expect(() => findRun('quiet-otter', runs)).toThrow('is in the archive');
    expect(summariseRun(archived).name).toBe('quiet-otter');

    const trashed = shelveRun(archived, 'trash', environment).folder;
    expect(trashed).toBe(join(runs, '.trash', '2026-11-21-quiet-otter'));
    expect(names(shelfFolder(runs, 'archive'))).toEqual([]);
    shelveRun(hare, 'trash', environment);
    expect(names(runs)).toEqual([]);

    expect(findShelved('quiet-otter', runs)).toBe(trashed);
    expect(() => findShelved('brave-heron', runs)).toThrow('Neither the archive nor the trash');
    expect(shelveRun(trashed, null, environment).folder).toBe(otter);
    expect(names(runs)).toEqual(['2026-11-21-quiet-otter']);
    expect(() => shelveRun(otter, null, environment)).toThrow('neither in the archive nor');
  });

  it('gets a number where its place is taken, in the trash and on coming back', () => {
    const first = make('quiet-otter');
    shelveRun(first, 'trash', environment);
    shelveRun(make('quiet-otter'), 'trash', environment);
    expect(names(shelfFolder(runs, 'trash'))).toEqual([
      '2026-11-21-quiet-otter',
      '2026-11-21-quiet-otter-2',
    ]);
    expect(() => findShelved('quiet-otter', runs)).toThrow('2 runs in the archive and the trash');
    make('quiet-otter');
    const back = shelveRun(join(runs, '.trash', '2026-11-21-quiet-otter'), null, environment);
    expect(basename(back.folder)).toBe('2026-11-21-quiet-otter-2');
  });

  it('that another process works on stays as it is', () => {
    const folder = make('quiet-otter');
    const lock = heldBy(process.ppid);
    writeFileSync(join(folder, 'lock'), lock);
    for (const change of [
      () => renameRun(folder, 'calm-hare', environment),
      () => shelveRun(folder, 'archive', environment),
      () => shelveRun(folder, 'trash', environment),
    ])
      expect(change).toThrow(`open in another valuelex (process ${process.ppid}`);
    expect(names(runs)).toEqual(['2026-11-21-quiet-otter']);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(lock);
    // What a process that is gone has left is no hindrance.
    writeFileSync(join(folder, 'lock'), heldBy(2 ** 22 + 1));
    expect(shelveRun(folder, 'archive', environment).folder).toContain('.archive');
  });

  it('that this process holds open is refused too, and whole afterwards', async () => {
    const folder = make('quiet-otter');
    const run = openRunFolder(folder, true, environment.now);
    expect(() => shelveRun(folder, 'trash', environment)).toThrow('open in another valuelex');
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    await run.close();
    shelveRun(folder, 'trash', environment);
  });

  it('whose batches are under way is archived, and not deleted', () => {
    const folder = make('quiet-otter');
    const prepared = {
      ...{ event: 'prepared', at: 'x', batch: 'a'.repeat(24), model: 'lab:a' },
      ...{ path: '/v1/completions', requests: 7, bytes: 100 },
    };
    writeFileSync(join(folder, 'batches.jsonl'), `${JSON.stringify(prepared)}\n`);
    expect(() => shelveRun(folder, 'trash', environment)).toThrow(
      '1 batch of this run is under way',
    );
    const { folder: archived } = shelveRun(folder, 'archive', environment);
    expect(() => shelveRun(archived, 'trash', environment)).toThrow('under way');
    expect(names(shelfFolder(runs, 'archive'))).toEqual(['2026-11-21-quiet-otter']);
  });

  it('that comes with the program, is a link, or is none is left alone', () => {
    const example = join(dirname(prompts.root), 'runs', 'example');
    for (const folder of [example, `${example}-simulated`]) {
      expect(() => shelveRun(folder, 'trash', environment)).toThrow('An example of the program');
      expect(() => renameRun(folder, 'mine', environment)).toThrow('An example of the program');
      expect(existsSync(folder)).toBe(true);
    }
    const folder = make('quiet-otter');
    symlinkSync(folder, join(runs, 'link'));
    expect(() => shelveRun(join(runs, 'link'), 'trash', environment)).toThrow('is a link');
    mkdirSync(join(runs, 'no-run'));
    expect(() => shelveRun(join(runs, 'no-run'), 'trash', environment)).toThrow('no study.yaml');
  });

  it('goes nowhere through a link that stands in the place of the trash', () => {
    const folder = make('quiet-otter');
    const elsewhere = join(place, 'elsewhere');
    mkdirSync(join(elsewhere, 'precious'), { recursive: true });
    symlinkSync(elsewhere, join(runs, '.trash'));
    expect(() => shelveRun(folder, 'trash', environment)).toThrow('is a link');
    expect(emptyTrash(runs)).toEqual({ deleted: [], held: [] });
    expect(readdirSync(elsewhere)).toEqual(['precious']);
    expect(existsSync(folder)).toBe(true);
  });
});

describe('a check against a run', () => {
  it('finds it under its new name, in the archive, in the trash, and back', () => {
    const old = make('quiet-otter');
    const check = make('check-sim-beta', old);
    const putAway = shelveRun(make('check-sim-gamma', old), 'archive', environment).folder;
    let { folder, checks } = renameRun(old, 'calm-hare', environment);
    expect(checks.sort()).toEqual([check, putAway].sort());
    for (const shelf of ['archive', 'trash', null] as const) {
      ({ folder, checks } = shelveRun(folder, shelf, environment));
      expect(checks).toHaveLength(2);
      for (const one of [check, putAway]) expect(studyOf(one).against).toBe(folder);
      expect(openAgainst(studyOf(check).against!).folder).toBe(folder);
    }
    // Nobody holds any of them.
    for (const one of [folder, check, putAway]) expect(existsSync(join(one, 'lock'))).toBe(false);
  });

  it('is found where the run was named through a link', () => {
    const old = make('quiet-otter');
    symlinkSync(runs, join(place, 'linked'));
    const check = make('check-sim-beta', join(place, 'linked', basename(old)));
    const { folder } = renameRun(old, 'calm-hare', environment);
    expect(studyOf(check).against).toBe(folder);
  });

  it('that another process works on keeps the run in its place', () => {
    const old = make('quiet-otter');
    const check = make('check-sim-beta', old);
    writeFileSync(join(check, 'lock'), heldBy(process.ppid));
    expect(() => renameRun(old, 'calm-hare', environment)).toThrow(
      '2026-11-21-check-sim-beta is a check against this run, and is open elsewhere',
    );
    expect(names(runs)).toEqual(['2026-11-21-check-sim-beta', '2026-11-21-quiet-otter']);
    expect(existsSync(join(old, 'lock'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('that cannot be written to is named', () => {
    const old = make('quiet-otter');
    const check = make('check-sim-beta', old);
    for (const one of [place, runs, old]) chmodSync(one, 0o777);
    chmodSync(check, 0o555);
    const file = fileURLToPath(new URL('../../src/run/manage-runs.ts', import.meta.url));
    const script = `import { renameRun } from ${JSON.stringify(file)};
      const environment = { now: Date.now, prompts: { root: '/nowhere/prompts' } };
      console.log(JSON.stringify(renameRun(${JSON.stringify(old)}, 'calm-hare', environment)));`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script],
      // Root may write everywhere, and is nobody for once.
      { encoding: 'utf8', ...(process.getuid?.() === 0 ? { uid: 65_534 } : {}) },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      folder: join(runs, '2026-11-21-calm-hare'),
      checks: [],
      stale: [check],
    });
    chmodSync(check, 0o755);
  });

  it('says what to do where its run is gone', () => {
    const old = make('quiet-otter');
    const study = studyOf(make('check-sim-beta', old));
    // A check elsewhere is told nothing, and finds out.
    const elsewhere = { ...study, against: old };
    const { folder } = shelveRun(old, 'archive', environment);
    expect(() => openAgainst(elsewhere.against)).toThrow('is in the archive');
    rmSync(folder, { recursive: true });
    expect(() => openAgainst(elsewhere.against)).toThrow('is gone');
  });
});

describe('the trash', () => {
  it('is emptied of all but what is open elsewhere; the archive stays', () => {
    const [otter, hare, heron] = ['quiet-otter', 'calm-hare', 'brave-heron'].map((name) =>
      make(name),
    );
    const kept = shelveRun(otter!, 'archive', environment).folder;
    const gone = shelveRun(hare!, 'trash', environment).folder;
    const held = shelveRun(heron!, 'trash', environment).folder;
    writeFileSync(join(held, 'lock'), heldBy(process.ppid));
    expect(emptyTrash(runs)).toEqual({ deleted: [gone], held: [held] });
    expect(existsSync(gone)).toBe(false);
    expect(existsSync(held)).toBe(true);
    expect(existsSync(kept)).toBe(true);
    expect(emptyTrash(join(place, 'nowhere'))).toEqual({ deleted: [], held: [] });
  });
});
