/**
 * A scripted endpoint in a process of its own: chats of two dozen pieces over `--delay` milliseconds, of which some fail,
 * each time in another way (`--fail quarter`), or fall silent in the middle (`--fail stalls`: one in twelve). Prints
 * its address when it listens. `GET /stats` tells how many were answered and how many failed, and the
 * milliseconds from the first request to the end of the last answer.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { delay, fail } = parseArgs({
  options: { delay: { type: 'string', default: '400' }, fail: { type: 'string', default: 'none' } },
}).values;

const pieces = 24;
const pause = Number(delay) / pieces;
const models = ['a', 'b', 'c', 'd'].map((letter) => `bench-${letter}`);
const stats = { answered: 0, failed: 0, first: 0, last: 0 };

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const piece = (content: string, finish: string | null = null): string =>
  event({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] });

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Begins an answer, to be left in the middle. */
async function begin(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < pieces / 2; i++) {
    response.write(piece('honesty, '));
    await sleep(pause);
  }
}

async function answer(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < pieces; i++) {
    response.write(piece('honesty, '));
    await sleep(pause);
  }
  response.write(piece('patience', 'stop'));
  response.write(event({ choices: [], usage: { prompt_tokens: 60, completion_tokens: 25 } }));
  response.end('data: [DONE]\n\n');
  stats.answered += 1;
  stats.last = performance.now();
}

const stall = (response: ServerResponse): Promise<void> => begin(response);

const ways: readonly ((response: ServerResponse) => void | Promise<void>)[] = [
  (response) => send(response, 500, { error: { message: 'internal error' } }),
  (response) => send(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '0' }),
  (response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><head><title>502 Bad Gateway</title></head></html>');
  },
  stall,
  async (response) => {
    await begin(response);
    response.destroy();
  },
  async (response) => {
    await begin(response);
    response.end(`event: error\n${event({ message: 'out of memory' })}`);
  },
  (response) =>
    send(response, 200, {
      choices: [{ index: 0, error: { code: 502, message: 'upstream idle timeout' } }],
    }),
  (response) => send(response, 200, { code: 500, msg: 'the service is busy', success: false }),
  (response) => send(response, 200, { choices: [] }),
  async (response) => {
    await begin(response);
    response.end(piece('', 'network_error'));
  },
  async (response) => {
    await begin(response);
    response.end('data: {"choices": [{"del\n\n');
  },
  async (response) => {
    await begin(response);
    response.end();
  },
];

function handle(response: ServerResponse, count: number): void | Promise<void> {
  if (fail === 'quarter' && count % 4 === 3) {
    stats.failed += 1;
    return ways[stats.failed % ways.length]!(response);
  }
  if (fail === 'stalls' && count % 12 === 11) {
    stats.failed += 1;
    return stall(response);
  }
  return answer(response);
}

let asked = 0;
const server = createServer((request, response) => {
  response.on('error', () => {});
  const path = request.url ?? '';
  if (path === '/stats')
    return send(response, 200, { ...stats, milliseconds: stats.last - stats.first });
  if (path.endsWith('/models'))
    return send(response, 200, { object: 'list', data: models.map((id) => ({ id })) });
  if (!path.endsWith('/chat/completions')) return void response.writeHead(404).end();
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(parts).toString());
    // What a model can do is asked first, and is not part of the count.
    if (body.max_tokens < 40) return send(response, 400, { error: { message: 'not here' } });
    stats.first ||= performance.now();
    void handle(response, asked++);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
