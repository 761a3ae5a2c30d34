/**
 * What many scored models cost: how the time of ratings.csv grows with their number, and how soon keys show while
 * two of a hundred are compared in a terminal of 120×40.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRatedRun } from '../scripts/make-rated-run.ts';
import { realOutside } from '../src/environment.ts';
import { lineFiles } from '../src/report/instrument-parts.ts';
import { openSession } from '../src/run/open-session.ts';
import type { AskedInstrument } from '../src/run/session.ts';
import { makePlace, type Place } from '../tests/support/program.ts';
import { keys, startTerminal, type Terminal } from '../tests/support/terminal.ts';
import type { BenchRow } from './local.ts';

const sizes = [75, 150, 300];
const rounds = 3;
const compared = 100;
const typed = 'everywhere';
/** What the screen of two compared models says first. */
const figures = /points, \d+ of \d+ stems/;

export async function benchManyModels(): Promise<BenchRow[]> {
  const place = makePlace();
  try {
    return [...(await growth(place)), ...(await comparing(place))];
  } finally {
    place.leave();
  }
}

/** Seconds of ratings.csv by the number of models, and how much more four times as many take: 4 where it is linear. */
async function growth(place: Place): Promise<BenchRow[]> {
  const seconds: number[] = [];
  for (const models of sizes) {
    const folder = join(place.runs, `rated-${models}`);
    makeRatedRun(folder, models);
    const goes: number[] = [];
    for (let round = 0; round < rounds; round++) goes.push(await writing(place, folder));
    seconds.push(Math.min(...goes));
  }
  const [least, most] = [seconds[0]!, seconds.at(-1)!];
  const times = sizes.at(-1)! / sizes[0]!;
  const ratio = most / least;
  return [
    ...sizes.map((models, i) => ({
      what: `ratings.csv of ${models} models × 24 stems × 6 × 2 judges`,
      value: seconds[i]!,
      unit: 's',
    })),
    {
      what: `ratings.csv: ${sizes.at(-1)} models / ${sizes[0]} (linear: ${times})`,
      value: ratio,
      unit: '',
      goal: `< ${1.5 * times}`,
      met: ratio < 1.5 * times,
    },
  ];
}

/** Seconds from an open run, whose results are not waited for, to the last row. */
async function writing(place: Place, folder: string): Promise<number> {
  const outside = {
    ...realOutside({ endpoints: () => ({}) }),
    resultsFolder: join(place.cache, 'results'),
  };
  const session = await openSession(folder, outside, { readOnly: true });
  try {
    const began = performance.now();
    const [{ instrument, facts }] = session.instruments() as [AskedInstrument];
    const [file] = lineFiles(instrument, facts!);
    for (const _ of file!.text());
    return (performance.now() - began) / 1000;
  } finally {
    session.computed.catch(() => {});
    await session.close();
  }
}

async function comparing(place: Place): Promise<BenchRow[]> {
  const run = join(place.runs, 'compared');
  makeRatedRun(run, compared);
  const terminal = startTerminal([run], place, { columns: 120, rows: 40 });
  try {
    const limit = 10 * 60_000;
    // The findings come last: nothing is computed beside the comparison.
    await terminal.waitFor((lines) => lines[0]!.includes('findings'), limit);
    terminal.press('6');
    await terminal.waitFor('cannot be told from it');
    terminal.press(keys.space, keys.down);
    const began = performance.now();
    terminal.press('=');
    await terminal.waitFor('comparing');
    const said = performance.now() - began;
    const latencies = await typing(terminal);
    terminal.press(keys.esc);
    await terminal.waitFor(figures, limit);
    terminal.press(keys.esc);
    await terminal.waitFor('cannot be told from it');
    terminal.press(keys.down);
    const again = performance.now();
    terminal.press('=');
    await terminal.waitFor(figures, limit);
    const seconds = (performance.now() - again) / 1000;
    const what = `two of ${compared} models compared`;
    return [
      { what: `${what}: = to "comparing"`, value: said, unit: 'ms' },
      { what: `${what}: key to frame meanwhile, median`, value: median(latencies), unit: 'ms' },
      {
        what: `${what}: key to frame meanwhile, at most`,
        value: Math.max(...latencies),
        unit: 'ms',
      },
      { what: `${what}: = to the figures`, value: seconds, unit: 's' },
    ];
  } finally {
    terminal.kill();
    await terminal.exitCode;
  }
}

/** Milliseconds from each letter to the frame that shows it. */
async function typing(terminal: Terminal): Promise<number[]> {
  terminal.press(':');
  await terminal.waitFor(/^\s*:/m);
  const latencies: number[] = [];
  for (let at = 1; at <= typed.length; at++) {
    const began = performance.now();
    terminal.press(typed[at - 1]!);
    await terminal.waitFor((lines) => lines.some((line) => line.includes(typed.slice(0, at))));
    latencies.push(performance.now() - began);
  }
  return latencies;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, value, unit, goal, met } of await benchManyModels())
    process.stdout.write(
      `${what.padEnd(60)} ${value.toFixed(2)} ${unit}${goal ? `  goal ${goal}: ${met ? 'met' : 'MISSED'}` : ''}\n`,
    );
}
