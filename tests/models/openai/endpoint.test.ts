import { afterEach, describe, expect, test } from 'vitest';
import { EndpointError, explainError } from '../../../src/errors.ts';
import type { Model, Request } from '../../../src/models/model.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import type { OpenaiEndpointConfig } from '../../../src/models/openai/endpoint-config.ts';
import {
  json,
  listOf,
  type Script,
  type ScriptedServer,
  scriptedServer,
  startStream,
  streamChat,
} from './scripted-server.ts';

const canary = 'sk-canary-93f1c0ffee5d';
const promptCanary = 'What would you never say about the lighthouse keeper of Skagen?';

let server: ScriptedServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function serve(script: Script): Promise<ScriptedServer> {
  server = await scriptedServer((asked, response, count) => {
    if (asked.path === '/v1/models') json(response, 200, listOf('llama-3.1-8b-instruct'));
    else script(asked, response, count);
  });
  return server;
}

async function openAt(
  script: Script,
  config: Partial<OpenaiEndpointConfig> = {},
  id = 'llama-3.1-8b-instruct',
): Promise<Model> {
  const { url } = await serve(script);
  const env = { LAB_KEY: canary };
  return openaiEndpoint({ name: 'lab', url, keyEnv: 'LAB_KEY', env, ...config }).open(id);
}

const request: Request = {
  kind: 'chat',
  messages: [{ role: 'user', content: promptCanary }],
  sampling: { temperature: 0.7, topP: 0.9, maxTokens: 50, seed: 7 },
};

async function faultOf(promise: Promise<unknown>): Promise<EndpointError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EndpointError);
  const fault = error as EndpointError;
  const shown = `${explainError(fault).join('\n')}\n${fault.stack}\n${String(fault.cause)}`;
  expect(shown).not.toContain(canary);
  expect(shown).not.toMatch(/bearer|authorization/i);
  expect(shown).not.toContain('lighthouse');
  return fault;
}

