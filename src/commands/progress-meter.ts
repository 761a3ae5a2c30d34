/** Progress of a long computation on standard error: often where a person watches, seldom in a log. */
import type { CommandContext } from './command-context.ts';

export type ProgressMeter = {
  /** Reports the progress of the step named `what`. */
  step(what: string, done: number, total: number): void;
  end(): void;
};

/** Prints nothing in the first `quiet` milliseconds, so that quick work leaves no trace. `now` in milliseconds. */
export function progressMeter(
  context: Pick<CommandContext, 'progress' | 'watched'>,
  now: () => number = () => performance.now(),
  quiet = context.watched ? 300 : 5_000,
): ProgressMeter {
  const every = context.watched ? 150 : 10_000;
  let next = now() + quiet;
  let isShown = false;
  return {
    step(what, done, total) {
      if (now() < next || done >= total) return;
      next = now() + every;
      isShown = true;
      context.progress(`${what} ${done}/${total}`);
    },
    end() {
      if (isShown) context.progress(null);
      isShown = false;
    },
  };
}
