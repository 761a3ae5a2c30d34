/** Removes fetched models from the cache folder. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors.ts';
import { nearest } from '../nearest.ts';
import { cacheFolder, modelsFolder } from './cache-folder.ts';
import { derivedFrom, derivedPath } from './derived-models.ts';

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
  for (const file of files.filter((one) =>
    mine.some((own) => one === own || one.startsWith(`${own}.`)),
  )) {
    freed += (await stat(path.join(folder, file))).size;
    await rm(path.join(folder, file));
  }
  for (const derived of derivedFrom(wanted)) {
    const file = derivedPath(derived, cache);
    freed += (await stat(file).catch(() => null))?.size ?? 0;
    await rm(file, { force: true });
  }
  return freed;
}

/** A model's id from the name of its file, or of any part of it. */
export function idOf(file: string): string {
  return file.replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
}
