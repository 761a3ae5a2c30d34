/**
 * What a run costs that is opened again: one of ten thousand answers and one of a million. Both are made
 * in a folder of their own, opened in a terminal by the built program, and removed. A million answers
 * are measured where `BENCH_LARGE=1` is set.
 */
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeLargeRun } from '../scripts/make-large-run.ts';
import { makePlace, type Place, startCommand } from '../tests/support/program.ts';
import { startTerminal } from '../tests/support/terminal.ts';
import type { BenchRow } from './local.ts';

const sizes = [10_000, 1_000_000];
const reopenings = 3;
/** Bytes on the disk and in memory that a million answers are given. */
const room = { disk: 2 * 2 ** 30, memory: 3 * 2 ** 30 };

type Opened = {
  /** Seconds from the start of the process to the run's own screen, and to its clusters. */
  screen: number;
  clusters: number;
  /** The most memory that the process held until then, in MiB; NaN where the system does not tell. */
  memory: number;
};

export async function benchSize(): Promise<{ rows: BenchRow[]; notes: string[] }> {
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  const again: Opened[] = [];
  for (const answers of sizes) {
    const place = makePlace();
    try {
      const missing = answers > 100_000 ? whyNot(place.folder) : null;
      if (missing !== null) {
        notes.push(`a run of ${answers} answers: not measured, ${missing}`);
        continue;
      }
      const made = await measure(place, answers);
      again.push(made.again);
      rows.push(...made.rows);
    } finally {
      place.leave();
    }
  }
  const [small, large] = again;
  if (small && large)
    rows.push(
      ratio('reopened, screen', large.screen / small.screen),
      ratio('reopened, clusters', large.clusters / small.clusters),
      ratio('memory', large.memory / small.memory),
    );
  return { rows, notes };
}

function ratio(what: string, value: number): BenchRow {
  return { what: `${what}: ${sizes[1]} answers / ${sizes[0]}`, value, unit: '' };
}

function whyNot(folder: string): string | null {
  if (process.env.BENCH_LARGE !== '1') return 'as BENCH_LARGE=1 is not set (some minutes)';
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < room.disk) return `as ${folder} has no room for it`;
  return freemem() < room.memory ? 'as there is too little memory free' : null;
}

async function measure(
  place: Place,
  answers: number,
): Promise<{ rows: BenchRow[]; again: Opened }> {
  const run = join(place.runs, 'large');
  makeLargeRun(run, answers);
  const listed = await listing(place);
  const first = await open(place, run);
  const goes: Opened[] = [];
  for (let i = 0; i < reopenings; i++) goes.push(await open(place, run));
  const again = {
    screen: median(goes.map((one) => one.screen)),
    clusters: median(goes.map((one) => one.clusters)),
    memory: Math.max(...goes.map((one) => one.memory)),
  };
  const relisted = await listing(place);
  process.stderr.write(`  ${answers} answers, load ${loadavg()[0]!.toFixed(1)}\n`);
  const row = (what: string, value: number, unit: string): BenchRow => ({
    what: `${answers} answers: ${what}`,
    value,
    unit,
  });
  return {
    rows: [
      row('valuelex runs, counted the first time', listed, 's'),
      row('valuelex runs, again', relisted, 's'),
      row('opened the first time, screen', first.screen, 's'),
      row('opened the first time, clusters', first.clusters, 's'),
      row('memory at most until then', first.memory, 'MiB'),
      row('reopened, screen', again.screen, 's'),
      row('reopened, clusters', again.clusters, 's'),
      row('memory at most until then, reopened', again.memory, 'MiB'),
    ].filter(({ value }) => !Number.isNaN(value)),
    again,
  };
}

/** Seconds of `valuelex runs`. */
async function listing(place: Place): Promise<number> {
  const began = performance.now();
  const running = startCommand(['runs', '--runs', place.runs], place);
  const { code } = await running.ended;
  if (code !== 0) throw new Error(`valuelex runs ended with ${code}:\n${running.err()}`);
  return (performance.now() - began) / 1000;
}

/** Opens the run, waits for its clusters on screen 4, and leaves. */
async function open(place: Place, run: string): Promise<Opened> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const terminal = startTerminal([run], place);
  try {
    const limit = 15 * 60_000;
    await terminal.waitFor((lines) => lines[0]!.startsWith(' valuelex  large'), limit);
    const screen = seconds();
    terminal.press('4');
    await terminal.waitFor((lines) => /\d+ words · \d+ clusters/.test(lines[0]!), limit);
    const clusters = seconds();
    const memory = peakMemory(terminal.pid);
    terminal.press('q');
    // What was computed is kept on leaving.
    const killed = setTimeout(() => terminal.kill('SIGKILL'), 60_000);
    await terminal.exitCode;
    clearTimeout(killed);
    return { screen, clusters, memory };
  } catch (error) {
    terminal.kill('SIGKILL');
    throw error;
  }
}

/** MiB; NaN where the system keeps no peak. */
function peakMemory(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return Number.NaN;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows, notes } = await benchSize();
  for (const { what, value, unit } of rows)
    process.stdout.write(`${what.padEnd(60)} ${value.toFixed(2)} ${unit}\n`);
  for (const note of notes) process.stdout.write(`${note}\n`);
}
