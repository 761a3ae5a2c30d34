/**
 * Asks many things of many models at once: one lane a model, so that a slow or failing model holds up
 * nobody else; models that share an account share its limits. Knows nothing of what is asked.
 */

import { EndpointError, type EndpointFault, explainError, UserError } from '../errors.ts';
import type { Cost } from '../facts/cost.ts';
import { type Account, createAccount, type Ticket } from '../models/account.ts';
import type { RateLimits } from '../models/rate-limits.ts';
import {
  batchPolicy,
  isPassing,
  longestAsked,
  patientPolicy,
  type RetryOptions,
  waitOnTimer,
  withRetries,
} from '../models/retry.ts';
import { parkedInBatch } from './batch/parked.ts';
import type { Budget } from './budget.ts';
import { type Dispatch, dispatch, type Source } from './dispatch.ts';
import type { Lane } from './lane.ts';

/** What an answer took, with what the endpoint told of its limits and what is odd about it. */
export type Spent = Cost & {
  /** 0 where it shared an answer, so that none was sent. */
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

/** What a lane asks, one after another: a list, or one that makes each item when its turn comes. */
export type Items = { readonly length: number; at(index: number): Item | undefined };

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

export type LanesOptions = {
  now(): number;
  random(): number;
  /** Called whenever a lane has changed; cheap. */
  onChange(): void;
  onRetry(model: string, id: string, reason: string, seconds: number): void;
  onFailed(model: string, id: string, reason: string): void;
  /** An answer was taken that a person should know something of. */
  onRemark?(model: string, id: string, remark: string): void;
  wait?: RetryOptions['wait'];
  /** The brake; none where nothing is bounded. */
  budget?: Pick<Budget, 'reserve'>;
};

export type Lanes = {
  /** Snapshots of the lanes of the latest stage; a lane that has not changed is the same object. */
  snapshot(): Lane[];
  /**
   * Asks everything; resolves when all is asked, has failed for good, or was aborted. Rejects on what stops the
   * run: at once on a full disk, after what is in flight on the budget.
   */
  run(
    stage: string,
    work: LaneWork[],
    done: (model: string) => number,
    signal: AbortSignal,
  ): Promise<void>;
  /** Pauses a lane, or lets it go on; tells which, or null where no lane of this model asks anything. */
  toggleLane(model: string): 'paused' | 'goes on' | null;
  /** Shows what a lane waits for; null where it waits for nothing. */
  tellWait(model: string, wait: Lane['waiting']): void;
  /** Gives the most requests at once of an account then. */
  changeConcurrency(delta: number): number;
  /** Requests at once of every account from now on. */
  setConcurrency(most: number): void;
};

type Live = {
  row: Lane;
  work: LaneWork;
  account: Account;
  /** Items begun so far. */
  begun: number;
  /** It has answered in this stage. */
  answered: boolean;
  /** Items that wait for another attempt. */
  waiting: number;
  /** Attempts in a row that failed and may be made again. */
  refused: number;
  /** Items in a row that failed for good. */
  failed: number;
  stop: AbortController;
  /** Aborted with the lane: thousands that listen to one signal would each be compared with all others. */
  open: Set<AbortController>;
  /** The item whose stream is shown; several stream at once, and mixed they make no sentence. */
  shown: string | null;
  /** Tokens and answers by second, for the rates. */
  seconds: Map<number, number>;
};

const tailLength = 240;
const rateWindow = 10;
/** An account whose limit is not known begins with this many requests at once. */
const firstAtOnce = 2;
/** A lane in which so many requests in a row failed for good asks no more: each has been asked many times. */
const mostFailures = 3;
/** Of a flaky endpoint so many requests wait for another attempt, as a multiple of those at once. */
const mostWaiting = 4;
/** Faults that the next request would meet again. */
const endsLane: ReadonlySet<EndpointFault> = new Set([
  ...(['auth', 'forbidden', 'quota', 'missing', 'network', 'malformed'] as const),
]);
/** Requests that wait for batches at once, of all models: a full file of OpenAI’s. 10 to 15 kB each. */
const mostInBatches = 50_000;

export function createLanes(options: LanesOptions): Lanes {
  let lanes = new Map<string, Live>();
  let dispatched: Dispatch | null = null;
  /** Kept from stage to stage: what was learned of a limit still holds. */
  const accounts = new Map<string, Account>();
  let most: number | null = null;

  const change = (lane: Live, part: Partial<Lane>) => {
    lane.row = { ...lane.row, ...part };
    options.onChange();
  };

  /** Of all that is in batches: what is waited for is held in memory. */
  const batches = () =>
    createAccount({ first: mostInBatches, most: mostInBatches, now: options.now });
  let inBatches = batches();

  function accountOf({ model, account, concurrency, batched }: LaneWork): Account {
    if (batched) return inBatches;
    const name = account ?? model;
    let found = accounts.get(name);
    if (!found) {
      const first = account === null ? concurrency : firstAtOnce;
      found = createAccount({ first, most: concurrency, now: options.now });
      if (most !== null) found.setMost(most);
      accounts.set(name, found);
    }
    return found;
  }

  function count(lane: Live, tokens: number): void {
    const second = Math.floor(options.now() / 1000);
    lane.seconds.set(second, (lane.seconds.get(second) ?? 0) + tokens);
    for (const old of lane.seconds.keys()) if (old <= second - rateWindow) lane.seconds.delete(old);
  }

  function tokensPerSecond(lane: Live): number {
    const second = Math.floor(options.now() / 1000);
    let sum = 0;
    let first = second;
    for (const [at, tokens] of lane.seconds)
      if (at > second - rateWindow) {
        sum += tokens;
        first = Math.min(first, at);
      }
    return sum / Math.max(1, second - first + 1);
  }

  /** One attempt: inside the budget, its text to the tail of the lane, its end to the account. */
  async function attempt(
    lane: Live,
    item: Item,
    ticket: Ticket,
    signal: AbortSignal,
  ): Promise<Spent | null> {
    const held: { settle: ReturnType<Budget['reserve']> | null } = { settle: null };
    let spent: Spent | null = null;
    let parked = false;
    let heard = '';
    let streamed = 0;
    try {
      spent = await item.ask({
        signal,
        onText: (text) => {
          streamed += 1;
          count(lane, 1);
          heard = (heard + text).slice(-tailLength);
          lane.shown ??= item.id;
          change(lane, lane.shown === item.id ? { tail: heard } : {});
        },
        reserve() {
          held.settle = options.budget?.reserve(item.bound) ?? (() => {});
        },
      });
      if (spent && spent.requests !== 0 && !held.settle)
        throw new Error(`${item.id} was sent without a place in the budget`);
      if (spent) {
        lane.refused = 0;
        ticket.answered(spent.limits, spent.tokens);
        // A rating that tells no tokens counts as one, so that its lane shows a rate.
        if (streamed === 0) count(lane, spent.tokens || 1);
      }
      return spent;
    } catch (error) {
      // What is under way in a batch will be paid for.
      parked = error === parkedInBatch;
      if (isPassing(error)) lane.refused += 1;
      // A rest longer than is waited for stops this lane, and is no reason to hold up others.
      if (error instanceof EndpointError && error.fault === 'rate')
        ticket.refused((error.retryAfter ?? 0) > longestAsked ? undefined : error.retryAfter);
      throw error;
    } finally {
      ticket.ended();
      if (!parked) held.settle?.(spent);
    }
  }

  async function askOne(
    lane: Live,
    item: Item,
    first: Ticket,
    halt: (reason: unknown, drain: boolean) => void,
  ): Promise<void> {
    const stop = new AbortController();
    const { signal } = stop;
    lane.open.add(stop);
    if (lane.stop.signal.aborted) stop.abort(lane.stop.signal.reason);
    change(lane, { inFlight: lane.row.inFlight + 1 });
    let ticket: Ticket | null = first;
    try {
      const spent = await withRetries(
        () => {
          const own = ticket ?? lane.account.begin(item.bound.tokens);
          ticket = null;
          return attempt(lane, item, own, signal);
        },
        {
          signal,
          random: options.random,
          ...(lane.work.batched
            ? { policy: batchPolicy }
            : lane.answered
              ? { policy: patientPolicy }
              : {}),
          wait: async (seconds, aborted) => {
            lane.waiting += 1;
            try {
              await (options.wait ?? waitOnTimer)(seconds, aborted);
            } finally {
              lane.waiting -= 1;
            }
          },
          onWait: ({ reason, seconds }) => {
            options.onRetry(lane.row.model, item.id, reason, seconds);
            change(lane, { waiting: { reason, until: options.now() + seconds * 1000 } });
          },
        },
      );
      if (spent === null) return;
      lane.answered = true;
      lane.failed = 0;
      if (spent.remark !== undefined) options.onRemark?.(lane.row.model, item.id, spent.remark);
      change(lane, {
        done: lane.row.done + 1,
        spend: lane.row.spend + spent.dollars,
        waiting: null,
      });
    } catch (error) {
      if (signal.aborted || error === parkedInBatch) return;
      if (error instanceof UserError) {
        halt(error, error.exit === 'paused');
        return;
      }
      const reason = explainError(error)[0]!;
      options.onFailed(lane.row.model, item.id, reason);
      change(lane, { errors: lane.row.errors + 1, waiting: { reason, until: null } });
      if (!(error instanceof EndpointError)) {
        halt(error, false);
        return;
      }
      if (error.fault !== 'filter') lane.failed += 1;
      // What will not get better by asking for the next item stops the lane.
      if (endsLane.has(error.fault) || (lane.failed >= mostFailures && !lane.work.batched)) {
        lane.begun = lane.work.items.length;
        lane.stop.abort(error);
      }
    } finally {
      lane.open.delete(stop);
      if (lane.shown === item.id) lane.shown = null;
      change(lane, { inFlight: lane.row.inFlight - 1 });
    }
  }

  /**
   * While as many wait for another attempt as may be asked at once, nothing new begins: an outage is waited
   * out. An endpoint that answers in between is flaky, and keeps its pace.
   */
  function isHeld({ waiting, refused, account }: Live): boolean {
    const most = refused >= account.limit ? account.limit : mostWaiting * account.limit;
    return waiting >= most;
  }

  function sourceOf(lane: Live): Source<Item> {
    const { items } = lane.work;
    return {
      account: lane.account,
      left: () => items.length - lane.begun,
      next: () => {
        const work = lane.row.paused || isHeld(lane) ? undefined : items.at(lane.begun);
        return work && { work, tokens: work.bound.tokens };
      },
      take: () => {
        lane.begun += 1;
      },
      share: () => (lane.row.total - items.length + lane.begun) / lane.row.total,
      onWait: (wait) => {
        if (wait) change(lane, { waiting: wait });
        else if (lane.row.waiting?.until) change(lane, { waiting: null });
      },
    };
  }

  function liveOf(stage: string, work: LaneWork, asked: number): Live {
    const stop = new AbortController();
    const open = new Set<AbortController>();
    stop.signal.addEventListener('abort', () => {
      for (const one of open) one.abort(stop.signal.reason);
    });
    return {
      work,
      account: accountOf(work),
      begun: 0,
      answered: false,
      waiting: 0,
      refused: 0,
      failed: 0,
      stop,
      open,
      shown: null,
      seconds: new Map(),
      row: {
        model: work.model,
        stage,
        done: asked,
        total: asked + work.items.length,
        inFlight: 0,
        errors: 0,
        tokensPerSecond: 0,
        spend: 0,
        waiting: null,
        paused: false,
        tail: '',
      },
    };
  }

  return {
    snapshot() {
      for (const lane of lanes.values()) {
        const rate = Math.round(tokensPerSecond(lane));
        if (rate !== lane.row.tokensPerSecond) lane.row = { ...lane.row, tokensPerSecond: rate };
      }
      return [...lanes.values()].map((lane) => lane.row);
    },
    async run(stage, work, done, signal) {
      if (signal.aborted) return;
      inBatches = batches();
      lanes = new Map(work.map((one) => [one.model, liveOf(stage, one, done(one.model))]));
      options.onChange();
      const bySource = new Map([...lanes.values()].map((lane) => [sourceOf(lane), lane]));
      let halted: { reason: unknown } | null = null;
      const halt = (reason: unknown, drain: boolean) => {
        halted ??= { reason };
        if (!drain) for (const lane of lanes.values()) lane.stop.abort(reason);
        own.stop();
      };
      const own = dispatch([...bySource.keys()], {
        now: options.now,
        start: (source, item, ticket) => askOne(bySource.get(source)!, item, ticket, halt),
      });
      dispatched = own;
      const onAbort = () => {
        for (const lane of lanes.values()) lane.stop.abort(signal.reason);
        own.stop();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        own.pump();
        await own.ended;
      } finally {
        dispatched = null;
        signal.removeEventListener('abort', onAbort);
      }
      const stopped = halted as { reason: unknown } | null;
      if (stopped && !signal.aborted) throw stopped.reason;
    },
    toggleLane(model) {
      const lane = lanes.get(model);
      if (!lane || !dispatched || lane.row.done >= lane.row.total) return null;
      change(lane, { paused: !lane.row.paused });
      dispatched.pump();
      return lane.row.paused ? 'paused' : 'goes on';
    },
    tellWait(model, wait) {
      const lane = lanes.get(model);
      if (lane && (wait || lane.row.waiting?.until != null)) change(lane, { waiting: wait });
    },
    changeConcurrency(by) {
      for (const account of accounts.values()) account.setMost(account.limit + by);
      options.onChange();
      dispatched?.pump();
      return Math.max(0, ...[...accounts.values()].map((account) => account.limit));
    },
    setConcurrency(next) {
      most = next;
      for (const account of accounts.values()) account.setMost(next);
      options.onChange();
      dispatched?.pump();
    },
  };
}
