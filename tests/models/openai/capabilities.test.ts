import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Model, Request } from '../../../src/models/model.ts';
import { type CapabilityMemory, capabilityFiles } from '../../../src/models/openai/capabilities.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import {
  json,
  listOf,
  type Script,
  type ScriptedServer,
  scriptedServer,
  startStream,
  streamChat,
} from './scripted-server.ts';

let folder: string;
let server: ScriptedServer | null = null;
let memory: CapabilityMemory;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'valuelex-capabilities-'));
  memory = capabilityFiles(folder, () => Date.UTC(2026, 0, 2));
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

/** What the model at the server can do; the test changes it between sessions. */
const able = { prefill: true, logprobs: true, completions: true, seed: true };

const script: Script = ({ path, body }, response) => {
  if (path === '/v1/models') return json(response, 200, listOf('m-7b-instruct'));
  if (body.seed !== undefined && !able.seed)
    return json(response, 400, { error: { message: 'seed is not permitted', param: 'seed' } });
  if (path === '/v1/completions' && !able.completions)
    return json(response, 404, { error: { message: 'This is a chat model' } });
  if (body.logprobs && !body.stream)
    return json(response, 200, {
      choices: [
        {
          logprobs: able.logprobs
            ? { content: [{ top_logprobs: [{ token: '1', logprob: -0.01 }] }] }
            : null,
        },
      ],
    });
  if (path === '/v1/completions') {
    const send = startStream(response);
    send({ choices: [{ text: ' 1', finish_reason: 'length' }] });
    return void response.end('data: [DONE]\n\n');
  }
  const messages = body.messages as { role: string; content: string }[];
  const begun = messages.at(-1)?.role === 'assistant';
  if (begun && !able.prefill)
    return json(response, 400, {
      error: { message: 'Prefilling assistant messages is not supported for this model.' },
    });
  const text = body.response_format
    ? '{"lighthouse": true}'
    : begun
      ? ' five, six'
      : `Once upon a time there was a ${body.seed ?? 'lamp'}`;
  streamChat(response, [text], { usage: { prompt_tokens: 3, completion_tokens: 2 } });
};

async function open(): Promise<Model> {
  Object.assign(able, { prefill: true, logprobs: true, completions: true, seed: true });
  server = await scriptedServer(script);
  return again();
}
/** Another session. */
const again = (): Promise<Model> =>
  openaiEndpoint({ name: 'lab', url: server!.url, env: {}, memory }).open('m-7b-instruct');
const asked = () => server!.asked.filter(({ path }) => path !== '/v1/models');

const begunTurn: Request = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Continue.' }],
  prefill: 'I value',
  sampling: { temperature: 0, topP: 1, maxTokens: 9, seed: 3 },
};

test('what was probed is not probed in the next session', async () => {
  const first = await open();
  const found = { ...(await first.probe?.()) };
  expect(found).toMatchObject({
    chat: true,
    completion: true,
    prefill: true,
    tokenProbabilities: 'top',
  });
  const before = asked().length;
  expect(before).toBeGreaterThan(0);
  const second = await again();
  expect(second.capabilities).toEqual(found);
  expect(await second.probe?.()).toEqual(found);
  expect(asked().length).toBe(before);
});

test('the file names host and model, and no more of the address', async () => {
  const model = await open();
  await model.probe?.();
  const [name] = readdirSync(folder);
  const kept = JSON.parse(readFileSync(join(folder, name!), 'utf8'));
  expect(kept).toMatchObject({
    host: new URL(server!.url).host,
    model: 'm-7b-instruct',
    at: '2026-01-02T00:00:00.000Z',
  });
  memory.write('https://host.test/v1/secret-tenant', 'a/b:c', kept.learned);
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(file).not.toContain('secret-tenant');
    expect(readFileSync(join(folder, file), 'utf8')).not.toContain('secret-tenant');
  }
  expect(memory.read('https://host.test/v1/secret-tenant', 'a/b:c')?.learned).toEqual(kept.learned);
  expect(memory.read('https://host.test/v1', 'a/b:c')).toBeNull();
});

test('a field that is refused now is learned, and not sent in the next session', async () => {
  const first = await open();
  await first.ask({ ...begunTurn });
  able.seed = false;
  const second = await again();
  expect((await second.ask(begunTurn)).text).toBe(' five, six');
  expect(second.capabilities.seed).toBe(false);
  const before = asked().length;
  const third = await again();
  await third.ask(begunTurn);
  expect(asked().length).toBe(before + 1);
  expect(asked().at(-1)?.body).not.toHaveProperty('seed');
});

test('a begun turn that is no longer taken is learned again', async () => {
  const first = await open();
  await first.probe?.();
  able.prefill = false;
  const second = await again();
  expect(second.capabilities.prefill).toBe(true);
  await expect(second.ask(begunTurn)).rejects.toThrow(/cannot continue a begun turn/);
  expect(second.capabilities.prefill).toBe(false);
  expect((await again()).capabilities.prefill).toBe(false);
});

test('probabilities and plain text that are gone are noticed', async () => {
  const first = await open();
  await first.probe?.();
  Object.assign(able, { logprobs: false, completions: false });
  const second = await again();
  const { prefill: _, ...chat } = begunTurn as Extract<Request, { kind: 'chat' }>;
  await expect(second.nextToken(chat, ['1'])).rejects.toThrow(/no token probabilities/);
  await expect(
    second.ask({ kind: 'completion', prompt: 'I', sampling: begunTurn.sampling }),
  ).rejects.toThrow(/not offered at \/completions/);
  expect((await again()).capabilities).toMatchObject({
    tokenProbabilities: 'none',
    completion: false,
  });
});

test('probing on request forgets, asks everything, and keeps it', async () => {
  const first = await open();
  Object.assign(able, { logprobs: false, completions: false, prefill: false });
  await first.probe?.();
  Object.assign(able, { logprobs: true, completions: true, prefill: true });
  const second = await again();
  expect(await second.probe?.()).toMatchObject({ tokenProbabilities: 'none', completion: false });
  const found = await second.probe?.({ again: true });
  expect(found).toMatchObject({
    chat: true,
    completion: true,
    prefill: true,
    tokenProbabilities: 'top',
    seedRepeats: true,
    jsonSchema: true,
    usage: true,
  });
  expect((await again()).capabilities).toEqual(found);
});

test('a rate limit while probing teaches nothing', async () => {
  server = await scriptedServer(({ path }, response) => {
    if (path === '/v1/models') return json(response, 200, listOf('m-7b-instruct'));
    json(response, 429, {}, { 'retry-after': '1' });
  });
  const model = await again();
  await expect(model.probe?.()).rejects.toThrow(/too many requests/);
  expect(readdirSync(folder)).toEqual([]);
});

test('a broken file is as none', async () => {
  const model = await open();
  await model.probe?.();
  const [name] = readdirSync(folder);
  for (const broken of ['{', '{"host":1}', '']) {
    writeFileSync(join(folder, name!), broken);
    expect(memory.read(server!.url, 'm-7b-instruct')).toBeNull();
  }
  expect((await again()).capabilities.prefill).toBe(false);
});
