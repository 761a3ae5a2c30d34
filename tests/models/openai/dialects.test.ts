/** Each server in the form that its documentation gives. */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { EndpointError } from '../../../src/errors.ts';
import type { Request } from '../../../src/models/model.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import type { OpenaiEndpointConfig } from '../../../src/models/openai/endpoint-config.ts';
import {
  json,
  type Script,
  type ScriptedServer,
  scriptedServer,
  startStream,
  streamChat,
} from './scripted-server.ts';

let server: ScriptedServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

type Routes = Record<string, unknown>;

/** A server that answers these paths with JSON, and the rest by the script. */
async function serverOf(
  routes: Routes,
  script: Script = (_, response) => notFound(response),
  headers: Record<string, string> = {},
): Promise<ScriptedServer> {
  server = await scriptedServer((asked, response, count) => {
    const path = asked.path.split('?')[0] ?? '';
    if (path in routes) json(response, 200, routes[path], headers);
    else script(asked, response, count);
  });
  return server;
}

const notFound = (response: ServerResponse) => json(response, 404, { error: 'not found' });

const endpointAt = (url: string, more: Partial<OpenaiEndpointConfig> = {}) =>
  openaiEndpoint({ name: 'lab', url, env: {}, ...more });

const request: Request = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Which values guide you?' }],
  sampling: { temperature: 0.7, topP: 1, maxTokens: 50, seed: 7 },
};

describe('Ollama', () => {
  const list = {
    object: 'list',
    data: [
      { id: 'llama3.1:latest', object: 'model', created: 1, owned_by: 'library' },
      { id: 'gemma3:270m-pt', object: 'model', created: 1, owned_by: 'library' },
      { id: 'hf.co/lab/mini:Q8_0', object: 'model', created: 1, owned_by: 'lab' },
    ],
  };
  const tags = {
    models: [
      {
        name: 'llama3.1:latest',
        size: 4_920_753_328,
        details: { family: 'llama', parameter_size: '8.0B', quantization_level: 'Q4_K_M' },
      },
      { name: 'gemma3:270m-pt', size: 1, details: { parameter_size: '268.10M' } },
    ],
  };

  test('tells size, quantisation, and bytes of all its models beside the list', async () => {
    const { url } = await serverOf({ '/v1/models': list, '/api/tags': tags });
    const [llama, gemma, other] = await endpointAt(url).list();
    expect(llama).toMatchObject({
      name: 'lab:llama3.1:latest',
      tags: { family: 'Llama', size: 8, quantisation: 'Q4_K_M', training: 'instruct' },
      bytes: 4_920_753_328,
      price: { prompt: 0, completion: 0 },
    });
    expect(gemma?.tags.size).toBeCloseTo(0.2681, 5);
    expect(other?.tags.quantisation).toBe('Q8_0');
  });

  test('a model opens without its :latest, with the length that it is served with', async () => {
    const { url, asked } = await serverOf({
      '/v1/models': list,
      '/api/tags': tags,
      '/api/show': {
        template: '{{ if .System }}…',
        model_info: { 'general.architecture': 'llama', 'llama.context_length': 131_072 },
        capabilities: ['completion', 'tools'],
      },
    });
    const model = await endpointAt(url).open('llama3.1');
    expect(model.info).toMatchObject({ name: 'lab:llama3.1', contextLength: 131_072 });
    expect(model.capabilities.chat).toBe(true);
    expect(asked.find((one) => one.path === '/api/show')?.body).toEqual({ model: 'llama3.1' });
  });

  test('a model without a template of its own is asked with plain text', async () => {
    const { url, asked } = await serverOf(
      {
        '/v1/models': list,
        '/api/show': { template: '{{ .Prompt }}', capabilities: ['completion'] },
      },
      ({ path }, response) => {
        if (path !== '/v1/completions') return notFound(response);
        const send = startStream(response);
        send({ choices: [{ text: ' care', finish_reason: 'stop' }] });
        response.end('data: [DONE]\n\n');
      },
    );
    const model = await endpointAt(url).open('llama3.1:latest');
    expect(model.info.form).toBe('completion');
    await model.probe?.();
    expect(model.capabilities).toMatchObject({ chat: false, completion: true });
    expect(asked.some(({ path }) => path === '/v1/chat/completions')).toBe(false);
  });

  test('its reasoning has a field of its own', async () => {
    const { url } = await serverOf({ '/v1/models': list }, (_, response) => {
      const send = startStream(response);
      send({ choices: [{ delta: { role: 'assistant', content: '', reasoning: 'Hm' } }] });
      send({ choices: [{ delta: { content: '', reasoning: '.' } }] });
      send({ choices: [{ delta: { content: 'Care' }, finish_reason: 'stop' }] });
      response.end('data: [DONE]\n\n');
    });
    const model = await endpointAt(url).open('llama3.1:latest');
    expect(await model.ask(request)).toMatchObject({ text: 'Care', reasoning: 'Hm.' });
    expect(model.capabilities.reasoning).toBe(true);
  });
});

