/** A real HTTP server on this machine with OpenAI's batch interface, that does what the test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, listOf } from '../../models/openai/scripted-server.ts';

export type Line = { custom_id: string; url: string; body: Record<string, unknown> };

export type Outcome =
  | { status: number; body: unknown }
  | { error: { code: string; message: string } }
  /** Nothing comes back. */
  | null;

export type ServerBatch = {
  id: string;
  input: string;
  lines: Line[];
  metadata: unknown;
  status: string;
  /** How often it was looked at. */
  looks: number;
  output: string | null;
  errors: string | null;
};

export type BatchScript = {
  models: readonly string[];
  /** Without it the address has no batch interface. */
  offered?: boolean;
  /** What becomes of each line; the usual answer by default. */
  outcome?: (line: Line, batch: ServerBatch) => Outcome;
  /** How a batch ends, told at its third look; `completed` by default. */
  end?: (batch: ServerBatch) => 'completed' | 'expired' | 'cancelled' | { refused: string };
  /** Looks before the end; 2 by default. */
  looks?: number;
  /** Changes the lines of an output file: their order, their number. */
  arrange?: (lines: string[]) => string[];
  /** Called before anything is done about a request; true when it was answered, or never will be. */
  before?: (method: string, path: string, response: ServerResponse) => boolean;
  /** Called after a request was worked on and before its answer; true as above. */
  after?: (method: string, path: string, response: ServerResponse) => boolean;
};

export type BatchServer = {
  url: string;
  script: BatchScript;
  batches: ServerBatch[];
  uploads: number;
  /** Bodies of requests that were made live, without those that find out what a model can do. */
  live: Record<string, unknown>[];
  /** How many batches hold each request. */
  timesSubmitted(): Map<string, number>;
  close(): Promise<void>;
};

export const usualAnswer = (text = 'honesty, kindness, courage'): Outcome => ({
  status: 200,
  body: {
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 6 },
  },
});