describe('an answer', () => {
  test('streams, with usage, seed, and sampling', async () => {
    const model = await openAt((_, response) =>
      streamChat(response, ['Care', ' and', ' candor.'], {
        usage: { prompt_tokens: 12, completion_tokens: 5 },
      }),
    );
    const pieces: string[] = [];
    const answer = await model.ask(request, { onText: (text) => pieces.push(text) });
    expect(answer).toMatchObject({
      text: 'Care and candor.',
      finishReason: 'stop',
      promptTokens: 12,
      completionTokens: 5,
    });
    expect(pieces).toEqual(['Care', ' and', ' candor.']);
    const sent = server?.asked.at(-1);
    expect(sent?.path).toBe('/v1/chat/completions');
    expect(sent?.headers.authorization).toBe(`Bearer ${canary}`);
    expect(sent?.body).toMatchObject({
      model: 'llama-3.1-8b-instruct',
      temperature: 0.7,
      top_p: 0.9,
      max_tokens: 50,
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('without usage has null tokens', async () => {
    const model = await openAt((_, response) => streamChat(response, ['Care']));
    expect(await model.ask(request)).toMatchObject({
      text: 'Care',
      promptTokens: null,
      completionTokens: null,
    });
  });

  test('keeps reasoning apart, in its own field or between tags', async () => {
    const model = await openAt((_, response, count) => {
      if (count > 2) return streamChat(response, ['<think>Hm.', '</think>', 'Care']);
      const send = startStream(response);
      send({ choices: [{ delta: { reasoning_content: 'Let me ' } }] });
      send({ choices: [{ delta: { reasoning: 'think.' } }] });
      send({ choices: [{ delta: { content: 'Care' }, finish_reason: 'stop' }] });
      response.end('data: [DONE]\n\n');
    });
    expect(await model.ask(request)).toMatchObject({ text: 'Care', reasoning: 'Let me think.' });
    expect(await model.ask(request)).toMatchObject({ text: 'Care', reasoning: 'Hm.' });
  });

  test('comes from an endpoint that does not stream', async () => {
    const model = await openAt((_, response) =>
      json(response, 200, {
        choices: [{ message: { content: 'Care' }, finish_reason: 'length' }],
        usage: { prompt_tokens: 1, completion_tokens: 2 },
      }),
    );
    expect(await model.ask(request)).toMatchObject({
      text: 'Care',
      finishReason: 'length',
      completionTokens: 2,
    });
  });

  test('is asked again without what the endpoint refuses, once for all', async () => {
    const model = await openAt(({ body }, response) => {
      for (const field of ['stream_options', 'seed'])
        if (field in body)
          return json(response, 400, { error: { message: `Unknown parameter: ${field}` } });
      if ('max_tokens' in body)
        return json(response, 400, {
          error: {
            message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            param: 'max_tokens',
          },
        });
      return streamChat(response, ['Care']);
    });
    expect((await model.ask(request)).text).toBe('Care');
    expect(model.capabilities.seed).toBe(false);
    const before = server?.asked.length ?? 0;
    await model.ask(request);
    expect(server?.asked.length).toBe(before + 1);
    expect(server?.asked.at(-1)?.body).toMatchObject({ max_completion_tokens: 50 });
  });

  test('ends at a stop string even where the endpoint ignores it', async () => {
    const model = await openAt((_, response) => streamChat(response, ['one', '\nQues', 'tion: x']));
    const asked: Request = { ...request, sampling: { ...request.sampling, stop: ['\nQuestion'] } };
    expect(await model.ask(asked)).toMatchObject({ text: 'one', finishReason: 'stop' });
  });

  test('ends by an abort with what has come', async () => {
    const stop = new AbortController();
    const model = await openAt((_, response) => {
      startStream(response)({ choices: [{ delta: { content: 'Care' } }] });
    });
    const answer = await model.ask(request, { signal: stop.signal, onText: () => stop.abort() });
    expect(answer).toMatchObject({ text: 'Care', finishReason: 'abort' });
    expect(await model.ask(request, { signal: stop.signal })).toMatchObject({
      text: '',
      finishReason: 'abort',
    });
  });
});

describe('a fault', () => {
  const echo = { error: { message: `Got ${canary} in Authorization for "${promptCanary}"` } };
  const table: [string, number, unknown, Record<string, string>, string][] = [
    ['auth', 401, echo, {}, 'auth'],
    ['forbidden', 403, echo, {}, 'forbidden'],
    ['forbidden without a word', 403, {}, {}, 'auth'],
    ['no credit', 402, echo, {}, 'quota'],
    ['quota', 429, { error: { code: 'insufficient_quota', message: 'You are out.' } }, {}, 'quota'],
    ['rate', 429, echo, { 'retry-after': '17' }, 'rate'],
    ['server', 500, echo, {}, 'server'],
    ['overloaded', 529, echo, {}, 'server'],
    ['malformed', 400, echo, {}, 'malformed'],
    ['unprocessable', 422, { detail: promptCanary }, {}, 'malformed'],
    ['filter', 400, { error: { code: 'content_filter', message: 'no' } }, {}, 'filter'],
  ];
  for (const [name, status, body, headers, kind] of table)
    test(`${name} (${status}) is ${kind} and tells no secret`, async () => {
      const model = await openAt((_, response) => json(response, status, body, headers));
      const fault = await faultOf(model.ask(request));
      expect(fault.fault).toBe(kind);
      if (status === 401) expect(fault.hint).toBe('export LAB_KEY=… or: valuelex keys set LAB_KEY');
      if (kind === 'rate') expect(fault.retryAfter).toBe(17);
    });

  test("repeats the server's words where they are harmless", async () => {
    const model = await openAt((_, response) =>
      json(response, 400, { error: { message: 'temperature must lie between 0 and 1' } }),
    );
    expect((await faultOf(model.ask(request))).message).toContain('between 0 and 1');
  });

  test('hides a prompt that comes back shortened or alone', async () => {
    const model = await openAt((_, response) =>
      json(response, 400, { error: { message: `cannot parse: ${promptCanary.slice(10, 50)}…` } }),
    );
    await faultOf(model.ask(request));
  });

  test('a Retry-After may be a date', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const model = await openAt((_, response) => json(response, 429, {}, { 'retry-after': date }));
    const { retryAfter = 0 } = await faultOf(model.ask(request));
    expect(retryAfter).toBeGreaterThanOrEqual((Date.parse(date) - Date.now()) / 1000);
    expect(retryAfter).toBeLessThanOrEqual(60);
  });

  test('a stream that is cut, or ends without a reason, is truncated', async () => {
    let cutOff = () => {};
    const cut = await openAt((_, response) => {
      startStream(response)({ choices: [{ delta: { content: 'Ca' } }] });
      cutOff = () => response.destroy();
    });
    const half = cut.ask(request, { onText: () => cutOff() });
    expect((await faultOf(half)).fault).toBe('truncated');
    await server?.close();
    const open = await openAt((_, response) => {
      startStream(response)({ choices: [{ delta: { content: 'Ca' } }] });
      response.end();
    });
    expect((await faultOf(open.ask(request))).fault).toBe('truncated');
  });

  test('a stream that says [DONE] is whole, even without a reason', async () => {
    const whole = await openAt((_, response) => streamChat(response, ['Care'], { finish: null }));
    expect(await whole.ask(request)).toMatchObject({ text: 'Care', finishReason: 'stop' });
    await server?.close();
    const long = await openAt((_, response) =>
      streamChat(response, ['Care'], {
        finish: null,
        usage: { prompt_tokens: 9, completion_tokens: request.sampling.maxTokens },
      }),
    );
    expect(await long.ask(request)).toMatchObject({ text: 'Care', finishReason: 'length' });
    await server?.close();
    const empty = await openAt((_, response) => streamChat(response, [], { finish: null }));
    expect((await faultOf(empty.ask(request))).fault).toBe('truncated');
  });

  test('an error inside the stream is one', async () => {
    const model = await openAt((_, response) => {
      const send = startStream(response);
      send({ choices: [{ delta: { content: 'Ca' } }] });
      send({ error: { code: 429, message: promptCanary } });
      response.end();
    });
    expect((await faultOf(model.ask(request))).fault).toBe('rate');
  });

  test('silence is a timeout', async () => {
    const model = await openAt(() => {}, { timeout: 0.05 });
    expect((await faultOf(model.ask(request))).fault).toBe('timeout');
    await server?.close();
    const stalled = await openAt(
      (_, response) => startStream(response)({ choices: [{ delta: { content: 'Ca' } }] }),
      { timeout: 0.1 },
    );
    expect((await faultOf(stalled.ask(request))).fault).toBe('timeout');
  });

  test('a stall in the middle is told by the pace of the answers before it', async () => {
    const model = await openAt((_, response, count) => {
      const pieces = ['Care', ', ', 'candor', ', ', 'calm', '.'];
      // The first request is for the list.
      if (count <= 3) return streamChat(response, pieces);
      const send = startStream(response);
      for (const content of pieces) send({ choices: [{ delta: { content } }] });
    });
    await model.ask(request);
    await model.ask(request);
    const began = performance.now();
    const fault = await faultOf(model.ask(request));
    expect(fault.fault).toBe('timeout');
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(Number(/for ([\d.]+) s/.exec(fault.message)?.[1])).toBeLessThan(60);
  });

  test('what came while the program was held up is read, and no timeout', async () => {
    server = await scriptedServer((_, response) => {
      json(response, 200, listOf('llama-3.1-8b-instruct'));
      const longer = 300;
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longer));
    });
    const endpoint = openaiEndpoint({ name: 'lab', url: server.url, timeout: 0.1 });
    expect(await endpoint.list()).toHaveLength(1);
  });

  test('a web page is malformed, with a hint about /v1', async () => {
    const { url } = await serve(() => {});
    server?.close();
    server = await scriptedServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><h1>Welcome</h1>');
    });
    expect(url).not.toBe(server.url);
    const endpoint = openaiEndpoint({ name: 'lab', url: server.url.replace('/v1', '') });
    const fault = await faultOf(endpoint.list());
    expect(fault.fault).toBe('malformed');
    expect(fault.hint).toContain('/v1');
  });

  test('nobody at the address is a network fault', async () => {
    const { url, close } = await serve(() => {});
    await close();
    const fault = await faultOf(openaiEndpoint({ name: 'lab', url }).list());
    expect(fault.fault).toBe('network');
    expect(fault.message).toContain('nothing answers');
  });

  test('a missing or broken key is auth before anything is sent', async () => {
    const { url, asked } = await serve(() => {});
    for (const value of [undefined, '  ', `${canary} ${canary}`]) {
      const endpoint = openaiEndpoint({
        name: 'lab',
        url,
        keyEnv: 'LAB_KEY',
        env: { LAB_KEY: value },
      });
      const fault = await faultOf(endpoint.list());
      expect(fault.fault).toBe('auth');
      expect(fault.hint).toBe('export LAB_KEY=… or: valuelex keys set LAB_KEY');
    }
    expect(asked).toHaveLength(0);
  });

  test('an endpoint without keyEnv is sent no key', async () => {
    const { url, asked } = await serve(() => {});
    await openaiEndpoint({ name: 'lab', url }).list();
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });

  test('an address that is not a URL is the user’s error', () => {
    expect(() => openaiEndpoint({ name: 'lab', url: 'localhost' })).toThrow(/not a URL/);
    expect(() => openaiEndpoint({ name: 'lab', url: 'ftp://x/v1' })).toThrow(/http/);
  });
});

