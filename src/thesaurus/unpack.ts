/**
 * The packed thesaurus (made by scripts/make-thesaurus.mjs), once unzipped: a JSON line with the numbers of
 * lists, words, and bytes of the words' text; the lists' sizes (uint16, little-endian); the words, sorted, a
 * line each; per word how many lists name it, then their numbers as steps from one to the next, all in sevens
 * of bits, lowest first.
 */
import * as z from 'zod';
import { brokenFile } from '../packed-file.ts';
import type { ThesaurusData } from './thesaurus.ts';

const headSchema = z.strictObject({
  lists: z.int().min(0).max(65_536),
  words: z.int().min(0),
  nameBytes: z.int().min(0),
});

/** Throws UserError, with `where` as the file, when the bytes are of another form. */
export function unpackThesaurus(bytes: Buffer, where: string): ThesaurusData {
  try {
    const end = bytes.indexOf('\n');
    const head = headSchema.parse(JSON.parse(bytes.toString('utf8', 0, end)));
    let at = end + 1;
    const sizes = new Uint16Array(head.lists);
    for (let i = 0; i < head.lists; i++, at += 2) sizes[i] = bytes.readUInt16LE(at);
    const words = bytes.toString('utf8', at, at + head.nameBytes).split('\n');
    at += head.nameBytes;
    const number = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes.readUInt8(at++);
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    const listsOf = words.map(() => {
      const lists = new Uint16Array(number());
      let last = 0;
      for (let i = 0; i < lists.length; i++) {
        last += number();
        lists[i] = last;
      }
      return lists;
    });
    if (words.length !== head.words || at !== bytes.length) throw new RangeError('it ends early');
    return { words, listsOf, sizes };
  } catch (cause) {
    throw brokenFile(where, 'The thesaurus', cause);
  }
}
