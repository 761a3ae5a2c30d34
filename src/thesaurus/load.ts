/** Finds and reads the packed thesaurus. */
import { findPackedFile, once, readPackedFile } from '../packed-file.ts';
import { createThesaurus, type Thesaurus } from './thesaurus.ts';
import { unpackThesaurus } from './unpack.ts';

/** The program's thesaurus, read once per process, about a tenth of a second. Throws UserError where it is missing or broken. */
export const loadThesaurus: () => Promise<Thesaurus> = once(() =>
  readThesaurus(findPackedFile('thesaurus.bin.gz', 'vendor/moby/thesaurus.bin.gz')),
);

/** The thesaurus in a file; throws as `loadThesaurus` does. */
export async function readThesaurus(file: string): Promise<Thesaurus> {
  return createThesaurus(unpackThesaurus(await readPackedFile(file, 'The thesaurus'), file));
}
