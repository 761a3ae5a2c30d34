import { afterEach, describe, expect, test } from 'vitest';
import { discoverEndpoints } from '../../src/models/discover.ts';
import { type KnownEndpoint, knownEndpoints } from '../../src/models/known-endpoints.ts';
import { json, type ScriptedServer, scriptedServer } from './openai/scripted-server.ts';

const key = 'sk-canary-52ab11';

test('what answers is found with its models, what does not says how to fix it', async () => {
  const sent: { url: string; headers: Headers }[] = [];
  const found = await discoverEndpoints({
    env: { OPENROUTER_API_KEY: key, ANTHROPIC_API_KEY: key, GEMINI_API_KEY: 'wrong-key' },
    timeout: 0.2,
    fetch: async (input, init) => {
      const url = String(input);
      sent.push({ url, headers: new Headers(init?.headers) });
      if (url.includes('11434') || url.includes('openrouter') || url.includes('anthropic'))
        return Response.json({ data: [{ id: 'llama3.1:8b' }] });
      if (url.includes('google')) return Response.json({ error: {} }, { status: 401 });
      if (url.includes('8000')) return new Promise(() => {});
      throw Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      });
    },
  });
  expect(found.map(({ endpoint }) => endpoint.name)).toEqual(
    knownEndpoints.map(({ name }) => name),
  );
  const by = new Map(found.map((one) => [one.endpoint.name, one]));
  expect(by.get('ollama')?.models[0]?.name).toBe('ollama:llama3.1:8b');
  expect(by.get('openrouter')?.found).toBe(true);
  expect(by.get('lmstudio')?.problem?.what).toContain('nothing answers at 127.0.0.1:1234');
  expect(by.get('lmstudio')?.problem?.mend).toContain('LM Studio');
  expect(by.get('vllm')?.problem?.what).toContain('did not answer');
  expect(by.get('openai')?.problem?.mend).toBe(
    'export OPENAI_API_KEY=… or: valuelex keys set OPENAI_API_KEY',
  );
  expect(by.get('google')?.problem?.mend).toContain('export GEMINI_API_KEY=…');
  expect(JSON.stringify(found)).not.toContain(key);
  // Without a key nothing is sent; Anthropic's list wants the key in a header of its own.
  expect(sent.some(({ url }) => url.includes('api.openai.com'))).toBe(false);
  const anthropic = sent.find(({ url }) => url.includes('anthropic'));
  expect(anthropic?.headers.get('x-api-key')).toBe(key);
  expect(anthropic?.headers.get('authorization')).toBeNull();
});

describe('servers on this machine', () => {
  const servers: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const entries: Record<string, object> = {
    vllm: { id: 'lab-7b', owned_by: 'vllm', max_model_len: 4096 },
    tgi: { id: 'meta/llama', owned_by: 'meta/llama' },
    llamacpp: { id: 'mini.gguf', owned_by: 'llamacpp' },
    serve: { id: 'SmolLM2', owned_by: 'valuelex' },
    unknown: { id: 'thing' },
  };
  async function serve(kind: string): Promise<string> {
    const server = await scriptedServer(({ path }, response) =>
      path === '/v1/models'
        ? json(response, 200, { data: [entries[kind]] })
        : json(response, 404, {}),
    );
    servers.push(server);
    return server.url;
  }
  /** An address at which nothing listens. */
  async function nowhere(): Promise<string> {
    const server = await scriptedServer(() => {});
    await server.close();
    return server.url;
  }
  const known = (name: string, url: string, alsoAt: string[] = []): KnownEndpoint => ({
    name,
    title: name.toUpperCase(),
    url,
    alsoAt,
    kind: name as NonNullable<KnownEndpoint['kind']>,
    mend: `start ${name}`,
  });
  const look = async (endpoints: KnownEndpoint[]) =>
    new Map(
      (await discoverEndpoints({ endpoints, env: {} })).map((one) => [one.endpoint.name, one]),
    );

  test('two that share a port are told apart by what they list', async () => {
    const port = await serve('tgi');
    const found = await look([known('llamacpp', port), known('tgi', await nowhere(), [port])]);
    expect(found.get('tgi')).toMatchObject({ found: true, endpoint: { url: port } });
    expect(found.get('tgi')?.models[0]?.name).toBe('tgi:meta/llama');
    expect(found.get('llamacpp')).toMatchObject({
      found: false,
      problem: { what: `${new URL(port).host} is TGI`, mend: 'start llamacpp' },
    });
  });

  test('one is found at the usual port of another', async () => {
    const [ollama, vllm] = [await serve('vllm'), await nowhere()];
    const found = await look([known('ollama', ollama), known('vllm', vllm)]);
    expect(found.get('vllm')).toMatchObject({ found: true, endpoint: { url: ollama } });
    expect(found.get('ollama')?.found).toBe(false);
  });

  test('one that does not show what it is belongs to the port, and its own port goes first', async () => {
    const [first, second] = [await serve('unknown'), await serve('serve')];
    const found = await look([
      known('llamacpp', first),
      known('tgi', await nowhere(), [first]),
      known('serve', second),
    ]);
    expect(found.get('llamacpp')?.models[0]?.name).toBe('llamacpp:thing');
    expect(found.get('tgi')?.problem?.what).toContain('nothing answers');
    expect(found.get('serve')?.models[0]?.name).toBe('serve:SmolLM2');
  });

  test('one that wants a key says so', async () => {
    const server = await scriptedServer((_, response) => json(response, 401, {}));
    servers.push(server);
    const found = await look([known('vllm', server.url)]);
    expect(found.get('vllm')?.problem).toMatchObject({
      what: expect.stringContaining('the key was not accepted'),
      mend: expect.stringContaining('keyEnv'),
    });
  });
});
