import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointError } from '../../../src/errors.ts';
import { createLocalEndpoint, type LocalEndpoint } from '../../../src/models/local/endpoint.ts';
import type { LocalModel } from '../../../src/models/local/local-model.ts';
import type { Request } from '../../../src/models/model.ts';
import { tinyChatTemplate, writeTinyGguf } from '../../support/tiny-gguf.ts';

let folder: string;
let endpoint: LocalEndpoint;
let base: LocalModel;
let chat: LocalModel;

const greedy = { temperature: 0, topP: 1, maxTokens: 24 };
const completion = (prompt: string, more: object = {}): Request => ({
  kind: 'completion',
  prompt,
  sampling: { ...greedy, ...more },
});
const fault = (promise: Promise<unknown>): Promise<EndpointError> =>
  promise.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: EndpointError) => error,
  );

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-local-'));
  await writeTinyGguf(path.join(folder, 'tiny-base.gguf'));
  await writeTinyGguf(path.join(folder, 'tiny-instruct.gguf'), {
    chatTemplate: tinyChatTemplate,
    seed: 2,
  });
  endpoint = createLocalEndpoint({
    cache: path.join(folder, 'cache'),
    folders: [folder],
    home: folder,
    env: { VALUELEX_CONTEXTS: '3' },
  });
  base = await endpoint.open('tiny-base');
  chat = await endpoint.open('tiny-instruct');
});

afterAll(async () => {
  await Promise.all([base.close(), chat.close()]);
  await rm(folder, { recursive: true });
});

describe('the listing', () => {
  it('tells what is known before a model is opened, and what could be fetched', async () => {
    const infos = await endpoint.list();
    expect(infos.find((info) => info.name === 'local:tiny-base')).toMatchObject({
      form: 'completion',
      tags: { training: 'base' },
      contextLength: 512,
      place: folder,
      ready: true,
    });
    expect(infos.find((info) => info.name === 'local:tiny-instruct')).toMatchObject({
      form: 'chat',
      tags: { training: 'instruct' },
    });
    expect(infos.filter((info) => !info.ready).map((info) => info.name)).toEqual([
      'local:SmolLM2-135M-Instruct.Q4_1',
      'local:gemma-3-270m-q4_k_m',
      'local:all-MiniLM-L6-v2.q8_0',
    ]);
  });

  it('names a model by the hash of its file', async () => {
    expect(base.requestName).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(base.requestName).not.toBe(chat.requestName);
    const again = await endpoint.open(path.join(folder, 'tiny-base.gguf'));
    expect(again.requestName).toBe(base.requestName);
    await again.close();
  });
});

it('lists and opens what was fetched into a cache that is only read', async () => {
  const shared = path.join(folder, 'shared');
  await mkdir(path.join(shared, 'models'), { recursive: true });
  await copyFile(path.join(folder, 'tiny-base.gguf'), path.join(shared, 'models', 'shared.gguf'));
  const local = createLocalEndpoint({
    cache: '/dev/null/cache',
    alsoIn: [shared],
    home: folder,
    env: {},
  });
  const found = (await local.list()).find((info) => info.name === 'local:shared');
  expect(found).toMatchObject({ place: 'cache', ready: true });
  const model = await local.open('shared');
  expect(model.requestName).toBe(base.requestName);
  await model.close();
});

describe('an answer', () => {
  it('streams the text that it ends with', async () => {
    const pieces: string[] = [];
    const answer = await base.ask(completion('I value'), { onText: (text) => pieces.push(text) });
    expect(pieces.join('')).toBe(answer.text);
    expect(answer.text).not.toBe('');
    expect(answer.completionTokens).toBeLessThanOrEqual(24);
    expect(answer.promptTokens).toBeGreaterThan(1);
  });

  it('is the same in parallel as one after another, when greedy', async () => {
    const prompts = ['I value', 'the user is', 'a care', 'honest', 'I', 'values', 'is it', 'the'];
    const serial: string[] = [];
    for (const prompt of prompts) serial.push((await base.ask(completion(prompt))).text);
    const parallel = await Promise.all(prompts.map((prompt) => base.ask(completion(prompt))));
    expect(parallel.map((answer) => answer.text)).toEqual(serial);
    expect(new Set(serial).size).toBeGreaterThan(4);
  });

  it('is repeated by the same seed and changed by another', async () => {
    const drawn = async (seed: number) =>
      (await base.ask(completion('I value', { temperature: 1, seed }))).text;
    expect(await drawn(7)).toBe(await drawn(7));
    expect(await drawn(7)).not.toBe(await drawn(8));
  });

  it('ends before a stop string', async () => {
    const whole = (await base.ask(completion('I value'))).text;
    const stop = whole.slice(6, 9);
    const pieces: string[] = [];
    const answer = await base.ask(completion('I value', { stop: [stop] }), {
      onText: (text) => pieces.push(text),
    });
    expect(answer.text).toBe(whole.slice(0, whole.indexOf(stop)));
    expect(pieces.join('')).toBe(answer.text);
    expect(answer.finishReason).toBe('stop');
  });

  it('continues from the start of the turn that it is given', async () => {
    const messages = [{ role: 'user' as const, content: 'the user' }];
    const prefilled = await chat.ask({
      kind: 'chat',
      messages,
      prefill: 'I care',
      sampling: greedy,
    });
    const plain = await chat.ask({ kind: 'chat', messages, sampling: greedy });
    expect(prefilled.text).not.toBe(plain.text);
    expect(prefilled.promptTokens).toBeGreaterThan(plain.promptTokens ?? Infinity);
  });

  it('stops when it is aborted', async () => {
    // Greedy it continues for half a minute: no pause of this process lets it come to its end.
    const file = path.join(folder, 'long', 'tiny-long.gguf');
    await mkdir(path.dirname(file));
    await writeTinyGguf(file, { contextLength: 8192 });
    const long = await endpoint.open(file);
    const controller = new AbortController();
    const answer = await long.ask(completion('I value', { maxTokens: 6000 }), {
      signal: controller.signal,
      onText: () => controller.abort(),
    });
    expect(answer.finishReason).toBe('abort');
    expect(answer.text.length).toBeLessThan(3000);
    await long.close();
  });

  it('is JSON of the schema, when one is given', async () => {
    const answer = await chat.ask({
      kind: 'chat',
      messages: [{ role: 'user', content: 'values' }],
      sampling: { temperature: 0, topP: 1, maxTokens: 100 },
      jsonSchema: {
        type: 'object',
        properties: { stance: { enum: ['supports', 'opposes'] }, sure: { type: 'boolean' } },
      },
    });
    const value = JSON.parse(answer.text);
    expect(['supports', 'opposes']).toContain(value.stance);
    expect(value.sure).toBeTypeOf('boolean');
  });

  it('tells the probabilities of its tokens', async () => {
    const answer = await base.ask(completion('I value', { maxTokens: 3 }), { topTokens: 5 });
    expect(answer.tokens).toHaveLength(answer.completionTokens ?? -1);
    for (const token of answer.tokens ?? []) {
      expect(token.top).toHaveLength(5);
      expect(token.top[0]?.probability).toBe(token.probability);
    }
  });

  it('is refused in clear words when the prompt is too long', async () => {
    const error = await fault(base.ask(completion('I value '.repeat(600))));
    expect(error.fault).toBe('malformed');
    expect(error.message).toMatch(/too long: \d+ tokens, and this model sees 512/);
  });
});

