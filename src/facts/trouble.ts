/** Checks whether the folder of an open run is still there and can be written to. */
import { accessSync, constants, type Stats, statSync } from 'node:fs';

/** Why an open run cannot be written to now. */
export type Trouble = { kind: 'gone' | 'read-only' | 'full'; text: string };

/**
 * Remembers the folder as it is now; the returned function checks it again and returns the trouble, or null. A folder
 * that was moved, deleted, or replaced is gone. A full disk shows only when a write fails. With `write` the folder
 * must be writable too.
 */
export function watchFolder(folder: string, write: boolean): () => Trouble | null {
  const { dev, ino } = statSync(folder);
  return () => {
    let found: Stats | undefined;
    try {
      found = statSync(folder, { throwIfNoEntry: false });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTDIR')
        return { kind: 'gone', text: `The run folder cannot be reached (${code}): ${folder}` };
    }
    if (!found || found.ino !== ino || found.dev !== dev)
      return { kind: 'gone', text: `The run folder was moved or deleted: ${folder}` };
    if (!write || isWritable(folder, found)) return null;
    return { kind: 'read-only', text: `The run folder is read-only now: ${folder}` };
  };
}

/** A folder without write permission is meant to stay as it is, also for an administrator who could write. */
function isWritable(folder: string, { mode }: Stats): boolean {
  if (process.platform !== 'win32' && (mode & 0o222) === 0) return false;
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
