/**
 * Decides what is asked next: every account has its own limit, and of the lanes that share an account
 * the one that is least far goes first, so that a partial run is balanced over models and drift
 * over time falls on none of them.
 */
import type { Account, Ticket } from '../models/account.ts';

/** One lane as the dispatcher sees it. */
export type Source<T> = {
  account: Account;
  /** What is left to begin, paused or not. */
  left(): number;
  /** The next to begin, with the tokens that it may take; undefined when there is none or the lane is paused. */
  next(): { work: T; tokens: number } | undefined;
  /** Removes what `next` gave. */
  take(): void;
  /** Share begun, 0 to 1. */
  share(): number;
  /** Why nothing begins, and until when (epoch milliseconds); null when it continues. */
  onWait(wait: { reason: string; until: number } | null): void;
};

export type Dispatch = {
  /** Begins everything that may begin now; call it when a lane is paused or resumed, or a limit has changed. */
  pump(): void;
  /** Begins nothing more; requests in flight are completed. */
  stop(): void;
  /** Resolves when nothing is in flight and nothing is left to ask, or it was stopped. */
  ended: Promise<void>;
};

/** Requests begun before keys and timers are handled again; a batch takes tens of thousands. */
const mostInTurn = 100;

export function dispatch<T>(
  sources: readonly Source<T>[],
  options: { now(): number; start(source: Source<T>, work: T, ticket: Ticket): Promise<void> },
): Dispatch {
  const accounts = Map.groupBy(sources, (source) => source.account);
  const timers = new Map<Account, NodeJS.Timeout>();
  let stopped = false;
  let running = 0;
  let breath: NodeJS.Immediate | null = null;
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      if (breath) clearImmediate(breath);
      resolve();
    };
  });

  function begin(source: Source<T>, work: T, tokens: number): void {
    source.take();
    running += 1;
    void options.start(source, work, source.account.begin(tokens)).finally(() => {
      running -= 1;
      pump();
    });
  }

  function pumpAccount(account: Account, own: readonly Source<T>[]): void {
    clearTimeout(timers.get(account));
    timers.delete(account);
    for (let begun = 0; ; begun++) {
      if (begun === mostInTurn) {
        breath ??= setImmediate(() => {
          breath = null;
          pump();
        });
        return;
      }
      let source: Source<T> | undefined;
      for (const one of own)
        if (one.next() && (!source || one.share() < source.share())) source = one;
      const next = source?.next();
      if (!source || !next) return;
      const wait = account.wait(next.tokens);
      if (wait === null) return;
      if (wait.milliseconds > 0) {
        const until = options.now() + wait.milliseconds;
        for (const one of own) if (one.next()) one.onWait({ reason: wait.reason, until });
        timers.set(account, setTimeout(pump, Math.max(1, wait.milliseconds)));
        return;
      }
      source.onWait(null);
      begin(source, next.work, next.tokens);
      if (stopped) return;
    }
  }

  function pump(): void {
    if (!stopped) for (const [account, own] of accounts) pumpAccount(account, own);
    if (running === 0 && (stopped || sources.every((source) => source.left() === 0))) end();
  }

  return {
    pump,
    stop() {
      stopped = true;
      pump();
    },
    ended,
  };
}
