/**
 * How many requests an account (an endpoint with its key, or one local model) gets at once, and when.
 * Where the limit is not known it is found as TCP finds it: doubled with each round until the
 * endpoint refuses, then halved and raised by one a round, and only while it is really used.
 */
import type { Allowance, RateLimits } from './rate-limits.ts';

export type AccountOptions = {
  /** Requests at once in the beginning; at least 1. */
  first: number;
  /** Requests at once at most. */
  most: number;
  /** Epoch milliseconds. */
  now(): number;
};

/** One attempt of one request. Exactly one of its ends is called, once. */
export type Ticket = {
  /** The endpoint answered; with its limits and the tokens really used. */
  answered(limits: RateLimits | undefined, tokens: number): void;
  /** The endpoint refused for too many requests, and asks for this many seconds of rest, if it said so. */
  refused(seconds: number | undefined): void;
  /** Another fault, or an abort. */
  ended(): void;
};

export type Account = {
  /** Requests in flight, and the number allowed now (whole, ≥ 1). */
  readonly inFlight: number;
  readonly limit: number;
  /** Milliseconds before another request of about `tokens` may start, with the reason; 0 when it may now, null when one in flight has to end first. */
  wait(tokens: number): { milliseconds: number; reason: string } | null;
  begin(tokens: number): Ticket;
  /** The researcher's own bound from now on: the limit starts there and never exceeds it. */
  setMost(most: number): void;
};

const free = { milliseconds: 0, reason: '' };

export function createAccount({ first, most, now }: AccountOptions): Account {
  let bound = Math.max(1, most);
  let window = Math.min(Math.max(1, first), bound);
  let threshold = bound;
  let inFlight = 0;
  let started = 0;
  /** Attempts begun before the last cut carry no information on the limit after it. */
  let lastCut = 0;
  /** The last attempt that filled the limit: those begun before it and still open used all of it. */
  let lastFull = 0;
  let restUntil = 0;
  let limits: RateLimits = {};

  const limit = () => Math.max(1, Math.floor(window));

  let seen = now();
  /** The time; where the clock was set back, what ends at a time is set back with it. */
  function time(): number {
    const at = now();
    const back = seen - at;
    seen = at;
    if (back > 0) {
      restUntil -= back;
      const earlier = (one: Allowance) => ({ ...one, resetAt: one.resetAt - back });
      if (limits.requests) limits.requests = earlier(limits.requests);
      if (limits.tokens) limits.tokens = earlier(limits.tokens);
    }
    return at;
  }

  function untilAllowed(tokens: number): { milliseconds: number; reason: string } {
    const at = time();
    if (restUntil > at) return { milliseconds: restUntil - at, reason: 'rests as it was asked to' };
    const { requests, tokens: allowance } = limits;
    if (requests && requests.left < 1 && requests.resetAt > at)
      return { milliseconds: requests.resetAt - at, reason: 'requests per minute are used up' };
    // A request that is larger than the whole allowance has to be tried some time.
    if (allowance && allowance.left < tokens && allowance.resetAt > at)
      return { milliseconds: allowance.resetAt - at, reason: 'tokens per minute are used up' };
    return free;
  }

  return {
    get inFlight() {
      return inFlight;
    },
    get limit() {
      return limit();
    },
    wait(tokens) {
      if (inFlight >= limit()) return null;
      return untilAllowed(tokens);
    },
    begin(tokens) {
      const number = ++started;
      inFlight += 1;
      if (inFlight >= limit()) lastFull = number;
      if (limits.requests) limits.requests = { ...limits.requests, left: limits.requests.left - 1 };
      if (limits.tokens) limits.tokens = { ...limits.tokens, left: limits.tokens.left - tokens };
      let open = true;
      const end = () => {
        if (!open) return false;
        open = false;
        inFlight -= 1;
        return true;
      };
      return {
        answered(told, spent) {
          if (!end()) return;
          if (lastFull >= number && number > lastCut)
            window = Math.min(bound, window < threshold ? window + 1 : window + 1 / window);
          if (told) limits = { ...told };
          else if (limits.tokens)
            limits.tokens = { ...limits.tokens, left: limits.tokens.left + tokens - spent };
        },
        refused(seconds) {
          if (!end()) return;
          const at = time();
          if (seconds !== undefined) restUntil = Math.max(restUntil, at + 1000 * seconds);
          if (number <= lastCut) return;
          lastCut = started;
          threshold = Math.max(1, window / 2);
          window = threshold;
        },
        ended() {
          end();
        },
      };
    },
    setMost(next) {
      bound = Math.max(1, Math.round(next));
      threshold = bound;
      window = bound;
    },
  };
}