test('LM Studio tells more in its own interface: length, quantisation, what embeds', async () => {
  const entry = (id: string) => ({ id, object: 'model', owned_by: 'organization_owner' });
  const { url } = await serverOf({
    '/v1/models': { data: [entry('qwen2.5-7b-instruct'), entry('my-vectors')] },
    '/api/v0/models': {
      object: 'list',
      data: [
        {
          id: 'qwen2.5-7b-instruct',
          type: 'llm',
          arch: 'qwen2',
          quantization: '4bit',
          state: 'loaded',
          max_context_length: 32_768,
          loaded_context_length: 4096,
        },
        { id: 'my-vectors', type: 'embeddings', state: 'not-loaded', max_context_length: 2048 },
      ],
    },
  });
  const [qwen, vectors] = await endpointAt(url).list();
  expect(qwen).toMatchObject({ contextLength: 4096, tags: { quantisation: '4bit' } });
  expect(vectors).toMatchObject({ contextLength: 2048, tags: { training: 'embedding' } });
});

test('vLLM tells max_model_len; without a chat template its chat is refused, and plain text is sent', async () => {
  const { url, asked } = await serverOf(
    {
      '/v1/models': {
        data: [{ id: 'lab-7b', object: 'model', owned_by: 'vllm', root: 'x', max_model_len: 8192 }],
      },
    },
    ({ path, body }, response) => {
      // As it was before 0.10: the error's fields stand bare.
      if (path === '/v1/chat/completions')
        return json(response, 400, {
          object: 'error',
          message:
            'As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the tokenizer does not define one.',
          type: 'BadRequestError',
          param: null,
          code: 400,
        });
      if (path !== '/v1/completions') return notFound(response);
      if (body.logprobs)
        return json(response, 200, {
          choices: [{ text: ' 1', logprobs: { top_logprobs: [{ ' 1': -0.1 }] } }],
        });
      const send = startStream(response);
      send({ choices: [{ text: ' care', finish_reason: 'stop' }] });
      response.end('data: [DONE]\n\n');
    },
  );
  const endpoint = endpointAt(url);
  expect((await endpoint.list())[0]?.contextLength).toBe(8192);
  const model = await endpoint.open('lab-7b');
  expect(model.info.form).toBe('chat');
  const capabilities = await model.probe?.();
  expect(capabilities).toMatchObject({
    chat: false,
    completion: true,
    prefill: false,
    tokenProbabilities: 'top',
  });
  expect(model.info.form).toBe('completion');
  const plain: Request = {
    kind: 'completion',
    prompt: 'I value',
    sampling: { temperature: 0, topP: 1, maxTokens: 5 },
  };
  expect((await model.ask(plain)).text).toBe(' care');
  expect(asked.at(-1)?.body.prompt).toBe('I value');
});

test('llama-server tells the context that it was started with, and whether the file has a template', async () => {
  const models = {
    data: [
      {
        id: 'mini.gguf',
        object: 'model',
        owned_by: 'llamacpp',
        meta: { n_ctx_train: 131_072, n_params: 1, size: 77 },
      },
    ],
  };
  const { url } = await serverOf({
    '/v1/models': models,
    '/props': { default_generation_settings: { n_ctx: 4096 }, chat_template: '' },
  });
  const [mini] = await endpointAt(url).list();
  expect(mini).toMatchObject({ contextLength: 4096, bytes: 77, form: 'completion' });
  const model = await endpointAt(url).open('mini.gguf');
  expect(model.info.form).toBe('completion');
});

