/** `kill -9` at several moments of a run: the same command finishes it, and nothing is asked twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { writeSmallStudy } from '../support/small-study.ts';

const program = fileURLToPath(new URL('../support/command-line.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'valuelex-kill-'));
/** 36 answers, 10 completions, 120 ratings. */
const study = writeSmallStudy(folder, { models: ['sim:alpha-7b', 'sim:beta-8b'] });

function start(runs: string, speed: number | null) {
  const child = spawn(process.execPath, [program, 'run', study, '--runs', runs], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      VALUELEX_CACHE: join(folder, 'cache'),
      ...(speed === null ? {} : { VALUELEX_SIM_SPEED: String(speed) }),
    },
  });
  let out = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  let notes = '';
  child.stderr.on('data', (data) => {
    notes += data;
  });
  return {
    child,
    ended: once(child, 'close'),
    text: () => out,
    problems: () => notes.match(/^! .*$/gm),
  };
}

function lines(runs: string, log: string): string[] {
  const run = existsSync(runs) ? readdirSync(runs)[0] : undefined;
  const file = run === undefined ? '' : join(runs, run, `${log}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

const logs = ['responses', 'completions', 'ratings'] as const;
const total = (runs: string) => logs.reduce((sum, log) => sum + lines(runs, log).length, 0);

/** Kills the run as soon as its logs hold `count` lines; false when it ended before. */
async function killAt(runs: string, count: number): Promise<boolean> {
  const { child, ended } = start(runs, 400);
  const watch = setInterval(() => {
    if (total(runs) >= count) child.kill('SIGKILL');
  }, 2);
  await ended;
  clearInterval(watch);
  return child.signalCode === 'SIGKILL';
}

it('finishes with the same results after kills at several moments', async () => {
  const whole = join(folder, 'whole');
  const uninterrupted = start(whole, null);
  await uninterrupted.ended;
  expect(uninterrupted.child.exitCode).toBe(0);

  const killed = join(folder, 'killed');
  let kills = 0;
  for (const count of [1, 10, 25, 36, 40, 46, 60, 120]) if (await killAt(killed, count)) kills += 1;
  expect(kills).toBeGreaterThan(4);
  const last = start(killed, null);
  await last.ended;
  expect(last.child.exitCode).toBe(0);

  expect(readdirSync(killed)).toHaveLength(1);
  for (const log of logs) {
    const ids = (runs: string) =>
      lines(runs, log)
        .map((line) => (JSON.parse(line) as { id: string }).id)
        .toSorted();
    expect(new Set(ids(killed)).size).toBe(ids(killed).length);
    expect(ids(killed)).toEqual(ids(whole));
  }
  // A part that could not be computed is left out of what is printed, and told as a problem.
  expect([uninterrupted.problems(), last.problems()]).toEqual([null, null]);
  expect(last.text()).toContain('Scores (simulated)');
  expect(last.text()).toBe(uninterrupted.text());
}, 180_000);
