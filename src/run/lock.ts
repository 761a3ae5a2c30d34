/** One process writes a run: a lock file names its owner; a stale lock is taken over. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';

const ownerSchema = z.object({ pid: z.number().int(), host: z.string(), since: z.string() });

/**
 * Takes the lock of a run folder; the returned function gives it back. Throws UserError that names
 * the owner when another live process of this machine, or any of another machine, has it.
 */
export function takeLock(folder: string, now: () => number): () => void {
  const file = join(folder, 'lock');
  const mine = { pid: process.pid, host: hostname(), since: new Date(now()).toISOString() };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${JSON.stringify(mine)}\n`);
      closeSync(handle);
      return () => {
        if (readOwner(file)?.pid === mine.pid) rmSync(file, { force: true });
      };
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code !== 'EEXIST')
        throw new UserError('The run folder cannot be written to.', {
          where: folder,
          hint: 'Check its permissions and the free space of its disk.',
          exit: 'disk',
          cause,
        });
    }
    const owner = readOwner(file);
    if (owner && (owner.host !== mine.host || isAlive(owner.pid)))
      throw new UserError(
        `This run is open in another valuelex (process ${owner.pid} on ${owner.host}).`,
        {
          where: file,
          hint: 'Close it there, or delete the file lock if that process is gone.',
        },
      );
    rmSync(file, { force: true });
  }
  throw new UserError('The lock of this run cannot be taken.', { where: file });
}

/** Who writes a run now, if it is another live process. */
export function lockOwner(folder: string): { pid: number; host: string } | null {
  const owner = readOwner(join(folder, 'lock'));
  if (!owner || (owner.host === hostname() && (owner.pid === process.pid || !isAlive(owner.pid))))
    return null;
  return owner;
}

function readOwner(file: string): z.infer<typeof ownerSchema> | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
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
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
