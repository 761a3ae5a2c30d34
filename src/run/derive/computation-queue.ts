/** Computations of an open run, one after another. */
import type { Edit } from '../../clustering/edits.ts';

export function createComputationQueue(parts: {
  /** Computes all results after these edits; calls `onClusters` once the clusters are computed. False if some were not computed. */
  compute(edits: readonly Edit[], onClusters: () => void): Promise<boolean>;
  /** Stops running computations that newer edits make void. */
  giveWay(edits: readonly Edit[]): void;
  /** A key of the facts and edits as they are now. */
  facts(): string;
  /** True once the run is closed: an error of a computation is then not a failure. */
  isClosed(): boolean;
}) {
  let last = Promise.resolve();
  let waiting = 0;
  let requested = false;
  /** The facts that the last whole computation began with. */
  let computedOn = '';
  let clustered = Promise.resolve();

  return {
    /** Computes after the running computation has ended; resolves or rejects with this computation. */
    request(edits: readonly Edit[]): Promise<void> {
      const facts = parts.facts();
      parts.giveWay(edits);
      waiting += 1;
      requested = true;
      const clusters = Promise.withResolvers<void>();
      clustered = clusters.promise;
      clustered.catch(() => {});
      last = last
        .catch(() => {})
        .then(() => {
          waiting -= 1;
          return parts.compute(edits, clusters.resolve);
        })
        .catch((error) => {
          if (parts.isClosed()) return false;
          throw error;
        })
        .then((whole) => {
          if (whole) computedOn = facts;
        });
      last.then(clusters.resolve, clusters.reject);
      return last;
    },
    /** Runs a job of another kind in its turn. */
    afterwards(job: () => Promise<void>): Promise<void> {
      last = last.catch(() => {}).then(job);
      return last;
    },
    /** Resolves when the last request has ended and no new one came in the meantime. Throws what it threw. */
    async settled(): Promise<void> {
      for (let seen: Promise<void> | null = null; seen !== last; ) {
        seen = last;
        await seen;
      }
    },
    /** Resolves once the clusters of the last request are computed. */
    clustered: () => clustered,
    isWaiting: () => waiting > 0,
    wasRequested: () => requested,
    /** True if a whole computation began with the facts and edits as they are now. */
    isCurrent: () => computedOn === parts.facts(),
  };
}
