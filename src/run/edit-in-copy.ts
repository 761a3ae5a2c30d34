/**
 * Lets a read-only run be edited: the first edit makes a copy, and the session continues with that. Edits made
 * meanwhile wait. A run that another process works on is not copied: the edit is refused with the id of that
 * process.
 */
import { basename } from 'node:path';
import { heldError, lockOwner } from '../facts/lock.ts';
import { forwardTo } from './control/forward.ts';
import { copyRun } from './copy-run.ts';
import type { RunEnvironment } from './environment.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import type { Session } from './session.ts';

/** `original` is open for reading; the copy is made in `runs`. Closing the returned session closes both. */
export function editInCopy(
  original: OpenedSession,
  runs: string,
  environment: RunEnvironment,
): Session {
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  let inner: OpenedSession = original;
  let stop = inner.subscribe(notify);
  let copying: Promise<void> | null = null;
  let closingOriginal = Promise.resolve();

  async function copy(): Promise<void> {
    // A person at work in the original, such as a rater, would otherwise be in another run than the screen.
    const { folder: held } = original.getState();
    const owner = lockOwner(held);
    if (owner) throw heldError(owner, held);
    const folder = await copyRun(original.getState().folder, runs, environment.now);
    const made = await openSession(folder, environment, { known: original.known() });
    stop();
    inner = made;
    stop = inner.subscribe(notify);
    closingOriginal = original.close();
    notify();
  }

  return {
    ...forwardTo(() => inner),
    getState: () => inner.getState(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async edit(edit) {
      copying ??= copy().catch((error) => {
        copying = null;
        throw error;
      });
      await copying;
      const text = await inner.edit(edit);
      // Every reply names the copy: the next message may replace the first one before it is read.
      return `${text} · in a copy: ${basename(inner.getState().folder)}`;
    },
    async close() {
      await copying?.catch(() => {});
      stop();
      await closingOriginal;
      await inner.close();
    },
  };
}
