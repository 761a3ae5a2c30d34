/** Faults of the disk, of the logs, and of the program itself, each met by the real program in a process of its own. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { programFile, until } from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { type Command, onlyRun, start, startProgram } from './command.ts';
import { rowsOf } from './covered.ts';
import { linesOf } from './faulty-run.ts';
import { answerWell, modelId, rawServer } from './raw-server.ts';

const { fault, whole } = rowsOf('folder.test.ts');

const folder = mkdtempSync(join(tmpdir(), 'valuelex-folder-'));
const cache = join(folder, 'cache');
mkdirSync(cache);
const models = ['sim:alpha-7b', 'sim:beta-8b'];
// Of a part nothing is computed: these tests look at what is asked and stored.
const study = writeSmallStudy(folder, { models, more: { shard: '1/1' } });
/** Two models, three settings, six prompts. */
const answers = 36;
const elicit = (runs: string) => ['run', study, '--until', 'elicit', '--runs', runs];
const started: Command[] = [];
afterAll(async () => {
  for (const one of started) one.kill();
  await Promise.all(started.map((one) => one.ended));
  rmSync(folder, { recursive: true, force: true });
});

function run(runs: string, { speed }: { speed?: number } = {}) {
  const env = {
    VALUELEX_CACHE: cache,
    ...(speed === undefined ? {} : { VALUELEX_SIM_SPEED: String(speed) }),
  };
  const one = startProgram(elicit(runs), env);
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

/** Some answers were stored before the fault, each whole; the same run has them and all others after it. */
function expectCutShort(before: string, after: string): void {
  const stored = linesOf(onlyRun(before), 'responses');
  expect(stored.length).toBeGreaterThan(0);
  expect(stored.length).toBeLessThan(answers);
  expect(readFileSync(join(onlyRun(before), 'responses.jsonl'), 'utf8')).toMatch(/\}\n$/);
  const all = linesOf(onlyRun(after), 'responses');
  expectWhole(all);
  expect(all.slice(0, stored.length)).toEqual(stored);
}

async function command(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  as: { uid?: number } = {},
) {
  const one = start(name, args, { env, ...as });
  started.push(one);
  return one.ended;
}

const facts = (runs: string) =>
  linesOf(onlyRun(runs), 'responses')
    .map(({ id, text }) => `${id} ${text}`)
    .sort();

