/** The state of a lane during a stage: begun items, failures, rates, and what it shows. */
import type { Account } from '../models/account.ts';
import type { Source } from './dispatch.ts';
import type { Item, LaneWork } from './items.ts';
import type { Lane } from './lane.ts';

export type LiveLane = {
  row: Lane;
  readonly work: LaneWork;
  readonly account: Account;
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
  readonly stop: AbortController;
  /** Aborted with the lane: thousands that listen to one signal would each be compared with all others. */
  readonly open: Set<AbortController>;
  /** The item whose stream is shown; several stream at once, and mixed text could not be read. */
  shown: string | null;
  /** Tokens and answers by second, for the rates. */
  readonly seconds: Map<number, number>;
};

/** Changes what a lane shows. */
export type ChangeLane = (lane: LiveLane, part: Partial<Lane>) => void;

/** Seconds over which a rate is averaged. */
const rateWindow = 10;
/** How many requests of a flaky endpoint may wait for another attempt, as a multiple of those at once. */
const mostWaiting = 4;

/** A lane of which `asked` items were answered before. */
export function openLane(stage: string, work: LaneWork, account: Account, asked: number): LiveLane {
  const stop = new AbortController();
  const open = new Set<AbortController>();
  stop.signal.addEventListener('abort', () => {
    for (const one of open) one.abort(stop.signal.reason);
  });
  return {
    work,
    account,
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

/** The lane as the dispatcher sees it. */
export function sourceOf(lane: LiveLane, change: ChangeLane): Source<Item> {
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

/**
 * While as many wait for another attempt as may be asked at once, nothing new begins: an outage is waited
 * out. An endpoint that answers in between is flaky, and keeps its pace.
 */
function isHeld({ waiting, refused, account }: LiveLane): boolean {
  const most = refused >= account.limit ? account.limit : mostWaiting * account.limit;
  return waiting >= most;
}

/** Counts tokens that came at `now`, in epoch milliseconds. */
export function countTokens({ seconds }: LiveLane, tokens: number, now: number): void {
  const second = Math.floor(now / 1000);
  seconds.set(second, (seconds.get(second) ?? 0) + tokens);
  for (const old of seconds.keys()) if (old <= second - rateWindow) seconds.delete(old);
}

export function tokensPerSecond({ seconds }: LiveLane, now: number): number {
  const second = Math.floor(now / 1000);
  let sum = 0;
  let first = second;
  for (const [at, tokens] of seconds)
    if (at > second - rateWindow) {
      sum += tokens;
      first = Math.min(first, at);
    }
  return sum / Math.max(1, second - first + 1);
}
