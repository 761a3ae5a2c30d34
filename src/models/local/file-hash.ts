/** SHA-256 of model files, remembered in the cache folder by path, size, and time of change. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { makeFolder } from '../../make-folder.ts';

const remembered = z.record(
  z.string(),
  z.object({ bytes: z.number(), changed: z.number(), sha256: z.string() }),
);

/** Hex SHA-256 of a file's bytes, read through once. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(file, {
    highWaterMark: 1024 * 1024,
    ...(signal ? { signal } : {}),
  });
  for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** The same, computed once for as long as the file does not change. */
export async function rememberedHash(file: string, cache: string): Promise<string> {
  const list = path.join(cache, 'hashes.json');
  const { size, mtimeMs } = await stat(file);
  const known = await readList(list);
  const found = known[file];
  if (found && found.bytes === size && found.changed === mtimeMs) return found.sha256;
  const sha256 = await hashFile(file);
  const fresh = { ...(await readList(list)), [file]: { bytes: size, changed: mtimeMs, sha256 } };
  await writeWhole(list, `${JSON.stringify(fresh, null, 2)}\n`).catch(() => {
    // A cache that cannot be written only costs the time to hash again.
  });
  return sha256;
}

async function readList(list: string): Promise<z.infer<typeof remembered>> {
  try {
    return remembered.parse(JSON.parse(await readFile(list, 'utf8')));
  } catch {
    return {};
  }
}

/** Writes a file so that a reader sees the old content or the new, never a part. */
async function writeWhole(file: string, text: string): Promise<void> {
  makeFolder(path.dirname(file));
  const beside = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(beside, text);
  await rename(beside, file);
}
