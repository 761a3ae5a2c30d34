/**
 * Kills a run of 2,000 requests of the built program again and again and counts what came of it, answer by
 * answer: `node scripts/soak.ts [--kills 200] [--requests 2000] [--seed 1]`. Not a part of the tests: it takes minutes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { programFile } from '../tests/support/program.ts';

/** Uniform in [0, 1); mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a request gets: the same words whenever it is asked; what an identity is asked with tells it (its seed). */
function answerTo(seed: number): string {
  const hash = createHash('sha256').update(String(seed)).digest('hex');
  return `Güte, honesty, and patience 🌱 ${hash}`;
}

type Asked = { seed: number; life: number };

/** Streams answers with pauses; a request and its seed are noted as they arrive. */
async function startServer(models: readonly string[], random: () => number, life: () => number) {
  const asked: Asked[] = [];
  const send = async (response: ServerResponse, text: string): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const event = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
    for (let at = 0; at < text.length; at += 16) {
      await sleep(5 + 15 * random());
      if (response.destroyed) return;
      event({ choices: [{ delta: { content: text.slice(at, at + 16) } }] });
    }
    event({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 24 } });
    response.end('data: [DONE]\n\n');
  };
  const answer = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.url?.endsWith('/models')) {
      json(200, { data: models.map((id) => ({ id })) });
      return;
    }
    const body = JSON.parse(text || '{}') as { stream?: boolean; seed?: number };
    // What is sent to find out what the endpoint can do has no seed of the study.
    if (body.stream !== true || body.seed === undefined) {
      json(400, { error: { message: 'not here' } });
      return;
    }
    asked.push({ seed: body.seed, life: life() });
    void send(response, answerTo(body.seed));
  };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => answer(request, response, text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Line = { id: string; seed: number; text: string };

function linesOf(runs: string): Line[] {
  const run = existsSync(runs) ? readdirSync(runs)[0] : undefined;
  const file = run === undefined ? '' : join(runs, run, 'responses.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}

function start(study: string, runs: string, cache: string): ChildProcess {
  return spawn(
    process.execPath,
    // Part 1 of 1 is the whole study, and nothing is shown in the end.
    [programFile, 'run', study, '--shard', '1/1', '--until', 'elicit', '--runs', runs],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, VALUELEX_CACHE: cache } },
  );
}

async function soak(kills: number, requests: number, seed: number): Promise<boolean> {
  const random = generator(seed);
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-soak-'));
  const prompts = ['01-describe', '02-principles', '03-what-matters', '04-own-character'];
  const settings = 10;
  const models = Array.from(
    { length: Math.ceil(requests / (settings * prompts.length)) },
    (_, i) => `model-${i}-8b-instruct`,
  );
  const total = models.length * settings * prompts.length;
  let life = 0;
  const server = await startServer(models, random, () => life);
  const study = join(folder, 'study.yaml');
  writeFileSync(
    study,
    stringify({
      name: 'soak',
      endpoints: { lab: { url: server.url, concurrency: 4 } },
      models: models.map((id) => ({ id: `lab:${id}` })),
      settings: Array.from({ length: settings }, (_, i) => ({
        id: `t${i}`,
        temperature: i / 10,
      })),
      prompts: prompts.map((id) => ({ id })),
      test: { stems: ['do-not-know', 'sad-person'], judges: [`lab:${models[0]}`] },
    }),
  );
  const runs = join(folder, 'runs');
  const cache = join(folder, 'cache');
  let done = 0;
  let torn = 0;
  let again = 0;
  /** Requests that were begun and not stored when the program was killed. */
  let lostInFlight = 0;
  let stored = new Set<number>();
  const began = performance.now();
  for (let failures = 0; ; ) {
    const last = done >= kills;
    life += 1;
    const first = server.asked.length;
    const child = start(study, runs, cache);
    let words = '';
    child.stderr?.on('data', (data: Buffer) => {
      words += data.toString();
    });
    const ended = once(child, 'close');
    if (!last) {
      // Some are killed while they open, most while they ask, so that the work lasts for all kills.
      const left = (total - stored.size) / (kills - done + 1);
      const wanted = random() < 0.1 ? 0 : Math.floor(2 * random() * left);
      while (child.exitCode === null && server.asked.length - first < wanted) await sleep(2);
      await sleep(random() * 120);
      if (child.exitCode === null && child.kill('SIGKILL')) done += 1;
    }
    await ended;
    for (const one of server.asked.slice(first)) if (stored.has(one.seed)) again += 1;
    const lines = linesOf(runs);
    const now = new Set(lines.map((line) => line.seed));
    for (const one of stored) if (!now.has(one)) throw new Error(`a stored answer is gone: ${one}`);
    lostInFlight += new Set(
      server.asked.slice(first).flatMap((one) => (now.has(one.seed) ? [] : [one.seed])),
    ).size;
    torn += isTorn(runs) ? 1 : 0;
    stored = now;
    process.stderr.write(`\r${done} kills, ${stored.size} of ${total} stored `);
    if (last && child.exitCode === 0) break;
    if (child.signalCode === null && child.exitCode !== 0) {
      process.stderr.write(`\n${words}\n`);
      failures += 1;
      if (failures > 3) throw new Error('the program fails');
    }
    // It may end before its kill, when nothing is left: then the kills that are left fall on the end.
    if (child.exitCode === 0 && stored.size === total) break;
  }
  const lines = linesOf(runs);
  const ids = new Set(lines.map((line) => line.id));
  const wrong = lines.filter((line) => line.text !== answerTo(line.seed)).length;
  server.close();
  const figures = {
    requests: total,
    kills: done,
    lives: life,
    seconds: Math.round((performance.now() - began) / 1000),
    asked: server.asked.length,
    inFlightAtKills: lostInFlight,
    tornLines: torn,
    lost: total - ids.size,
    storedTwice: lines.length - ids.size,
    storedAndAskedAgain: again,
    wrongText: wrong,
  };
  process.stderr.write('\n');
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  return figures.lost + figures.storedTwice + again + wrong === 0;
}

/** Whether the log ends in the middle of a line. */
function isTorn(runs: string): boolean {
  const run = existsSync(runs) ? readdirSync(runs)[0] : undefined;
  const file = run === undefined ? '' : join(runs, run, 'responses.jsonl');
  if (!existsSync(file)) return false;
  const bytes = readFileSync(file);
  return bytes.length > 0 && bytes.at(-1) !== 10;
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    requests: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});
if (!existsSync(programFile)) throw new Error(`${programFile} is not there: npm run build`);
if (!(await soak(Number(values.kills), Number(values.requests), Number(values.seed))))
  process.exitCode = 1;