test('TGI is asked for "tgi", and told apart by its list', async () => {
  const id = 'meta-llama/Llama-3.1-8B-Instruct';
  const { url, asked } = await serverOf(
    {
      '/v1/models': { object: 'list', data: [{ id, object: 'model', created: 0, owned_by: id }] },
      '/info': { model_id: id, max_input_tokens: 4095, max_total_tokens: 4096, version: '3.0.0' },
    },
    ({ body }, response) => {
      if (body.temperature === 0)
        return json(response, 422, {
          error: 'Input validation error: `temperature` must be strictly positive',
          error_type: 'validation',
        });
      streamChat(response, ['Care']);
    },
  );
  const model = await endpointAt(url).open(id);
  expect(model.info).toMatchObject({ name: `lab:${id}`, contextLength: 4096 });
  expect((await model.ask(request)).text).toBe('Care');
  expect(asked.at(-1)?.body.model).toBe('tgi');
  const greedy = { ...request, sampling: { ...request.sampling, temperature: 0 } };
  await expect(model.ask(greedy)).rejects.toThrow(/strictly positive/);
});

test('OpenRouter tells prices and lengths; a variant of a model has its price', async () => {
  const { url } = await serverOf({
    '/v1/models': {
      data: [
        {
          id: 'meta-llama/llama-3.3-70b-instruct',
          context_length: 131_072,
          pricing: { prompt: '0.00000012', completion: '0.0000003', request: '0' },
          supported_parameters: ['seed', 'logprobs'],
        },
        { id: 'openrouter/auto', context_length: 2_000_000, pricing: { prompt: '-1' } },
      ],
    },
  });
  // Prices count where the address is not this machine's.
  const endpoint = endpointAt('https://router.test/v1', {
    fetch: (input, init) => fetch(String(input).replace('https://router.test/v1', url), init),
  });
  const [llama, auto] = await endpoint.list();
  expect(llama?.price).toEqual({ prompt: 0.12, completion: 0.3 });
  expect(auto?.price).toBeNull();
  const free = await endpoint.open('meta-llama/llama-3.3-70b-instruct:nitro');
  expect(free.info).toMatchObject({ contextLength: 131_072, price: { prompt: 0.12 } });
});

describe('Anthropic', () => {
  const listing = {
    keyHeader: 'x-api-key',
    headers: { 'anthropic-version': '2023-06-01' },
    query: { limit: '1000' },
  };
  const models = {
    data: [
      {
        type: 'model',
        id: 'claude-sonnet-4-5-20250929',
        display_name: 'Claude Sonnet 4.5',
        max_input_tokens: 200_000,
      },
    ],
    has_more: false,
  };

  test('lists all models in one page, with its own header', async () => {
    const { url, asked } = await serverOf({ '/v1/models': models });
    const config = { keyEnv: 'A_KEY', env: { A_KEY: 'sk-ant-canary' }, listing };
    const [sonnet] = await endpointAt(url, config).list();
    expect(sonnet).toMatchObject({ contextLength: 200_000, tags: { family: 'Claude' } });
    expect(asked[0]?.path).toBe('/v1/models?limit=1000');
    expect(asked[0]?.headers).toMatchObject({
      'x-api-key': 'sk-ant-canary',
      'anthropic-version': '2023-06-01',
    });
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });

  test('takes temperature or top_p: the one that is 1 is left out', async () => {
    const { url, asked } = await serverOf({ '/v1/models': models }, ({ body }, response) => {
      if ('temperature' in body && 'top_p' in body)
        return json(response, 400, {
          error: {
            type: 'invalid_request_error',
            message:
              '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
          },
        });
      streamChat(response, ['Care']);
    });
    const model = await endpointAt(url).open('claude-sonnet-4-5-20250929');
    const both = { ...request, sampling: { ...request.sampling, topP: 0.9 } };
    await expect(model.ask(both)).rejects.toThrow(/cannot both be specified/);
    expect((await model.ask(request)).text).toBe('Care');
    expect(asked.at(-1)?.body).toMatchObject({ temperature: 0.7 });
    expect(asked.at(-1)?.body).not.toHaveProperty('top_p');
    const warm = { ...request, sampling: { ...both.sampling, temperature: 1 } };
    expect((await model.ask(warm)).text).toBe('Care');
    expect(asked.at(-1)?.body).toMatchObject({ top_p: 0.9 });
    expect(asked.at(-1)?.body).not.toHaveProperty('temperature');
  });
});

