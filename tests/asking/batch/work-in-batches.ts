/** Works on a run whose batches are looked at quickly; bundled, a process of its own for tests that kill it. */
import { flushCompileCache } from 'node:module';
import { realOutside } from '../../../src/environment.ts';
import type { BatchChoice } from '../../../src/run/choose-batched-models.ts';
import { type OpenedSession, openSession } from '../../../src/run/open-session.ts';

export const quick = {
  gather: 0.02,
  firstLook: 0.02,
  longestLook: 0.05,
  firstRest: 0.02,
  longestRest: 0.05,
};

export async function openQuickly(
  folder: string,
  cache: string,
  choice: BatchChoice,
): Promise<OpenedSession> {
  const { socketFolder: _none, ...outside } = realOutside({
    endpoints: () => ({}),
    env: { ...process.env, VALUELEX_CACHE: cache },
  });
  const limits = { ...quick, ...choice.limits };
  const environment = {
    ...outside,
    // What is waited for between attempts is not part of what these tests are about.
    wait: async (seconds: number, signal: AbortSignal | undefined) => {
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, Math.min(20, seconds * 1000)));
      signal?.throwIfAborted();
    },
  };
  return openSession(folder, environment, { listen: false, batch: { ...choice, limits } });
}

export async function workInBatches(
  folder: string,
  cache: string,
  choice: BatchChoice = { models: 'all' },
  until: string = 'elicit',
): Promise<void> {
  const session = await openQuickly(folder, cache, choice);
  try {
    await session.work({ until });
  } finally {
    await session.close();
  }
}

if (import.meta.main) {
  const [, , folder, cache] = process.argv;
  // Whoever is killed keeps nothing at its end: what is loaded is kept for the next start now.
  flushCompileCache();
  await workInBatches(folder!, cache!);
  process.exit(0);
}
