/** Words with opposite meanings: near in any vector space, but never one value. */
import { linkWeights } from './links.ts';

/** Prefixes that turn a word into its opposite. */
const prefix = /^(?:dis|un|in|im|ir|il|non-?|mis|mal)/;

/** Pairs of endings with opposite meanings. */
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/less(ness)?$/, ['ful$1', 'ish$1']],
];

/**
 * Pairs of positions that are opposites: antonyms by WordNet (`links` as `lexicalLinks` gives them),
 * and words of the list that differ by a prefix or an ending (responsible, irresponsible).
 */
export function oppositesAmong(words: readonly string[], links: Float32Array): [number, number][] {
  const n = words.length;
  const at = new Map(words.map((word, i) => [word, i]));
  const pairs = new Map<number, [number, number]>();
  const add = (i: number, j: number | undefined) => {
    if (j === undefined || i === j) return;
    const [a, b] = i < j ? [i, j] : [j, i];
    pairs.set(a * n + b, [a, b]);
  };
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) if (links[i * n + j] === linkWeights.antonym) add(i, j);
  for (const [i, word] of words.entries()) {
    if (prefix.test(word)) add(i, at.get(word.replace(prefix, '')));
    for (const [ending, others] of endings)
      if (ending.test(word))
        for (const other of others) add(i, at.get(word.replace(ending, other)));
  }
  return [...pairs.values()];
}
