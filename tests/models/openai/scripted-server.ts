/** A real HTTP server on this machine that answers as the test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Asked = {
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
};

export type Script = (asked: Asked, response: ServerResponse, count: number) => void;

export type ScriptedServer = {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
};

export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      const one: Asked = {
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      };
      asked.push(one);
      script(one, response, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function startStream(response: ServerResponse): (event: unknown) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return (event) => response.write(`data: ${JSON.stringify(event)}\n\n`);
}

/** A whole chat stream: the pieces, a finish reason, usage if given. */
export function streamChat(
  response: ServerResponse,
  pieces: readonly string[],
  options: { finish?: string | null; usage?: unknown } = {},
): void {
  const send = startStream(response);
  for (const content of pieces) send({ choices: [{ index: 0, delta: { content } }] });
  const finish = options.finish === undefined ? 'stop' : options.finish;
  if (finish !== null) send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  if (options.usage) send({ choices: [], usage: options.usage });
  response.end('data: [DONE]\n\n');
}

export const listOf = (...ids: string[]) => ({
  object: 'list',
  data: ids.map((id) => ({ id, object: 'model' })),
});
