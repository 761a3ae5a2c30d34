/** Where the owner of a run listens: a socket that only the user can open. */
import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makePrivateFolder, temporaryPath, userId } from '../../private-folder.ts';

const onWindows = process.platform === 'win32';

/** Systems cut the path of a socket at 104 to 108 bytes. */
const longestPath = 100;

/** The folder of the user's sockets: in `XDG_RUNTIME_DIR` where that can be written to, else in the cache folder. */
export function socketFolder(
  env: Readonly<Record<string, string | undefined>>,
  cache: string,
): string {
  const runtime = env.XDG_RUNTIME_DIR;
  return runtime && isWritableFolder(runtime) ? join(runtime, 'valuelex') : join(cache, 'sockets');
}

/**
 * The address of the run in `run`: a file in `sockets` (in the system's folder for temporary files
 * where that path is too long for a socket), a named pipe on Windows.
 */
export function socketAddress(sockets: string, run: string): string {
  const name = nameOf(run);
  if (onWindows) return pipeOf(name);
  const path = join(sockets, `${name}.sock`);
  if (Buffer.byteLength(path) <= longestPath) return path;
  return join(temporaryPath(), `${name}.sock`);
}

/** Makes the folder of a socket, open to the user alone. Throws UserError where somebody else has it. */
export function makeSocketFolder(address: string): void {
  if (!onWindows) makePrivateFolder(dirname(address));
}

/**
 * True for an address that the owner of this run could have made: named for the run, in a folder
 * that only the user can open. A run folder from elsewhere may name anything in its lock.
 */
export function isOwnAddress(address: string, run: string): boolean {
  const name = nameOf(run);
  if (onWindows) return address === pipeOf(name);
  if (basename(address) !== `${name}.sock`) return false;
  try {
    const folder = lstatSync(dirname(address));
    const socket = lstatSync(address);
    const uid = userId();
    return (
      folder.isDirectory() &&
      folder.uid === uid &&
      (folder.mode & 0o077) === 0 &&
      socket.isSocket() &&
      socket.uid === uid
    );
  } catch {
    return false;
  }
}

/** 16 characters that identify a run folder on this machine. */
function nameOf(run: string): string {
  return createHash('sha256')
    .update(`${hostname()}\n${realpathSync(run)}`)
    .digest('hex')
    .slice(0, 16);
}

function pipeOf(name: string): string {
  return `\\\\.\\pipe\\valuelex-${name}`;
}

/** A session of another user (su, sudo) may leave its own runtime folder in the environment. */
function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
