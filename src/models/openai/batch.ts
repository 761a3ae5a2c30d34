/**
 * OpenAI's batch interface: a JSON Lines file is uploaded (`/files`), worked on (`/batches`) within a
 * day, and its answers are fetched as a file. https://platform.openai.com/docs/guides/batch
 */
import { createWriteStream, openAsBlob, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { EndpointError } from '../../errors.ts';
import type { BatchAddress, Batches, BatchStatus, BatchTransport } from '../batches.ts';
import type { Model, ModelInfo } from '../model.ts';
import { type Connection, connectionTo } from './connection.ts';
import { checkContentType, type FaultContext, faultFrom } from './faults.ts';

/** Milliseconds in which a file of 200 MB goes over a slow line. */
const fileTime = 60 * 60_000;

/** Pages of batches or files that are looked through at most, 100 each. */
const mostPages = 50;

const seconds = z.number().nullish().catch(null);

const batchSchema = z.looseObject({
  id: z.string().min(1),
  status: z.enum([
    'validating',
    'in_progress',
    'finalizing',
    'completed',
    'failed',
    'expired',
    'cancelling',
    'cancelled',
  ]),
  input_file_id: z.string().nullish().catch(null),
  output_file_id: z.string().nullish().catch(null),
  error_file_id: z.string().nullish().catch(null),
  expires_at: seconds,
  request_counts: z
    .looseObject({ completed: z.number(), failed: z.number() })
    .nullish()
    .catch(null),
  errors: z
    .looseObject({
      data: z.array(
        z.looseObject({
          code: z.string().nullish().catch(null),
          message: z.string().nullish().catch(null),
        }),
      ),
    })
    .nullish()
    .catch(null),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
});

const pageSchema = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean().nullish().catch(null),
});

const fileSchema = z.looseObject({ id: z.string().min(1), filename: z.string().nullish() });

/** The key under which our own name of a batch stands in its metadata. */
const markKey = 'valuelex_batch';

