/** An HTTP/1.1 server written by hand on raw sockets, so that it can break the protocol anywhere. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, type TlsOptions } from 'node:tls';

export type Exchange = {
  path: string;
  body: Record<string, unknown>;
  socket: Socket;
  /** Status line and headers; a body of unknown length follows in chunks unless a length is among the headers. */
  head(status: number, headers?: Record<string, string>): void;
  /** One chunk of the body. */
  chunk(bytes: string | Buffer): void;
  /** The end of the chunks. */
  finish(): void;
  /** A whole response with a body. */
  send(status: number, type: string, body: string, headers?: Record<string, string>): void;
};

/** `count` is the number of requests for an answer so far, this one included; 0 for a list of models. */
export type RawScript = (exchange: Exchange, count: number) => void;

export type RawServer = {
  port: number;
  host: string;
  url: string;
  /** Bodies of all requests for an answer. */
  asked: Record<string, unknown>[];
  /** As a server that is shut down: takes no connection any more, sends what it has begun, and then hangs up. */
  leave(): void;
  /** Closes the door and every connection. */
  close(): Promise<void>;
};

export const modelId = 'test-8b-instruct';

/** Lists one model; all else is answered by `script`. On `port` where one is given, else on one that it can have again later; behind TLS with `tls`. */
export async function rawServer(
  script: RawScript,
  { port, tls }: { port?: number; tls?: TlsOptions } = {},
): Promise<RawServer> {
  const asked: Record<string, unknown>[] = [];
  const sockets = new Set<Socket>();
  let left = false;
  const onSocket = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let held = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      // Sent before the end of the connection was seen.
      if (left) return;
      held = Buffer.concat([held, data]);
      // The beginning of a TLS handshake: any server without TLS answers as to a bad request.
      if (held[0] === 0x16) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      for (let one = requestIn(held); one; one = requestIn(held)) {
        held = held.subarray(one.length);
        const exchange = exchangeOn(socket, one.path, one.body);
        if (one.path.endsWith('/models')) {
          const list = { object: 'list', data: [{ id: modelId, object: 'model' }] };
          exchange.send(200, 'application/json', JSON.stringify(list));
        } else {
          asked.push(one.body);
          script(exchange, asked.length);
        }
      }
    });
  };
  const server: Server = tls ? createSecureServer(tls, onSocket) : createServer(onSocket);
  server.on('tlsClientError', () => {});
  if (port === undefined) await listenAnywhere(server);
  else await listen(server, port);
  const address = server.address() as { port: number };
  return {
    port: address.port,
    host: `127.0.0.1:${address.port}`,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}/v1`,
    asked,
    leave() {
      left = true;
      server.close();
      for (const socket of sockets) socket.end();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Below the ports that connections take by themselves: nobody has it meanwhile when it is opened a second time. */
async function listenAnywhere(server: Server): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await listen(server, 10_000 + Math.floor(Math.random() * 20_000));
    } catch (error) {
      if (tries > 20) throw error;
    }
  }
}

function requestIn(
  bytes: Buffer,
): { path: string; body: Record<string, unknown>; length: number } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const size = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const length = end + 4 + size;
  if (bytes.length < length) return null;
  const body = size === 0 ? {} : JSON.parse(bytes.toString('utf8', end + 4, length));
  return { path: head.split(' ')[1] ?? '', body, length };
}

function exchangeOn(socket: Socket, path: string, body: Record<string, unknown>): Exchange {
  const head: Exchange['head'] = (status, headers = {}) => {
    const all: Record<string, string> = {
      ...('content-length' in headers ? {} : { 'transfer-encoding': 'chunked' }),
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} Scripted\r\n${lines.join('')}\r\n`);
  };
  return {
    path,
    body,
    socket,
    head,
    chunk(bytes) {
      const data = Buffer.from(bytes);
      socket.write(Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data]));
      socket.write('\r\n');
    },
    finish: () => void socket.write('0\r\n\r\n'),
    send(status, type, text, headers = {}) {
      head(status, {
        'content-type': type,
        'content-length': String(Buffer.byteLength(text)),
        ...headers,
      });
      socket.write(text);
    },
  };
}

export const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

export const piece = (content: string): string => event({ choices: [{ delta: { content } }] });

export const stopped = event({ choices: [{ delta: {}, finish_reason: 'stop' }] });

export const usage = event({ choices: [], usage: { prompt_tokens: 11, completion_tokens: 5 } });

export const done = 'data: [DONE]\n\n';

/** The words of a good answer; with letters of two and four bytes. */
export const goodText = 'Güte, honesty, and patience 🌱.';

/** Begins a stream of events. */
export function beginStream(exchange: Exchange, type = 'text/event-stream'): void {
  exchange.head(200, { 'content-type': type });
}

/** A whole good answer. */
export function answerWell(exchange: Exchange): void {
  beginStream(exchange);
  for (const part of [piece('Güte, '), piece('honesty, and patience 🌱.'), stopped, usage, done])
    exchange.chunk(part);
  exchange.finish();
}
