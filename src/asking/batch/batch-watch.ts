/** Follows batches until they end, and gives their answers to the requests that wait. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BatchStatus } from '../../models/batches.ts';
import { waitOnTimer } from '../../models/retry.ts';
import type { BatchDesk, Collected } from './batch-desk.ts';
import {
  cancelledFault,
  expiredReply,
  missingFault,
  progressText,
  refusalReply,
} from './batch-words.ts';
import type { BatchedRequests } from './batched-requests.ts';
import type { BatcherOptions } from './batcher.ts';
import type { EndpointRoom } from './endpoint-room.ts';
import type { KnownBatch } from './ledger.ts';
import { answerAt } from './results.ts';
import type { Waiter, Waiters } from './waiters.ts';

const ended = ['completed', 'failed', 'expired', 'cancelled'];
/** Looks at a batch that is being validated, before its requests are parked: a file that is refused is refused within seconds. */
const looksAtValidation = 6;
/** Answers that are given out before the next wait until they are stored. */
const atOnce = 1000;

export type WatchParts = {
  options: BatcherOptions;
  desk: BatchDesk;
  requests: BatchedRequests;
  room: EndpointRoom;
  waiters: Waiters;
  /** Ends when no request waits any more. */
  life(): AbortSignal;
  /** Queues requests once more for whoever still waits for them. */
  again(ids: Iterable<string>): void;
  /** Called when a batch has ended: queued requests may be submitted. */
  onEnded(): void;
};

/** Submits a batch where that is still to be done, and follows it to its end; without `wait`, until it is under way. Resolves also where it failed; its waiters get the error. */
export type WatchBatch = (known: KnownBatch, resumed: boolean) => Promise<void>;

export function createBatchWatch(parts: WatchParts): WatchBatch {
  const { requests, waiters, life } = parts;
  const watched = new Map<string, Promise<void>>();

  return function watch(known, resumed) {
    const already = watched.get(known.batch);
    if (already) return already;
    const signal = life();
    const work = lookAfter(known, resumed, signal, parts)
      .catch((error) => {
        if (!signal.aborted) waiters.fail(requests.idsIn(known), error);
      })
      .finally(() => {
        watched.delete(known.batch);
        // Requests that came while the last look was given up wait for it too.
        if (signal.aborted && [...requests.idsIn(known)].some((id) => waiters.has(id)))
          void watch(known, true);
      });
    watched.set(known.batch, work);
    return work;
  };
}

async function lookAfter(
  known: KnownBatch,
  resumed: boolean,
  signal: AbortSignal,
  parts: WatchParts,
): Promise<void> {
  const { desk, options, requests, waiters } = parts;
  const { limits } = options;
  let status = known.id === null ? await desk.submit(known, resumed, signal) : null;
  let looks = 0;
  for (let seconds = limits.firstLook; ; seconds = Math.min(limits.longestLook, seconds * 1.5)) {
    if (looks > 0 || status === null) status = await desk.look(known, options.wait, signal);
    looks += 1;
    if (status !== null && ended.includes(status.status)) {
      await takeIn(known, status, resumed && looks === 1, signal, parts);
      return;
    }
    const isValidated = status?.status !== 'validating' || looks > looksAtValidation;
    if (!options.wait && (isValidated || resumed)) {
      waiters.answer(requests.idsIn(known), () => ({ parked: true }));
      options.onWait(null);
      return;
    }
    const reason = status
      ? progressText(known, status, requests.underWay().length)
      : `${options.address.host} cannot be asked; a batch of ${known.requests} continues without`;
    options.onWait({ reason, until: options.now() + seconds * 1000 });
    await (options.pause ?? waitOnTimer)(seconds, signal);
  }
}

/** Takes in the answers of a batch that has ended, and says what became of the rest; `isOld`: it had ended before this session. */
async function takeIn(
  known: KnownBatch,
  status: BatchStatus,
  isOld: boolean,
  signal: AbortSignal,
  parts: WatchParts,
): Promise<void> {
  const { desk, options, requests, room } = parts;
  const collected = await desk.collect(known, status, requests.idsIn(known), signal);
  requests.release(known, collected.ids);
  if (collected.noRoom) room.refused(known.requests);
  options.onWait(null);
  // First all that was answered is stored: a failure may stop the lane.
  await handOut(collected.answers, parts);
  if (signal.aborted) return;
  endWithoutAnswer(known, status, collected, isOld, parts);
  parts.onEnded();
}

/** What requests without an answer come to. */
function endWithoutAnswer(
  known: KnownBatch,
  status: BatchStatus,
  { ids, answers, failures, missing, noRoom }: Collected,
  isOld: boolean,
  { options, room, waiters, again }: WatchParts,
): void {
  const { model, address } = options;
  if (noRoom) {
    options.onNote(
      `${model}: the endpoint has no room for a batch of ${known.requests}; smaller ones follow, one after another`,
    );
    again(ids);
    return;
  }
  if (status.status === 'failed') {
    const reply = refusalReply(status);
    waiters.answer(ids, () => reply);
    return;
  }
  if (answers.size > 0) room.answered();
  const stopped = [...failures].filter(([, one]) => one.kind === 'cancelled').map(([id]) => id);
  const silent = status.status === 'cancelled' ? [...stopped, ...missing] : stopped;
  // Who comes back to a batch that was cancelled wants its requests asked.
  if (isOld) again(silent);
  else waiters.fail(silent, cancelledFault(model, address.host));
  if (status.status === 'expired') waiters.answer(missing, () => expiredReply);
  else waiters.fail(missing, missingFault(model, address.host));
  for (const [id, result] of failures)
    if (result.kind === 'reply') waiters.answer([id], () => result.reply);
}

/** Gives out answers, some thousand at a time, and waits until they are stored. */
async function handOut(
  answers: Collected['answers'],
  { requests, waiters }: WatchParts,
): Promise<void> {
  let given: Waiter[] = [];
  const stored = async () => {
    await Promise.all(given.map((waiter) => waiter.asked.done));
    given = [];
    await nextTurn();
  };
  for (const [id, where] of answers) {
    const reply = waiters.has(id) ? answerAt(where) : null;
    requests.keepAnswer(id, where, reply !== null);
    if (reply) given.push(...waiters.answer([id], () => reply));
    if (given.length >= atOnce) await stored();
  }
  await stored();
}
