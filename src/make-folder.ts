/** Makes folders, and says why one cannot be written to. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, with those above it that are missing; one that is there is left as it is. Throws the
 * error of Node where it cannot. Use it in place of Node's `recursive`, which never returns where the
 * system says ENOENT for a folder whose parent exists (/proc, homes that an automounter keeps): the loop
 * is in native code, so that no signal handler runs and only SIGKILL ends the program.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (isFolder(folder)) return;
    const parent = dirname(folder);
    const mayHelp = (error as NodeJS.ErrnoException).code === 'ENOENT' && !isFolder(parent);
    if (!mayHelp || parent === folder) throw error;
    makeFolder(parent, mode);
    makeLast(folder, mode);
  }
}

/** With its parent there, a folder is made, or was made by somebody else meanwhile, or cannot be. */
function makeLast(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}

/** The code of the error with which a folder cannot be made or written to; null where it can. */
export function whyUnwritable(folder: string): string | null {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
