/** Finds and reads the packed word vectors. */
import { findPackedFile, once, readPackedFile } from '../packed-file.ts';
import { unpackWordVectors } from './unpack.ts';
import { createWordVectors, type WordVectors } from './word-vectors.ts';

/** The program's word vectors, read once per process, about a tenth of a second. Throws UserError where they are missing or broken. */
export const loadWordVectors: () => Promise<WordVectors> = once(() =>
  readWordVectors(findPackedFile('word-vectors.bin.gz', 'vendor/glove/vectors.bin.gz')),
);

/** The word vectors in a file; throws as `loadWordVectors` does. */
export async function readWordVectors(file: string): Promise<WordVectors> {
  const bytes = await readPackedFile(file, 'The file of word vectors');
  return createWordVectors(unpackWordVectors(bytes, file));
}
