/**
 * What of its pace a run keeps on an endpoint that fails: a quarter of the requests, each time in another of twelve ways,
 * or one answer in twelve that falls silent in the middle and stays so. As a share of the same run on a calm endpoint.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { makePlace, programFile } from '../tests/support/program.ts';
import type { BenchRow } from './local.ts';
import { secondsOf } from './peers/ask.ts';
import { benchStudy, requestsEach } from './peers/requests.ts';

/** Milliseconds of one answer, and requests at once. */
const size = { delay: 400, atOnce: 8, repeats: 2 };

type Fail = 'none' | 'quarter' | 'stalls';

export async function benchFlaky(): Promise<BenchRow[]> {
  const place = makePlace();
  try {
    const calm = await rateOn('none', place);
    const shares: [string, Fail][] = [
      ['a quarter of the requests fail, in twelve ways', 'quarter'],
      ['one answer in twelve falls silent in the middle', 'stalls'],
    ];
    const rows: BenchRow[] = [
      {
        what: `valuelex run: answers of ${size.delay} ms, ${size.atOnce} at once`,
        value: calm,
        unit: 'requests/s',
      },
    ];
    for (const [what, fail] of shares) {
      const value = (await rateOn(fail, place)) / calm;
      rows.push({
        what: `${what}: share of that`,
        value,
        unit: '',
        goal: '≥ 0.5',
        met: value >= 0.5,
      });
    }
    return rows;
  } finally {
    place.leave();
  }
}

/** Answers a second, from the first request to the end of the last answer. Throws where an answer is missing. */
async function rateOn(fail: Fail, place: ReturnType<typeof makePlace>): Promise<number> {
  const server = await startServer(fail);
  try {
    const folder = join(place.folder, fail);
    mkdirSync(folder);
    const study = join(folder, 'study.yaml');
    writeFileSync(study, stringify(benchStudy(`${server.url}/v1`, size.repeats, size.atOnce)));
    const runs = join(folder, 'runs');
    const args = ['run', study, '--until', 'elicit', '--runs', runs, '--json'];
    const seconds = await secondsOf({
      file: process.execPath,
      args: [programFile, ...args],
      folder,
      env: place.env,
    });
    const seen = (await (await fetch(`${server.url}/stats`)).json()) as Seen;
    const [run] = readdirSync(runs).filter((name) => !name.startsWith('.'));
    const lines = readFileSync(join(runs, run!, 'responses.jsonl'), 'utf8').split('\n').length - 1;
    const count = size.repeats * requestsEach;
    if (lines !== count) throw new Error(`${lines} answers are in the log, and not ${count}.`);
    const rate = (1000 * count) / seen.milliseconds;
    process.stderr.write(
      `  ${fail}: ${seconds.toFixed(1)} s, ${seen.answered} answered, ${seen.failed} failed, ${rate.toFixed(1)} a second\n`,
    );
    return rate;
  } finally {
    server.close();
  }
}

type Seen = { answered: number; failed: number; milliseconds: number };

async function startServer(fail: Fail): Promise<{ url: string; close(): void }> {
  const file = fileURLToPath(new URL('flaky-server.ts', import.meta.url));
  const child = spawn(process.execPath, [file, '--delay', String(size.delay), '--fail', fail], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('close', () => reject(new Error('The scripted endpoint did not start.')));
  });
  return { url, close: () => void child.kill() };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { what, value, unit, goal, met } of await benchFlaky())
    process.stdout.write(
      `${what.padEnd(64)} ${value.toFixed(2)} ${unit}${goal ? `  goal ${goal}: ${met ? 'met' : 'MISSED'}` : ''}\n`,
    );
