/** How common a word is in English. */
import type { WordVectors } from '../word-vectors/word-vectors.ts';

/** Rare words: *fealty*, *parsimony*, *probity* are below this. */
const rareRank = 30_000;

/** 1 for the most frequent word of English, 0 from the 30,000th on, evenly in the logarithm of the rank. */
export function commonness(word: string, vectors: WordVectors): number {
  const rank = vectors.rankOf(word);
  return rank === null ? 0 : Math.max(0, 1 - Math.log(rank) / Math.log(rareRank));
}
