/**
 * Finds tests that pass only on a fast machine: runs test files again and again while every process that they
 * start is stopped (SIGSTOP) and let continue at random, each by itself.
 *
 *   node scripts/shake.ts tests/terminal/detach.test.ts --rounds 20
 *
 *   --rounds 10     how often each file runs
 *   --longest 300   milliseconds that a process is stopped, and runs, at most (5 at least)
 *   --workers       stops the test processes too, not only the programs that they start
 *   --busy 2        so many busy loops beside it
 *   --name <text>   only tests whose names hold it
 *   --seed 1        of the random times; what happens also depends on the machine
 *   --keep <folder> where the output of failed runs goes; a temporary folder unless given
 *
 * Prints, for each file, its runs, the failed ones, and which tests failed how often; the exit code is 1 where any
 * failed. Linux only: it finds the processes, detached ones as well, in /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../src/statistics/random.ts';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const shortest = 5;

/** A process of Linux; its parent may have ended. */
type Process = { pid: number; parent: number };

/**
 * The processes whose environment holds this variable, but for `known` ones; `others` grows by those whose does not, which are not
 * looked at again.
 */
function processesWith(
  variable: string,
  others = new Set<string>(),
  known: ReadonlySet<number> = new Set(),
): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name) || others.has(name) || known.has(Number(name))) return [];
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
      if (!environment.includes(variable)) {
        others.add(name);
        return [];
      }
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid: Number(name), parent }];
    } catch {
      // It has ended, or is somebody else's.
      return [];
    }
  });
}

/** Sends a signal; false where the process is gone. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Shakes what `vitest` starts until it ends. */
async function shakeBelow(
  tests: ChildProcess,
  variable: string,
  { seed, longest, workers }: { seed: number; longest: number; workers: boolean },
): Promise<void> {
  const shaken = new Set<number>();
  const random = createRandom(seed);
  const someTime = () => sleep(shortest + random.next() * (longest - shortest));
  let ended = false;
  const shakeOne = async (pid: number): Promise<void> => {
    shaken.add(pid);
    let alive = true;
    while (alive && !ended) {
      await someTime();
      signal(pid, 'SIGSTOP');
      await someTime();
      alive = signal(pid, 'SIGCONT');
    }
    shaken.delete(pid);
  };
  tests.once('close', () => {
    ended = true;
  });
  const others = new Set<string>();
  while (!ended) {
    for (const { pid, parent } of processesWith(variable, others, shaken)) {
      const isWorker = parent === tests.pid;
      if (pid !== tests.pid && (workers || !isWorker)) void shakeOne(pid);
      else others.add(String(pid));
    }
    await sleep(20);
  }
}

type Result = { passed: number; failed: string[]; output: string };

/** One run of a test file. A run counts as failed unless Vitest ends with 0 and its report says the same. */
async function runOnce(
  file: string,
  name: string | undefined,
  shaking: { seed: number; longest: number; workers: boolean },
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'shake-'));
  const report = join(folder, 'report.json');
  const variable = `SHAKEN_BY=${process.pid}`;
  const args = ['run', file, '--maxWorkers=1', '--reporter=default', '--reporter=json'];
  const tests = spawn(
    process.execPath,
    [vitest, ...args, `--outputFile.json=${report}`, ...(name ? ['-t', name] : [])],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', SHAKEN_BY: String(process.pid) },
    },
  );
  // Nothing is left stopped, or at work, by who gives up.
  const giveUp = () => {
    for (const { pid } of processesWith(variable)) signal(pid, 'SIGKILL');
    process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, giveUp);
  let output = '';
  const hear = (data: Buffer) => {
    output += data;
  };
  tests.stdout.on('data', hear);
  tests.stderr.on('data', hear);
  const [[code]] = await Promise.all([once(tests, 'close'), shakeBelow(tests, variable, shaking)]);
  for (const { pid } of processesWith(variable)) {
    output += `\nleft behind: process ${pid}\n`;
    signal(pid, 'SIGKILL');
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, giveUp);
  try {
    const { numPassedTests, success, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      success: boolean;
      testResults: { assertionResults: { status: string; fullName: string }[] }[];
    };
    const failed = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    if (failed.length === 0 && (code !== 0 || !success || numPassedTests === 0))
      failed.push(`(the file; exit code ${code}, ${numPassedTests} passed)`);
    return { passed: numPassedTests, failed, output };
  } catch {
    return { passed: 0, failed: [`(no report; exit code ${code})`], output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a file so often and tells what became of it; gives the number of failed runs. */
async function shakeFile(file: string, rounds: number, options: Options): Promise<number> {
  const failures = new Map<string, number>();
  let failedRuns = 0;
  for (let round = 1; round <= rounds; round++) {
    const began = performance.now();
    const seed = options.seed * 1_000_003 + round * 1009;
    const { passed, failed, output } = await runOnce(file, options.name, { ...options, seed });
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stderr.write(
      `${file} ${round}: ${passed} passed, ${failed.length} failed, ${seconds} s\n`,
    );
    if (failed.length === 0) continue;
    failedRuns += 1;
    for (const test of failed) failures.set(test, (failures.get(test) ?? 0) + 1);
    writeFileSync(join(options.keep, `${basename(file)}-${round}.txt`), output);
  }
  process.stdout.write(`${file}: ${rounds} runs, ${failedRuns} failed\n`);
  for (const [test, times] of failures) process.stdout.write(`  ${times} × ${test}\n`);
  return failedRuns;
}

type Options = { seed: number; longest: number; workers: boolean; name?: string; keep: string };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '10' },
      longest: { type: 'string', default: '300' },
      workers: { type: 'boolean', default: false },
      busy: { type: 'string', default: '0' },
      name: { type: 'string' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'string', default: join(tmpdir(), 'valuelex-shaken') },
    },
  });
  if (process.platform !== 'linux') throw new Error('This needs /proc, and so Linux.');
  if (positionals.length === 0) throw new Error('Which test files?');
  mkdirSync(values.keep, { recursive: true });
  const options: Options = {
    seed: Number(values.seed),
    longest: Math.max(shortest, Number(values.longest)),
    workers: values.workers,
    keep: values.keep,
    ...(values.name !== undefined && { name: values.name }),
  };
  const busy = Array.from({ length: Number(values.busy) }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  process.on('exit', () => {
    for (const loop of busy) loop.kill('SIGKILL');
  });
  let failed = 0;
  for (const file of positionals) failed += await shakeFile(file, Number(values.rounds), options);
  for (const loop of busy) loop.kill('SIGKILL');
  if (failed > 0) {
    process.stdout.write(`The output of failed runs is in ${values.keep}\n`);
    process.exitCode = 1;
  }
}

await main();
