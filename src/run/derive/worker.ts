/** The worker thread of the slow computations; `worker-client.ts` starts it. */
import { parentPort } from 'node:worker_threads';
import { type JobName, jobs } from './jobs.ts';
import { packError, type ThreadError } from './thread-errors.ts';

export type JobMessage = { id: number; name: JobName; input: unknown };
export type JobReply = { id: number } & (
  | { result: unknown }
  | ThreadError
  /** The part that is done. */
  | { done: number }
);

parentPort!.on('message', async ({ id, name, input }: JobMessage) => {
  try {
    const run = jobs[name] as (input: unknown, onDone: (done: number) => void) => unknown;
    const onDone = (done: number) => parentPort!.postMessage({ id, done } satisfies JobReply);
    const result = await run(input, onDone);
    parentPort!.postMessage({ id, result } satisfies JobReply);
  } catch (error) {
    parentPort!.postMessage({ id, ...packError(error) } satisfies JobReply);
  }
});