describe('Google', () => {
  const models = {
    object: 'list',
    data: [{ id: 'models/gemini-2.5-flash', object: 'model', owned_by: 'google' }],
  };

  test('a model is named without the models/ of its list, and with it too', async () => {
    const { url, asked } = await serverOf({ '/v1/models': models }, (_, response) =>
      streamChat(response, ['Care']),
    );
    const endpoint = endpointAt(url);
    expect((await endpoint.list())[0]?.name).toBe('lab:gemini-2.5-flash');
    const model = await endpoint.open('gemini-2.5-flash');
    await model.ask(request);
    expect(asked.at(-1)?.body.model).toBe('gemini-2.5-flash');
    expect((await endpoint.open('models/gemini-2.5-flash')).info.tags.family).toBe('Gemini');
  });

  const errorOf = (status: number, error: object) => (_: unknown, response: ServerResponse) =>
    json(response, status, [{ error }]);

  test('a wrong key, told with 400 in a list, is a matter of the key', async () => {
    const { url } = await serverOf(
      { '/v1/models': models },
      errorOf(400, {
        code: 400,
        message: 'API key not valid. Please pass a valid API key.',
        status: 'INVALID_ARGUMENT',
        details: [
          { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
        ],
      }),
    );
    const model = await endpointAt(url, { keyEnv: 'G', env: { G: 'wrong-key' } }).open(
      'gemini-2.5-flash',
    );
    const fault = (await model.ask(request).catch((error) => error)) as EndpointError;
    expect(fault.fault).toBe('auth');
    expect(fault.hint).toContain('valuelex keys set G');
  });

  test('the wait that it asks for in the body is obeyed', async () => {
    const { url } = await serverOf(
      { '/v1/models': models },
      errorOf(429, {
        code: 429,
        message: 'You exceeded your current rate.',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }],
      }),
    );
    const model = await endpointAt(url).open('gemini-2.5-flash');
    const fault = (await model.ask(request).catch((error) => error)) as EndpointError;
    expect(fault).toMatchObject({ fault: 'rate', retryAfter: 34.5 });
  });
});

test('a model of a router that refuses the seed leaves it to the others', async () => {
  const { url, asked } = await serverOf(
    { '/v1/models': { data: [{ id: 'a/strict' }, { id: 'b/easy' }] } },
    ({ body }, response) => {
      if (body.model === 'a/strict' && 'seed' in body)
        return json(response, 400, {
          error: { message: 'Unknown parameter: seed', param: 'seed' },
        });
      streamChat(response, ['Care']);
    },
  );
  const endpoint = endpointAt(url);
  const [strict, easy] = await Promise.all([endpoint.open('a/strict'), endpoint.open('b/easy')]);
  await strict.ask(request);
  await easy.ask(request);
  expect(strict.capabilities.seed).toBe(false);
  expect(easy.capabilities.seed).toBe(true);
  expect(asked.at(-1)?.body.seed).toBe(7);
});

test('a JSON schema is sent where it is taken, and left out where it is refused', async () => {
  const schema = { type: 'object', properties: { sure: { type: 'boolean' } } };
  const { url, asked } = await serverOf(
    { '/v1/models': { data: [{ id: 'm' }] } },
    ({ body }, response) => {
      if (body.response_format && asked.length > 3)
        return json(response, 400, {
          error: { message: 'response_format json_schema is not supported' },
        });
      streamChat(response, ['{}']);
    },
  );
  const model = await endpointAt(url).open('m');
  const wanted: Request = { ...request, jsonSchema: schema };
  await model.ask(wanted);
  expect(asked.at(-1)?.body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { schema },
  });
  await model.ask(wanted);
  await model.ask(wanted);
  expect(asked.at(-1)?.body).not.toHaveProperty('response_format');
});

test('thoughts in parts of the content, as Mistral sends them, are kept apart', async () => {
  const { url } = await serverOf({ '/v1/models': { data: [{ id: 'm' }] } }, (_, response) => {
    const send = startStream(response);
    const thinking = [{ type: 'text', text: 'Hm.' }];
    send({ choices: [{ delta: { content: [{ type: 'thinking', thinking }] } }] });
    send({ choices: [{ delta: { content: [{ type: 'text', text: 'Ca' }] } }] });
    send({ choices: [{ delta: { content: 're' }, finish_reason: 'stop' }] });
    response.end('data: [DONE]\n\n');
  });
  const model = await endpointAt(url).open('m');
  expect(await model.ask(request)).toMatchObject({ text: 'Care', reasoning: 'Hm.' });
});

test('a stop string inside thoughts stops nothing', async () => {
  const { url } = await serverOf({ '/v1/models': { data: [{ id: 'm' }] } }, (_, response) =>
    streamChat(response, ['<th', 'ink>One\nTwo</thi', 'nk>\n', 'Care\nmore']),
  );
  const model = await endpointAt(url).open('m');
  const heard: string[] = [];
  const stopped = { ...request, sampling: { ...request.sampling, stop: ['\n'] } };
  const answer = await model.ask(stopped, { onText: (text) => heard.push(text) });
  expect(answer).toMatchObject({ text: 'Care', reasoning: 'One\nTwo' });
  expect(heard.join('')).toBe('Care');
});

