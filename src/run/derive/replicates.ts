/** Spreads the replicates of a simulation over threads. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReplicateJobs, ReplicateName } from './replicate-jobs.ts';
import type { ReplicateMessage, ReplicateReply } from './replicate-worker.ts';
import { unpackError } from './thread-errors.ts';

export interface ThreadOptions {
  /** Default: one a core, at most 4. */
  threads?: number;
  /** Ends the threads at once; the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** More threads than this gain little: they share the memory's bandwidth. */
const mostThreads = 4;
/** Idle threads, for the next simulation; they do not keep the process alive. */
const idle: Worker[] = [];

/**
 * Replicates 0 … count − 1, in order; their results do not depend on the threads.
 * @throws what a replicate throws: UserError as it is, anything else as an Error with its text
 */
export function inThreads<Name extends ReplicateName>(
  name: Name,
  input: Parameters<ReplicateJobs[Name]>[0],
  count: number,
  { threads = Math.min(mostThreads, availableParallelism()), signal, onProgress }: ThreadOptions,
): Promise<ReturnType<ReplicateJobs[Name]>[]> {
  const several = Math.max(1, Math.min(Math.round(threads), count));
  // Short enough for threads to end together and to show progress, long enough to be worth a message.
  const chunk = Math.max(1, Math.min(16, Math.ceil(count / (several * 16))));
  const results = new Array<ReturnType<ReplicateJobs[Name]>>(count);
  /** Whether each has taken the job up (1) or is to leave it (−1). */
  const busy = new Map<Worker, Int32Array<SharedArrayBuffer>>();
  let next = 0;
  let done = 0;

  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = (reason: unknown) => {
      signal?.removeEventListener('abort', abort);
      for (const thread of busy.keys()) {
        thread.removeAllListeners();
        void thread.terminate();
      }
      busy.clear();
      reject(reason);
    };
    const abort = () => {
      // A thread that still loads is kept for the next job: edits come faster than threads start.
      for (const [thread, taken] of busy)
        if (Atomics.compareExchange(taken, 0, 0, -1) === 0) {
          busy.delete(thread);
          rest(thread);
        }
      stop(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });

    const release = (thread: Worker) => {
      busy.delete(thread);
      rest(thread);
      if (busy.size === 0) {
        signal?.removeEventListener('abort', abort);
        resolve(results);
      }
    };
    const handOut = (thread: Worker) => {
      if (next >= count) {
        release(thread);
        return;
      }
      const range = { from: next, to: Math.min(count, next + chunk) };
      next = range.to;
      thread.postMessage(range satisfies ReplicateMessage);
    };

    for (let started = 0; started < several; started++) {
      const thread = idle.pop() ?? new Worker(findWorker());
      const taken = new Int32Array(new SharedArrayBuffer(4));
      busy.set(thread, taken);
      thread.removeAllListeners();
      thread.ref();
      thread.on('error', stop);
      thread.on('exit', () => stop(new Error('A computing thread ended')));
      thread.on('message', (reply: ReplicateReply) => {
        if (!('results' in reply)) {
          stop(unpackError(reply));
          return;
        }
        reply.results.forEach((result, i) => {
          results[reply.from + i] = result as ReturnType<ReplicateJobs[Name]>;
        });
        done += reply.results.length;
        onProgress?.(done, count);
        handOut(thread);
      });
      thread.postMessage({ name, input, taken } satisfies ReplicateMessage);
      handOut(thread);
    }
  });
}

/** One computation in a thread of its own. */
export async function inThread<Name extends ReplicateName>(
  name: Name,
  input: Parameters<ReplicateJobs[Name]>[0],
  options: Omit<ThreadOptions, 'threads'> = {},
): Promise<ReturnType<ReplicateJobs[Name]>> {
  const [result] = await inThreads(name, input, 1, { ...options, threads: 1 });
  return result!;
}

function rest(thread: Worker): void {
  thread.removeAllListeners();
  // A thread that dies while idle is not used again.
  thread.once('exit', () => forget(thread));
  thread.on('error', () => forget(thread));
  thread.unref();
  idle.push(thread);
}

function forget(thread: Worker): void {
  const at = idle.indexOf(thread);
  if (at >= 0) idle.splice(at, 1);
}

/** The built worker beside the program or one folder up; the source file otherwise. */
function findWorker(): URL {
  const built = ['./replicate-worker.js', '../replicate-worker.js']
    .map((place) => new URL(place, import.meta.url))
    .find((place) => existsSync(place));
  return built ?? new URL('./replicate-worker.ts', import.meta.url);
}