describe('next-token probabilities', () => {
  it('agree with the tokens of an answer and sum to one over all', async () => {
    const prompt = completion('I value', { maxTokens: 1 });
    const answer = await base.ask(prompt, { topTokens: 400 });
    const [first] = answer.tokens ?? [];
    const sum = first?.top.reduce((total, one) => total + one.probability, 0);
    expect(sum).toBeCloseTo(1, 4);
    const letters = first?.top.filter((one) => /^ (the|a|is)$/.test(one.token)) ?? [];
    expect(letters).toHaveLength(3);
    const { probabilities } = await base.nextToken(
      prompt,
      letters.map((one) => one.token),
    );
    probabilities.forEach((probability, index) => {
      expect(probability).toBeCloseTo(letters[index]?.probability ?? -1, 6);
    });
  });

  it('are the same whatever was asked before', async () => {
    const start = 'the user is honest, the user is a care. '.repeat(4);
    const ask = (end: string) => base.nextToken(completion(start + end), [' the', ' a', 's']);
    const first = await ask('I value');
    await ask('honest values');
    await base.ask(completion(`${start}I`));
    await Promise.all([ask('a'), ask('the'), ask('is')]);
    expect((await ask('I value')).probabilities).toEqual(first.probabilities);
    expect(first.probabilities.every((one) => one !== null && one > 0 && one < 1)).toBe(true);
  });

  it('refuse an empty candidate', async () => {
    expect((await fault(base.nextToken(completion('I'), ['']))).fault).toBe('malformed');
  });
});

describe('vectors', () => {
  it('are of one length and the same every time', async () => {
    const [one, two] = await base.embed(['honest', 'the user']);
    const [again] = await base.embed(['honest']);
    expect(one).toHaveLength(64);
    expect(two).toHaveLength(64);
    expect(again).toEqual(one);
    expect(two).not.toEqual(one);
  });
});

describe('faults', () => {
  it('tells of a killed process, and starts it again', async () => {
    const before = (await base.ask(completion('I value'))).text;
    const running = fault(base.ask(completion('I value', { maxTokens: 450 })));
    process.kill((await base.pid()) as number, 'SIGKILL');
    const error = await running;
    expect(error.fault).toBe('server');
    expect(error.message).toContain('SIGKILL');
    expect((await base.ask(completion('I value'))).text).toBe(before);
  });

  it('names the nearest models for an unknown one', async () => {
    const error = await fault(endpoint.open('tiny-bose'));
    expect(error.fault).toBe('missing');
    expect(error.hint).toContain('tiny-base');
  });

  it('says how to fetch a default model that is not there', async () => {
    const error = await fault(endpoint.open('gemma-3-270m-q4_k_m'));
    expect(error.fault).toBe('missing');
    expect(error.hint).toContain('valuelex models pull');
  });

  it('tells of a missing file', async () => {
    const error = await fault(endpoint.open(path.join(folder, 'nothing.gguf')));
    expect(error.fault).toBe('missing');
    expect(error.where).toContain('nothing.gguf');
  });

  it('tells of files that are broken, early or late', async () => {
    const text = path.join(folder, 'broken', 'text.gguf');
    const short = path.join(folder, 'broken', 'short.gguf');
    await mkdir(path.dirname(text));
    await writeFile(text, 'This is not a model.');
    await copyFile(path.join(folder, 'tiny-base.gguf'), short);
    await truncate(short, (await readFile(short)).length - 2000);
    expect((await fault(endpoint.open(text))).message).toMatch(/does not begin with "GGUF"/);
    const late = createLocalEndpoint({ cache: path.join(folder, 'cache'), home: folder, env: {} });
    const opening = late.open(short);
    const error = await fault(opening.then((model) => model.ask(completion('I'))));
    expect(error.fault).toBe('malformed');
  });

  it('does not start an aborted request', async () => {
    const answer = await base.ask(completion('I'), { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ finishReason: 'abort', text: '' });
  });
});
