/** Who waits for the answers to requests that are asked in batches. */
import type { BatchReply } from '../../models/batches.ts';

/** What a request may come to without an answer. */
export type Unanswered = { parked: true } | { failure: Error };

export type Asked = {
  id: string;
  path: string;
  body: Record<string, unknown>;
  signal: AbortSignal | undefined;
  /** Resolves when whoever asked has done with the answer. */
  done: Promise<void>;
};

export type Waiter = {
  asked: Asked;
  resolve(reply: BatchReply | Unanswered): void;
  reject(reason: unknown): void;
};

export type Waiters = {
  has(id: string): boolean;
  /** Number of requests that are waited for. */
  size(): number;
  add(waiter: Waiter): void;
  /** False where others wait for the same request. */
  remove(waiter: Waiter): boolean;
  /** What the first who waits for it has asked. */
  askedFor(id: string): Asked | undefined;
  /** Gives all who wait for these requests the same reply; returns who got one. */
  answer(ids: Iterable<string>, reply: (id: string) => BatchReply | Unanswered): Waiter[];
  fail(ids: Iterable<string>, failure: unknown): void;
};

export function createWaiters(): Waiters {
  const byId = new Map<string, Waiter[]>();

  function answer(ids: Iterable<string>, reply: (id: string) => BatchReply | Unanswered): Waiter[] {
    const answered: Waiter[] = [];
    for (const id of ids) {
      for (const waiter of byId.get(id) ?? []) {
        waiter.resolve(reply(id));
        answered.push(waiter);
      }
      byId.delete(id);
    }
    return answered;
  }

  return {
    has: (id) => byId.has(id),
    size: () => byId.size,
    add(waiter) {
      const { id } = waiter.asked;
      byId.set(id, [...(byId.get(id) ?? []), waiter]);
    },
    remove(waiter) {
      const { id } = waiter.asked;
      const others = (byId.get(id) ?? []).filter((one) => one !== waiter);
      if (others.length > 0) byId.set(id, others);
      else byId.delete(id);
      return others.length === 0;
    },
    askedFor: (id) => byId.get(id)?.[0]?.asked,
    answer,
    fail(ids, failure) {
      const error = failure instanceof Error ? failure : new Error(String(failure));
      answer(ids, () => ({ failure: error }));
    },
  };
}
