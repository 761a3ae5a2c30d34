/** Starts, feeds, and restarts the child process of one local model. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { EndpointError } from '../../errors.ts';
import { type FromChild, fromChild, type LoadMessage, type ToChild } from './messages.ts';

type Work = Exclude<ToChild, { kind: 'load' | 'abort' }>;
type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;
type Result = Exclude<FromChild, { kind: 'ready' | 'text' | 'failed' }>;

type Pending = {
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
  onText: ((text: string) => void) | undefined;
};

type Running = { child: ChildProcess; ready: Promise<void> };

/** Where the child's program is: beside this file in the sources, one bundled file when built. */
function entry(): { file: string; execArgv: string[] } {
  if (import.meta.url.endsWith('.ts')) {
    const native = (process.features as { typescript?: unknown }).typescript;
    return {
      file: fileURLToPath(new URL('./child.ts', import.meta.url)),
      execArgv: native ? [] : ['--experimental-strip-types'],
    };
  }
  for (const place of ['./local-child.js', '../local-child.js']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return { file, execArgv: [] };
  }
  throw new EndpointError('missing', 'A part of valuelex is missing: local-child.js', {
    hint: 'Install valuelex again, or run `npm run build` in a clone.',
  });
}

/**
 * A child that is started by the first request and again after it was killed. `load` is asked at
 * every start. Requests in flight when it dies reject with EndpointError 'server'.
 */
export function createModelChild(load: () => Promise<Omit<LoadMessage, 'kind'>>) {
  const pending = new Map<number, Pending>();
  let running: Promise<Running> | undefined;
  let lastId = 0;
  let closed = false;

  async function start(): Promise<Running> {
    const message: LoadMessage = { kind: 'load', ...(await load()) };
    const { file, execArgv } = entry();
    const child = fork(file, [], {
      execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Evaluation runs on libuv's threads: one for each context, and some for reading files.
      env: { ...process.env, UV_THREADPOOL_SIZE: String(message.contexts + 4) },
    });
    let words = '';
    child.stderr?.on('data', (data: Buffer) => {
      words = (words + data.toString()).slice(-2000);
    });
    const ready = new Promise<void>((resolve, reject) => {
      child.on('message', (raw) => {
        const parsed = fromChild.safeParse(raw);
        if (!parsed.success) return;
        const { data } = parsed;
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'failed' && data.id === null) reject(toError(data, message.path));
        else receive(data);
      });
      const ended = (how: string) => {
        running = undefined;
        const error = new EndpointError('server', `The local model's process ended: ${how}`, {
          where: message.path,
          hint: lastLine(words) ?? 'It is started again by the next request.',
        });
        reject(error);
        for (const one of pending.values()) one.reject(error);
        pending.clear();
      };
      child.on('error', (error) => ended(error.message));
      child.on('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
    });
    ready.catch(() => child.kill('SIGKILL'));
    child.send(message);
    child.unref();
    child.channel?.unref();
    // A pipe is a socket, which its type does not tell.
    if (child.stderr instanceof Socket) child.stderr.unref();
    return { child, ready };
  }

  function receive(message: Exclude<FromChild, { kind: 'ready' }>): void {
    if (message.kind === 'text') {
      pending.get(message.id)?.onText?.(message.text);
      return;
    }
    if (message.id === null) return;
    const one = pending.get(message.id);
    settle(message.id);
    if (message.kind === 'failed') one?.reject(toError(message));
    else one?.resolve(message);
  }

  /** While something is awaited the process must not end for want of work. */
  function hold(id: number, one: Pending, child: ChildProcess): void {
    pending.set(id, one);
    child.ref();
    child.channel?.ref();
  }

  function settle(id: number): void {
    pending.delete(id);
    if (pending.size > 0) return;
    void running?.then(
      ({ child }) => {
        if (pending.size > 0) return;
        child.unref();
        child.channel?.unref();
      },
      () => {},
    );
  }

  /**
   * Sends a request and waits for its result. After an abort the result is `null`, at once; the
   * child stops at its next token.
   */
  async function request(
    work: WithoutId<Work>,
    options: {
      signal?: AbortSignal | undefined;
      onText?: ((text: string) => void) | undefined;
    } = {},
  ): Promise<Result | null> {
    if (closed) throw new EndpointError('server', 'This local model was closed');
    const { signal } = options;
    if (signal?.aborted) return null;
    lastId += 1;
    const id = lastId;
    return new Promise<Result | null>((resolve, reject) => {
      let child: ChildProcess | undefined;
      const stop = () => {
        child?.connected && child.send({ kind: 'abort', id } satisfies ToChild);
        settle(id);
        resolve(null);
      };
      signal?.addEventListener('abort', stop, { once: true });
      const off = () => signal?.removeEventListener('abort', stop);
      running ??= start();
      const mine = running;
      mine
        .then(async (started) => {
          if (signal?.aborted) return;
          const keep: Pending = {
            resolve: (result) => {
              off();
              resolve(result);
            },
            reject: (error) => {
              off();
              reject(error);
            },
            onText: options.onText,
          };
          child = started.child;
          hold(id, keep, started.child);
          await started.ready;
          if (signal?.aborted || !pending.has(id)) return;
          started.child.send({ ...work, id } as ToChild);
        })
        .catch((error: unknown) => {
          if (running === mine) running = undefined;
          off();
          pending.delete(id);
          reject(error);
        });
    });
  }

  /** The process id while it runs. */
  async function pid(): Promise<number | undefined> {
    return (await running?.catch(() => undefined))?.child.pid;
  }

  async function close(): Promise<void> {
    closed = true;
    const started = await running?.catch(() => undefined);
    if (!started) return;
    const { child } = started;
    if (child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      child.ref();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  return { request, pid, close };
}

function toError(message: Extract<FromChild, { kind: 'failed' }>, where?: string): EndpointError {
  return new EndpointError(message.fault, message.message, {
    ...(message.hint ? { hint: message.hint } : {}),
    ...(where ? { where } : {}),
  });
}

function lastLine(words: string): string | undefined {
  return words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '))
    .at(-1);
}
