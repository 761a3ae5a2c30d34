/**
 * Packs the Moby Thesaurus II (Grady Ward, 1996, public domain; Project Gutenberg e-text 3202) into the
 * data file that `src/thesaurus/load.ts` reads: which lists name each noun of an abstract class.
 * The layout is described in `src/thesaurus/unpack.ts`.
 *
 * Run: node scripts/make-thesaurus.mjs <words.txt> [file], by default vendor/moby/thesaurus.bin.gz.
 * The text holds a list a line, comma-separated, its head word first.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { loadWordNet } from '../src/wordnet/load.ts';

/** Of a word that fewer lists name too little is known. */
const leastLists = 3;

/**
 * @param {string} text
 * @param {(word: string) => boolean} keep
 * @returns {Buffer}
 */
export function packThesaurus(text, keep) {
  const lists = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => new Set(line.split(',').map((word) => word.trim().toLowerCase())));
  const listsOf = new Map();
  for (const [number, list] of lists.entries())
    for (const word of list) {
      const known = listsOf.get(word);
      if (known) known.push(number);
      else listsOf.set(word, [number]);
    }
  const words = [...listsOf.keys()]
    .filter((word) => listsOf.get(word).length >= leastLists && keep(word))
    .sort();
  const sizes = Buffer.alloc(2 * lists.length);
  for (const [i, list] of lists.entries()) sizes.writeUInt16LE(list.size, 2 * i);
  const names = Buffer.from(words.join('\n'));
  const rows = [];
  for (const word of words) {
    const numbers = listsOf.get(word);
    pushNumber(rows, numbers.length);
    let last = 0;
    for (const number of numbers) {
      pushNumber(rows, number - last);
      last = number;
    }
  }
  const head = Buffer.from(
    `${JSON.stringify({ lists: lists.length, words: words.length, nameBytes: names.length })}\n`,
  );
  return Buffer.concat([head, sizes, names, Buffer.from(rows)]);
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function pushNumber(bytes, number) {
  let rest = number;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  bytes.push(rest);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [
    source,
    target = join(fileURLToPath(new URL('..', import.meta.url)), 'vendor/moby/thesaurus.bin.gz'),
  ] = process.argv.slice(2);
  const wordNet = await loadWordNet();
  const packed = packThesaurus(await readFile(source, 'latin1'), (word) =>
    wordNet.senses(word, 'noun').some((sense) => sense.gloss !== null),
  );
  const bytes = gzipSync(packed, { level: 9 });
  await writeFile(target, bytes);
  console.log(`${target}: ${(bytes.length / 1e6).toFixed(2)} MB`);
}
