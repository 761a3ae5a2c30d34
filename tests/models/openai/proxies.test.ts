/** Proxies of the environment, on real sockets: a small HTTP proxy and a small SOCKS proxy. */
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type EndpointError, explainOnOneLine } from '../../../src/errors.ts';
import { discoverEndpoints } from '../../../src/models/discover.ts';
import type { Request } from '../../../src/models/model.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import { isExcepted } from '../../../src/models/openai/no-proxy.ts';
import { proxiesIn } from '../../../src/models/openai/proxies.ts';
import {
  json,
  listOf,
  type ScriptedServer,
  scriptedServer,
  streamChat,
} from './scripted-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(): Promise<ScriptedServer> {
  const server = await scriptedServer((asked, response) =>
    asked.path.endsWith('/models')
      ? json(response, 200, listOf('m'))
      : streamChat(response, ['Care']),
  );
  closing.push(server.close);
  return server;
}

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return (server.address() as AddressInfo).port;
}

/** Sends whatever it is asked for to the server at `target`; `seen` are the request lines and who asked. */
async function httpProxy(target: string, { connects = 403, refuse = false } = {}) {
  const seen: { line: string; user: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const user = request.headers['proxy-authorization'];
    seen.push({ line: `${request.method} ${request.url}`, user });
    if (refuse) return void response.writeHead(407).end();
    const { pathname } = new URL(request.url ?? '');
    const { method, headers } = request;
    const passed = httpRequest(new URL(pathname, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  server.on('connect', (request, socket) => {
    seen.push({
      line: `CONNECT ${request.url}`,
      user: request.headers['proxy-authorization'],
    });
    socket.end(`HTTP/1.1 ${connects} No\r\n\r\n`);
  });
  const port = await listen(server);
  return { seen, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}` };
}

/** A SOCKS 5 proxy without passwords that connects to `port`, whatever host it is asked for. */
async function socksProxy(port: number) {
  const hosts: string[] = [];
  const server = createSocketServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (asked) => {
        hosts.push(asked.subarray(5, 5 + asked[4]!).toString());
        const other = connect(port, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          socket.pipe(other).pipe(socket);
        });
        other.on('error', () => socket.destroy());
        closing.push(async () => {
          socket.destroy();
          other.destroy();
        });
      });
    });
  });
  return { hosts, port: await listen(server) };
}

const request: Request = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Which values guide you?' }],
  sampling: { temperature: 0.7, topP: 1, maxTokens: 50 },
};

type Env = Record<string, string>;
const at = (url: string, env: Env) => openaiEndpoint({ name: 'lab', url, env });
const answerAt = async (url: string, env: Env) => (await at(url, env).open('m')).ask(request);
const faultAt = async (url: string, env: Env) =>
  (await at(url, env)
    .list()
    .catch((error) => error)) as EndpointError;

describe('HTTP_PROXY', () => {
  test('is asked for an endpoint over http, with the answer streamed through', async () => {
    const server = await serve();
    const proxy = await httpProxy(server.url);
    const { text } = await answerAt('http://llm.test/v1', { HTTP_PROXY: proxy.url });
    expect(text).toBe('Care');
    expect(proxy.seen.map(({ line }) => line)).toEqual([
      'GET http://llm.test/v1/models',
      'POST http://llm.test/v1/chat/completions',
    ]);
    expect(server.asked.at(-1)).toMatchObject({ body: { model: 'm', stream: true } });
  });

  test('may stand in lower case, without a protocol, and with a user', async () => {
    const server = await serve();
    const proxy = await httpProxy(server.url);
    await answerAt('http://llm.test/v1', {
      http_proxy: `me:secret%21@${proxy.host}`,
      HTTP_PROXY: 'http://127.0.0.1:1',
    });
    expect(proxy.seen[0]?.user).toBe(`Basic ${Buffer.from('me:secret!').toString('base64')}`);
  });

  test('is not asked for hosts of NO_PROXY, nor for servers on this machine that are looked for', async () => {
    const server = await serve();
    const proxy = await httpProxy(server.url);
    const env = { HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url };
    for (const list of ['127.0.0.1', '*', 'example.org, 127.0.0.0/8'])
      expect((await answerAt(server.url, { ...env, NO_PROXY: list })).text).toBe('Care');
    for (const name of ['NO_PROXY', 'no_proxy'])
      expect((await faultAt('http://llm.test/v1', { ...env, [name]: 'llm.test' })).message).toBe(
        'lab: the name llm.test cannot be resolved',
      );
    const known = { name: 'here', title: 'Here', url: server.url, kind: 'vllm', mend: '' } as const;
    const [found] = await discoverEndpoints({ endpoints: [known], env });
    expect(found?.found).toBe(true);
    expect(proxy.seen).toEqual([]);
    for (const url of ['http://llm.test/v1', server.url]) {
      await answerAt(url, { ...env, NO_PROXY: 'example.org' });
      expect(proxy.seen.splice(0).length).toBeGreaterThan(0);
    }
  });

  test('is not asked for an endpoint over https, nor HTTPS_PROXY for one over http', async () => {
    const proxy = await httpProxy('http://127.0.0.1:1');
    await faultAt('https://llm.test/v1', { HTTP_PROXY: proxy.url });
    await faultAt('http://llm.test/v1', { HTTPS_PROXY: proxy.url });
    expect(proxy.seen).toEqual([]);
  });
});

describe('NO_PROXY', () => {
  const table: [list: string, direct: string[], asked: string[]][] = [
    [
      'llm.test',
      ['http://llm.test/', 'https://a.llm.test:8/'],
      ['http://allm.test/', 'http://test/'],
    ],
    ['.llm.test', ['http://llm.test/', 'http://a.llm.test/'], ['http://allm.test/']],
    ['*.llm.test', ['http://llm.test/', 'http://a.llm.test/'], ['http://allm.test/']],
    ['LLM.Test.', ['http://llm.test/', 'http://llm.test./'], ['http://llm.test.org/']],
    ['llm.test:443', ['https://llm.test/', 'http://llm.test:443/'], ['http://llm.test/']],
    ['a.org, llm.test b.org', ['http://llm.test/', 'http://b.org/'], ['http://c.org/']],
    ['http://llm.test/', ['http://llm.test/'], ['http://a.org/']],
    ['*', ['http://llm.test/', 'https://[2001:db8::1]/'], []],
    ['a.org,*', ['http://llm.test/'], []],
    ['10.0.0.0/8', ['http://10.1.2.3:8000/'], ['http://11.1.2.3/', 'http://llm.test/']],
    ['192.0.2.7', ['http://192.0.2.7:80/'], ['http://192.0.2.70/', 'http://1.192.0.2.7.test/']],
    ['2.7', [], ['http://192.0.2.7/']],
    ['192.0.2.*', ['http://192.0.2.7/'], ['http://192.0.3.7/']],
    ['192.0.2.7:8000', ['http://192.0.2.7:8000/'], ['http://192.0.2.7/']],
    ['2001:DB8::1', ['http://[2001:db8:0::1]:8/'], ['http://[2001:db8::2]/']],
    ['[2001:db8::1]:8', ['http://[2001:db8::1]:8/'], ['http://[2001:db8::1]/']],
    ['2001:db8::/32', ['http://[2001:db8:9::9]/'], ['http://[2001:db9::1]/']],
    ['10.0.0.0/99, /8, nonsense/8, [', [], ['http://10.1.2.3/', 'http://llm.test/']],
  ];
  test.each(table)('%s', (list, direct, asked) => {
    for (const url of direct) expect(isExcepted(new URL(url), list), url).toBe(true);
    for (const url of asked) expect(isExcepted(new URL(url), list), url).toBe(false);
  });
});

test('HTTPS_PROXY makes the connection to an endpoint over https', async () => {
  const proxy = await httpProxy('http://127.0.0.1:1');
  const fault = await faultAt('https://llm.test/v1', { HTTPS_PROXY: proxy.url });
  expect(proxy.seen[0]?.line).toBe('CONNECT llm.test:443');
  expect(fault.fault).toBe('forbidden');
  expect(fault.message).toBe(
    `lab: the proxy ${proxy.host} does not connect to llm.test (HTTP 403)`,
  );
  expect(fault.hint).toBe(
    `It is asked through the proxy ${proxy.host} of HTTPS_PROXY; NO_PROXY=llm.test leaves the proxy out.`,
  );
});

test('ALL_PROXY serves both, also over SOCKS', async () => {
  const server = await serve();
  const socks = await socksProxy(Number(new URL(server.url).port));
  const env = { ALL_PROXY: `socks5h://127.0.0.1:${socks.port}` };
  const warned: string[] = [];
  const note = ({ message }: Error) => warned.push(message);
  process.on('warning', note);
  expect((await answerAt('http://llm.test/v1', env)).text).toBe('Care');
  await new Promise(setImmediate);
  process.off('warning', note);
  expect(warned).toEqual([]);
  expect(new Set(socks.hosts)).toEqual(new Set(['llm.test']));
});

describe('a proxy that', () => {
  test('does not answer is named', async () => {
    const gone = createServer();
    const port = await listen(gone);
    await closing.pop()?.();
    for (const url of ['http://llm.test/v1', 'https://llm.test/v1']) {
      const fault = await faultAt(url, { ALL_PROXY: `http://127.0.0.1:${port}` });
      expect(fault.message).toBe(`lab: nothing answers at the proxy 127.0.0.1:${port}`);
      expect(fault.fault).toBe('network');
    }
  });

  test('has a name that cannot be resolved is named', async () => {
    const fault = await faultAt('http://llm.test/v1', {
      http_proxy: 'me:secret-pass@gone.invalid:8080',
    });
    expect(fault.message).toBe('lab: the name of the proxy gone.invalid:8080 cannot be resolved');
    expect(fault.hint).toContain('of http_proxy');
  });

  test('wants a password, or refuses it, says so, and shows none', async () => {
    const http = await httpProxy('http://127.0.0.1:1', { refuse: true, connects: 407 });
    for (const url of ['http://llm.test/v1', 'https://llm.test/v1']) {
      const fault = await faultAt(url, { ALL_PROXY: http.url });
      expect(fault.message).toBe(`lab: the proxy ${http.host} wants a user name and a password`);
      expect(fault.hint).toContain(`ALL_PROXY=http://name:password@${http.host}`);
      expect(fault.fault).toBe('forbidden');
      const again = await faultAt(url, { ALL_PROXY: `http://me:s3cret%21pass@${http.host}` });
      expect(again.message).toBe(
        `lab: the proxy ${http.host} refuses the user name and the password`,
      );
      expect(explainOnOneLine(again)).not.toMatch(/s3cret/);
    }
  });

  test('answers with a page of its own is named beside it', async () => {
    const proxy = createServer((_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><title>ERROR</title>');
    });
    const port = await listen(proxy);
    const fault = await faultAt('http://llm.test/v1', { HTTP_PROXY: `http://127.0.0.1:${port}` });
    expect(fault.fault).toBe('server');
    expect(fault.hint).toContain(`the proxy 127.0.0.1:${port} of HTTP_PROXY`);
  });

  test('fails for a moment is asked again', async () => {
    const proxy = await httpProxy('http://127.0.0.1:1', { connects: 503 });
    const fault = await faultAt('https://llm.test/v1', { HTTPS_PROXY: proxy.url });
    expect(fault.fault).toBe('network');
  });

  test('has no address is an error that does not repeat it', async () => {
    for (const value of ['http://', 'ftp://proxy.test', 'http://me:secret pass@:x'])
      expect(await faultAt('http://llm.test/v1', { HTTP_PROXY: value })).toMatchObject({
        fault: 'malformed',
        message: 'HTTP_PROXY holds no address of a proxy',
      });
  });

  test('has a % in its password, or stands in quotation marks, is read', () => {
    const { http } = proxiesIn({ HTTP_PROXY: '"http://me:100%@proxy.test:8080/"' })!;
    expect(http).toMatchObject({ user: 'me:100%', variable: 'HTTP_PROXY' });
    expect(http?.url.href).toBe('http://proxy.test:8080/');
  });
});

test('no variable means no proxy', () => {
  expect(proxiesIn({})).toBeNull();
  expect(proxiesIn({ NO_PROXY: '*', HTTP_PROXY: ' ' })).toBeNull();
  expect(proxiesIn({ HTTPS_PROXY: 'proxy.test:8080' })).toMatchObject({ http: null });
});
