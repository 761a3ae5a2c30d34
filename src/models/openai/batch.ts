/**
 * OpenAI's batch interface: a JSON Lines file is uploaded (`/files`), worked on (`/batches`) within a
 * day, and its answers are fetched as a file. https://platform.openai.com/docs/guides/batch
 */
import { createWriteStream, openAsBlob, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EndpointError } from '../../errors.ts';
import type { BatchAddress, Batches, BatchStatus, BatchTransport } from '../batches.ts';
import type { Model, ModelInfo } from '../model.ts';
import { batchCalls } from './batch-calls.ts';
import { idOfUpload, isBatchOf, markKey, readPage, readStatus } from './batch-forms.ts';
import { type Connection, connectionTo } from './connection.ts';

/** Milliseconds in which a file of 200 MB goes over a slow line. */
const fileTime = 60 * 60_000;

/** The batch interface at an address, whether or not it exists: see `offered`. */
function batchAddress(connection: Connection): BatchAddress {
  const { host } = connection;
  const { sent, json, look, malformed, check } = batchCalls(connection);

  function statusOf(raw: unknown): BatchStatus {
    const status = readStatus(raw);
    if (!status) throw malformed('its answer about a batch cannot be read');
    return status;
  }

  let offered: Promise<boolean> | null = null;
  return {
    host,
    offered(signal) {
      offered ??= json('/batches?limit=1', signal).then(
        (raw) => readPage(raw) !== null,
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
      try {
        return await look('/files?purpose=batch', (entry) => idOfUpload(entry, as), signal);
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
    find: (order, signal) =>
      look('/batches', (entry) => (isBatchOf(entry, order) ? statusOf(entry) : null), signal),
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
        check(response);
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

/** The price of batches at OpenAI and compatible endpoints, unless the listing has another. */
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
