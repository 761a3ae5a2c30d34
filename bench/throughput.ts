/**
 * How many requests a second a run asks and stores, its logs on the disk: against a bare loop over the
 * `openai` client on an endpoint without delay, and against promptfoo and inspect_ai on one that
 * takes 50 ms. All ask the same requests, as many at once; their rounds take turns, so that what
 * else the machine does falls on all alike.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { makePlace, programFile } from '../tests/support/program.ts';
import type { BenchRow } from './local.ts';
import { type BenchServer, secondsOf, startServer } from './peers/ask.ts';
import { type Contestant, type Job, preparePeers } from './peers/peers.ts';
import { benchRequests, benchStudy, requestsEach } from './peers/requests.ts';

const own = 'valuelex run';
const atOnce = 32;
const bare = { repeats: 15, rounds: 7, delay: 0 };
/** One round takes minutes where the peers are slow; asked for by name they get three. */
const peers = { repeats: 10, rounds: process.env.BENCH_PEERS === '1' ? 3 : 1, delay: 50 };

/** What one program did with all requests. */
type Took = {
  /** Requests a second between the first request and the end of the last answer, as the endpoint counted. */
  rate: number;
  /** From the start of the program to its end. */
  seconds: number;
};

/** Ours against the bare loop. */
async function againstBareLoop(): Promise<BenchRow[]> {
  const took = await contest(bare, { ours, bareLoop });
  const ratio = median(took.ours.map((one, i) => one.rate / took.bareLoop[i]!.rate));
  return [
    {
      what: `valuelex run: ${bare.repeats * requestsEach} answers, ${atOnce} at once, no delay`,
      value: median(took.ours.map((one) => one.rate)),
      unit: 'requests/s',
    },
    {
      what: 'a bare loop over the openai client',
      value: median(took.bareLoop.map((one) => one.rate)),
      unit: 'requests/s',
    },
    {
      what: 'valuelex run / bare loop',
      value: ratio,
      unit: '',
      goal: '≥ 0.9',
      met: ratio >= 0.9,
    },
  ];
}

/** Ours against those peers that are installed here; with `install` they are installed first. */
async function againstPeers(install: boolean): Promise<{ rows: BenchRow[]; notes: string[] }> {
  const { ready, notes } = preparePeers(install);
  if (Object.keys(ready).length === 0) return { rows: [], notes };
  const took: Record<string, Took[]> = await contest(peers, { [own]: ours, ...ready });
  const count = peers.repeats * requestsEach;
  const secondsTaken = (title: string) => median(took[title]!.map((one) => one.seconds));
  const rateOf = (title: string) => median(took[title]!.map((one) => one.rate));
  const rows = Object.keys(took).flatMap((title): BenchRow[] => {
    const whole: BenchRow = {
      what: `${title}: ${count} requests of ${peers.delay} ms, ${atOnce} at once, start to end`,
      value: secondsTaken(title),
      unit: 's',
    };
    const rate: BenchRow = {
      what: `${title}: while asking`,
      value: rateOf(title),
      unit: 'requests/s',
    };
    if (title === own) return [whole, rate];
    const wholes = secondsTaken(title) / secondsTaken(own);
    const rates = rateOf(own) / rateOf(title);
    return [
      whole,
      rate,
      { what: `${title} / ${own}, seconds`, value: wholes, unit: '', goal: '> 1', met: wholes > 1 },
      {
        what: `${own} / ${title}, requests/s`,
        value: rates,
        unit: '',
        goal: '> 1',
        met: rates > 1,
      },
    ];
  });
  return { rows, notes };
}

/** All rows, and what is to be said of peers that are left out. */
export async function benchThroughput(
  install = process.env.BENCH_PEERS === '1',
): Promise<{ rows: BenchRow[]; notes: string[] }> {
  const rows = await againstBareLoop();
  const others = await againstPeers(install);
  return { rows: [...rows, ...others.rows], notes: others.notes };
}

/** Every contestant does all the work once a round, one after another, beginning with another one each round. */
async function contest<T extends Record<string, Contestant>>(
  size: { repeats: number; rounds: number; delay: number },
  contestants: T,
): Promise<Record<keyof T, Took[]>> {
  const place = makePlace();
  const server = await startServer(size.delay);
  const requests = join(place.folder, 'requests.json');
  writeFileSync(requests, JSON.stringify(benchRequests(size.repeats)));
  const entries = Object.entries(contestants);
  const took = Object.fromEntries(entries.map(([title]) => [title, [] as Took[]]));
  try {
    for (let round = 0; round < size.rounds; round++)
      for (let turn = 0; turn < entries.length; turn++) {
        const [title, contestant] = entries[(round + turn) % entries.length]!;
        const folder = join(place.folder, `${round}-${turn}`);
        mkdirSync(folder);
        const job = { url: server.url, repeats: size.repeats, atOnce, requests, folder, place };
        took[title]!.push(await measure(title, contestant, server, job));
      }
  } finally {
    server.close();
    place.leave();
  }
  return took as Record<keyof T, Took[]>;
}

async function measure(
  title: string,
  contestant: Contestant,
  server: BenchServer,
  job: Job,
): Promise<Took> {
  await server.reset();
  const seconds = await contestant(job);
  const seen = await server.seen();
  const count = job.repeats * requestsEach;
  // A program may ask a new model some questions of its own first; they are not counted for it.
  if (seen.answered < count || seen.answered > 1.01 * count)
    throw new Error(`${title} asked ${seen.answered} times, and not ${count} times.`);
  const rate = (1000 * count) / seen.milliseconds;
  process.stderr.write(
    `  ${title}: ${seconds.toFixed(2)} s, ${rate.toFixed(0)} requests/s, ${seen.mostAtOnce} at once, load ${loadavg()[0]!.toFixed(1)}\n`,
  );
  return { rate, seconds };
}

/** `valuelex run`, every answer in its log. */
async function ours({ url, repeats, folder, place }: Job): Promise<number> {
  const file = join(folder, 'study.yaml');
  writeFileSync(file, stringify(benchStudy(url, repeats, atOnce)));
  const runs = join(folder, 'runs');
  const profile = process.env.BENCH_PROFILE
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  const seconds = await secondsOf({
    file: process.execPath,
    args: [...profile, programFile, 'run', file, '--until', 'elicit', '--runs', runs, '--json'],
    folder,
    env: place.env,
  });
  const [run] = readdirSync(runs).filter((name) => !name.startsWith('.'));
  const lines = readFileSync(join(runs, run!, 'responses.jsonl'), 'utf8').split('\n').length - 1;
  if (lines !== repeats * requestsEach) throw new Error(`${lines} answers are in the log.`);
  return seconds;
}

function bareLoop({ url, requests, folder, place }: Job): Promise<number> {
  const file = fileURLToPath(new URL('peers/bare-loop.ts', import.meta.url));
  return secondsOf({
    file: process.execPath,
    args: [file, '--url', url, '--requests', requests, '--at-once', String(atOnce)],
    folder,
    env: place.env,
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows, notes } = await benchThroughput();
  for (const row of rows) {
    const goal = row.goal ? `  goal ${row.goal}: ${row.met ? 'met' : 'MISSED'}` : '';
    process.stdout.write(`${row.what.padEnd(76)} ${row.value.toFixed(2)} ${row.unit}${goal}\n`);
  }
  for (const note of notes) process.stdout.write(`${note}\n`);
}
