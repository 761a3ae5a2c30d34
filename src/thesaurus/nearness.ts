/** How far words stand in the same lists of a thesaurus. */
import type { Thesaurus } from './thesaurus.ts';

/**
 * Words × words, row-major, 0…1: the cosine of the lists that name them, a list weighing
 * log(lists / words in it), since short lists say more. NaN where a word is unknown.
 */
export function thesaurusNearness(words: readonly string[], thesaurus: Thesaurus): Float32Array {
  const n = words.length;
  const rows = words.map((word) => weighted(word, thesaurus));
  const nearness = new Float32Array(n * n).fill(Number.NaN);
  const known = rows.flatMap((row, i) => (row ? [i] : []));
  // Found by an index of the lists, since most words share few of their lists.
  const holders = new Map<number, { word: number; weight: number }[]>();
  const sums = new Float64Array(n);
  for (const i of known.toReversed()) {
    const { lists, weights } = rows[i]!;
    sums.fill(0);
    for (let at = 0; at < lists.length; at++) {
      const weight = weights[at]!;
      const others = holders.get(lists[at]!) ?? [];
      others.push({ word: i, weight });
      holders.set(lists[at]!, others);
      for (const other of others) sums[other.word]! += weight * other.weight;
    }
    for (const j of known) {
      if (j < i) continue;
      nearness[i * n + j] = sums[j]!;
      nearness[j * n + i] = sums[j]!;
    }
  }
  return nearness;
}

/** The lists of a word with weights whose squares sum to 1. */
function weighted(
  word: string,
  thesaurus: Thesaurus,
): { lists: Uint16Array; weights: Float32Array } | null {
  const lists = thesaurus.listsOf(word);
  if (!lists) return null;
  const weights = Float32Array.from(lists, (list) =>
    Math.log(thesaurus.lists / thesaurus.sizeOf(list)),
  );
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  return { lists, weights: weights.map((weight) => weight / length) };
}
