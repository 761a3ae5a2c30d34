/** How large a batch an endpoint has room for, as it turns out, and when to try again after it had none. */
import type { BatchLimits } from './batch-limits.ts';

export type EndpointRoom = {
  /** Requests of a batch at most. */
  most(): number;
  /** It was short once: from then on one batch at a time. */
  isShort(): boolean;
  /** Milliseconds until the next batch may be submitted; not positive where it may be now. */
  rest(): number;
  /** A batch of so many requests found no room in an earlier session. */
  recall(requests: number): void;
  /** A batch of so many requests found no room now. */
  refused(requests: number): void;
  /** A batch was answered. */
  answered(): void;
};

export function createEndpointRoom(limits: BatchLimits, now: () => number): EndpointRoom {
  let most = Number.POSITIVE_INFINITY;
  let seconds = limits.firstRest;
  let restUntil = 0;
  return {
    most: () => most,
    isShort: () => most < Number.POSITIVE_INFINITY,
    rest: () => restUntil - now(),
    recall(requests) {
      most = Math.min(most, Math.ceil(requests / 2));
    },
    refused(requests) {
      most = Math.max(1, Math.ceil(requests / 2));
      restUntil = now() + seconds * 1000;
      seconds = Math.min(limits.longestRest, 2 * seconds);
    },
    answered() {
      seconds = limits.firstRest;
    },
  };
}
