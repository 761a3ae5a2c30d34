/**
 * What the terminal interface costs: start, beside that of Node, which does nothing, and key to frame while fifty simulated models stream 40
 * tokens a second each in a terminal of 120×40, as a terminal emulator sees it.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../src/statistics/random.ts';
import { command, makePlace, type Place, programFile } from '../tests/support/program.ts';
import { writeSmallStudy } from '../tests/support/small-study.ts';
import { keys, startTerminal, type Terminal } from '../tests/support/terminal.ts';
import type { BenchRow } from './local.ts';

const models = 25;
const streamsEach = 2;
const keyCount = 150;
const starts = 9;
const size = { columns: 120, rows: 40 };

export async function benchScreen(): Promise<BenchRow[]> {
  const place = makePlace();
  try {
    const times = await startsInTurn(place);
    const beside = (what: keyof typeof times) =>
      quantile(
        times[what].map((time, i) => time / times.node[i]!),
        0.5,
      );
    const { latencies, cpu, tokens } = await underLoad(place);
    const p50 = quantile(latencies, 0.5);
    const p99 = quantile(latencies, 0.99);
    return [
      { what: 'valuelex --version', value: quantile(times.version, 0.5), unit: 'ms' },
      goal('valuelex --version beside node -e 0', beside('version'), 'times', '< 4'),
      goal('valuelex runs beside node -e 0', beside('list'), 'times', '< 8'),
      goal('first frame after start', quantile(times.frame, 0.5), 'ms', '< 300'),
      goal('first frame beside node -e 0', beside('frame'), 'times', '< 15'),
      { what: 'simulated streams together', value: tokens, unit: 'tokens/s' },
      { what: 'key to frame, p50', value: p50, unit: 'ms' },
      goal('key to frame, p99', p99, 'ms', '< 50'),
      goal('share of a core while streaming', 100 * cpu, '%', '< 25'),
    ];
  } finally {
    place.leave();
  }
}

function goal(what: string, value: number, unit: string, bound: `< ${number}`): BenchRow {
  return { what, value, unit, goal: bound, met: value < Number(bound.slice(2)) };
}

/** What each start took, in milliseconds, one of each kind in turn, so that all have the same machine; the first ones fill the caches. */
async function startsInTurn(place: Place) {
  const times = { node: [], version: [], list: [], frame: [] } as Record<
    'node' | 'version' | 'list' | 'frame',
    number[]
  >;
  for (let i = 0; i <= starts; i++) {
    times.node.push(await ended(place, ['-e', '0']));
    times.version.push(await ended(place, [programFile, '--version']));
    times.list.push(await ended(place, [programFile, 'runs']));
    times.frame.push(await firstFrame(place));
  }
  for (const kind of Object.values(times)) kind.shift();
  return times;
}

/** Milliseconds from the start of the process to a whole frame. */
async function firstFrame(place: Place): Promise<number> {
  const began = performance.now();
  const terminal = startTerminal([], place, size);
  await terminal.waitFor(drawn);
  const took = performance.now() - began;
  terminal.press('q');
  await terminal.exitCode;
  return took;
}

/** Milliseconds from the start of a process of Node to its end. */
function ended({ folder, env }: Place, args: readonly string[]): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error) => {
      if (error) reject(error);
      else resolve(performance.now() - began);
    });
  });
}

const drawn = (screen: string[]) => screen[0]!.startsWith(' valuelex');

/** Milliseconds from each key to the frame that shows it; the program's share of a core (0–1); tokens a second of all lanes as the screen says. */
async function underLoad(
  place: Place,
): Promise<{ latencies: number[]; cpu: number; tokens: number }> {
  const run = join(place.runs, 'bench');
  mkdirSync(run, { recursive: true });
  const listed = await command(['models', '--json'], place);
  const names = (JSON.parse(listed.out) as { models: { name: string }[] }).models
    .map((model) => model.name)
    .filter((name) => name.startsWith('sim:') && !name.includes('judge'))
    .slice(0, models);
  writeSmallStudy(run, { name: 'bench', models: names, more: { repeats: 12 } });
  const terminal = startTerminal([run], place, { ...size, env: { VALUELEX_SIM_SPEED: '40' } });
  try {
    await terminal.waitFor((lines) => drawn(lines) && lines[0]!.includes('bench'));
    terminal.press('3');
    await terminal.waitFor((lines) => lines[0]!.includes('3 Elicit'));
    terminal.press('P');
    await terminal.waitFor(/eliciting [1-9]/);
    // A simulated model answers 64 at once by default; those under way continue to their end.
    terminal.press('{'.repeat(64 - streamsEach));
    const latencies: number[] = [];
    const random = createRandom(1);
    await sleep(3000);
    const began = { at: performance.now(), cpu: cpuSeconds(terminal.pid) };
    for (let i = 0; i < keyCount; i++) {
      await sleep(80 + random.integer(160));
      latencies.push(await keyToFrame(terminal, i % 40 < 20 ? keys.down : keys.up));
    }
    const cpu = (cpuSeconds(terminal.pid) - began.cpu) / ((performance.now() - began.at) / 1000);
    if (!terminal.screen()[0]!.includes('eliciting'))
      throw new Error(`The streams ended before the keys did:\n${terminal.text()}`);
    return { latencies, cpu, tokens: tokensPerSecond(terminal) };
  } finally {
    terminal.kill();
    await terminal.exitCode;
  }
}

const pointer = (lines: readonly string[]) =>
  lines
    .slice(2)
    .find((line) => line.includes('▸'))
    ?.slice(0, 24);

async function keyToFrame(terminal: Terminal, key: string): Promise<number> {
  const before = pointer(terminal.screen());
  const began = performance.now();
  terminal.press(key);
  await terminal.waitFor((lines) => pointer(lines) !== before);
  return performance.now() - began;
}

/** The sum of the lanes' rates on the screen. */
function tokensPerSecond(terminal: Terminal): number {
  const lanes = terminal.screen().map((line) => / \d+\/\d+ +(\d+) /.exec(line)?.[1]);
  return lanes.reduce((sum, rate) => sum + Number(rate ?? 0), 0);
}

/** Processor time of a process and its threads, in seconds. */
function cpuSeconds(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (existsSync(file)) {
    const fields = readFileSync(file, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
  const time = execFileSync('ps', ['-o', 'cputime=', '-p', String(pid)], { encoding: 'utf8' });
  return time
    .trim()
    .split(/[:-]/)
    .reduce((sum, part) => 60 * sum + Number(part), 0);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
