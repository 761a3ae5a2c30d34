/** Removes fetched models from the cache folder. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors.ts';
import { nearest } from '../nearest.ts';
import { cacheFolder, derivedFolder, modelsFolder } from './cache-folder.ts';

/**
 * Deletes a fetched model (all its parts, its licence files, and what was made of it) from the cache folder; gives the
 * bytes freed. Models of other programs are never touched. Throws UserError when it is not there.
 */
export async function removeModel(
  id: string,
  options: { cacheFolder?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const cache = options.cacheFolder ?? cacheFolder(options.env);
  const folder = modelsFolder(cache);
  const wanted = idOf(id.replace(/^local:/, ''));
  const files = await readdir(folder).catch(() => []);
  const models = files.filter((file) => /\.gguf$/i.test(file));
  const mine = models.filter((file) => idOf(file) === wanted);
  if (mine.length === 0) {
    const near = nearest(wanted, models.map(idOf));
    throw new UserError(`"${id}" is not among the models that valuelex has fetched`, {
      exit: 'usage',
      where: folder,
      hint: near.length > 0 ? `Nearest: ${near.join(', ')}` : 'See: valuelex models',
    });
  }
  let freed = 0;
  // Whatever was made of it is named after it, by this version or an earlier one.
  const made = path.join(cache, derivedFolder, wanted);
  for (const own of [...mine.map((file) => path.join(folder, file)), made])
    freed += await removeWithParts(own);
  return freed;
}

/** Removes a file, and those beside it whose names begin with its own; gives their bytes. */
async function removeWithParts(own: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(path.dirname(own)).catch(() => [])) {
    const file = path.join(path.dirname(own), name);
    if (file !== own && !file.startsWith(`${own}.`)) continue;
    bytes += (await stat(file)).size;
    await rm(file);
  }
  return bytes;
}

/** A model's id from the name of its file, or of any part of it. */
export function idOf(file: string): string {
  return file.replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
}
