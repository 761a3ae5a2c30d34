/** When requests that were turned away should come back. */

export type WaitingLine = {
  /** A request has ended; `more`: others are still at work. */
  ended(more: boolean): void;
  /** Whole seconds for Retry-After. */
  turnAway(): number;
};

const shortest = 1;
/** Clients of OpenAI wait as they are told up to a minute. */
const longest = 30;
/** Weight of the last interval in the pace. */
const weight = 0.2;

/**
 * Those turned away get places one after the other, as far apart as requests have lately ended, so
 * that they do not all come back at once. `now` in milliseconds.
 */
export function waitingLine(now: () => number): WaitingLine {
  /** Milliseconds from the end of one request to the next, smoothed; null before there are two. */
  let pace: number | null = null;
  /** When the last one ended; null where the model has rested since. */
  let last: number | null = null;
  /** The place that was given last. */
  let given = 0;
  return {
    ended(more) {
      const at = now();
      if (last !== null) pace = pace === null ? at - last : pace + weight * (at - last - pace);
      last = more ? at : null;
    },
    turnAway() {
      const at = now();
      given = Math.max(given, at) + (pace ?? 0);
      return Math.min(longest, Math.max(shortest, Math.ceil((given - at) / 1000)));
    },
  };
}
