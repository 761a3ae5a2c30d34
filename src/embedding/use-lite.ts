/** The built-in embedder: works offline, in a worker thread, from weights beside the program. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import { batches, type Embedder } from './embedder.ts';
import type { Ask, Reply } from './worker.ts';

/** Texts of one message: about a fifth of a second of work. */
const batchSize = 64;

type Pending = { resolve: (vectors: Float32Array[]) => void; reject: (error: unknown) => void };

/**
 * The Universal Sentence Encoder lite, 512 numbers a text. Nothing is loaded before the first
 * `embed` (about half a second); the worker does not keep the process alive while idle. `folder`
 * holds the weights, by default where the build puts them. `embed` rejects with UserError when
 * they are missing or broken. An empty text gives zeros.
 */
export function openUseLite(folder?: string): Embedder {
  let session: Promise<Session> | null = null;

  /** A session that cannot start, or ends, is forgotten, so that the next `embed` starts another. */
  function open(): Promise<Session> {
    const opening = start();
    const forget = () => {
      if (session === opening) session = null;
    };
    opening.then((started) => started.ended).then(forget, forget);
    return opening;
  }

  async function start(): Promise<Session> {
    const data = folder ?? (await findWeights());
    if (!existsSync(`${data}/model.json`)) throw noWeights(data);
    return startSession(data);
  }

  async function ask(texts: string[]): Promise<Float32Array[]> {
    session ??= open();
    return (await session).ask(texts);
  }

  return {
    name: 'use-lite',
    async embed(texts, { signal, onProgress } = {}) {
      // Texts of similar length share a message, so that many of them have as many tokens, and are embedded together.
      const order = texts
        .map((text, index) => ({ text, index }))
        .filter(({ text }) => text.trim() !== '')
        .sort((a, b) => a.text.length - b.text.length || a.index - b.index);
      const vectors: Float32Array[] = texts.map(() => new Float32Array(512));
      let done = texts.length - order.length;
      for (const batch of batches(order, batchSize)) {
        signal?.throwIfAborted();
        const part = await ask(batch.map(({ text }) => text));
        for (const [i, { index }] of batch.entries()) vectors[index] = part[i]!;
        done += batch.length;
        onProgress?.(done, texts.length);
      }
      return vectors;
    },
    async close() {
      const closing = session;
      session = null;
      await (await closing?.catch(() => null))?.end();
    },
  };
}

/** SHA-256 of the built-in embedder's weights, hex. */
export async function hashOfUseLite(): Promise<string> {
  const bytes = await readFile(join(await findWeights(), 'weights.bin'));
  return createHash('sha256').update(bytes).digest('hex');
}

/** One worker thread and its open requests. */
type Session = {
  ask(texts: string[]): Promise<Float32Array[]>;
  end(): Promise<void>;
  ended: Promise<void>;
};

function startSession(data: string): Session {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let fault: unknown = new Error('The embedder was closed');
  let over = false;
  let ending = false;
  const thread = new Worker(findWorker(), { workerData: { folder: data } });
  thread.unref();
  thread.on('message', (reply: Reply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0 && !ending) thread.unref();
    if (!waiting) return;
    if ('vectors' in reply) waiting.resolve(reply.vectors);
    else waiting.reject(noWeights(data, reply.error));
  });
  thread.on('error', (error) => {
    fault = error;
  });
  const ended = new Promise<void>((resolve) => {
    thread.on('exit', () => {
      over = true;
      for (const { reject } of pending.values()) reject(fault);
      pending.clear();
      resolve();
    });
  });
  return {
    ended,
    ask: (texts) =>
      new Promise((resolve, reject) => {
        if (over) return reject(fault);
        const message: Ask = { id: ++lastId, texts };
        pending.set(message.id, { resolve, reject });
        thread.ref();
        thread.postMessage(message);
      }),
    end: async () => {
      ending = true;
      // An idle thread does not keep the process alive, so the process could end before this is done.
      thread.ref();
      await thread.terminate();
    },
  };
}

function noWeights(folder: string, cause?: string): UserError {
  return new UserError('The built-in embedding model cannot be loaded', {
    where: folder,
    hint: 'Install valuelex again, or build it (npm run build); or name another embedding model.',
    cause,
  });
}

/** The built worker beside the program or one folder up; the source file otherwise. */
function findWorker(): URL {
  const built = ['./embedding-worker.cjs', '../embedding-worker.cjs']
    .map((place) => new URL(place, import.meta.url))
    .find((place) => existsSync(place));
  return built ?? new URL('./worker.ts', import.meta.url);
}

/** Beside the program or one folder up; from the source tree in the project's dist, made when missing. */
async function findWeights(): Promise<string> {
  const places = ['./data/use-lite', '../data/use-lite', '../../dist/data/use-lite'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(`${place}/model.json`));
  if (found) return found;
  const script = new URL('../../scripts/make-use-lite.mjs', import.meta.url);
  const target = places.at(-1)!;
  if (existsSync(script)) {
    const { makeUseLite } = await import(/* @vite-ignore */ script.href);
    await makeUseLite(target);
  }
  return target;
}
