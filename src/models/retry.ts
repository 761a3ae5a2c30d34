/** The one retry policy: which faults are asked again, after how long, and who is told. */
import { EndpointError, type EndpointFault } from '../errors.ts';

const askedAgain: readonly EndpointFault[] = ['rate', 'server', 'network', 'timeout', 'truncated'];

type RetryPolicy = {
  /** Attempts in all, the first one counted. */
  attempts: number;
  /** Seconds before the second attempt; doubled each time. */
  first: number;
  /** Seconds that one wait lasts at most. */
  longest: number;
  /** A Retry-After beyond this many seconds stops instead. */
  longestAsked: number;
};

/** Seconds of rest that an endpoint may ask for and gets; beyond them the lane stops. */
export const longestAsked = 120;

const usualPolicy: RetryPolicy = { attempts: 6, first: 1, longest: 60, longestAsked };

/** For an endpoint that has answered before: an outage of some ten minutes is waited out. */
export const patientPolicy: RetryPolicy = { ...usualPolicy, attempts: 15 };

/** For what a batch left unanswered: each attempt is another batch, and all of them go into one. */
export const batchPolicy: RetryPolicy = { ...usualPolicy, attempts: 3, first: 1, longest: 1 };

/** For opening a model: a start is held up for some seconds, not for half a minute. */
export const openingPolicy: RetryPolicy = { ...usualPolicy, attempts: 4 };

export type RetryOptions = {
  policy?: RetryPolicy;
  signal?: AbortSignal;
  /** In [0, 1), for the jitter. */
  random: () => number;
  /** How a wait passes; on a timer by default. Rejects with the signal's reason. */
  wait?: (seconds: number, signal: AbortSignal | undefined) => Promise<void>;
  onWait?: (wait: { reason: string; seconds: number; attempt: number }) => void;
};

/** Whether a fault may be gone when it is asked again. */
export function isPassing(error: unknown): boolean {
  return error instanceof EndpointError && askedAgain.includes(error.fault);
}

/**
 * Runs `task` until it succeeds. Rate limits, server and network faults, timeouts, and truncated
 * streams are asked again, after Retry-After where the endpoint gives it, else after an exponential
 * wait with jitter. Anything else, and the last failure, is thrown as it is. An abort ends a wait at once and
 * throws the signal's reason.
 */
export async function withRetries<T>(task: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { policy = usualPolicy, signal, random, wait = waitOnTimer, onWait } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof EndpointError) || !isPassing(error)) throw error;
      if (attempt >= policy.attempts) throw error;
      const asked = error.retryAfter;
      if (asked !== undefined && asked > policy.longestAsked)
        throw new EndpointError('quota', `${error.message}. It asks to wait ${spanOf(asked)}`, {
          ...(error.where === undefined ? {} : { where: error.where }),
          hint: 'Come back later and run the same command.',
          cause: error,
        });
      const backoff =
        Math.min(policy.longest, policy.first * 2 ** (attempt - 1)) * (0.5 + random() / 2);
      const seconds = Math.max(asked ?? 0, asked === undefined ? backoff : asked + random());
      onWait?.({ reason: error.message, seconds, attempt });
      await wait(seconds, signal);
    }
  }
}

/** 90 s, 15 min, 24 h. */
function spanOf(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'for ever';
  if (seconds < 300) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** Resolves after `seconds`; rejects with the signal's reason as soon as it is aborted. */
export function waitOnTimer(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