describe('the listing', () => {
  test('reads context length and price', async () => {
    server = await scriptedServer((_, response) =>
      json(response, 200, {
        data: [
          {
            id: 'meta-llama/llama-3.1-8b-instruct',
            context_length: 131072,
            pricing: { prompt: '0.00000002', completion: '0.00000005' },
          },
          { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } },
          { id: 'own', max_model_len: 4096 },
          { nonsense: true },
        ],
      }),
    );
    // Through another name of this machine, so that it counts as a stranger's.
    const url = 'http://elsewhere.test/v1';
    const target = server.url;
    const endpoint = openaiEndpoint({
      name: 'lab',
      url,
      fetch: (input, init) => fetch(String(input).replace(url, target), init),
    });
    const list = await endpoint.list();
    expect(list).toHaveLength(3);
    expect(list[0]).toMatchObject({
      name: 'lab:meta-llama/llama-3.1-8b-instruct',
      contextLength: 131072,
      price: { prompt: 0.02, completion: 0.05 },
      tags: { family: 'Llama', size: 8, training: 'instruct' },
      form: 'chat',
    });
    expect(list[1]?.price).toBeNull();
    expect(list[2]?.contextLength).toBe(4096);
  });

  test('an unknown model names the nearest', async () => {
    const fault = await faultOf(openAt(() => {}, {}, 'llama-3.1-8b-instrct'));
    expect(fault.fault).toBe('missing');
    expect(fault.hint).toContain('lab:llama-3.1-8b-instruct');
  });

  test('a model that has gone since is missing, with the nearest', async () => {
    server = await scriptedServer(({ path }, response, count) => {
      if (path !== '/v1/models')
        return json(response, 404, {
          error: { code: 'model_not_found', message: 'no such model' },
        });
      return json(response, 200, listOf(count === 1 ? 'llama-3' : 'llama-3.1'));
    });
    const endpoint = openaiEndpoint({ name: 'lab', url: server.url });
    const model = await endpoint.open('llama-3');
    await endpoint.list();
    const fault = await faultOf(model.ask(request));
    expect(fault.fault).toBe('missing');
    expect(fault.hint).toContain('lab:llama-3.1');
  });

  test('an endpoint that lists nothing takes the name at its word', async () => {
    server = await scriptedServer(({ path }, response) =>
      path === '/v1/models' ? json(response, 404, {}) : streamChat(response, ['Care']),
    );
    const model = await openaiEndpoint({ name: 'lab', url: server.url }).open('anything-7b-chat');
    expect((await model.ask(request)).text).toBe('Care');
  });
});

