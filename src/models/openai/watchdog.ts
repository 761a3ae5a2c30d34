/** Notices that nothing is heard any more. */

const ticks = 10;

/** Comments without an answer are taken for life this many times as long as silence is. */
const longestQueue = 10;

/** A limit that differs by less is the same: a timer is not set again for it. */
const same = 0.1;

/** The longest that a timer can wait: the limit of a client whose silence a watchdog tells of. */
export const never = 2 ** 31 - 1;

export type Watchdog = {
  /** Something was heard, were it only a comment. */
  alive(): void;
  /** A piece of the answer was heard, and silence may last `limit` milliseconds from now on. */
  heard(limit: number): void;
  end(): void;
};

/**
 * Calls `onSilence` with the limit once nothing was heard for `limit` milliseconds, or nothing but comments for ten
 * times as long. Time is counted in ticks: a machine that slept, or a program that was held up, makes one tick late
 * and not all of them at once, so that what came in meanwhile is read first.
 */
export function watchdog(limit: number, onSilence: (limit: number) => void): Watchdog {
  let quiet = 0;
  let empty = 0;
  let current = limit;
  let timer = start();
  function start(): NodeJS.Timeout {
    return setInterval(
      () => {
        quiet += 1;
        empty += 1;
        if (quiet <= ticks && empty <= ticks * longestQueue) return;
        clearInterval(timer);
        onSilence(current);
      },
      Math.max(1, current / ticks),
    );
  }
  return {
    alive() {
      quiet = 0;
    },
    heard(next) {
      quiet = 0;
      empty = 0;
      if (Math.abs(next - current) <= same * current) return;
      current = next;
      clearInterval(timer);
      timer = start();
    },
    end: () => clearInterval(timer),
  };
}
