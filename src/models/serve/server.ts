/**
 * Models as an OpenAI-compatible HTTP server: chat completions, completions, embeddings, models.
 * It listens on this machine alone by default.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../errors.ts';
import type { AskOptions, Model } from '../model.ts';
import { nearest } from '../nearest.ts';
import { type AnswerKind, answerShapes, embeddingShape, type ServedAnswer } from './answers.ts';
import { readChat, readCompletion, readEmbedding, type Wanted } from './bodies.ts';
import { askWithEcho } from './echo.ts';
import { checkHost, checkToken, readJson } from './guards.ts';
import { asHttpError, errorBody, HttpError } from './http-error.ts';
import { type WaitingLine, waitingLine } from './waiting-line.ts';

export type ServerOptions = {
  /** Served under the part of their names after the first colon. */
  models: readonly Model[];
  /** The address to listen on; default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** When set, every request must bear it. */
  token?: string;
  /** Default 4 MB. */
  maxBodyBytes?: number;
  /** Requests of one model that may run or wait at once, and bodies that may be on the way, before 429; default 64. */
  maxQueue?: number;
  /** Names in the Host header that are this server's, beside addresses and the machine's own name. */
  allowedHosts?: readonly string[];
};

export type RunningServer = {
  /** `http://127.0.0.1:8080/v1` */
  url: string;
  port: number;
  /** Requests that are not answered yet. */
  underWay(): number;
  /** Listens no more, and resolves once what is under way is answered; other requests get 503 meanwhile. */
  finish(): Promise<void>;
  /** Breaks off what is running. The models stay open: whoever opened them closes them. */
  close(): Promise<void>;
};

type Served = { id: string; model: Model; running: number; line: WaitingLine };

/** Starts listening. Throws UserError when the address or port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', port = 0, token, maxBodyBytes = 4 * 1024 * 1024 } = options;
  const maxQueue = options.maxQueue ?? 64;
  const started = Math.floor(Date.now() / 1000);
  const served = new Map<string, Served>();
  for (const model of options.models) {
    const id = model.info.name.slice(model.info.name.indexOf(':') + 1);
    served.set(id, { id, model, running: 0, line: waitingLine(Date.now) });
  }

  const find = (name: string): Served => {
    const found = served.get(name) ?? served.get(name.replace(/^local:/, ''));
    if (found) return found;
    const near = nearest(name, [...served.keys()]);
    const names = near.length > 0 ? near : [...served.keys()];
    throw new HttpError(
      404,
      'model_not_found',
      `There is no model "${name}" here; there is: ${names.join(', ')}`,
    );
  };

  const queueFull = (most: number, seconds: number) =>
    new HttpError(429, 'queue_full', `${most} requests are running or waiting`, {
      'retry-after': String(seconds),
    });

  async function inTurn<Result>(one: Served, work: () => Promise<Result>): Promise<Result> {
    if (one.running >= maxQueue) throw queueFull(maxQueue, one.line.turnAway());
    one.running += 1;
    try {
      return await work();
    } finally {
      one.running -= 1;
      one.line.ended(one.running > 0);
    }
  }

  const describe = ({ id, model }: Served) => ({
    id,
    object: 'model',
    created: started,
    owned_by: 'valuelex',
    context_length: model.info.contextLength,
  });

  /** Bodies on the way: they cost memory before it is known whom they ask. */
  let arriving = 0;
  async function readBody(request: IncomingMessage): Promise<unknown> {
    mustBe(request, 'POST');
    if (arriving >= maxQueue) throw queueFull(maxQueue, 1);
    arriving += 1;
    try {
      return await readJson(request, maxBodyBytes);
    } finally {
      arriving -= 1;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkHost(request, host, options.allowedHosts);
    checkToken(request, token);
    const route = routeOf(request);
    const body = () => readBody(request);
    if (route === '/v1/chat/completions') {
      const wanted = readChat(await body());
      const one = find(wanted.model);
      return inTurn(one, () => answer('chat', one, wanted, response));
    }
    if (route === '/v1/completions') {
      const wanted = readCompletion(await body());
      const one = find(wanted.model);
      return inTurn(one, () => answer('completion', one, wanted, response));
    }
    if (route === '/v1/embeddings') {
      const { model, texts, base64 } = readEmbedding(await body());
      const one = find(model);
      return inTurn(one, async () => {
        const vectors = await one.model.embed(texts, { signal: gone(response) });
        sendJson(response, 200, embeddingShape(one.id, vectors, base64));
      });
    }
    if (route === '/v1/models') {
      mustBe(request, 'GET');
      return sendJson(response, 200, { object: 'list', data: [...served.values()].map(describe) });
    }
    if (route.startsWith('/v1/models/')) {
      mustBe(request, 'GET');
      return sendJson(response, 200, describe(find(route.slice('/v1/models/'.length))));
    }
    throw new HttpError(404, 'not_found', `There is nothing at ${route || '/'}`);
  }

  let underWay = 0;
  let ending = false;
  const server = createServer((request, response) => {
    if (ending) {
      const refusal = new HttpError(503, 'ending', 'This server is ending');
      return sendJson(response, 503, errorBody(refusal), { connection: 'close' });
    }
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
      // A client that keeps its connection would keep the server.
      if (ending) server.closeIdleConnections();
    });
    handle(request, response).catch((error: unknown) => {
      if (response.destroyed) return;
      const known = asHttpError(error);
      if (!response.headersSent) {
        return sendJson(response, known.status, errorBody(known), known.headers);
      }
      response.end(`data: ${JSON.stringify(errorBody(known))}\n\n`);
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new UserError(`The server cannot listen: ${cause.code ?? cause.message}`, {
          where: `${host}:${port}`,
          exit: 'usage',
          hint: 'Choose another port with --port, or end what is listening there.',
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}/v1`,
    port: address.port,
    underWay: () => underWay,
    finish: () =>
      new Promise((resolve) => {
        ending = true;
        server.close(() => resolve());
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  kind: AnswerKind,
  { id, model }: Served,
  wanted: Wanted,
  response: ServerResponse,
): Promise<void> {
  const shapes = answerShapes(kind, id, new Date());
  const options = {
    signal: gone(response),
    ...(wanted.topTokens !== undefined ? { topTokens: wanted.topTokens } : {}),
  };
  const { request, echo } = wanted;
  const ask = (more: AskOptions): Promise<ServedAnswer> =>
    echo !== undefined && request.kind === 'completion'
      ? askWithEcho(model, request, { ...options, ...more, answers: echo === 'before' })
      : model.ask(request, { ...options, ...more });
  if (!wanted.stream) return sendJson(response, 200, shapes.whole(await ask({})));
  const send = (data: object) => {
    if (!response.headersSent) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
      });
      const opening = shapes.opening();
      if (opening) response.write(`data: ${JSON.stringify(opening)}\n\n`);
    }
    response.write(`data: ${JSON.stringify(data)}\n\n`);
  };
  const done = await ask({ onText: (text) => send(shapes.piece(text)) });
  send(shapes.closing(done));
  if (wanted.includeUsage) send(shapes.usage(done));
  response.end('data: [DONE]\n\n');
}

/** Aborts when the client hangs up before it has its answer. */
function gone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

function routeOf(request: IncomingMessage): string {
  try {
    return decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/').replace(/\/$/, '');
  } catch {
    throw new HttpError(400, 'invalid_path', 'The path is not written rightly');
  }
}

function mustBe(request: IncomingMessage, method: string): void {
  if (request.method === method) return;
  throw new HttpError(405, 'method_not_allowed', `Only ${method} is served here`, {
    allow: method,
  });
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
