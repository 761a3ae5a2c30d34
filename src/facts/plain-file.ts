/**
 * Files of run folders. A folder may come from somebody else: a name in it may be a link to another file of the user,
 * a pipe that never ends, or a device. Nothing is read or written through such a name.
 */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../errors.ts';

// Absent on Windows, where links need rights that a folder from elsewhere does not bring.
const noLinks = constants.O_NOFOLLOW ?? 0;
/** Opening a pipe does not wait for its other end. */
const noWaiting = constants.O_NONBLOCK ?? 0;

const openFlags = {
  read: constants.O_RDONLY | noLinks | noWaiting,
  append: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | noLinks | noWaiting,
} as const;

/**
 * Opens an ordinary file of a run folder, and makes it where it is missing and `how` is `append`.
 * Throws UserError for a link, a pipe, a device, and, to be written to, a file that has a second name
 * elsewhere (a hard link); the error of Node where the disk refuses.
 */
export function openPlainFile(file: string, how: 'read' | 'append', mode = 0o666): number {
  let handle: number;
  try {
    handle = openSync(file, openFlags[how], mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The codes of each system for a link that is not followed, and for a pipe or socket without a reader.
    if (code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO') throw notPlain(file);
    throw error;
  }
  const about = fstatSync(handle);
  if (about.isFile() && (how === 'read' || about.nlink <= 1)) return handle;
  closeSync(handle);
  throw about.isFile() ? secondName(file) : notPlain(file);
}

/**
 * The text of an ordinary file of at most `mostBytes`; links are followed, since a person names it.
 * Throws UserError for a pipe, a device, or a larger file; the error of Node where it cannot be read.
 */
export function readPlainText(file: string, mostBytes: number): string {
  const handle = openSync(file, constants.O_RDONLY | noWaiting);
  try {
    const about = fstatSync(handle);
    if (!about.isFile()) throw notPlain(file);
    if (about.size > mostBytes)
      throw new UserError(
        `${basename(file)} is larger than ${Math.round(mostBytes / 1e6)} MB, which no such file is.`,
        { where: file, hint: 'Check that this is the file that you mean.' },
      );
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

/** Writes a file whole or not at all; a link in its place is replaced, never written through. Throws as Node does. */
export function replaceFile(file: string, text: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.new`;
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Makes a folder inside a run folder where it is missing; never the run folder itself, which somebody
 * has removed then. Throws UserError where a link is in its place, and as Node does.
 */
export function makePlainFolder(folder: string): void {
  const about = lstatSync(folder, { throwIfNoEntry: false });
  if (!about) mkdirSync(folder);
  else if (!about.isDirectory()) throw notPlain(folder);
}

/** What the program reads or writes in a run folder. */
const ours = /^(?:study\.yaml|lock|derived|batches|items|worker\.log(?:\.1)?|.*\.jsonl)$/;
const folders = ['derived', 'batches', 'items'];

/** Throws UserError where a file of a run is a link, a pipe, or a device, or a folder in it is none of its own. */
export function refuseLinks(folder: string): void {
  for (const entry of entriesOf(folder)) {
    if (!ours.test(entry.name)) continue;
    const file = join(folder, entry.name);
    const holds = folders.includes(entry.name);
    if (holds ? !entry.isDirectory() : !entry.isFile()) throw notPlain(file);
    if (!holds) continue;
    for (const one of entriesOf(file)) if (!one.isFile()) throw notPlain(join(file, one.name));
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new UserError('The run folder cannot be read.', {
      where: folder,
      hint: 'Check its permissions.',
      exit: 'disk',
      cause,
    });
  }
}

function notPlain(file: string): UserError {
  return new UserError(
    `${basename(file)} is a link or a device, not a file of this folder, and is left alone.`,
    { where: file, hint: 'Put the file itself in its place, if you trust it.' },
  );
}

function secondName(file: string): UserError {
  return new UserError(
    `${basename(file)} has a second name elsewhere (a hard link); what is added here would be added there too.`,
    { where: file, hint: 'Copy the folder, and open the copy.' },
  );
}
