/** The cache folder that this process uses: the user's, or a private one where that cannot be written to. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, whyUnwritable } from './make-folder.ts';
import { cacheFolder } from './models/local/cache-folder.ts';
import { makeTemporaryFolder } from './private-folder.ts';

export type UsableCache = {
  /** Absolute. It cannot be written to either where there is no folder for temporary files. */
  folder: string;
  /** The user's cache folder where it cannot be written to, and the code of the error; it may still be read. */
  unwritable: { folder: string; code: string } | null;
};

/** Small, and paid for: what a run on another machine of the cluster has learned and examined. */
const taken = ['capabilities', 'exams', 'hashes.json'];

/**
 * The user's cache folder, made where it is missing. Where it cannot be written to (no home folder, as in
 * containers, or a read-only one, as on batch nodes), one among the temporary files, which has what was
 * learned of models so far. Never throws.
 */
export function usableCache(env: Readonly<Record<string, string | undefined>>): UsableCache {
  const folder = cacheFolder(env);
  const code = whyUnwritable(folder);
  if (code === null) return { folder, unwritable: null };
  const unwritable = { folder, code };
  try {
    const instead = join(makeTemporaryFolder(), 'cache');
    makeFolder(instead, 0o700);
    for (const name of taken) copyWhereMissing(join(folder, name), join(instead, name));
    return { folder: instead, unwritable };
  } catch {
    return { folder, unwritable };
  }
}

function copyWhereMissing(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true, force: false });
  } catch {
    // What is not there, or cannot be read, is learned again.
  }
}
