/**
 * The packed word vectors (made by scripts/make-word-vectors.mjs), once unzipped: a JSON line with the numbers of
 * words, of numbers in a vector, and of bytes of the words' text; the words by rank, a line each; their ranks
 * (uint32, little-endian); their vectors, a signed byte a number, each vector on a scale of its own.
 */
import * as z from 'zod';
import { brokenFile } from '../packed-file.ts';
import type { WordVectorData } from './word-vectors.ts';

const headSchema = z.strictObject({
  words: z.int().min(0),
  size: z.int().min(1),
  nameBytes: z.int().min(0),
});

/** Throws UserError, with `where` as the file, when the bytes are of another form. */
export function unpackWordVectors(bytes: Buffer, where: string): WordVectorData {
  try {
    const end = bytes.indexOf('\n');
    const head = headSchema.parse(JSON.parse(bytes.toString('utf8', 0, end)));
    let at = end + 1;
    const words = bytes.toString('utf8', at, at + head.nameBytes).split('\n');
    at += head.nameBytes;
    const ranks = Uint32Array.from({ length: head.words }, (_, i) =>
      bytes.readUInt32LE(at + 4 * i),
    );
    at += 4 * head.words;
    const numbers = new Int8Array(bytes.subarray(at));
    if (words.length !== head.words || numbers.length !== head.words * head.size)
      throw new RangeError('it ends early');
    return { words, ranks, size: head.size, numbers };
  } catch (cause) {
    throw brokenFile(where, 'The file of word vectors', cause);
  }
}
