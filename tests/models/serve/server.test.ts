import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLocalEndpoint } from '../../../src/models/local/endpoint.ts';
import type { LocalModel } from '../../../src/models/local/local-model.ts';
import type { Model } from '../../../src/models/model.ts';
import { nothingLearned } from '../../../src/models/openai/capabilities.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import { type RunningServer, startServer } from '../../../src/models/serve/server.ts';
import { tinyChatTemplate, writeTinyGguf } from '../../support/tiny-gguf.ts';

let folder: string;
let model: LocalModel;
let server: RunningServer;
let client: OpenAI;

const ask = { model: 'tiny', temperature: 0, max_tokens: 16 };
const messages = [{ role: 'user' as const, content: 'I value' }];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-serve-'));
  await writeTinyGguf(path.join(folder, 'tiny.gguf'), { chatTemplate: tinyChatTemplate });
  model = await createLocalEndpoint({
    cache: folder,
    folders: [folder],
    home: folder,
    env: {},
  }).open('tiny');
  server = await startServer({ models: [model], token: 'secret', maxBodyBytes: 20_000 });
  client = new OpenAI({ baseURL: server.url, apiKey: 'secret', maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await model.close();
  await rm(folder, { recursive: true });
});

/** One raw request, with full say over its head. */
function raw(
  route: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
    port?: number;
  } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port: server.port, path: route, ...options },
      (response) => {
        let body = '';
        response.on('data', (piece) => {
          body += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}
const bearer = { authorization: 'Bearer secret' };

describe('answers, read by the OpenAI client', () => {
  it('lists its models', async () => {
    const models = await client.models.list();
    expect(models.data.map((one) => one.id)).toEqual(['tiny']);
    expect((await client.models.retrieve('tiny')).object).toBe('model');
  });

  it('chats, whole and streamed, with the same text and usage', async () => {
    const whole = await client.chat.completions.create({ ...ask, messages });
    const stream = await client.chat.completions.create({
      ...ask,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let finish: string | null = null;
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(text).not.toBe('');
    expect(finish).toBe(whole.choices[0]?.finish_reason);
    expect(usage).toEqual(whole.usage);
    expect(whole.usage?.completion_tokens).toBeGreaterThan(0);
  });

  it('continues from a trailing assistant message', async () => {
    const started = [...messages, { role: 'assistant' as const, content: 'I care' }];
    const served = await client.chat.completions.create({ ...ask, messages: started });
    const direct = await model.ask({
      kind: 'chat',
      messages,
      prefill: 'I care',
      sampling: { temperature: 0, topP: 1, maxTokens: 16 },
    });
    expect(served.choices[0]?.message.content).toBe(direct.text);
  });

  it('tells log-probabilities that fit the probabilities of the next token', async () => {
    const served = await client.chat.completions.create({
      ...ask,
      max_tokens: 1,
      messages,
      logprobs: true,
      top_logprobs: 20,
    });
    const tokens = served.choices[0]?.logprobs?.content ?? [];
    expect(tokens).toHaveLength(1);
    const top = tokens[0]?.top_logprobs ?? [];
    expect(top).toHaveLength(20);
    expect(top[0]?.logprob).toBe(tokens[0]?.logprob);
    const words = top.filter((one) => /^ [a-z]+$/.test(one.token));
    expect(words.length).toBeGreaterThan(0);
    const direct = await model.nextToken(
      { kind: 'chat', messages, sampling: { temperature: 0, topP: 1, maxTokens: 1 } },
      words.map((one) => one.token),
    );
    words.forEach((word, index) => {
      expect(Math.exp(word.logprob)).toBeCloseTo(direct.probabilities[index] ?? -1, 5);
    });
  });

  it('completes plain text', async () => {
    const whole = await client.completions.create({ ...ask, prompt: 'I value', logprobs: 3 });
    const stream = await client.completions.create({ ...ask, prompt: 'I value', stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? '';
    expect(text).toBe(whole.choices[0]?.text);
    expect(whole.choices[0]?.logprobs?.tokens?.join('')).toContain(text);
    const top = Object.values(whole.choices[0]?.logprobs?.top_logprobs?.[0] ?? {});
    expect(Math.max(...top)).toBe(whole.choices[0]?.logprobs?.token_logprobs?.[0]);
  });

  it('repeats a prompt with its log-probabilities, and tells them as the model does', async () => {
    const prompt = 'the user is honest. I value the user';
    const { choices, usage } = await client.completions.create({
      ...{ model: 'tiny', prompt, echo: true, logprobs: 2, max_tokens: 0 },
    });
    const [choice] = choices;
    const told = choice!.logprobs!;
    expect(choice!.text).toBe(prompt);
    expect(choice!.finish_reason).toBe('length');
    expect(usage).toMatchObject({ prompt_tokens: told.tokens!.length, completion_tokens: 0 });
    expect(told.tokens!.join('')).toBe(prompt);
    expect(told.token_logprobs![0]).toBeNull();
    for (const [i, offset] of told.text_offset!.entries())
      expect(prompt.slice(offset).startsWith(told.tokens![i]!)).toBe(true);
    expect(Object.keys(told.top_logprobs![3]!)).toHaveLength(2);

    const context = { kind: 'completion', prompt: 'the user is honest. I val' } as const;
    const endings = ['ues the user', 'ue it ☃ is', 'x'];
    const direct = await model.likelihood(context, endings);
    for (const [i, ending] of endings.entries()) {
      const { choices: own } = await client.completions.create({
        ...{
          model: 'tiny',
          prompt: context.prompt + ending,
          echo: true,
          logprobs: 1,
          max_tokens: 1,
        },
      });
      const { token_logprobs: logprobs, text_offset: offsets } = own[0]!.logprobs!;
      const end = [...context.prompt].length;
      const length = [...(context.prompt + ending)].length;
      const sum = logprobs!.reduce((total, one, at) => {
        const start = offsets![at]!;
        const next = offsets![at + 1] ?? length;
        return start < length && (start >= end || next > end) ? total + one! : total;
      }, 0);
      expect(sum).toBeCloseTo(direct.continuations[i]!.logProbability, 4);
    }
  });

  it('is read through an endpoint as it is here', async () => {
    const served = await openaiEndpoint({
      ...{ name: 'lab', url: server.url, keyEnv: 'SERVED', env: { SERVED: 'secret' } },
      // Whether a model of chance finds a likely ending likelier is chance.
      memory: {
        ...{ write: () => {}, forget: () => {} },
        read: () => ({ learned: { ...nothingLearned(), likelihood: { maxTokens: 0 } }, at: '' }),
      },
    }).open('tiny');
    const context = { kind: 'completion', prompt: 'the user is honest. I val' } as const;
    const endings = ['ues the user', 'ue it ☃ is', 'x'];
    const [direct, through] = await Promise.all([
      model.likelihood(context, endings),
      served.likelihood(context, endings),
    ]);
    expect(through.continuations.map(({ tokens }) => tokens.length)).toEqual(
      direct.continuations.map(({ tokens }) => tokens.length),
    );
    for (const [i, one] of through.continuations.entries())
      expect(one.logProbability).toBeCloseTo(direct.continuations[i]!.logProbability, 4);
    expect(through.promptTokens).toBe(direct.promptTokens);
  });

  it('repeats a prompt before its answer, whole and streamed', async () => {
    const asked = { ...ask, prompt: 'I value', echo: true, max_tokens: 4 };
    const alone = await client.completions.create({ ...ask, prompt: 'I value', max_tokens: 4 });
    const whole = await client.completions.create({ ...asked, logprobs: 1 });
    expect(whole.choices[0]!.text).toBe(`I value${alone.choices[0]!.text}`);
    expect(whole.choices[0]!.logprobs!.tokens!.join('')).toBe(whole.choices[0]!.text);
    let text = '';
    for await (const chunk of await client.completions.create({ ...asked, stream: true }))
      text += chunk.choices[0]?.text ?? '';
    expect(text).toBe(whole.choices[0]!.text);
    const refused = [
      { ...ask, prompt: 'I', max_tokens: 0 },
      { ...ask, prompt: '', echo: true },
    ].map((one) =>
      client.completions.create(one).then(
        () => 200,
        (error) => error.status,
      ),
    );
    expect(await Promise.all(refused)).toEqual([400, 400]);
  });

  it('embeds, as numbers and as base64, in vectors of length one', async () => {
    const numbers = await client.embeddings.create({
      model: 'tiny',
      input: ['honest', 'care'],
      encoding_format: 'float',
    });
    // Without a format the client asks for base64 and decodes it.
    const decoded = await client.embeddings.create({ model: 'tiny', input: ['honest', 'care'] });
    expect(numbers.data).toHaveLength(2);
    expect(Math.hypot(...(numbers.data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    decoded.data[1]?.embedding.forEach((value, index) => {
      expect(value).toBeCloseTo(numbers.data[1]?.embedding[index] ?? Number.NaN, 6);
    });
  });

  it('writes JSON of a schema', async () => {
    const served = await client.chat.completions.create({
      ...ask,
      max_tokens: 100,
      messages,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'stance',
          schema: { type: 'object', properties: { sure: { type: 'boolean' } } },
        },
      },
    });
    expect(JSON.parse(served.choices[0]?.message.content ?? '')).toHaveProperty('sure');
  });

  it('stops the model when the client hangs up', async () => {
    const controller = new AbortController();
    const stream = await client.chat.completions.create(
      { ...ask, temperature: 1, max_tokens: 400, messages, stream: true },
      { signal: controller.signal },
    );
    for await (const _chunk of stream) controller.abort();
    const after = await client.chat.completions.create({ ...ask, messages });
    expect(after.choices[0]?.finish_reason).toMatch(/stop|length/);
  });
});

describe('refusals', () => {
  const faultOf = async (work: Promise<unknown>) =>
    work.then(
      () => Promise.reject(new Error('it should have failed')),
      (error: InstanceType<typeof OpenAI.APIError>) => error,
    );

  it('names the models when another is asked for', async () => {
    const error = await faultOf(
      client.chat.completions.create({ ...ask, model: 'tinny', messages }),
    );
    expect(error.status).toBe(404);
    expect(error.code).toBe('model_not_found');
    expect(error.message).toContain('tiny');
  });

  it('names the field that is wrong', async () => {
    const error = await faultOf(
      client.chat.completions.create({ ...ask, messages, temperature: 5 }),
    );
    expect(error.status).toBe(400);
    expect(error.message).toContain('temperature');
  });

  it('tells of a prompt that is too long', async () => {
    const error = await faultOf(
      client.completions.create({ ...ask, prompt: 'I value '.repeat(600) }),
    );
    expect(error.status).toBe(400);
    expect(error.message).toContain('too long');
  });

  it('wants the token', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      const { status, body } = await raw('/v1/models', { headers });
      expect(status).toBe(401);
      expect(JSON.parse(body).error.code).toBe('invalid_api_key');
    }
    expect((await raw('/v1/models', { headers: bearer })).status).toBe(200);
  });

  /** OpenAI's form, with all four fields. */
  const objectOf = (body: string) => {
    const { error } = JSON.parse(body);
    expect(error).toEqual({
      message: expect.stringMatching(/\S/),
      type: expect.stringMatching(/_error$/),
      code: expect.stringMatching(/^[a-z_]+$/),
      param: null,
    });
    return error as { message: string; type: string; code: string };
  };

  it('does not answer web pages, nor other names for this machine', async () => {
    const page = await raw('/v1/models', { headers: { ...bearer, origin: 'https://a.example' } });
    expect(page.status).toBe(403);
    expect(objectOf(page.body).code).toBe('origin_refused');
    // Nothing lets the page read it.
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    const asking = await raw('/v1/chat/completions', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
    });
    expect(asking.status).toBe(403);
    const rebound = await raw('/v1/models', { headers: { ...bearer, host: 'a.example:8090' } });
    expect(rebound.status).toBe(403);
    expect(objectOf(rebound.body).code).toBe('host_refused');
    expect(objectOf(rebound.body).message).toContain('"a.example"');
    const local = await raw('/v1/models', { headers: { ...bearer, host: 'localhost:1' } });
    expect(local.status).toBe(200);
  });

  it('limits the body, whatever its head says', async () => {
    const body = JSON.stringify({ ...ask, prompt: 'a'.repeat(30_000) });
    for (const headers of [
      { ...bearer, 'content-length': String(body.length) },
      { ...bearer, 'transfer-encoding': 'chunked' },
    ]) {
      const answer = await raw('/v1/completions', { method: 'POST', headers, body });
      expect(answer.status).toBe(413);
      expect(objectOf(answer.body).code).toBe('body_too_large');
    }
  });

  it('tells a client of the limit that sends all of a large body before it listens', async () => {
    const wide = await startServer({ models: [model as Model] });
    const body = Buffer.alloc(24 * 2 ** 20, 'a');
    const head = 'POST /v1/completions HTTP/1.1\r\nhost: localhost\r\n';
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(wide.port, '127.0.0.1').on('error', reject);
      socket.pause();
      socket.write(`${head}content-length: ${body.length}\r\n\r\n`);
      socket.write(body, () => {
        socket.resume();
        socket.once('data', (data) => {
          resolve(data.toString());
          socket.destroy();
        });
      });
    });
    await wide.close();
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(objectOf(answer.slice(answer.indexOf('{'))).code).toBe('body_too_large');
  });

  it('refuses what is not JSON, unknown paths, and other methods', async () => {
    const bad = { method: 'POST', headers: bearer, body: '{' };
    expect((await raw('/v1/completions', bad)).status).toBe(400);
    expect((await raw('/v1/nothing', { headers: bearer })).status).toBe(404);
    expect((await raw('/v1/completions', { headers: bearer })).status).toBe(405);
    expect((await raw('/v1/%', { headers: bearer })).status).toBe(400);
  });

  it('answers 429 when too many requests wait, and says when to come back', async () => {
    const narrow = await startServer({ models: [model as Model], maxQueue: 2 });
    const other = new OpenAI({ baseURL: narrow.url, apiKey: 'none', maxRetries: 0 });
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        other.completions.create({ ...ask, max_tokens: 200, prompt: 'I value' }),
      ),
    );
    await narrow.close();
    const refused = results
      .filter((one) => one.status === 'rejected')
      .map((one) => one.reason as InstanceType<typeof OpenAI.RateLimitError>);
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) {
      expect(error).toBeInstanceOf(OpenAI.RateLimitError);
      expect(error).toMatchObject({ status: 429, type: 'rate_limit_error', code: 'queue_full' });
      expect(error.headers.get('retry-after')).toBe('1');
    }
    expect(results.length - refused.length).toBeGreaterThanOrEqual(2);
  });

  it('counts requests whose bodies are still on the way', async () => {
    const narrow = await startServer({ models: [model as Model], maxQueue: 2 });
    const list = () => raw('/v1/completions', { method: 'POST', body: '{', port: narrow.port });
    const head = 'POST /v1/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n';
    const slow = [1, 2].map(() => connect(narrow.port, '127.0.0.1').on('error', () => {}));
    for (const socket of slow) socket.write(head);
    const statusOf = async () => (await list()).status;
    await vi.waitUntil(async () => (await statusOf()) === 429);
    expect((await list()).headers['retry-after']).toBe('1');
    for (const socket of slow) socket.destroy();
    // Only its own fault is left.
    await vi.waitUntil(async () => (await statusOf()) === 400);
    await narrow.close();
  });

  it('says when it cannot listen', async () => {
    await expect(startServer({ models: [model], port: server.port })).rejects.toThrow(
      /cannot listen: EADDRINUSE/,
    );
  });
});
