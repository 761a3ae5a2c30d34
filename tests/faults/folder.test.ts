/** Faults of the disk, of the logs, and of the program itself, each met by the real program in a process of its own. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { onlyRun, program, start, startProgram, until } from './command.ts';
import { rowsOf } from './covered.ts';
import { linesOf } from './faulty-run.ts';

const { fault, whole } = rowsOf('folder.test.ts');

const folder = mkdtempSync(join(tmpdir(), 'valuelex-folder-'));
const cache = join(folder, 'cache');
mkdirSync(cache);
const models = ['sim:alpha-7b', 'sim:beta-8b'];
const study = writeSmallStudy(folder, { models });
/** Two models, three settings, six prompts. */
const answers = 36;
const started: { kill(): void }[] = [];
afterAll(() => {
  for (const one of started) one.kill();
});

function run(runs: string, { speed }: { speed?: number } = {}) {
  const env = {
    VALUELEX_CACHE: cache,
    ...(speed === undefined ? {} : { VALUELEX_SIM_SPEED: String(speed) }),
  };
  const one = startProgram(['run', study, '--until', 'elicit', '--runs', runs], env);
  started.push(one);
  return one;
}

let finished: Promise<string> | null = null;

/** Runs in a folder of this name, with a copy of one finished run. */
async function finishedRun(name: string): Promise<string> {
  finished ??= (async () => {
    const runs = join(folder, 'finished');
    expect((await run(runs).ended).code).toBe(0);
    return runs;
  })();
  const runs = join(folder, name);
  cpSync(await finished, runs, { recursive: true });
  return runs;
}

function expectWhole(lines: Record<string, unknown>[]): void {
  expect(lines).toHaveLength(answers);
  expect(new Set(lines.map((line) => line.id)).size).toBe(answers);
}

const facts = (runs: string) =>
  linesOf(onlyRun(runs), 'responses')
    .map(({ id, text }) => `${id} ${text}`)
    .sort();