describe('what is refused and changes nothing', () => {
  const models = { '/v1/models': { data: [{ id: 'm' }] } };
  const warm: Request = { ...request, sampling: { ...request.sampling, temperature: 1 } };
  const refusing = (fields: readonly string[], refuse: (field: string) => [number, unknown]) =>
    serverOf(models, ({ body }, response) => {
      const field = fields.find((one) => one in body);
      if (field !== undefined) return json(response, ...refuse(field));
      json(response, 200, { choices: [{ message: { content: 'Care' }, finish_reason: 'stop' }] });
    });
  const openai = (field: string): [number, unknown] => [
    400,
    { error: { message: `'${field}' is not supported`, param: field, code: 'unsupported_value' } },
  ];
  const fastapi = (field: string): [number, unknown] => [
    422,
    { detail: [{ loc: ['body', field], msg: 'Extra inputs are not permitted' }] },
  ];
  const routed = (field: string): [number, unknown] => [
    400,
    {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: { raw: JSON.stringify(openai(field)[1]) },
      },
    },
  ];
  const told = (field: string): [number, unknown] => [200, openai(field)[1]];
  const failed = (field: string): [number, unknown] => [
    501,
    { error: `${field} is not implemented` },
  ];
  const kinds = { openai, fastapi, routed, told, failed };
  const fields = ['stream', 'seed', 'temperature', 'top_p'];

  for (const [name, refuse] of Object.entries(kinds))
    test(`is left out and remembered (${name})`, async () => {
      const { url, asked } = await refusing(fields, refuse);
      const model = await endpointAt(url).open('m');
      expect((await model.ask(warm)).text).toBe('Care');
      const before = asked.length;
      expect((await model.ask(warm)).text).toBe('Care');
      expect(asked).toHaveLength(before + 1);
      for (const field of [...fields, 'stream_options'])
        expect(asked.at(-1)?.body).not.toHaveProperty(field);
    });

  test('another temperature that is refused is sent all the same, and the refusal is told', async () => {
    const { url, asked } = await refusing(['temperature'], openai);
    const model = await endpointAt(url).open('m');
    expect((await model.ask(warm)).text).toBe('Care');
    await expect(model.ask(request)).rejects.toThrow(/'temperature' is not supported/);
    expect(asked.at(-1)?.body).toMatchObject({ temperature: 0.7 });
    const narrow: Request = { ...warm, sampling: { ...warm.sampling, topP: 0.9 } };
    const other = await refusing(['top_p'], openai);
    await expect((await endpointAt(other.url).open('m')).ask(narrow)).rejects.toThrow(
      /'top_p' is not supported/,
    );
  });

  test('a temperature of 1 that lies outside a range stops, and a top_p of 1 is left out', async () => {
    const { url } = await refusing(['temperature'], (field) => [
      400,
      { error: { message: `${field} must be less than 1` } },
    ]);
    await expect((await endpointAt(url).open('m')).ask(warm)).rejects.toThrow(
      /must be less than 1/,
    );
    await server?.close();
    const tgi = await refusing(['top_p'], () => [
      422,
      {
        error: 'Input validation error: `top_p` must be > 0.0 and < 1.0',
        error_type: 'validation',
      },
    ]);
    expect((await (await endpointAt(tgi.url).open('m')).ask(warm)).text).toBe('Care');
  });

  test('a failure that speaks of a stream does not end streaming', async () => {
    const { url, asked } = await serverOf(models, (_, response) =>
      json(response, 502, { error: { message: 'the upstream stream was closed unexpectedly' } }),
    );
    const model = await endpointAt(url).open('m');
    await expect(model.ask(request)).rejects.toThrow(/the endpoint failed/);
    await expect(model.ask(request)).rejects.toThrow(/the endpoint failed/);
    expect(asked.at(-1)?.body.stream).toBe(true);
  });
});

