/** A key that can stand anywhere comes out nowhere: no file, no line of output, no frame. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  command,
  makePlace,
  type Place,
  programFile,
  severalCommands,
} from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { settled, startTerminal, type Terminal } from '../support/terminal.ts';

/** Every one holds this. */
const mark = 'q7canary';
const keys = {
  environment: `sk-proj-${mark}-env-0123456789abcdef`,
  keyring: `${mark}RingKeyWithoutAnyPrefix77`,
  userInfo: `${mark}-password`,
  query: `${mark}-query`,
  keyEnv: `sk-${mark}-as-keyenv`,
  bareKeyEnv: `${mark}0a1b2c3d4e5f6a7b8c9d`,
};

let place: Place;
let ring: string;
let server: Server;
let url: string;
let sent: Set<string>;
let terminal: Terminal | null = null;

beforeEach(async () => {
  // The keyring's own file is where keys belong.
  ring = mkdtempSync(join(tmpdir(), 'valuelex-ring-'));
  const tools = fileURLToPath(new URL('../support/keyring-tools', import.meta.url));
  place = makePlace({
    LAB_KEY: keys.environment,
    OPENAI_API_KEY: '',
    KEYRING_FILE: join(ring, 'ring'),
    PATH: [tools, process.env.PATH].join(delimiter),
  });
  sent = new Set();
  server = createServer((request, response) => {
    const bearer = request.headers.authorization ?? '';
    const key = bearer.replace('Bearer ', '');
    sent.add(key);
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      // Headers come back as they went.
      for (const [name, value] of Object.entries(request.headers))
        if (name !== 'content-length' && name !== 'connection' && name !== 'transfer-encoding')
          response.setHeader(`x-echo-${name}`, value ?? '');
      if (request.url === '/v1/models')
        return json(response, 200, { data: Object.keys(echoes).map((id) => ({ id })) });
      const { model } = JSON.parse(text) as { model: string };
      echoes[model]!(key, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  terminal?.kill();
  await terminal?.exitCode;
  terminal = null;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  place.leave();
  rmSync(ring, { recursive: true, force: true });
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** A model for each way of giving the key back. */
const echoes: Record<string, (key: string, response: ServerResponse) => void> = {
  good: (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const delta = { content: '1. Honesty\n2. Care\n3. Fairness' };
    response.write(`data: ${JSON.stringify({ choices: [{ delta, finish_reason: 'stop' }] })}\n\n`);
    response.end('data: [DONE]\n\n');
  },
  wrong: (key, response) =>
    json(response, 401, { error: { message: `Not ${key} again`, type: key, code: key } }),
  bad: (key, response) =>
    json(response, 400, { error: { message: `You sent ${key}`, param: key, code: key } }),
  // The end of what is shown falls into the key.
  cut: (key, response) =>
    json(response, 400, { error: { message: `${'You sent it. '.repeat(22)}${key}` } }),
  bare: (key, response) => json(response, 422, { detail: [{ loc: ['header', key], msg: key }] }),
  list: (key, response) => json(response, 404, [{ error: { message: key, status: key } }]),
  later: (key, response) => {
    response.setHeader('retry-after', '500');
    json(response, 429, { error: { message: `${key} asks too much` } });
  },
  page: (key, response) => {
    response.writeHead(400, { 'content-type': 'text/html' });
    response.end(`<html>${key}</html>`);
  },
  plain: (key, response) => {
    response.writeHead(400, { 'content-type': 'text/plain' });
    response.end(`no: ${key}`);
  },
  stream: (key, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"delta":{"content":"I value"}}]}\n\n');
    response.end(`data: ${JSON.stringify({ error: { message: key, code: 400 } })}\n\n`);
  },
  answer: (key, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of ['I value ', key.slice(0, 9), key.slice(9), ' and care.'])
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
  },
  thought: (key, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const delta = { reasoning_content: key, content: 'care' };
    response.write(`data: ${JSON.stringify({ choices: [{ delta, finish_reason: 'stop' }] })}\n\n`);
    response.end('data: [DONE]\n\n');
  },
};

/** Files below a folder that hold a text. */
function filesWith(text: string, folder: string, but: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !but.includes(file) && readFileSync(file).includes(text));
}

