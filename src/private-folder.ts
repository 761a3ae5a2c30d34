/** Folders that nobody but the user can open, also where everybody may write beside them. */
import { chmodSync, lstatSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from './errors.ts';
import { makeFolder } from './make-folder.ts';

/** The number of the user; in a container it need not have a name. -1 on Windows. */
export function userId(): number {
  return process.getuid?.() ?? -1;
}

/**
 * Makes the folder where it is missing, and closes it to others. Throws UserError where somebody else
 * has it or a link stands in its place; the error of Node where it cannot be made.
 */
export function makePrivateFolder(folder: string): void {
  makeFolder(folder, 0o700);
  if (process.platform === 'win32') return;
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userId())
    throw new UserError('A folder that only you should open belongs to somebody else.', {
      where: folder,
      hint: 'Name another cache folder in VALUELEX_CACHE.',
      exit: 'disk',
    });
  if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
}

/** Where the user's own things stand among the system's temporary files. */
export function temporaryPath(): string {
  return join(tmpdir(), `valuelex-${userId()}`);
}

/** The same, made; another name where somebody else has taken that one. Throws as Node does where nothing can be made. */
export function makeTemporaryFolder(): string {
  const folder = temporaryPath();
  try {
    makePrivateFolder(folder);
    return folder;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return mkdtempSync(`${folder}-`);
  }
}
