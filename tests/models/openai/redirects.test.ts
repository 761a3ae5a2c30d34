/** Redirects, on real sockets: what was posted stays posted, and a key stays with its host. */
import { afterEach, describe, expect, test } from 'vitest';
import type { EndpointError } from '../../../src/errors.ts';
import type { Request } from '../../../src/models/model.ts';
import { baseAddress } from '../../../src/models/openai/check-address.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import {
  json,
  listOf,
  type Script,
  type ScriptedServer,
  scriptedServer,
  streamChat,
} from './scripted-server.ts';

const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await scriptedServer((asked, response, count) => {
    if (asked.path === '/v1/models') json(response, 200, listOf('m'));
    else script(asked, response, count);
  });
  servers.push(server);
  return server;
}

const request: Request = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Which values guide you?' }],
  sampling: { temperature: 0.7, topP: 1, maxTokens: 50 },
};

const open = (url: string) =>
  openaiEndpoint({ name: 'lab', url, keyEnv: 'K', env: { K: 'key-of-the-lab' } }).open('m');

describe('a redirect', () => {
  for (const status of [301, 302, 303, 307, 308])
    test(`${status} to the same host is followed as it was sent`, async () => {
      const server = await serve(({ path }, response) => {
        if (path !== '/v1/chat/completions') return streamChat(response, ['Care']);
        response.writeHead(status, { location: '/v2/chat/completions' });
        response.end();
      });
      expect((await (await open(server.url)).ask(request)).text).toBe('Care');
      const [first, second] = server.asked.slice(-2);
      expect(second).toMatchObject({ path: '/v2/chat/completions', body: first?.body });
      expect(second?.headers.authorization).toBe('Bearer key-of-the-lab');
    });

  test('to another host is named, and nothing is sent there', async () => {
    const other = await serve((_, response) => streamChat(response, ['Care']));
    const { url } = await serve((_, response) => {
      response.writeHead(308, { location: `${other.url}/chat/completions?secret=x` });
      response.end();
    });
    const fault = (await (await open(url)).ask(request).catch((error) => error)) as EndpointError;
    expect(fault.message).toBe(
      `lab: the address redirects to ${other.url}/chat/completions (HTTP 308)`,
    );
    expect(fault.hint).toBe(`If you trust it, write ${other.url} as the endpoint’s url.`);
    expect(other.asked).toEqual([]);
  });

  test('without end, or to nowhere, is an error', async () => {
    const { url, asked } = await serve((_, response) => {
      response.writeHead(307, { location: '/v1/chat/completions' });
      response.end();
    });
    const model = await open(url);
    await expect(model.ask(request)).rejects.toThrow(/the address redirects to/);
    expect(asked.filter(({ path }) => path !== '/v1/models')).toHaveLength(6);
    const nowhere = await serve((_, response) => {
      response.writeHead(302, {});
      response.end();
    });
    await expect((await open(nowhere.url)).ask(request)).rejects.toThrow(/redirects to nowhere/);
  });

  test('of the list of models to another host is named too', async () => {
    const server = await scriptedServer((_, response) => {
      response.writeHead(302, { location: 'https://login.example.org/start' });
      response.end();
    });
    servers.push(server);
    await expect(openaiEndpoint({ name: 'lab', url: server.url }).list()).rejects.toThrow(
      /redirects to https:\/\/login\.example\.org\/start/,
    );
  });
});

describe('an address', () => {
  const table: [string, string][] = [
    ['https://h/v1', 'https://h/v1'],
    ['https://h/v1/', 'https://h/v1'],
    ['https://h/v1/chat/completions', 'https://h/v1'],
    ['https://h/v1/chat/completions/', 'https://h/v1'],
    ['https://h/v1/completions', 'https://h/v1'],
    ['https://h/v1/responses', 'https://h/v1'],
    ['https://h/v1/embeddings', 'https://h/v1'],
    ['https://h/v1/messages', 'https://h/v1'],
    ['https://h/v1/models', 'https://h/v1'],
    ['https://h/v1/chat', 'https://h/v1'],
    ['https://h/v1beta/openai/models', 'https://h/v1beta/openai'],
    ['https://h/api/paas/v4/chat/completions', 'https://h/api/paas/v4'],
    ['https://h/inference/chat/completions', 'https://h/inference'],
    // Azure serves chats at /models/chat/completions.
    ['https://h/models', 'https://h/models'],
    ['https://h/models/chat/completions', 'https://h/models'],
    ['https://h/chat/v1', 'https://h/chat/v1'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
  ];
  for (const [address, base] of table)
    test(`${address} is asked at ${base}`, () => expect(baseAddress(address)).toBe(base));

  test('with the path of a request is cut to its base', async () => {
    const server = await serve((_, response) => streamChat(response, ['Care']));
    for (const end of ['/chat/completions', '/models', '/completions/']) {
      const model = await open(`${server.url}${end}`);
      expect((await model.ask(request)).text).toBe('Care');
      expect(server.asked.at(-1)?.path).toBe('/v1/chat/completions');
    }
  });
});
