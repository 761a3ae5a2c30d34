/** Studies from somebody else: their endpoints get no key of this user that was not meant for them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { realOutside } from '../../src/environment.ts';
import { explainError } from '../../src/errors.ts';
import { isLinkLocal, mayHaveKey, placeOf, readPlaces } from '../../src/keys/key-places.ts';
import { studySchema } from '../../src/run/study.ts';

const key = 'canary-key-0123456789';
const env = { OPENAI_API_KEY: key, LAB_KEY: key };

/** What a study with these endpoints would be told of its keys, by endpoint. */
function toAllow(
  endpoints: Record<string, { url: string; keyEnv?: string }>,
  allowed = '',
): string[] {
  const outside = realOutside({
    endpoints: () => ({ own: { url: 'https://own.example/v1', keyEnv: 'LAB_KEY' } }),
    allowedKeys: () => readPlaces(allowed),
    env,
  });
  return [...outside.keysToAllow({ endpoints }).keys()];
}

describe('a key goes only where it is for, or was allowed', () => {
  it.each([
    ['https://api.openai.com/v1', 'OPENAI_API_KEY', true],
    ['https://api.openai.com/other', 'OPENAI_API_KEY', true],
    ['http://api.openai.com/v1', 'OPENAI_API_KEY', false],
    ['https://api.openai.com:8443/v1', 'OPENAI_API_KEY', false],
    ['https://api.openai.com.evil.example/v1', 'OPENAI_API_KEY', false],
    ['https://evil.example/api.openai.com', 'OPENAI_API_KEY', false],
    ['https://api.openai.com/v1', 'LAB_KEY', false],
    ['https://api.openai.com/v1', 'GITHUB_TOKEN', false],
    ['https://own.example/v1', 'LAB_KEY', true],
    ['https://openrouter.ai/api/v1', 'OPENAI_API_KEY', false],
    ['http://127.0.0.1:8000/v1', 'LAB_KEY', true],
    ['http://localhost:8000/v1', 'LAB_KEY', true],
    ['http://127.0.0.1.evil.example/v1', 'LAB_KEY', false],
    ['http://localhost.evil.example/v1', 'LAB_KEY', false],
  ])('%s with %s: %s', (url, keyEnv, may) => {
    expect(toAllow({ openai: { url, keyEnv } })).toEqual(may ? [] : ['openai']);
  });

  it('takes what was allowed for that variable and that address alone', () => {
    const lab = { url: 'https://llm.example.org/v1', keyEnv: 'LAB_KEY' };
    expect(toAllow({ lab }, 'LAB_KEY@llm.example.org')).toEqual([]);
    expect(toAllow({ lab }, 'OPENAI_API_KEY@llm.example.org')).toEqual(['lab']);
    expect(toAllow({ lab }, 'LAB_KEY@http://llm.example.org')).toEqual(['lab']);
    expect(toAllow({ lab }, 'LAB_KEY@llm.example.org:8443')).toEqual(['lab']);
    expect(toAllow({ lab }, 'nonsense, @x, LAB_KEY@, LAB_KEY@ftp://llm.example.org')).toEqual([
      'lab',
    ]);
    expect(toAllow({ lab: { url: lab.url } })).toEqual([]);
  });

  it('reads places as a person writes them', () => {
    expect(placeOf('A', 'llm.example.org')?.origin).toBe('https://llm.example.org');
    expect(placeOf('A', 'HTTPS://LLM.example.org:443/v1')?.origin).toBe('https://llm.example.org');
    expect(placeOf('A', 'file:///etc/passwd')).toBeNull();
    expect(placeOf('A', 'not a host')).toBeNull();
    expect(mayHaveKey({ keyEnv: 'A', origin: 'http://[::1]:1' }, [])).toBe(true);
  });
});

describe('what is sent', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  it('asks nothing with a key that was not allowed, and says what to do', async () => {
    const seen: string[] = [];
    // Fetches go to a server of the test, whatever the host.
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? 'none');
      response.setHeader('content-type', 'application/json');
      response.end('{"object":"list","data":[{"id":"gpt-4o-mini","object":"model"}]}');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const real = globalThis.fetch;
    globalThis.fetch = (_, init) => real(`http://127.0.0.1:${port}/`, init);
    closing.push(() => {
      globalThis.fetch = real;
    });

    // Under the name of a known endpoint: it does not inherit that one's trust.
    const endpoints = { openai: { url: 'https://evil.example/v1', keyEnv: 'OPENAI_API_KEY' } };
    const outside = realOutside({ endpoints: () => ({}), env });
    const endpoint = outside.endpointsOf({ endpoints }).get('openai')!;
    const asked = async () => {
      const model = await endpoint.open('gpt-4o-mini');
      await model.probe?.();
    };
    let lines: string[] = [];
    await asked().catch((error: unknown) => {
      lines = explainError(error);
    });
    const text = lines.join('\n');
    expect(text).toContain('OPENAI_API_KEY');
    expect(text).toContain('https://evil.example');
    expect(text).toContain('valuelex keys allow OPENAI_API_KEY https://evil.example');
    expect(text).not.toContain(key);
    expect(seen).toEqual([]);

    const trusting = realOutside({
      endpoints: () => ({}),
      allowedKeys: () => readPlaces('OPENAI_API_KEY@evil.example'),
      env,
    });
    const model = await trusting.endpointsOf({ endpoints }).get('openai')!.open('gpt-4o-mini');
    await Promise.resolve(model.probe?.()).catch(() => {});
    expect(seen).toContain(`Bearer ${key}`);
  });
});

describe('addresses of a study', () => {
  const urlOf = (url: string) => studySchema.shape.endpoints.safeParse({ lab: { url } }).success;

  it.each([
    'file:///etc/passwd',
    'ftp://llm.example.org/v1',
    'javascript:alert(1)',
    'data:text/plain,x',
    'unix:///var/run/docker.sock',
    'http://169.254.169.254/latest/meta-data',
    'http://0xA9FEA9FE/v1',
    'http://2852039166/v1',
    'http://[fe80::1]/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'http://metadata.google.internal/v1',
    'https://user:password@llm.example.org/v1',
  ])('refuses %s', (url) => {
    expect(urlOf(url)).toBe(false);
  });

  it.each(['local', 'sim'])('lets nobody else be %s:', (name) => {
    const { endpoints } = studySchema.shape;
    const { error } = endpoints.safeParse({ [name]: { url: 'https://llm.example.org/v1' } });
    expect(error?.issues[0]?.message).toContain('endpoints of the program itself');
  });

  it('takes ordinary ones', () => {
    for (const url of [
      'https://llm.example.org/v1',
      'http://10.0.0.7:8000/v1',
      'http://[::1]:1/v1',
    ])
      expect(urlOf(url)).toBe(true);
    expect(isLinkLocal('169.254.evil.example')).toBe(false);
  });
});
