/** Submits what is queued, batch after batch, as far as the endpoint has room. */
import { waitOnTimer } from '../../models/retry.ts';
import type { WatchBatch, WatchParts } from './batch-watch.ts';
import { busyFault } from './batch-words.ts';
import type { BatchQueue } from './queue.ts';
import type { Unanswered } from './waiters.ts';

export type SubmitParts = Pick<WatchParts, 'options' | 'requests' | 'room' | 'waiters' | 'life'> & {
  queue: BatchQueue;
  watch: WatchBatch;
};

/** A call while it is at work does nothing: what was queued meanwhile goes with it. */
export function createSubmitting(parts: SubmitParts): () => Promise<void> {
  const { options, requests, room, waiters, queue, watch, life } = parts;
  let submitting = false;

  function drop(instead: Unanswered): void {
    waiters.answer(queue.drop(), () => instead);
  }

  /** False if nothing can be submitted now; queued requests are then answered accordingly. */
  async function roomForNext(signal: AbortSignal): Promise<boolean> {
    const { model, address } = options;
    if (room.isShort()) {
      // Where room was short, one batch has to end before the next.
      await Promise.all(requests.underWay().map((known) => watch(known, true)));
      signal.throwIfAborted();
      if (requests.underWay().length > 0) {
        drop(options.wait ? { failure: busyFault(model, address.host) } : { parked: true });
        return false;
      }
    }
    for (let rest = room.rest(); rest > 0; rest = room.rest()) {
      if (!options.wait) {
        drop({ parked: true });
        return false;
      }
      const reason = 'the endpoint has no room for another batch';
      options.onWait({ reason, until: options.now() + rest });
      await (options.pause ?? waitOnTimer)(rest / 1000, signal);
    }
    return true;
  }

  return async function submitQueued() {
    if (submitting) return;
    submitting = true;
    const signal = life();
    try {
      while (queue.size() > 0 && !signal.aborted) {
        if (!(await roomForNext(signal))) break;
        const lines = queue.next(room.most());
        if (lines.length === 0) break;
        const known = options.ledger.prepare(options.model, lines[0]!.path, lines);
        requests.hold(known, new Set(lines.map((line) => line.id)));
        for (const { id } of lines) queue.delete(id);
        void watch(known, false);
      }
    } catch (error) {
      if (!signal.aborted) drop({ failure: error as Error });
    } finally {
      submitting = false;
    }
  };
}
