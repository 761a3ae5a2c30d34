/** One local model in a child process: starts it, sends it requests, and starts it again after it was killed. */
import { EndpointError } from '../../errors.ts';
import type { LoadMessage, ToChild } from './messages.ts';
import { type ChildResult, createRequestsInFlight } from './requests-in-flight.ts';
import { keepProgramRunning, letProgramEnd, type RunningChild, startChild } from './start-child.ts';

type Work = Exclude<ToChild, { kind: 'load' | 'abort' }>;
type Running = RunningChild & { inFlight: ReturnType<typeof createRequestsInFlight> };
type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

/**
 * A child that is started by the first request and again after it was killed. `load` is asked at
 * every start. Requests in flight when it dies reject with EndpointError 'server'.
 */
export function createModelChild(load: () => Promise<Omit<LoadMessage, 'kind'>>) {
  let running: Promise<Running> | undefined;
  let lastId = 0;
  let closed = false;

  function start(): Promise<Running> {
    const mine: Promise<Running> = load().then((message) => {
      const inFlight = createRequestsInFlight(() => letProgramEnd(started.child));
      const started = startChild({ kind: 'load', ...message }, inFlight.receive, (error) => {
        // One that could not load ends when the next may have been started.
        if (running === mine) running = undefined;
        inFlight.fail(error);
      });
      return { ...started, inFlight };
    });
    return mine;
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
  ): Promise<ChildResult | null> {
    if (closed) throw new EndpointError('server', 'This local model was closed');
    const { signal } = options;
    if (signal?.aborted) return null;
    lastId += 1;
    const id = lastId;
    return new Promise<ChildResult | null>((resolve, reject) => {
      let at: Running | undefined;
      const stop = () => {
        if (at?.child.connected) at.child.send({ kind: 'abort', id } satisfies ToChild);
        at?.inFlight.drop(id);
        resolve(null);
      };
      signal?.addEventListener('abort', stop, { once: true });
      const off = () => signal?.removeEventListener('abort', stop);
      running ??= start();
      const mine = running;
      mine
        .then(async (started) => {
          if (signal?.aborted) return;
          at = started;
          const { child, inFlight, ready } = started;
          inFlight.add(id, {
            resolve: (result) => {
              off();
              resolve(result);
            },
            reject: (error) => {
              off();
              reject(error);
            },
            onText: options.onText,
          });
          keepProgramRunning(child);
          await ready;
          if (signal?.aborted || !inFlight.has(id)) return;
          child.send({ ...work, id } as ToChild);
        })
        .catch((error: unknown) => {
          if (running === mine) running = undefined;
          off();
          at?.inFlight.drop(id);
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
