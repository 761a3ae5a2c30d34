/** What lanes ask: the items of a model, and what the answer to one took. */
import type { Cost } from '../facts/cost.ts';
import type { RateLimits } from '../models/rate-limits.ts';

/** What an answer took, with the limits that the endpoint reported and what is odd about it. */
export type Spent = Cost & {
  /** 0 if the item shared an answer and sent nothing. */
  requests?: 0;
  limits?: RateLimits | undefined;
  remark?: string | undefined;
};

export type ItemContext = {
  signal: AbortSignal;
  onText: (text: string) => void;
  /**
   * Sets aside what the item may take at most. Called before anything is sent, and only then: whether an answer
   * is shared shows late. Throws UserError where a limit could be crossed.
   */
  reserve(): void;
};

/** One thing to ask. `ask` stores its answer before it resolves; null when an abort came first. */
export type Item = {
  id: string;
  /** What it may take at most, with the prompt estimated. */
  bound: Cost;
  ask(context: ItemContext): Promise<Spent | null>;
};

/** What a lane asks, one after another: a list, or one that makes each item when its turn comes. */
export type Items = { readonly length: number; at(index: number): Item | undefined };

export type LaneWork = {
  model: string;
  /** Whose limits it shares; null for a model with a fixed number of requests at once. */
  account: string | null;
  /** Requests at once at most. */
  concurrency: number;
  /** Asked in batches: the researcher's bound of requests at once does not hold for it. */
  batched?: boolean;
  items: Items;
};

/** `length` items of which each is made when it is looked at, and only the latest is held. */
export function lazyItems(length: number, make: (index: number) => Item): Items {
  let latest: { index: number; item: Item } | null = null;
  return {
    length,
    at(index) {
      if (index >= length) return undefined;
      if (latest?.index !== index) latest = { index, item: make(index) };
      return latest.item;
    },
  };
}