/** The batch interface at an address, whether or not there is one: `offered` tells. */
export function batchAddress(connection: Connection): BatchAddress {
  const context: FaultContext = { connection };
  const { name } = connection.config;
  const { host } = connection;

  async function sent<T>(
    task: (client: Awaited<ReturnType<Connection['client']>>['client']) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    try {
      const { client } = await connection.client();
      return await task(client);
    } catch (error) {
      signal?.throwIfAborted();
      throw faultFrom(error, context);
    }
  }

  const json = (path: string, signal?: AbortSignal, body?: object): Promise<unknown> =>
    sent(async (client) => {
      const options = { ...(signal && { signal }) };
      const response =
        body === undefined
          ? await client.get(path, options).asResponse()
          : await client.post(path, { ...options, body }).asResponse();
      checkContentType(response, context);
      return response.json();
    }, signal);

  const malformed = (what: string) =>
    new EndpointError('malformed', `${name}: ${what}`, {
      where: host,
      hint: 'Leave this endpoint out of --batch: its batch interface is not as OpenAI’s.',
    });

  function statusOf(raw: unknown): BatchStatus {
    const parsed = batchSchema.safeParse(raw);
    if (!parsed.success) throw malformed('what it tells of a batch cannot be read');
    const { id, status, output_file_id, error_file_id, expires_at, request_counts, errors } =
      parsed.data;
    const first = errors?.data[0];
    return {
      id,
      status,
      counts: request_counts
        ? { completed: request_counts.completed, failed: request_counts.failed }
        : null,
      outputFile: output_file_id || null,
      errorFile: error_file_id || null,
      expiresAt: typeof expires_at === 'number' ? expires_at * 1000 : null,
      refusal: first ? { code: first.code ?? '', message: first.message ?? '' } : null,
    };
  }

  /** Looks through a list, page by page, newest first. */
  async function look<T>(
    path: string,
    match: (entry: unknown) => T | null,
    signal: AbortSignal | undefined,
  ): Promise<T | null> {
    let after = '';
    for (let page = 0; page < mostPages; page++) {
      const mark = path.includes('?') ? '&' : '?';
      const raw = await json(`${path}${mark}limit=100${after}`, signal);
      const parsed = pageSchema.safeParse(raw);
      if (!parsed.success) throw malformed('its list of batches cannot be read');
      for (const entry of parsed.data.data) {
        const found = match(entry);
        if (found !== null) return found;
      }
      const last = z.looseObject({ id: z.string() }).safeParse(parsed.data.data.at(-1));
      if (!parsed.data.has_more || !last.success) return null;
      after = `&after=${encodeURIComponent(last.data.id)}`;
    }
    return null;
  }

  let offered: Promise<boolean> | null = null;
  return {
    host,
    offered(signal) {
      offered ??= json('/batches?limit=1', signal).then(
        (raw) => pageSchema.safeParse(raw).success,
        (error) => {
          if (isAbsence(error)) return false;
          offered = null;
          throw error;
        },
      );
      return offered;
    },
    upload: (path, as, signal) =>
      sent(async (client) => {
        const file = new File([await openAsBlob(path)], as, { type: 'application/jsonl' });
        const options = { timeout: fileTime, ...(signal && { signal }) };
        const { id } = await client.files.create({ file, purpose: 'batch' }, options);
        if (typeof id !== 'string' || id === '') throw malformed('an upload got no id');
        return id;
      }, signal),
    async findUpload(as, signal) {
      const match = (entry: unknown): string | null => {
        const file = fileSchema.safeParse(entry);
        return file.success && file.data.filename === as ? file.data.id : null;
      };
      try {
        return await look('/files?purpose=batch', match, signal);
      } catch (error) {
        if (isAbsence(error)) return null;
        throw error;
      }
    },
    create: async ({ file, path, mark }, signal) =>
      statusOf(
        await json('/batches', signal, {
          input_file_id: file,
          endpoint: path,
          completion_window: '24h',
          metadata: { [markKey]: mark },
        }),
      ),
    find: ({ file, mark }, signal) =>
      look(
        '/batches',
        (entry) => {
          const batch = batchSchema.safeParse(entry);
          if (!batch.success) return null;
          const { metadata, input_file_id } = batch.data;
          return metadata?.[markKey] === mark || input_file_id === file ? statusOf(entry) : null;
        },
        signal,
      ),
    status: async (id, signal) =>
      statusOf(await json(`/batches/${encodeURIComponent(id)}`, signal)),
    cancel: async (id, signal) =>
      statusOf(await json(`/batches/${encodeURIComponent(id)}/cancel`, signal, {})),
    fetchFile: (id, path, signal) =>
      sent(async (client) => {
        const options = { timeout: fileTime, ...(signal && { signal }) };
        const response = await client
          .get(`/files/${encodeURIComponent(id)}/content`, { ...options, __binaryResponse: true })
          .asResponse();
        checkContentType(response, context);
        const draft = `${path}.part`;
        try {
          const body = response.body ? Readable.fromWeb(response.body) : Readable.from([]);
          await pipeline(body, createWriteStream(draft), signal ? { signal } : {});
          renameSync(draft, path);
        } finally {
          rmSync(draft, { force: true });
        }
      }, signal),
  };
}

/** There is no such path: the address has no such interface. */
function isAbsence(error: unknown): boolean {
  return (
    error instanceof EndpointError &&
    (error.fault === 'missing' || (error.fault === 'malformed' && !/HTTP/.test(error.message)))
  );
}

/** The batch interface of a model: `make` gives the model over another connection. */
export function batchesOf(
  connection: Connection,
  info: ModelInfo,
  make: (connection: Connection) => Model,
): Batches {
  return {
    address: batchAddress(connection),
    price: info.batchPrice ?? halfOf(info.price),
    over: (transport) =>
      make(connectionTo({ ...connection.config, fetch: fetchOver(transport, connection) })),
  };
}

/** What batches cost at OpenAI and its imitators unless the listing says otherwise. */
function halfOf(price: ModelInfo['price']): ModelInfo['price'] {
  return price && { prompt: price.prompt / 2, completion: price.completion / 2 };
}

/** Posts of requests go over the transport, everything else over the network. */
function fetchOver(transport: BatchTransport, connection: Connection): typeof globalThis.fetch {
  let live: typeof globalThis.fetch | null = null;
  return async (input, init) => {
    live ??= connection.fetch();
    const path = /\/(chat\/completions|completions)(?:\?.*)?$/.exec(String(input))?.[1];
    if (path === undefined || typeof init?.body !== 'string') return live(input, init);
    const body = JSON.parse(init.body) as Record<string, unknown>;
    const { stream: _stream, stream_options: _options, ...whole } = body;
    const reply = transport({ path: `/v1/${path}`, body: whole });
    if (reply === null) return live(input, init);
    const { status, body: answer } = reply;
    return new Response(JSON.stringify(answer), {
      status,
      headers: { 'content-type': 'application/json' },
    });
  };
}