describe('plain completion', () => {
  const plain: Request = {
    kind: 'completion',
    prompt: promptCanary,
    sampling: { temperature: 0, topP: 1, maxTokens: 9, stop: ['\n'] },
  };

  test('goes to /completions', async () => {
    const model = await openAt((_, response) => {
      const send = startStream(response);
      send({ choices: [{ text: ' care,' }] });
      send({ choices: [{ text: ' candor', finish_reason: 'stop' }] });
      response.end('data: [DONE]\n\n');
    });
    expect((await model.ask(plain)).text).toBe(' care, candor');
    expect(server?.asked.at(-1)).toMatchObject({
      path: '/v1/completions',
      body: { prompt: promptCanary, max_tokens: 9, stop: ['\n'] },
    });
  });

  test('where there is none is an error, and never asked as a chat', async () => {
    const model = await openAt((_, response) => json(response, 404, { detail: 'Not Found' }));
    const fault = await faultOf(model.ask(plain));
    expect(fault.fault).toBe('missing');
    expect(fault.message).toContain('/completions');
    expect(model.capabilities.completion).toBe(false);
    expect(server?.asked.some(({ path }) => path.includes('chat'))).toBe(false);
  });
});

describe('a begun turn', () => {
  const begun: Request = { ...request, prefill: 'When I err, I ' };

  function counting(answer: (body: Record<string, unknown>) => string[]): Script {
    return ({ body }, response) => streamChat(response, answer(body));
  }

  function lastMessage(body: Record<string, unknown>): { role: string; content: string } {
    return (body.messages as { role: string; content: string }[]).at(-1) as never;
  }

  test('is continued where the endpoint can, and probed once', async () => {
    const model = await openAt(
      counting((body) =>
        lastMessage(body).content.startsWith('one') ? [' five,', ' six'] : ['say so.'],
      ),
    );
    expect(model.capabilities.prefill).toBe(false);
    expect((await model.ask(begun)).text).toBe('say so.');
    expect((await model.ask(begun)).text).toBe('say so.');
    expect(model.capabilities.prefill).toBe(true);
    const chats = server?.asked.filter(({ path }) => path.includes('chat')) ?? [];
    expect(chats).toHaveLength(3);
    expect(lastMessage(chats[2]?.body ?? {})).toEqual({
      role: 'assistant',
      content: 'When I err, I',
    });
  });

  test('is continued with vLLM’s fields where those are needed', async () => {
    const model = await openAt(
      counting((body) => (body.continue_final_message ? [' five'] : ['one, two'])),
    );
    expect((await model.probe?.())?.prefill).toBe(true);
    await model.ask(begun);
    expect(server?.asked.at(-1)?.body).toMatchObject({ add_generation_prompt: false });
  });

  test('is refused where the endpoint begins again or echoes', async () => {
    const model = await openAt(counting(() => ['one, two, three, four, five']));
    expect((await model.probe?.())?.prefill).toBe(false);
    const fault = await faultOf(model.ask(begun));
    expect(fault.fault).toBe('missing');
    expect(fault.hint).toContain('chat');
  });

  test('is probed again after a fault that says nothing of it', async () => {
    const model = await openAt(({ body }, response, count) =>
      count === 2
        ? json(response, 503, {})
        : streamChat(response, lastMessage(body).content.startsWith('one') ? [' five'] : ['ok']),
    );
    expect((await faultOf(model.ask(begun))).fault).toBe('server');
    expect((await model.ask(begun)).text).toBe('ok');
  });
});

