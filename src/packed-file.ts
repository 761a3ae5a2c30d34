/** Data files that ship with the program, zipped: where they are, and their bytes. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UserError } from './errors.ts';

/**
 * The file's path: `data/<built>` beside a bundled file or one folder up (dist, dist/chunks), else `<source>`
 * of the source tree.
 */
export function findPackedFile(built: string, source: string): string {
  const places = [`./data/${built}`, `../data/${built}`, `../${source}`].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places.at(-1)!;
}

/** The unzipped bytes. Throws UserError that names the data ("The thesaurus") where they cannot be read. */
export async function readPackedFile(file: string, what: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(await readFile(file));
  } catch (cause) {
    throw brokenFile(file, what, cause);
  }
}

/** What to say of a data file that is missing or of another form. */
export function brokenFile(file: string, what: string, cause: unknown): UserError {
  return new UserError(`${what} cannot be read`, {
    where: file,
    hint: 'Install valuelex again, or build it (npm run build).',
    cause,
  });
}

/** `load` done once per process; a failure is forgotten, so that the next call tries again. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    if (!loading) {
      loading = load();
      loading.catch(() => {
        loading = null;
      });
    }
    return loading;
  };
}
