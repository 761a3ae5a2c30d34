/** Writes a file that is made here: it appears whole, and only when it is the expected one. */
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EndpointError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';

/** Milliseconds without a change after which an unfinished file is one that a killed process left. */
const forgotten = 3_600_000;

/**
 * Writes piece by piece, yields to other work between pieces, and reports the bytes so far. Throws EndpointError 'malformed' where
 * the SHA-256 is another than `sha256`, and the signal's reason after an abort; `target` is then as it was.
 */
export async function writeChecked(
  pieces: Iterable<Buffer>,
  target: string,
  sha256: string,
  { signal, onBytes }: { signal: AbortSignal | undefined; onBytes?: (bytes: number) => void },
): Promise<void> {
  makeFolder(path.dirname(target));
  await removeForgotten(target);
  // Two calls of one process may write the same file at once.
  const unfinished = `${target}.${randomBytes(4).toString('hex')}.part`;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(unfinished, 'w');
    try {
      for (const piece of pieces) {
        hash.update(piece);
        await file.writeFile(piece);
        bytes += piece.length;
        onBytes?.(bytes);
        await setImmediate();
        signal?.throwIfAborted();
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const made = hash.digest('hex');
    if (made !== sha256)
      throw new EndpointError('malformed', 'What was made of the weights is not the model', {
        where: path.basename(target),
        hint: `SHA-256 ${made} instead of ${sha256}: tell the authors of valuelex.`,
      });
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function removeForgotten(target: string): Promise<void> {
  const folder = path.dirname(target);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${path.basename(target)}.`) || !name.endsWith('.part')) continue;
    const file = path.join(folder, name);
    const about = await stat(file).catch(() => null);
    if (about && Date.now() - about.mtimeMs > forgotten) await rm(file, { force: true });
  }
}
