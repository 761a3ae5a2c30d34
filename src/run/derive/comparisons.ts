/** Models compared in pairs, in a worker thread: each pair once while the scores stay the same. */
import { UserError } from '../../errors.ts';
import type { ModelComparison } from '../../instruments/shared/compare-models.ts';
import type { SystemScores } from '../../instruments/shared/scores.ts';
import type { InstrumentInput } from './jobs.ts';
import { type Computer, createComputer } from './worker-client.ts';

export type Comparisons = {
  /**
   * Rejects with UserError as `compareModels` does, and for a value system without scores. A comparison is stopped
   * once all who asked for it have aborted; the promise is then rejected with the signal's reason.
   */
  compare(system: string, a: string, b: string, signal?: AbortSignal): Promise<ModelComparison>;
  close(): Promise<void>;
};

type Entry = {
  comparison: Promise<ModelComparison>;
  /** How many wait for it with a signal; null if somebody waits without one. */
  waiting: number | null;
  settled: boolean;
};

export function createComparisons({
  scores,
  inputFor,
  shared,
  own: startOwn = createComputer,
}: {
  /** The present scores; when they change, all comparisons are made again. */
  scores(): readonly SystemScores[];
  /** The input of the scores on a system; null for one that the study does not score. */
  inputFor(system: string): InstrumentInput | null;
  /** The thread for comparisons that are never stopped. */
  shared(): Computer;
  /** Starts the thread for comparisons that may be stopped. */
  own?: () => Computer;
}): Comparisons {
  const known = new WeakMap<readonly SystemScores[], Map<string, Entry>>();
  let own: Computer | null = null;
  const inOwn = new Set<Entry>();

  function start(system: string, a: string, b: string, mayEnd: boolean): Entry {
    const input = inputFor(system);
    if (!input)
      throw new UserError(`This study does not score ${system}.`, {
        hint: 'Add it to test.systems in study.yaml.',
      });
    if (mayEnd) own ??= startOwn();
    const computer = mayEnd ? own! : shared();
    const comparison = computer.run('comparison', { ...input, pair: { system, a, b } });
    const entry: Entry = { comparison, waiting: 0, settled: false };
    if (mayEnd) inOwn.add(entry);
    const settle = () => {
      entry.settled = true;
      inOwn.delete(entry);
    };
    comparison.then(settle, settle);
    return entry;
  }

  function giveUp(entry: Entry): void {
    inOwn.delete(entry);
    // Another comparison is running in that thread.
    if (inOwn.size > 0) return;
    void own?.close();
    own = null;
  }

  return {
    async compare(system, a, b, signal) {
      signal?.throwIfAborted();
      const pairs = known.get(scores()) ?? new Map<string, Entry>();
      known.set(scores(), pairs);
      const key = JSON.stringify([system, a, b]);
      const entry = pairs.get(key) ?? start(system, a, b, signal !== undefined);
      pairs.set(key, entry);
      // A bug, or a thread that ended, is not a result: the next request computes it again.
      const forget = () => {
        if (pairs.get(key) === entry) pairs.delete(key);
      };
      entry.comparison.catch((error) => error instanceof UserError || forget());
      if (!signal) {
        entry.waiting = null;
        return entry.comparison;
      }
      if (entry.waiting !== null) entry.waiting += 1;
      return new Promise((resolve, reject) => {
        const stop = () => {
          reject(signal.reason);
          if (entry.settled || entry.waiting === null) return;
          entry.waiting -= 1;
          if (entry.waiting > 0) return;
          forget();
          giveUp(entry);
        };
        signal.addEventListener('abort', stop, { once: true });
        entry.comparison
          .then(resolve, reject)
          .finally(() => signal.removeEventListener('abort', stop));
      });
    },
    async close() {
      await own?.close();
      own = null;
    },
  };
}
