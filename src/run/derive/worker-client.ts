/** Runs the slow computations in a worker thread, so that keys still act at once. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { JobName, Jobs } from './jobs.ts';
import { unpackError } from './thread-errors.ts';
import type { JobMessage, JobReply } from './worker.ts';

export type Computer = {
  /** Rejects with the UserError of the computation, or with an Error for a bug or after `close`. */
  run<Name extends JobName>(
    name: Name,
    input: Parameters<Jobs[Name]>[0],
    onDone?: (done: number) => void,
  ): Promise<Awaited<ReturnType<Jobs[Name]>>>;
  /** Rejects running jobs and ends the thread; no job is taken after that. */
  close(): Promise<void>;
};

/** Idle threads, for the next computers: they have already read words and code, which takes a second. */
const atRest: Worker[] = [];
/** As many as an open run uses: one for its results, one for comparisons that may be stopped. */
const mostAtRest = 2;

/** The thread starts with the first job and does not keep the process alive while idle. */
export function createComputer(): Computer {
  let worker: Worker | null = null;
  let closed = false;
  let lastId = 0;
  const pending = new Map<
    number,
    {
      resolve: (value: never) => void;
      reject: (error: unknown) => void;
      onDone: ((done: number) => void) | undefined;
    }
  >();

  function start(): Worker {
    const thread = atRest.pop() ?? new Worker(findWorker());
    thread.removeAllListeners();
    thread.unref();
    thread.on('message', (reply: JobReply) => {
      const waiting = pending.get(reply.id);
      if ('done' in reply) {
        waiting?.onDone?.(reply.done);
        return;
      }
      pending.delete(reply.id);
      if (pending.size === 0 && thread === worker) thread.unref();
      if (!waiting) return;
      if ('result' in reply) waiting.resolve(reply.result as never);
      else waiting.reject(unpackError(reply));
    });
    thread.on('error', fail);
    thread.on('exit', () => fail(new Error('The computing thread ended')));
    return thread;
  }

  function fail(error: unknown): void {
    worker = null;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }

  return {
    run(name, input, onDone) {
      if (closed) return Promise.reject(closedError());
      worker ??= start();
      const thread = worker;
      return new Promise((resolve, reject) => {
        const message: JobMessage = { id: ++lastId, name, input };
        pending.set(message.id, { resolve, reject, onDone });
        thread.ref();
        thread.postMessage(message);
      });
    },
    async close() {
      const thread = worker;
      closed = true;
      if (thread && pending.size === 0 && atRest.length < mostAtRest) {
        rest(thread);
        worker = null;
        return;
      }
      fail(closedError());
      // An idle thread does not keep the process alive; a working one must.
      thread?.ref();
      await thread?.terminate();
    },
  };
}

function rest(thread: Worker): void {
  atRest.push(thread);
  thread.removeAllListeners();
  const forget = () => {
    const at = atRest.indexOf(thread);
    if (at >= 0) atRest.splice(at, 1);
  };
  thread.once('exit', forget);
  thread.on('error', forget);
}

const closedError = () => new Error('The computing thread was closed');

/** The built worker beside the program or one folder up; the source file otherwise. */
function findWorker(): URL {
  const built = ['./compute-worker.js', '../compute-worker.js']
    .map((place) => new URL(place, import.meta.url))
    .find((place) => existsSync(place));
  return built ?? new URL('./worker.ts', import.meta.url);
}
