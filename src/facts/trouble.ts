/** Whether an open run's folder still stands where it stood, and can be written to. */
import { accessSync, constants, type Stats, statSync } from 'node:fs';

/** Why nothing can be written to an open run now. */
export type Trouble = { kind: 'gone' | 'read-only' | 'full'; text: string };

/**
 * Watches the folder as it is now: the function that comes back looks again, and tells what is wrong,
 * or null. One that was moved, deleted, or replaced by another is gone; whether the disk is full only
 * a write can tell. With `write` it has to be writable too.
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

/** A folder that nobody may write to is meant to stay as it is, also for an administrator who could. */
function isWritable(folder: string, { mode }: Stats): boolean {
  if (process.platform !== 'win32' && (mode & 0o222) === 0) return false;
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