describe('next-token probabilities', () => {
  test('come from the top list of a chat; others are null', async () => {
    const model = await openAt((_, response) =>
      json(response, 200, {
        choices: [
          {
            logprobs: {
              content: [
                {
                  top_logprobs: [
                    { token: '5', logprob: Math.log(0.5) },
                    { token: ' 5', logprob: Math.log(0.25) },
                    { token: 'supp', logprob: Math.log(0.125) },
                    { token: 'o', logprob: Math.log(0.0625) },
                  ],
                },
              ],
            },
          },
        ],
      }),
    );
    const { probabilities } = await model.nextToken(request, ['5', '4', ' supports', 'opposes']);
    expect(probabilities[0]).toBeCloseTo(0.75);
    expect(probabilities[1]).toBeNull();
    expect(probabilities[2]).toBeCloseTo(0.125);
    expect(probabilities[3]).toBeNull();
    expect(server?.asked.at(-1)?.body).toMatchObject({
      max_tokens: 1,
      logprobs: true,
      top_logprobs: 20,
    });
  });

  test('come from the map of a completion, with fewer where the endpoint limits them', async () => {
    const model = await openAt(({ body }, response) =>
      Number(body.logprobs) > 5
        ? json(response, 400, { error: { message: 'logprobs must be at most 5' } })
        : json(response, 200, {
            choices: [{ text: ' 3', logprobs: { top_logprobs: [{ ' 3': Math.log(0.9) }] } }],
          }),
    );
    const plain: Request = { kind: 'completion', prompt: 'Rating:', sampling: request.sampling };
    const { probabilities } = await model.nextToken(plain, [' 3', ' 4']);
    expect(probabilities[0]).toBeCloseTo(0.9);
    expect(probabilities[1]).toBeNull();
  });

  test('reach behind a space that is a token of its own', async () => {
    const model = await openAt(({ body }, response) =>
      json(response, 200, {
        choices: [
          {
            logprobs: {
              top_logprobs: [
                String(body.prompt).endsWith(' ')
                  ? { 3: Math.log(0.5), 4: Math.log(0.25) }
                  : { ' ': Math.log(0.8), 3: Math.log(0.1) },
              ],
            },
          },
        ],
      }),
    );
    const plain: Request = { kind: 'completion', prompt: 'Rating:', sampling: request.sampling };
    const { probabilities } = await model.nextToken(plain, ['3', '4', '5']);
    expect(probabilities[0]).toBeCloseTo(0.1 + 0.8 * 0.5);
    expect(probabilities[1]).toBeCloseTo(0.8 * 0.25);
    expect(probabilities[2]).toBeNull();
  });

  test('are missing where the endpoint tells none, and that is remembered', async () => {
    const model = await openAt((_, response) =>
      json(response, 200, { choices: [{ message: { content: '5' }, logprobs: null }] }),
    );
    expect((await faultOf(model.nextToken(request, ['5']))).fault).toBe('missing');
    expect(model.capabilities.tokenProbabilities).toBe('none');
  });

  test('are found missing by the probe where the endpoint refuses to tell them', async () => {
    const model = await openAt(({ body }, response) =>
      'logprobs' in body
        ? json(response, 403, { error: { message: 'You may not request logprobs here' } })
        : streamChat(response, [' five']),
    );
    expect(await model.probe?.()).toMatchObject({ prefill: true, tokenProbabilities: 'none' });
  });
});

describe('vectors', () => {
  test('come in the order of the texts', async () => {
    const model = await openAt(({ body }, response) =>
      json(response, 200, {
        data: (body.input as string[])
          .map((text, index) => ({ index, embedding: [text.length, 1] }))
          .reverse(),
      }),
    );
    const texts = Array.from({ length: 70 }, (_, i) => 'x'.repeat(i + 1));
    const vectors = await model.embed(texts);
    expect(vectors.map((vector) => vector[0])).toEqual(texts.map((text) => text.length));
  });

  test('are missing where there is no such path, malformed where incomplete', async () => {
    const none = await openAt((_, response) => json(response, 404, {}));
    expect((await faultOf(none.embed(['care']))).fault).toBe('missing');
    expect(none.capabilities.embed).toBe(false);
    await server?.close();
    const few = await openAt((_, response) =>
      json(response, 200, { data: [{ index: 0, embedding: [1] }] }),
    );
    expect((await faultOf(few.embed(['care', 'candor']))).fault).toBe('malformed');
  });
});