function typed(args: string[], input: string): string {
  return execFileSync(process.execPath, [programFile, ...args], {
    cwd: place.folder,
    env: place.env,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

it('is in no file, output, or frame, however a server gives it back', async () => {
  const outputs: string[] = [typed(['keys', 'set', 'RING_KEY'], `${keys.keyring}\n`)];
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const done = await command(args, place, env);
    outputs.push(done.out, done.err);
    return done;
  };

  // An endpoint of the user's own.
  const config = join(place.folder, 'home/.config/valuelex/config.json');
  const settings = JSON.parse(readFileSync(config, 'utf8'));
  expect(settings.keys).toEqual(['RING_KEY']);
  const own = { url, keyEnv: 'RING_KEY' };
  writeFileSync(config, JSON.stringify({ ...settings, endpoints: { own } }));

  // A run over all ways of giving it back, with a key from the environment and one from the keyring.
  const names = Object.keys(echoes);
  writeSmallStudy(place.folder, {
    models: [
      ...names.map((id) => `lab:${id}`),
      ...['good', 'wrong', 'bad', 'answer'].map((id) => `ring:${id}`),
    ],
    settings: [{ id: 't1', temperature: 1 }],
    prompts: ['01-describe', '09-ten-nouns'],
    judges: ['lab:good'],
    stems: ['sad-person', 'own-faults'],
    more: {
      endpoints: {
        lab: { url, keyEnv: 'LAB_KEY' },
        ring: { url, keyEnv: 'RING_KEY' },
      },
    },
  });
  // The exam of the judge is left out: hundreds of requests that echo nothing.
  const toAnswers = ['run', 'study.yaml', '--until', 'complete'];
  const done = await run(toAnswers);
  expect(sent).toContain(keys.environment);
  expect(sent).toContain(keys.keyring);
  expect(done.err).toMatch(/key was not accepted/);
  const told = await severalCommands(
    [
      [...toAnswers, '--json'],
      ...['wrong', 'cut', 'answer'].map((id) => ['models', 'probe', `own:${id}`]),
      ...[
        ['keys', 'list'],
        ['models', 'list', '--json'],
      ],
    ],
    place,
  );
  outputs.push(...told.flatMap(({ out, err }) => [out, err]));
  expect(told).toHaveLength(6);
  expect(told.at(-1)!.out).toContain('own:wrong');

  // Keys where none belongs.
  const mistakes: [RegExp, object][] = [
    [/holds more than an address/, { url: url.replace('127', `me:${keys.userInfo}@127`) }],
    [/holds more than an address/, { url: `${url}?key=${keys.query}` }],
    [/never the key itself/, { url, keyEnv: keys.keyEnv }],
    [/never the key itself/, { url, keyEnv: keys.bareKeyEnv }],
    [/apiKey: no such field/, { url, apiKey: keys.environment }],
  ];
  const right = parse(readFileSync(join(place.folder, 'study.yaml'), 'utf8'));
  const wrong: string[] = [];
  for (const [, lab] of mistakes) {
    const file = join(place.folder, `mistake-${wrong.length}.yaml`);
    wrong.push(file);
    writeFileSync(file, stringify({ ...right, endpoints: { ...right.endpoints, lab } }));
  }
  const refused = await severalCommands(
    wrong.map((file) => ['run', file, '--new']),
    place,
  );
  for (const [i, { code, out, err }] of refused.entries()) {
    outputs.push(out, err);
    expect(code).toBe(3);
    expect(err).toMatch(mistakes[i]![0]);
  }
  expect((await run(['keys', 'set', keys.keyEnv])).code).toBe(2);

  // A bug in the middle of it whose message holds a key.
  const crash = join(place.folder, 'crash.mjs');
  writeFileSync(
    crash,
    `const send = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const key = new Headers(init?.headers).get('authorization');
  if (key) setTimeout(() => { throw new Error('lost ' + key); });
  return send(input, init);
};`,
  );
  const crashed = await run(['run', 'study.yaml', '--new'], {
    NODE_OPTIONS: `--import=${pathToFileURL(crash).href}`,
  });
  expect(crashed.err).toContain('This is a bug in valuelex');
  expect(crashed.err).toContain('lost Bearer [key]');

  // The screens of the run, and of the models.
  rmSync(crash);
  terminal = startTerminal([join('runs', readdirSync(place.runs).sort()[0]!)], place, {
    columns: 140,
    rows: 45,
  });
  await terminal.waitFor(settled);
  for (const screen of ['3 Elicit', '2 Models', '1 Runs']) {
    terminal.press(screen[0]!);
    await terminal.waitFor((lines) => lines[0]!.includes(screen) && settled(lines));
  }

  for (const output of [...outputs, terminal.raw()]) expect(output).not.toContain(mark);
  expect(filesWith(mark, place.folder, wrong)).toEqual([]);
  // What was looked through is not nothing.
  expect(outputs.join('').length).toBeGreaterThan(1000);
  expect(filesWith('RING_KEY', place.folder, wrong).length).toBeGreaterThan(1);
  expect(readFileSync(join(ring, 'ring'), 'utf8')).toContain(keys.keyring);
  expect(readFileSync(join(ring, 'ring.calls'), 'utf8')).not.toContain(mark);
});
