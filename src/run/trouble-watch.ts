/** Watches for conditions that prevent writing a run: a folder that is gone or read-only, a full disk. */
import { explainOnOneLine, UserError } from '../errors.ts';
import type { Trouble } from '../facts/trouble.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';

/** Milliseconds between two checks of the run folder. */
const troubleInterval = 1000;

export type TroubleWatch = {
  /** Throws UserError (exit `disk`) where nothing can be written. */
  refuse(): void;
  /** Shows an error of writing in the state until its cause is gone; returns the error. */
  shown(error: unknown): unknown;
  close(): void;
};

export function watchTrouble(
  run: Pick<RunFolder, 'trouble'>,
  store: Store<RunState>,
): TroubleWatch {
  /** Also checks once a second, so that a folder that was moved, deleted, or made read-only is reported at once. */
  function lookForTrouble(): Trouble | null {
    const found = run.trouble();
    const { trouble } = store.get();
    // The next write shows whether there is room again.
    if (found?.text !== trouble?.text && (found || trouble?.kind !== 'full'))
      store.set({ trouble: found }, true);
    return found;
  }
  const looking = setInterval(lookForTrouble, troubleInterval).unref();

  return {
    refuse() {
      const found = lookForTrouble();
      if (found) throw new UserError(`${found.text}: nothing was written.`, { exit: 'disk' });
    },
    shown(error) {
      if (error instanceof UserError && error.exit === 'disk') {
        const text = explainOnOneLine(error);
        if (isFull(error)) store.set({ trouble: { kind: 'full', text } }, true);
        else lookForTrouble();
      }
      return error;
    },
    close: () => clearInterval(looking),
  };
}

function isFull({ cause }: UserError): boolean {
  const { code } = (cause ?? {}) as { code?: string };
  return code === 'ENOSPC' || code === 'EDQUOT';
}
