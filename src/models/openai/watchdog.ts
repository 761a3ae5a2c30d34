/** Notices that nothing is heard any more. */

const ticks = 10;

/** Comments without an answer are taken for life this many times as long as silence is. */
const longestQueue = 10;

export type Watchdog = {
  /** Something was heard, were it only a comment. */
  alive(): void;
  /** A piece of the answer was heard. */
  heard(): void;
  end(): void;
};

/**
 * Calls `onSilence` once nothing was heard for `patience` milliseconds, or nothing but comments for ten times
 * as long. Time is counted in ticks: a machine that slept, or a program that was held up, makes one tick late and
 * not all of them at once, so that what came in meanwhile is read first.
 */
export function watchdog(patience: number, onSilence: () => void): Watchdog {
  let quiet = 0;
  let empty = 0;
  const timer = setInterval(
    () => {
      quiet += 1;
      empty += 1;
      if (quiet <= ticks && empty <= ticks * longestQueue) return;
      clearInterval(timer);
      onSilence();
    },
    Math.max(1, patience / ticks),
  );
  return {
    alive() {
      quiet = 0;
    },
    heard() {
      quiet = 0;
      empty = 0;
    },
    end: () => clearInterval(timer),
  };
}
