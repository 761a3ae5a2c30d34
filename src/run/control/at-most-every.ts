/** Does a job now, or soon: then at most once in `milliseconds`. */
export function atMostEvery(milliseconds: number, job: () => void) {
  let waiting: NodeJS.Timeout | null = null;
  let doneAt = 0;
  function stop(): void {
    if (waiting) clearTimeout(waiting);
    waiting = null;
  }
  function now(): void {
    stop();
    doneAt = performance.now();
    job();
  }
  return {
    now,
    soon(): void {
      const wait = milliseconds - (performance.now() - doneAt);
      if (wait <= 0) now();
      else waiting ??= setTimeout(now, wait).unref();
    },
    stop,
  };
}
