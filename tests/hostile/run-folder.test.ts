/** Run folders from somebody else: nothing outside is read or written through them, nothing exhausts the machine. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/asking/batch/ledger.ts';
import { vectorKey, withCache } from '../../src/embedding/cache.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { explainError } from '../../src/errors.ts';
import { takeLock } from '../../src/facts/lock.ts';
import { copyRun } from '../../src/run/copy-run.ts';
import { vectorStore } from '../../src/run/derive/vector-store.ts';
import { listRuns } from '../../src/run/list-runs.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { readStudy, writeStudy } from '../../src/run/study-file.ts';
import { writeSmallStudy } from '../support/small-study.ts';

const secret = 'not for others: root:x:0:0';
const now = () => Date.UTC(2026, 10, 21);
let place: string;
let runs: string;
let run: string;
/** A file of the user, outside. */
let mine: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-hostile-'));
  runs = join(place, 'runs');
  run = join(runs, '2026-11-21-shared');
  mine = join(place, 'mine.txt');
  mkdirSync(join(run, 'derived'), { recursive: true });
  writeFileSync(mine, secret);
  writeSmallStudy(run);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const untouched = () => expect(readFileSync(mine, 'utf8')).toBe(secret);
const opening = (write: boolean) => () => openRunFolder(run, write, now);

