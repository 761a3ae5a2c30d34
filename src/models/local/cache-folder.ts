import path from 'node:path';
import envPaths from 'env-paths';

/** The user's cache folder (absolute): `VALUELEX_CACHE`, else where this platform keeps caches. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env.VALUELEX_CACHE;
  return own ? path.resolve(own) : envPaths('valuelex', { suffix: '' }).cache;
}

/** Where fetched models live, inside the cache folder. */
export function modelsFolder(cache: string = cacheFolder()): string {
  return path.join(cache, 'models');
}

/** The folder beside them of models that were made here out of others; no list shows them. */
export const derivedFolder = 'derived-models';
