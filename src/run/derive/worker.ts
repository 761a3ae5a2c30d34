/** The worker thread of the slow computations; `worker-client.ts` starts it. */
import { parentPort } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { type JobName, jobs } from './jobs.ts';

export type JobMessage = { id: number; name: JobName; input: unknown };
export type JobReply =
  | { id: number; result: unknown }
  /** A user's mistake crosses the thread as its parts. */
  | { id: number; mistake: { what: string; hint: string | undefined; where: string | undefined } }
  | { id: number; bug: string };

parentPort!.on('message', async ({ id, name, input }: JobMessage) => {
  try {
    const run = jobs[name] as (input: unknown) => unknown;
    parentPort!.postMessage({ id, result: await run(input) } satisfies JobReply);
  } catch (error) {
    const reply: JobReply =
      error instanceof UserError
        ? { id, mistake: { what: error.message, hint: error.hint, where: error.where } }
        : { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    parentPort!.postMessage(reply);
  }
});
