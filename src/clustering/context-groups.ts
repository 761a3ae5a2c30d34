/** Whether a word's contexts fall into two groups, as those of a word with two meanings do. Pure. */
import { gapStatistic } from '../statistics/gap-statistic.ts';
import { kMeans } from '../statistics/k-means.ts';
import type { Random } from '../statistics/random.ts';
import type { WordVectors } from '../word-vectors/word-vectors.ts';

export type ContextGroup = {
  /** Number of contexts. */
  size: number;
  /** The word around which most more of its contexts stand than of the other group's; letters only. */
  near: string;
};

/** `few`: too few different contexts to look for groups. `one`: nothing speaks for two groups. */
export type ContextGroups =
  | { found: 'few' }
  | { found: 'one' }
  | {
      found: 'two';
      /** For each context 0 (the larger group) or 1; null where no word of it counts. */
      labels: (0 | 1 | null)[];
      groups: [ContextGroup, ContextGroup];
    };

/** Fewer different contexts show nothing. */
const leastContexts = 12;
/** Fewer contexts are no second meaning but odd lines. */
const leastInGroup = 3;
/** The gap statistic takes at most so many contexts, drawn at random; the others join the group that is nearer. */
const mostContexts = 250;
/** Sets of reference rows of the gap statistic. */
const references = 50;
/** A word that is no value word says little about a context where more than this share of answers hold it. */
const usualShare = 0.05;
/** A word's weight is a / (a + its share of English text): a (Arora, Liang, and Ma 2017). */
const rareness = 1e-3;

/**
 * Two groups where the gap statistic prefers two to one (the rule of Tibshirani, Walther, and Hastie 2001). A context
 * is the text around the word; its vector is the mean of the vectors of those of its words that count (`counts`), rare words
 * more, at length 1. Equal contexts are taken once, so that a line which models repeat makes no group.
 */
export function contextGroups(
  contexts: readonly string[],
  counts: (word: string) => boolean,
  vectors: WordVectors,
  random: Random,
): ContextGroups {
  const worded = contexts.map((text) => [...new Set(wordsOf(text))].filter(counts).sort());
  const keys = worded.map((words) => words.join(' '));
  const different = new Map<string, Float64Array>();
  for (const [i, words] of worded.entries()) {
    const vector = different.has(keys[i]!) ? null : contextVector(words, vectors);
    if (vector) different.set(keys[i]!, vector);
  }
  if (different.size < leastContexts) return { found: 'few' };
  const all = [...different.values()];
  const drawn =
    all.length <= mostContexts
      ? all
      : random
          .fork('contexts')
          .sample(all.length, mostContexts)
          .map((at) => all[at]!);
  const gap = gapStatistic(drawn, { most: 2, random: random.fork('gap'), references, power: 2 });
  if (gap.suggested.tibshirani === 1) return { found: 'one' };
  const { centres } = kMeans(drawn, { k: 2, random: random.fork('groups') });
  const nearer = keys.map((key) => {
    const vector = different.get(key);
    if (!vector) return null;
    return squaredDistance(vector, centres[0]!) <= squaredDistance(vector, centres[1]!) ? 0 : 1;
  });
  const sizeOf = (group: number) => nearer.filter((one) => one === group).length;
  const larger = sizeOf(0) >= sizeOf(1) ? 0 : 1;
  if (sizeOf(1 - larger) < leastInGroup) return { found: 'one' };
  const labels = nearer.map((one) => (one === null ? null : one === larger ? 0 : 1));
  const group = (which: 0 | 1): ContextGroup => ({
    size: labels.filter((one) => one === which).length,
    near: tellingWord(worded, labels, which),
  });
  return { found: 'two', labels, groups: [group(0), group(1)] };
}

/**
 * The words that count in contexts of a run: value words (`values`, each in all its parts), and words that few of its
 * answers (or a sample of them) hold. The others, such as "I value … and …", tell how a model speaks, not of what.
 */
export function wordsThatCount(
  values: readonly string[],
  answers: readonly string[],
): (word: string) => boolean {
  const valueWords = new Set(values.flatMap(wordsOf));
  const held = new Map<string, number>();
  for (const text of answers)
    for (const word of new Set(wordsOf(text))) held.set(word, (held.get(word) ?? 0) + 1);
  return (word) => valueWords.has(word) || (held.get(word) ?? 0) <= usualShare * answers.length;
}

/** In lower case, of three letters or more. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];

/** Null where the vector of no word is known. */
function contextVector(words: readonly string[], vectors: WordVectors): Float64Array | null {
  let sum: Float64Array | null = null;
  for (const word of words) {
    const vector = vectors.vectorOf(word);
    if (!vector) continue;
    sum ??= new Float64Array(vector.length);
    // Zipf's law: the word of rank r makes about .1 / r of English text.
    const share = 0.1 / (vectors.rankOf(word) ?? Number.POSITIVE_INFINITY);
    const weight = rareness / (rareness + share);
    for (let i = 0; i < vector.length; i++) sum[i]! += weight * vector[i]!;
  }
  if (!sum) return null;
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : null;
}

function tellingWord(
  worded: readonly (readonly string[])[],
  labels: readonly (0 | 1 | null)[],
  group: 0 | 1,
): string {
  const sizes = [0, 1].map((of) => labels.filter((one) => one === of).length);
  const lead = new Map<string, number>();
  for (const [i, words] of worded.entries()) {
    const label = labels[i] ?? null;
    if (label === null) continue;
    const by = (label === group ? 1 : -1) / sizes[label]!;
    for (const word of words) lead.set(word, (lead.get(word) ?? 0) + by);
  }
  return [...lead].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
