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
  const own = new Float32Array(thesaurus.lists);
  for (const [i, row] of rows.entries()) {
    if (!row) continue;
    for (const [at, list] of row.lists.entries()) own[list] = row.weights[at]!;
    for (let j = i; j < n; j++) {
      const other = rows[j];
      if (!other) continue;
      const { lists, weights } = other;
      let sum = 0;
      // Half a million times for a thousand words: an iterator would cost three seconds.
      for (let at = 0; at < lists.length; at++) sum += own[lists[at]!]! * weights[at]!;
      nearness[i * n + j] = sum;
      nearness[j * n + i] = sum;
    }
    for (const list of row.lists) own[list] = 0;
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