/** A namespace with mounts of its own, where a small disk can be made without touching this machine's. */
const ownMounts =
  spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs -o size=64k tmpfs ${cache}`]).status ===
  0;

/** Works on a slow run, fills its disk once an answer is stored, copies what came of it, makes room, and continues. */
const onFullDisk = `
set -u
disk=$1 full=$2 after=$3; shift 3
mount -t tmpfs -o size=2m tmpfs "$disk"
VALUELEX_SIM_SPEED=40 "$@" & pid=$!
until [ -n "$(cat "$disk"/*/responses.jsonl 2>&-)" ] || ! kill -0 $pid 2>&-; do sleep 0.02; done
dd if=/dev/zero of="$disk/.filler" bs=4k 2>&-
wait $pid; echo code $?
rm "$disk/.filler"
cp -r "$disk" "$full"
"$@"; echo code $?
cp -r "$disk" "$after"
`;
const quotas = spawnSync('bash', ['-c', 'ulimit -f 8']).status === 0;
/** Makes `node:fs` say that the disk is full, for machines where no small disk can be made. */
const fullDisk = new URL('./full-disk.mjs', import.meta.url).href;

/** Whom a folder can be read-only to: root is nobody for once, where nobody may read the program. */
const reader = process.getuid?.() === 0 ? { uid: 65_534 } : {};
const mayOnlyRead =
  spawnSync(process.execPath, ['--check', programFile], { ...reader }).status === 0;

const onLinux = process.platform === 'linux';

/** A user whose name the system does not know, as in containers; null where nobody can be that. */
const unknown = 54_321;
const nameless =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ['--check', programFile], { uid: unknown }).status === 0
    ? { uid: unknown }
    : null;

describe('a run survives', () => {
  fault('a full disk', async (row) => {
    const [disk, full, after] = ['disk', 'full', 'after'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(disk);
    const env = { VALUELEX_CACHE: cache };
    if (ownMounts) {
      const program = [process.execPath, programFile, ...elicit(disk)];
      const { text } = await command(
        'unshare',
        ['-rm', 'sh', '-c', onFullDisk, 'sh', disk, full, after, ...program],
        env,
      );
      expect(text.match(/code \d+/g)).toEqual([`code ${exitCodes.disk}`, 'code 0']);
      expect(text).toContain(row.sees);
    } else {
      const { code, text } = await command(
        process.execPath,
        ['--import', fullDisk, programFile, ...elicit(disk)],
        env,
      );
      expect(text).toContain(row.sees);
      expect(code).toBe(exitCodes.disk);
      cpSync(disk, full, { recursive: true });
      expect((await run(disk).ended).code).toBe(0);
      cpSync(disk, after, { recursive: true });
    }
    expectCutShort(full, after);
  });

  fault(
    'a file that may not grow (quota)',
    async (row) => {
      const runs = join(folder, 'quota');
      const program = [process.execPath, programFile, ...elicit(runs)];
      const { code, text } = await command(
        'bash',
        ['-c', 'ulimit -f 8; exec "$@"', 'bash', ...program],
        // A cache of compiled code may not grow either, and need not.
        { VALUELEX_CACHE: cache, NODE_DISABLE_COMPILE_CACHE: '1' },
      );
      expect(text).toContain(row.sees);
      expect(code).toBe(exitCodes.disk);
      const before = join(folder, 'quota-before');
      cpSync(runs, before, { recursive: true });
      expect((await run(runs).ended).code).toBe(0);
      expectCutShort(before, runs);
    },
    { skip: quotas ? null : 'no bash with ulimit' },
  );

  fault(
    'a read-only run folder',
    async (row) => {
      const runs = await finishedRun('read-only');
      const one = onlyRun(runs);
      const before = readFileSync(join(one, 'responses.jsonl'));
      const own = join(folder, 'own');
      mkdirSync(own);
      chmodSync(own, 0o777);
      chmodSync(folder, 0o755);
      for (const path of [runs, one]) chmodSync(path, 0o555);
      const env = { VALUELEX_CACHE: join(own, 'cache'), HOME: own };
      const as = (...args: string[]) =>
        command(process.execPath, [programFile, ...args], env, reader);
      const [refused, copied, shown] = await Promise.all([
        as(...elicit(runs)),
        as('run', one, '--until', 'elicit', '--runs', join(own, 'runs')),
        as('runs', '--runs', runs),
      ]);
      expect(copied.text).toContain(row.sees);
      expect(copied.code).toBe(0);
      expectWhole(linesOf(onlyRun(join(own, 'runs')), 'responses'));
      expect(shown.text).toContain('small');
      expect(shown.code).toBe(0);
      expect(refused.text).toContain('The run folder cannot be made');
      expect(refused.code).toBe(exitCodes.disk);
      expect(readFileSync(join(one, 'responses.jsonl'))).toEqual(before);
      for (const path of [runs, one]) chmodSync(path, 0o755);
    },
    { skip: mayOnlyRead ? null : 'root may write everywhere' },
  );

  fault('a home folder that cannot be written to, or none', async (row) => {
    const [words] = row.sees!.split('<folder>');
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    /** Undefined is left out of the environment. */
    const homes = ['/dev/null/home', ...(onLinux ? ['/proc/nonexistent'] : []), undefined];
    for (const [at, HOME] of homes.entries()) {
      const runs = join(folder, `homeless-${at}`);
      const env = {
        ...{ HOME, TMPDIR: temporary, VALUELEX_CACHE: undefined },
        ...{ XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined, XDG_RUNTIME_DIR: undefined },
      };
      // The system knows a home for root, and none for a user without a name.
      const as = HOME === undefined ? nameless : {};
      if (as === null) continue;
      if (HOME === undefined) for (const path of [folder, temporary]) chmodSync(path, 0o777);
      const { code, text } = await command(
        process.execPath,
        [programFile, ...elicit(runs)],
        env,
        as,
      );
      expect(text.split(words!)).toHaveLength(2);
      expect(text).toContain(temporary);
      expect(text).not.toContain('This is a bug');
      expect(code).toBe(0);
      expectWhole(linesOf(onlyRun(runs), 'responses'));
    }
    const keys = await command(
      process.execPath,
      [programFile, 'keys', 'allow', 'LAB_KEY', 'llm.example.org'],
      { HOME: '/dev/null/home', XDG_CONFIG_HOME: undefined },
    );
    expect(keys.text).toContain('VALUELEX_ALLOW_KEYS=LAB_KEY@https://llm.example.org');
    expect(keys.code).toBe(exitCodes.disk);
  });

  fault('an endpoint behind a proxy (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY; NO_PROXY)', async () => {
    // Takes the whole address where others take a path, as proxies do.
    const proxy = await rawServer(answerWell);
    const place = join(folder, 'behind');
    mkdirSync(place);
    const behind = writeSmallStudy(place, {
      models: [`lab:${modelId}`],
      judges: [`lab:${modelId}`],
      settings: [{ id: 't0.3', temperature: 0.3 }],
      more: { endpoints: { lab: { url: 'http://llm.test/v1' } }, shard: '1/1' },
    });
    const runs = join(place, 'runs');
    const asking = ['run', behind, '--until', 'elicit', '--runs', runs];
    for (const name of ['HTTP_PROXY', 'ALL_PROXY']) {
      const { code, text } = await command(process.execPath, [programFile, ...asking, '--new'], {
        VALUELEX_CACHE: cache,
        [name]: `http://${proxy.host}`,
      });
      expect(code, text).toBe(0);
      expect(text).not.toMatch(/warning/i);
    }
    for (const run of readdirSync(runs).filter((one) => !one.startsWith('.')))
      expect(linesOf(join(runs, run), 'responses')).toHaveLength(6);
    expect(proxy.asked.length).toBeGreaterThanOrEqual(12);
    await proxy.close();
  });

  fault('two programs on one run', async (row) => {
    const runs = join(folder, 'two');
    // So slowly that it is at work, for a minute, until it is told to pause: the second one takes seconds to start on a busy machine.
    const first = run(runs, { speed: 2 });
    await until(() => linesOfRun(runs).length > 0, 'an answer');
    const second = await run(runs).ended;
    const words = row.sees!.replace('<pid>', String(first.pid)).replace(/<name>.*/, '');
    expect(second.text).toContain(words);
    expect(second.code).toBe(exitCodes.input);
    // The first goes on.
    const { length: before } = linesOfRun(runs);
    await until(() => linesOfRun(runs).length > before, 'another answer');
    process.kill(first.pid, 'SIGINT');
    expect((await first.ended).code).toBe(exitCodes.paused);
    expect((await run(runs).ended).code).toBe(0);
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