describe('links and devices', () => {
  const files = [
    ...['study.yaml', 'responses.jsonl', 'events.jsonl', 'lock', 'worker.log'],
    'curation-ann.jsonl',
  ];

  it.each(files)('refuses %s as a link to a file of the user', async (name) => {
    rmSync(join(run, name), { force: true });
    symlinkSync(mine, join(run, name));
    for (const write of [false, true])
      expect(opening(write)).toThrow(new RegExp(`${name} is a link or a device`));
    expect(listRuns(runs)).toEqual([]);
    await expect(copyRun(run, runs, now)).rejects.toThrow();
    untouched();
  });

  it.each(files)('does not wait for %s where it is a pipe', (name) => {
    rmSync(join(run, name), { force: true });
    execFileSync('mkfifo', [join(run, name)]);
    for (const write of [false, true]) expect(opening(write)).toThrow(/is a link or a device/);
    expect(listRuns(runs)).toEqual([]);
  });

  it('reads no device without an end', () => {
    symlinkSync('/dev/zero', join(run, 'responses.jsonl'));
    expect(opening(false)).toThrow(/responses.jsonl is a link or a device/);
    rmSync(join(run, 'responses.jsonl'));
    symlinkSync('/dev/zero', join(run, 'derived', 'vectors.json'));
    expect(opening(false)).toThrow(/vectors.json is a link or a device/);
    expect(() => readStudy('/dev/zero')).toThrow(/not a file/);
  });

  it('adds nothing to a file that has a second name elsewhere, and reads it', async () => {
    writeFileSync(mine, '');
    linkSync(mine, join(run, 'events.jsonl'));
    expect(opening(true)).toThrow(/second name elsewhere/);
    await opening(false)().close();
    expect(readFileSync(mine, 'utf8')).toBe('');
    // The lock was given back.
    expect(existsSync(join(run, 'lock'))).toBe(false);
  });

  it('puts no answers of batches through a link', () => {
    mkdirSync(join(run, 'batches'));
    symlinkSync(mine, join(run, 'batches', `${'a'.repeat(24)}.output.jsonl.part`));
    for (const write of [false, true]) expect(opening(write)).toThrow(/is a link or a device/);
    rmSync(join(run, 'batches'), { recursive: true });
    symlinkSync(place, join(run, 'batches'));
    expect(opening(true)).toThrow(/batches is a link or a device/);
    untouched();
  });

  it('names no file of a batch outside', () => {
    const at = '2026-11-21T00:00:00.000Z';
    const line = {
      event: 'prepared',
      at,
      batch: '../../mine',
      model: 'a:b',
      path: '/v1',
      requests: 1,
      bytes: 1,
    };
    writeFileSync(join(run, 'batches.jsonl'), `${JSON.stringify(line)}\n`);
    expect(() => openLedger(run, now)).toThrow(/batches.jsonl:1/);
  });

  it('writes derived files nowhere else', async () => {
    const elsewhere = join(place, 'elsewhere');
    mkdirSync(elsewhere);
    rmSync(join(run, 'derived'), { recursive: true });
    symlinkSync(elsewhere, join(run, 'derived'));
    expect(opening(true)).toThrow(/derived is a link/);
    const store = vectorStore(join(run, 'derived', 'vectors.json'), true);
    await expect(store.write(new Map([['a', new Float32Array(2)]]))).rejects.toThrow(/is a link/);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('replaces links where it writes a file whole, and never writes through them', async () => {
    const file = join(run, 'study.yaml');
    const study = readStudy(file);
    for (const name of ['study.yaml.new', `study.yaml.${process.pid}.new`, `lock.${process.pid}`])
      symlinkSync(mine, join(run, name));
    symlinkSync(mine, join(run, 'derived', `vectors.json.${process.pid}.new`));
    writeStudy(file, { ...study, seed: 99 });
    expect(readStudy(file).seed).toBe(99);
    const lock = takeLock(run, now);
    lock.recordSocket('/nowhere');
    lock.release();
    const store = vectorStore(join(run, 'derived', 'vectors.json'), true);
    await store.write(new Map([['a', new Float32Array(2)]]));
    expect(lstatSync(join(run, 'derived', 'vectors.json')).isFile()).toBe(true);
    untouched();
  });
});

describe('what exhausts', () => {
  it('stops at a line of 100 MB without an end, and names it', () => {
    const file = join(run, 'events.jsonl');
    const handle = openSync(file, 'w');
    writeSync(handle, `${JSON.stringify({ at: '', event: 'note', text: '' })}\n`);
    ftruncateSync(handle, 100_000_000);
    closeSync(handle);
    const before = process.memoryUsage().rss;
    for (const write of [false, true])
      expect(opening(write)).toThrow(/events\.jsonl:2: this line is longer than 64 MiB/);
    // Listing counts what it can, and does not hold the line either.
    renameSync(file, join(run, 'responses.jsonl'));
    expect(listRuns(runs)).toHaveLength(1);
    renameSync(join(run, 'responses.jsonl'), file);
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
    expect(lstatSync(file).size).toBe(100_000_000);
  });

  it('takes an answer of 10 MB', async () => {
    const at = '2026-11-21T00:00:00.000Z';
    const line = JSON.stringify({ at, event: 'note', text: '\u001b'.repeat(10_000_000) });
    writeFileSync(join(run, 'events.jsonl'), `${line}\n`);
    const opened = opening(false)();
    expect(opened.events.lines[0]!.text).toHaveLength(10_000_000);
    await opened.close();
  });

  const broken: Record<string, () => string> = {
    'aliases that multiply': () => {
      const levels = Array.from({ length: 20 }, (_, i) =>
        i === 0 ? 'l0: &l0 [x,x,x,x,x,x,x,x,x]' : `l${i}: &l${i} [${`*l${i - 1},`.repeat(9)}]`,
      );
      return levels.join('\n');
    },
    'thousands of levels': () => '['.repeat(8_000) + ']'.repeat(8_000),
    'thousands of levels of maps': () => `${'{a: '.repeat(8_000)}1${'}'.repeat(8_000)}`,
    'many megabytes': () => `name: ${'x'.repeat(5_000_000)}`,
    'a name that leaves the folder': () => 'name: ../../elsewhere',
    'an unknown tag': () => 'name: !!js/function "process.exit(1)"',
  };
  it('finds the field that appears twice among twenty thousand', () => {
    // Comparing each with every other would take minutes.
    const fields = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`);
    writeFileSync(join(run, 'study.yaml'), `${fields.join('\n')}\nk0: 1`);
    let lines: string[] = [];
    try {
      readStudy(join(run, 'study.yaml'));
    } catch (error) {
      lines = explainError(error);
    }
    expect(lines.join('\n')).toContain('the key k0 appears twice');
    expect(lines.join('\n')).toContain('study.yaml:20001');
  });

  it.each(Object.keys(broken))('refuses a study of %s, and names the file', (what) => {
    const file = join(run, 'study.yaml');
    writeFileSync(file, broken[what]!());
    let lines: string[] = [];
    try {
      readStudy(file);
    } catch (error) {
      lines = explainError(error);
    }
    expect(lines.join('\n')).toContain('study.yaml');
    expect(lines.join('\n')).not.toContain('This is a bug');
    expect(listRuns(runs)).toEqual([]);
  });
});

describe('logs of second curators', () => {
  const first = {
    curator: 'ann',
    at: '2026-11-21T10:00:00.000Z',
    began: { method: 'average', k: null, embedding: 'use-lite', recipe: 2, minCount: 2 },
  };
  const edit = { edit: 'confirm', word: 'honesty' };
  const put = (name: string, lines: readonly unknown[], end = '\n') =>
    writeFileSync(join(run, name), lines.map((line) => JSON.stringify(line)).join('\n') + end);

  it.each<[string, readonly unknown[], RegExp]>([
    ['an edit before anything is said of who makes it', [edit], /curation-ann\.jsonl:1/],
    ['the log of somebody else', [{ ...first, curator: 'bo' }], /the log of bo, not of ann/],
    ['a second beginning', [first, first], /jsonl:2/],
    ['an edit that is none', [first, { edit: 'erase', words: ['honesty'] }], /jsonl:2/],
    ['a beginning of no clusters', [{ ...first, began: {} }], /jsonl:1/],
  ])('names %s', (_, lines, fault) => {
    put('curation-ann.jsonl', lines);
    for (const write of [false, true]) {
      const opened = () => openRunFolder(run, write, now);
      expect(opened).toThrow();
      try {
        opened();
      } catch (error) {
        expect(explainError(error).join(' ')).toMatch(fault);
      }
    }
    // The lock was given back.
    expect(existsSync(join(run, 'lock'))).toBe(false);
  });

  it('drops a line that a kill tore, and continues behind the one before', async () => {
    put('curation-ann.jsonl', [first, edit, edit], '');
    const own = openRunFolder(run, true, now, { curator: 'ann' });
    expect(own.curation.lines).toEqual([edit]);
    own.beginCurating();
    own.curation.append({ edit: 'undo' });
    await own.close();
    const read = openRunFolder(run, false, now);
    expect(read.seconds()).toEqual([{ name: 'ann', first, edits: [edit, { edit: 'undo' }] }]);
    expect(read.curation.lines).toEqual([]);
    await read.close();
  });

  it('takes no name that no curator can have, nor that of the first', async () => {
    for (const name of ['first', 'Ann', '\u001b[31mred', 'a.b', '-a', 'x'.repeat(60)])
      put(`curation-${name}.jsonl`, [{ ...first, curator: name }, edit]);
    const read = openRunFolder(run, false, now);
    expect(read.seconds()).toEqual([]);
    await read.close();
  });
});

describe('vectors that came with a folder', () => {
  const size = 4;
  const asked: string[][] = [];
  const embedder: Embedder = {
    name: 'an embedder',
    async embed(texts) {
      asked.push([...texts]);
      return texts.map(() => new Float32Array(size).fill(1));
    },
    async close() {},
  };
  const stored = (floats: readonly number[]) =>
    Buffer.from(new Float32Array(floats).buffer).toString('base64');

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['no base64', '%%%'],
    ['half a number', Buffer.from('abcde').toString('base64')],
    ['nothing', ''],
    ['no number', stored([1, Number.NaN, 1, 1])],
    ['an infinite number', stored([1, Number.POSITIVE_INFINITY, 1, 1])],
    ['another length', stored([1, 1])],
    ['what all objects have', undefined],
  ])('are made again where they hold %s', async (what, text) => {
    const file = join(run, 'derived', 'vectors.json');
    const held =
      what === 'no JSON' || what === 'a list'
        ? text
        : { [vectorKey(embedder.name, 'a')]: text, ['__proto__']: text };
    writeFileSync(file, typeof held === 'string' ? held : JSON.stringify(held));
    asked.length = 0;
    const vectors = await withCache(embedder, vectorStore(file, true)).embed([
      'a',
      'b',
      'toString',
    ]);
    expect(vectors.map((vector) => [...vector])).toEqual(Array(3).fill([1, 1, 1, 1]));
    expect(new Set(asked.flat())).toEqual(new Set(['a', 'b', 'toString']));
  });
});

describe('names', () => {
  it.each(['../up', 'a/b', '..', '.', '', 'A', 'a\u0000b', 'con:x', '-x'])(
    'makes no run named %j',
    (name) => {
      writeSmallStudy(run, { name: name || ' ' });
      expect(() => readStudy(join(run, 'study.yaml'))).toThrow(/name/);
    },
  );

  it('changes nothing that all objects share', async () => {
    const at = '2026-11-21T00:00:00.000Z';
    const lines = [
      `{"at":"${at}","event":"note","text":"x","__proto__":{"polluted":"yes"}}`,
      `{"at":"${at}","event":"note","text":"x","constructor":{"prototype":{"polluted":"yes"}}}`,
    ];
    writeFileSync(join(run, 'events.jsonl'), `${lines.join('\n')}\n`);
    writeFileSync(
      join(run, 'study.yaml'),
      `${readFileSync(join(run, 'study.yaml'), 'utf8')}endpoints:\n  __proto__: { url: "http://127.0.0.1:1/v1" }\n  constructor: { url: "http://127.0.0.1:1/v1" }\n`,
    );
    const opened = opening(false)();
    expect(opened.events.lines).toHaveLength(2);
    expect(Object.keys(opened.study.endpoints)).not.toContain('polluted');
    await opened.close();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).url).toBeUndefined();
  });
});
