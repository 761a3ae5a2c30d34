/** One process writes a run: a lock file names its owner; a stale lock is taken over. */
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import { readPlainText, replaceFile } from './plain-file.ts';

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  /** When the process began, as the system counts it: pids are reused, above all after a reboot. */
  began: z.string().optional(),
  since: z.string(),
  /** The socket of the owner, if it has one. */
  socket: z.string().optional(),
});

export type LockOwner = z.infer<typeof ownerSchema>;

export type Lock = {
  /** Writes the owner's socket into the lock. */
  recordSocket(socket: string): void;
  /** Releases the lock. */
  release(): void;
};

/**
 * Takes the lock of a run folder. Throws UserError that names the owner if another live process of this machine, or
 * any process of another machine, holds it.
 */
export function takeLock(folder: string, now: () => number): Lock {
  const file = join(folder, 'lock');
  const mine: LockOwner = {
    pid: process.pid,
    host: hostname(),
    began: beginningOf(process.pid),
    since: new Date(now()).toISOString(),
  };
  const isMine = () => {
    const owner = readOwner(file);
    return owner?.pid === mine.pid && owner.host === mine.host;
  };
  for (let attempt = 0; attempt < 5; attempt++) {
    if (createWhole(file, mine, folder))
      return {
        recordSocket(socket) {
          if (!isMine()) return;
          replaceFile(file, `${JSON.stringify({ ...mine, socket })}\n`);
        },
        release() {
          if (isMine()) rmSync(file, { force: true });
        },
      };
    const owner = readOwner(file);
    if (owner && isHeld(owner)) throw heldError(owner, folder);
    removeStale(file);
  }
  throw new UserError('The lock of this run cannot be taken.', { where: file });
}

/** The live process that writes a run now, unless it is this one. */
export function lockOwner(folder: string): LockOwner | null {
  const owner = readOwner(join(folder, 'lock'));
  if (!owner || (owner.host === hostname() && owner.pid === process.pid) || !isHeld(owner))
    return null;
  return owner;
}

/** The error for an attempt to write a run that `owner` writes. */
export function heldError(owner: LockOwner, folder: string): UserError {
  const here = owner.host === hostname() && owner.socket !== undefined;
  return new UserError(
    `This run is open in another valuelex (process ${owner.pid} on ${owner.host}).`,
    {
      where: join(folder, 'lock'),
      hint: here
        ? `Watch it: valuelex attach ${folder} · steer it: valuelex ctl ${folder} status, pause, resume, or limit <n>.`
        : 'Close it there, or delete the file lock if that process is gone.',
    },
  );
}

/**
 * Creates the lock with its content in one step, so that no other process can read it empty. False if there is a
 * lock.
 */
function createWhole(file: string, owner: LockOwner, folder: string): boolean {
  const text = `${JSON.stringify(owner)}\n`;
  const draft = `${file}.${owner.pid}`;
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, text, { flag: 'wx' });
    try {
      linkSync(draft, file);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw cause;
      // A disk without hard links: the next best is a file that only one process can make.
      const handle = openSync(file, 'wx');
      writeSync(handle, text);
      closeSync(handle);
    }
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new UserError('The run folder cannot be written to.', {
      where: folder,
      hint: 'Check its permissions and the free space of its disk.',
      exit: 'disk',
      cause,
    });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes a stale lock away. Where another process took it over meanwhile, that one's lock is put back. */
function removeStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const owner = readOwner(aside);
  rmSync(aside, { force: true });
  if (owner && isHeld(owner)) createWhole(file, owner, dirname(file));
}

function isHeld(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return true;
  return (
    isAlive(owner.pid) && (owner.began === undefined || owner.began === beginningOf(owner.pid))
  );
}

function readOwner(file: string): LockOwner | null {
  try {
    return ownerSchema.parse(JSON.parse(readPlainText(file, 10_000)));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Killed, but not yet taken note of by its parent: in containers that may last for ever. */
function isZombie(pid: number): boolean {
  return processFields(pid)?.[0] === 'Z';
}

/** Boot of the system, and clock ticks from there to the start of a process; undefined where the system has no /proc. */
function beginningOf(pid: number): string | undefined {
  const boot = systemText('/proc/sys/kernel/random/boot_id')?.trim();
  const ticks = processFields(pid)?.[19];
  return boot === undefined || ticks === undefined ? undefined : `${boot} ${ticks}`;
}

/** What Linux reports of a process from its state on: fields 3 and following of /proc/<pid>/stat (proc(5)). */
function processFields(pid: number): string[] | undefined {
  const line = systemText(`/proc/${pid}/stat`);
  return line?.slice(line.lastIndexOf(')') + 2).split(' ');
}

function systemText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