test('a model that takes no temperature but 1 is probed at 1', async () => {
  const { url } = await serverOf(
    { '/v1/models': { data: [{ id: 'm' }] } },
    ({ body }, response) => {
      if (body.temperature !== undefined && body.temperature !== 1)
        return json(response, 400, {
          error: {
            message: "Unsupported value: 'temperature' does not support 0. Only 1 is supported.",
            param: 'temperature',
          },
        });
      streamChat(response, [' five, six']);
    },
  );
  expect(await (await endpointAt(url).open('m')).probe?.()).toMatchObject({
    prefill: true,
    completion: true,
  });
});

describe('a content filter', () => {
  const refusal = { error: { message: 'Content Exists Risk', code: 'invalid_request_error' } };

  test('that refuses the questions of a probe teaches nothing and ends nothing', async () => {
    const { url, asked } = await serverOf(
      { '/v1/models': { data: [{ id: 'm' }] } },
      (_, response) => json(response, 400, refusal),
    );
    const model = await endpointAt(url).open('m');
    expect(await model.probe?.()).toMatchObject({
      chat: true,
      prefill: false,
      tokenProbabilities: 'top',
    });
    const before = asked.length;
    await model.probe?.();
    expect(asked.length).toBeGreaterThan(before);
    await expect(model.ask(request)).rejects.toMatchObject({ fault: 'filter' });
  });

  test('that refuses one question of a probe leaves the others', async () => {
    const { url } = await serverOf(
      { '/v1/models': { data: [{ id: 'm' }] } },
      ({ body }, response) => {
        if (JSON.stringify(body).includes('digit 1')) return json(response, 400, refusal);
        streamChat(response, [' five, six']);
      },
    );
    const model = await endpointAt(url).open('m');
    expect(await model.probe?.()).toMatchObject({ prefill: true, tokenProbabilities: 'top' });
  });
});

test('a probe waits only so long, and leaves the rest to the answers', async () => {
  const { url, asked } = await serverOf({ '/v1/models': { data: [{ id: 'm' }] } }, () => {});
  const model = await endpointAt(url, { timeout: 0.2 }).open('m');
  expect(await model.probe?.()).toMatchObject({ chat: true, prefill: false });
  expect(asked.filter(({ path }) => path !== '/v1/models')).toHaveLength(1);
  await expect(model.ask(request)).rejects.toThrow(/no sign of life for 0.2 s/);
});

test('probabilities are read beside NaN and tokens without one', async () => {
  const body =
    '{"choices": [{"logprobs": {"content": [{"top_logprobs": [{"token": "1", "logprob": -0.1}, {"token": "2", "logprob": NaN}, {"token": "3", "logprob": -Infinity}, {"token": 4}]}]}}]}';
  const { url } = await serverOf({ '/v1/models': { data: [{ id: 'm' }] } }, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  });
  const model = await endpointAt(url).open('m');
  const { probabilities } = await model.nextToken(request, ['1', '2', '3']);
  expect(probabilities[0]).toBeCloseTo(Math.exp(-0.1));
  expect(probabilities.slice(1)).toEqual([null, 0]);
});

describe('what is not an answer, with status 200', () => {
  const table: [string, string, string, RegExp][] = [
    ['words', 'upstream connect error', 'text/plain', /upstream connect error/],
    ['words that call themselves JSON', 'no healthy upstream', 'application/json', /no healthy/],
    ['a JSON text', '"the trial quota is used up"', 'application/json', /credit is used up/],
    [
      'words in a stream',
      'data: Internal Server Error\n\n',
      'text/event-stream',
      /Internal Server/,
    ],
    ['an error event in words', 'event: error\ndata: no GPU\n\n', 'text/event-stream', /no GPU/],
    [
      'a stream of usage alone',
      'data: {"usage": {"completion_tokens": 0}}\n\ndata: [DONE]\n\n',
      'text/event-stream',
      /holds no choices/,
    ],
  ];
  for (const [name, body, type, words] of table)
    test(`${name} is told`, async () => {
      const { url } = await serverOf({ '/v1/models': { data: [{ id: 'm' }] } }, (_, response) => {
        response.writeHead(200, { 'content-type': type });
        response.end(body);
      });
      await expect((await endpointAt(url).open('m')).ask(request)).rejects.toThrow(words);
    });

  test('words among the pieces of an answer are passed over', async () => {
    const { url } = await serverOf({ '/v1/models': { data: [{ id: 'm' }] } }, (_, response) => {
      const send = startStream(response);
      response.write('data: connected\n\n');
      send({ choices: [{ delta: { content: 'Care' }, finish_reason: 'stop' }] });
      response.end('data: [done]\n\n');
    });
    expect((await (await endpointAt(url).open('m')).ask(request)).text).toBe('Care');
  });
});
