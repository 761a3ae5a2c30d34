/** Requests that wait for the next batch. */
import type { BatchLimits } from './batch-limits.ts';
import { lineText } from './ledger.ts';
import type { Asked } from './waiters.ts';

export type BatchQueue = {
  size(): number;
  has(id: string): boolean;
  add(asked: Asked): void;
  delete(id: string): void;
  /** Whether it fills a batch. */
  isFull(): boolean;
  /** The next requests of one path that fit into one file, `most` of them at most; they stay queued. */
  next(most: number): Asked[];
  /** Empties it; gives the ids. */
  drop(): string[];
};

export function createBatchQueue(limits: Pick<BatchLimits, 'requests' | 'bytes'>): BatchQueue {
  const queue = new Map<string, { asked: Asked; bytes: number }>();
  let queuedBytes = 0;

  function remove(id: string): void {
    queuedBytes -= queue.get(id)?.bytes ?? 0;
    queue.delete(id);
  }

  return {
    size: () => queue.size,
    has: (id) => queue.has(id),
    add(asked) {
      const bytes = Buffer.byteLength(lineText(asked));
      queue.set(asked.id, { asked, bytes });
      queuedBytes += bytes;
    },
    delete: remove,
    isFull: () => queue.size >= limits.requests || queuedBytes >= limits.bytes,
    next(most) {
      const lines: Asked[] = [];
      let sum = 0;
      for (const { asked, bytes } of queue.values()) {
        if (lines[0] && asked.path !== lines[0].path) continue;
        sum += bytes;
        if (lines.length > 0 && sum > limits.bytes) break;
        lines.push(asked);
        if (lines.length >= Math.min(limits.requests, most)) break;
      }
      return lines;
    },
    drop() {
      const ids = [...queue.keys()];
      queue.clear();
      queuedBytes = 0;
      return ids;
    },
  };
}