export async function batchServer(script: BatchScript): Promise<BatchServer> {
  const files = new Map<string, { name: string; text: string }>();
  const addFile = (name: string, text: string): string => {
    const id = `file-${files.size + 1}`;
    files.set(id, { name, text });
    return id;
  };

  function finish(batch: ServerBatch): void {
    const how = server.script.end?.(batch) ?? 'completed';
    if (typeof how === 'object') {
      batch.status = 'failed';
      return;
    }
    batch.status = how;
    const output: string[] = [];
    const errors: string[] = [];
    for (const line of batch.lines) {
      const outcome = (server.script.outcome ?? (() => usualAnswer()))(line, batch);
      if (outcome === null) continue;
      const { custom_id } = line;
      const id = `batch_req_${custom_id.slice(0, 8)}`;
      if ('error' in outcome)
        errors.push(JSON.stringify({ id, custom_id, response: null, error: outcome.error }));
      else {
        const response = { status_code: outcome.status, request_id: 'r', body: outcome.body };
        const text = JSON.stringify({ id, custom_id, response, error: null });
        (outcome.status === 200 ? output : errors).push(text);
      }
    }
    const arranged = (server.script.arrange ?? ((lines) => lines))(output);
    if (arranged.length > 0) batch.output = addFile('output.jsonl', `${arranged.join('\n')}\n`);
    // The last line has no end.
    if (errors.length > 0) batch.errors = addFile('errors.jsonl', errors.join('\n'));
  }

  function told(batch: ServerBatch) {
    const how = server.script.end?.(batch);
    const refused = batch.status === 'failed' && typeof how === 'object' ? how.refused : null;
    return {
      id: batch.id,
      object: 'batch',
      endpoint: batch.lines[0]?.url,
      input_file_id: batch.input,
      status: batch.status,
      output_file_id: batch.output,
      error_file_id: batch.errors,
      expires_at: Math.floor(Date.now() / 1000) + 86_400,
      request_counts: { total: batch.lines.length, completed: 0, failed: 0 },
      errors: refused ? { object: 'list', data: [{ code: refused, message: refused }] } : null,
      metadata: batch.metadata,
    };
  }

  function work(
    request: IncomingMessage,
    bytes: Buffer,
  ): { status: number; body: unknown; text?: string } {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
    const path = pathname.replace('/v1', '');
    const { method } = request;
    if (path === '/models') return { status: 200, body: listOf(...server.script.models) };
    if (path === '/chat/completions') {
      const body = JSON.parse(bytes.toString()) as Record<string, unknown>;
      const isProbe = /Count from one|digit 1|Answer with|Name a/.test(
        JSON.stringify(body.messages),
      );
      if (!isProbe) server.live.push(body);
      const outcome = usualAnswer();
      return { status: 200, body: outcome && 'body' in outcome ? outcome.body : null };
    }
    if (server.script.offered === false) return { status: 404, body: { error: { message: 'no' } } };
    if (path === '/files' && method === 'POST') {
      const text = bytes.toString();
      const name = /filename="([^"]+)"/.exec(text)?.[1] ?? '';
      const lines = text.split(/\r?\n/).filter((line) => line.startsWith('{"custom_id"'));
      server.uploads += 1;
      return { status: 200, body: { id: addFile(name, lines.join('\n')), object: 'file' } };
    }
    if (path === '/files') {
      const data = [...files].map(([id, { name }]) => ({ id, object: 'file', filename: name }));
      return { status: 200, body: { object: 'list', data, has_more: false } };
    }
    const content = /^\/files\/([^/]+)\/content$/.exec(path)?.[1];
    if (content !== undefined)
      return { status: 200, body: null, text: files.get(content)?.text ?? '' };
    if (path === '/batches' && method === 'POST') {
      const order = JSON.parse(bytes.toString()) as {
        input_file_id: string;
        metadata: unknown;
      };
      const lines = (files.get(order.input_file_id)?.text ?? '')
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
      const batch: ServerBatch = {
        id: `batch_${server.batches.length + 1}`,
        input: order.input_file_id,
        lines,
        metadata: order.metadata,
        status: 'validating',
        looks: 0,
        output: null,
        errors: null,
      };
      server.batches.push(batch);
      return { status: 200, body: told(batch) };
    }
    if (path === '/batches') {
      const limit = Number(searchParams.get('limit') ?? 20);
      const after = searchParams.get('after');
      const newest = [...server.batches].reverse();
      const from = after === null ? 0 : newest.findIndex((one) => one.id === after) + 1;
      const page = newest.slice(from, from + limit);
      const body = {
        object: 'list',
        data: page.map(told),
        has_more: from + limit < newest.length,
      };
      return { status: 200, body };
    }
    const [, id, cancel] = /^\/batches\/([^/]+)(\/cancel)?$/.exec(path) ?? [];
    const batch = server.batches.find((one) => one.id === id);
    if (!batch) return { status: 404, body: { error: { message: 'not found' } } };
    if (cancel) {
      batch.status = 'cancelling';
      return { status: 200, body: told(batch) };
    }
    if (['validating', 'in_progress', 'finalizing', 'cancelling'].includes(batch.status)) {
      batch.looks += 1;
      if (batch.looks > (server.script.looks ?? 2)) finish(batch);
      else if (batch.status !== 'cancelling') batch.status = 'in_progress';
    }
    return { status: 200, body: told(batch) };
  }

  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const method = request.method ?? '';
      const path = (request.url ?? '').replace('/v1', '');
      if (server.script.before?.(method, path, response)) return;
      const { status, body, text } = work(request, Buffer.concat(chunks));
      if (server.script.after?.(method, path, response)) return;
      if (text === undefined) json(response, status, body);
      else response.writeHead(status, { 'content-type': 'application/jsonl' }).end(text);
    });
  });
  const server: BatchServer = {
    url: '',
    script,
    batches: [],
    uploads: 0,
    live: [],
    timesSubmitted() {
      const times = new Map<string, number>();
      for (const { lines } of server.batches)
        for (const { custom_id } of lines) times.set(custom_id, (times.get(custom_id) ?? 0) + 1);
      return times;
    },
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;
  return server;
}
