import { expect, test } from 'vitest';
import { discoverEndpoints } from '../../src/models/discover.ts';
import { knownEndpoints } from '../../src/models/known-endpoints.ts';

const key = 'sk-canary-52ab11';

test('what answers is found with its models, what does not says how to mend it', async () => {
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
