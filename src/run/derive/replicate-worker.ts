/** A thread of `replicates.ts`: gets a job, then computes ranges of its replicates on request. */
import { parentPort } from 'node:worker_threads';
import { type ReplicateName, replicates } from './replicate-jobs.ts';
import { packError, type ThreadError } from './thread-errors.ts';

export type ReplicateMessage =
  | { name: ReplicateName; input: unknown }
  /** Replicates `from` up to, not including, `to`. */
  | { from: number; to: number };
export type ReplicateReply = { from: number; results: unknown[] } | ThreadError;

let replicate: (index: number) => unknown;

parentPort!.on('message', (message: ReplicateMessage) => {
  if ('name' in message) {
    const compute = replicates[message.name] as (input: unknown, index: number) => unknown;
    replicate = (index) => compute(message.input, index);
    return;
  }
  try {
    const results: unknown[] = [];
    for (let index = message.from; index < message.to; index++) results.push(replicate(index));
    parentPort!.postMessage({ from: message.from, results } satisfies ReplicateReply);
  } catch (error) {
    parentPort!.postMessage(packError(error) satisfies ReplicateReply);
  }
});