/** A namespace with mounts of its own, where a small disk can be made without touching this machine's. */
const ownMounts =
  spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs -o size=64k tmpfs ${cache}`]).status ===
  0;
const quotas = spawnSync('bash', ['-c', 'ulimit -f 8']).status === 0;
const isRoot = process.getuid?.() === 0;

describe('a run survives', () => {
  fault('`kill -9` of the program', async () => {
    const plain = await finishedRun('plain');
    const runs = join(folder, 'killed');
    for (const count of [1, 9, 20]) {
      const killed = run(runs, { speed: 200 });
      await until(() => linesOfRun(runs).length >= count);
      killed.kill();
      await killed.ended;
    }
    const before = linesOf(onlyRun(runs), 'responses');
    expect(before.length).toBeLessThan(answers);
    expect((await run(runs).ended).code).toBe(0);
    expectWhole(linesOf(onlyRun(runs), 'responses'));
    expect(linesOf(onlyRun(runs), 'responses').slice(0, before.length)).toEqual(before);
    expect(facts(runs)).toEqual(facts(plain));
  });

  fault(
    'a full disk',
    async (row) => {
      const disk = join(folder, 'disk');
      const full = join(folder, 'full');
      const after = join(folder, 'after');
      mkdirSync(disk);
      const command = `${process.execPath} ${program} run ${study} --until elicit --runs ${disk}`;
      const script = [
        `mount -t tmpfs -o size=36k tmpfs ${disk}`,
        `${command}; echo code $?`,
        `cp -r ${disk} ${full}`,
        `mount -o remount,size=16m ${disk}`,
        `${command}; echo code $?`,
        `cp -r ${disk} ${after}`,
      ].join('\n');
      const { text } = await start('unshare', ['-rm', 'sh', '-c', script], {
        env: { VALUELEX_CACHE: cache },
      }).ended;
      expect(text.match(/code \d+/g)).toEqual([`code ${exitCodes.disk}`, 'code 0']);
      expect(text).toContain(row.sees);
      const stored = linesOf(onlyRun(full), 'responses');
      expect(stored.length).toBeGreaterThan(0);
      expect(stored.length).toBeLessThan(answers);
      expect(readFileSync(join(onlyRun(full), 'responses.jsonl'), 'utf8')).toMatch(/\}\n$/);
      const all = linesOf(onlyRun(after), 'responses');
      expectWhole(all);
      expect(all.slice(0, stored.length)).toEqual(stored);
    },
    { skip: ownMounts ? null : 'no namespace of its own for a small disk' },
  );

  fault(
    'a file that may not grow (quota)',
    async (row) => {
      const runs = join(folder, 'quota');
      const limited = start(
        'bash',
        [
          '-c',
          'ulimit -f 8; exec "$@"',
          'bash',
          process.execPath,
          program,
          'run',
          study,
          '--until',
          'elicit',
          '--runs',
          runs,
        ],
        { env: { VALUELEX_CACHE: cache } },
      );
      const { code, text } = await limited.ended;
      expect(text).toContain(row.sees);
      expect(code).toBe(exitCodes.disk);
      const stored = linesOf(onlyRun(runs), 'responses');
      expect(stored.length).toBeGreaterThan(0);
      expect(stored.length).toBeLessThan(answers);
      expect(readFileSync(join(onlyRun(runs), 'responses.jsonl'), 'utf8')).toMatch(/\}\n$/);
      expect((await run(runs).ended).code).toBe(0);
      expectWhole(linesOf(onlyRun(runs), 'responses'));
    },
    { skip: quotas ? null : 'no bash with ulimit' },
  );

  fault(
    'a read-only run folder',
    async (row) => {
      const runs = await finishedRun('read-only');
      const one = onlyRun(runs);
      chmodSync(one, 0o555);
      const before = readFileSync(join(one, 'responses.jsonl'));
      const { code, text } = await startProgram(['run', one, '--until', 'complete'], {
        VALUELEX_CACHE: cache,
      }).ended;
      expect(code).toBe(exitCodes.disk);
      expect(text).toContain(row.sees);
      const shown = await startProgram(['runs', '--runs', runs], { VALUELEX_CACHE: cache }).ended;
      expect(shown.code).toBe(0);
      expect(readFileSync(join(one, 'responses.jsonl'))).toEqual(before);
      chmodSync(one, 0o755);
    },
    { skip: isRoot ? 'root may write everywhere' : null },
  );

  fault('two programs on one run', async (row) => {
    const runs = join(folder, 'two');
    const first = run(runs, { speed: 100 });
    await until(() => linesOfRun(runs).length > 0);
    const second = await run(runs).ended;
    const words = row.sees!.replace('<pid>', String(first.pid)).replace(/<name>.*/, '');
    expect(second.text).toContain(words);
    expect(second.code).toBe(exitCodes.input);
    expect((await first.ended).code).toBe(0);
    expectWhole(linesOf(onlyRun(runs), 'responses'));
  });

  fault('a torn last line', async () => {
    const runs = await finishedRun('torn');
    const file = join(onlyRun(runs), 'responses.jsonl');
    const before = readFileSync(file);
    const whole = linesOf(onlyRun(runs), 'responses');
    // In the middle of a letter of two bytes, as a kill may leave it.
    truncateSync(file, before.length - 40);
    appendFileSync(file, Buffer.from([0xc3]));
    // The run was finished before it was torn, and says so until it is opened.
    const events = join(onlyRun(runs), 'events.jsonl');
    writeFileSync(events, '');
    expect((await run(runs).ended).code).toBe(0);
    expectWhole(linesOf(onlyRun(runs), 'responses'));
    expect(linesOf(onlyRun(runs), 'responses').slice(0, -1)).toEqual(whole.slice(0, -1));
    expect(facts(runs)).toEqual(whole.map(({ id, text }) => `${id} ${text}`).sort());
  });

  fault('a corrupt line in the middle', async (row) => {
    const runs = await finishedRun('corrupt');
    const file = join(onlyRun(runs), 'responses.jsonl');
    const good = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [good[0], '{"id": "sim:al', ...good.slice(2)].join('\n'));
    const before = readFileSync(file);
    const refused = await run(runs).ended;
    expect(refused.code).toBe(exitCodes.corruptRun);
    expect(refused.text).toContain(row.sees);
    expect(readFileSync(file)).toEqual(before);
    writeFileSync(file, good.filter((_, i) => i !== 1).join('\n'));
    expect((await run(runs).ended).code).toBe(0);
    expectWhole(linesOf(onlyRun(runs), 'responses'));
  });

  whole();
});

/** The answers so far of a run that is being made. */
function linesOfRun(runs: string): Record<string, unknown>[] {
  try {
    return linesOf(onlyRun(runs), 'responses');
  } catch {
    return [];
  }
}
