/**
 * A read-only run that can be edited all the same: the first edit makes one copy of it, and the
 * session continues with that. What is edited meanwhile waits in line. A run that another process works on is not
 * copied: the edit is refused, with the name of that process.
 */
import { basename } from 'node:path';
import { heldError, lockOwner } from '../facts/lock.ts';
import { forwardTo } from './control/forward.ts';
import { copyRun } from './copy-run.ts';
import type { RunEnvironment } from './environment.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import type { Session } from './session.ts';

/** `original` is open to be read; the copy is made in `runs`. Closing the one that is handed back closes both. */
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
    // Somebody who is at work in it, such as a rater, should not be left behind with another run than the screen's.
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
      // Each reply says it: the next one may overwrite it before anybody has read it.
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
