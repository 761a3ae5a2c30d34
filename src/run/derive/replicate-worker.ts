/** A thread of `replicates.ts`: gets a job, then computes ranges of its replicates on request. */
import { parentPort } from 'node:worker_threads';
import { type ReplicateName, replicates } from './replicate-jobs.ts';
import { packError, type ThreadError } from './thread-errors.ts';

export type ReplicateMessage =
  /** `taken` becomes 1 as a thread takes the job up; where it is −1 already, job and ranges are left. */
  | { name: ReplicateName; input: unknown; taken: Int32Array }
  /** Replicates `from` up to, not including, `to`. */
  | { from: number; to: number };
export type ReplicateReply = { from: number; results: unknown[] } | ThreadError;

let replicate: ((index: number) => unknown) | null = null;

parentPort!.on('message', (message: ReplicateMessage) => {
  if ('name' in message) {
    const compute = replicates[message.name] as (input: unknown, index: number) => unknown;
    const isWanted = Atomics.compareExchange(message.taken, 0, 0, 1) === 0;
    replicate = isWanted ? (index) => compute(message.input, index) : null;
    return;
  }
  if (!replicate) return;
  try {
    const results: unknown[] = [];
    for (let index = message.from; index < message.to; index++) results.push(replicate(index));
    parentPort!.postMessage({ from: message.from, results } satisfies ReplicateReply);
  } catch (error) {
    parentPort!.postMessage(packError(error) satisfies ReplicateReply);
  }
});
