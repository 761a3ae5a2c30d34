/**
 * The batches of one model: gathers the requests that are made at about the same time, submits them as
 * a batch, looks after it until it has ended, and gives each request its answer. Whatever is
 * submitted is written in the ledger before and after, so that it is never submitted twice.
 */
import type { BatchReply } from '../../models/batches.ts';
import { createBatchDesk, type DeskOptions } from './batch-desk.ts';
import type { BatchLimits } from './batch-limits.ts';
import { createBatchWatch } from './batch-watch.ts';
import { createBatchedRequests } from './batched-requests.ts';
import { createEndpointRoom } from './endpoint-room.ts';
import { createBatchQueue } from './queue.ts';
import { createSubmitting } from './submit-queued.ts';
import { type Asked, createWaiters, type Unanswered, type Waiter } from './waiters.ts';

export type BatcherOptions = DeskOptions & {
  model: string;
  /** Keep looking until a batch has ended; else its requests are parked once it is under way. */
  wait: boolean;
  /** Submit nothing new: `send` gives null for what no batch has. */
  collectOnly: boolean;
  limits: BatchLimits;
  onNote(text: string): void;
};

export type Batcher = {
  /** The reply, when the batch has it; null where nothing new is submitted. Rejects with the signal's reason on an abort. */
  send(asked: Asked): Promise<BatchReply | Unanswered | null>;
  /** Drops an unusable answer, so that it is asked for again. */
  forget(id: string): void;
  /** Lets go of batches whose answers were all given out and are stored. */
  settle(): void;
};

export function createBatcher(options: BatcherOptions): Batcher {
  const { limits } = options;
  const waiters = createWaiters();
  const queue = createBatchQueue(limits);
  const room = createEndpointRoom(limits, options.now);
  const requests = createBatchedRequests(options.model, options.ledger, room);
  const desk = createBatchDesk(options);
  let life = new AbortController();
  let gathering: NodeJS.Timeout | null = null;
  let loading: Promise<void> | null = null;
  /** Fetches the requests of batches that are known only at the endpoint. */
  let recovering: Promise<void> | null = null;

  const shared = { options, requests, room, waiters, life: () => life.signal };
  const watch = createBatchWatch({
    ...{ ...shared, desk },
    again(ids) {
      for (const id of ids) {
        const asked = waiters.askedFor(id);
        if (asked) place(asked);
      }
    },
    onEnded() {
      if (queue.size() > 0) void submitQueued();
    },
  });
  const submitQueued = createSubmitting({ ...shared, queue, watch });

  function stopGathering(): void {
    if (gathering) clearTimeout(gathering);
    gathering = null;
  }

  /** Finds the request's answer, or its batch, or queues it for the next one. */
  function place(asked: Asked): void {
    const { id } = asked;
    if (!waiters.has(id)) return;
    const stored = requests.takeAnswer(id);
    if (stored) {
      waiters.answer([id], () => stored);
      return;
    }
    const known = requests.batchOf(id);
    if (known) {
      void watch(known, true);
      return;
    }
    if (queue.has(id)) return;
    queue.add(asked);
    stopGathering();
    if (queue.isFull()) void submitQueued();
    else
      gathering = setTimeout(() => {
        gathering = null;
        void submitQueued();
      }, limits.gather * 1000);
  }

  /** No request waits any more: polling ends with the last; what is submitted stays submitted. */
  function leave(waiter: Waiter): void {
    if (waiters.remove(waiter)) queue.delete(waiter.asked.id);
    waiter.reject(waiter.asked.signal?.reason);
    if (waiters.size() > 0) return;
    life.abort();
    life = new AbortController();
    stopGathering();
    options.onWait(null);
  }

  function recover(): Promise<void> {
    const { signal } = life;
    recovering ??= requests
      .recover((file, to) => desk.fetchInput(file, to, signal))
      .finally(() => {
        recovering = null;
      });
    return recovering;
  }

  return {
    async send(asked) {
      asked.signal?.throwIfAborted();
      loading ??= requests.load();
      await loading;
      asked.signal?.throwIfAborted();
      const isWhole = requests.isWhole();
      const isKnown = requests.hasAnswer(asked.id) || requests.batchOf(asked.id) !== undefined;
      if (options.collectOnly && isWhole && !isKnown) return null;
      return new Promise((resolve, reject) => {
        const waiter: Waiter = { asked, resolve, reject };
        waiters.add(waiter);
        asked.signal?.addEventListener('abort', () => leave(waiter), { once: true });
        if (isWhole) place(asked);
        else
          recover().then(
            () => place(asked),
            (error) => waiters.fail([asked.id], error),
          );
      });
    },
    forget: requests.forget,
    settle: requests.settle,
  };
}
