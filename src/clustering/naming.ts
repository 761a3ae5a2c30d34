/** Names of clusters: by rule from the members, or from a model that is shown them. */

import { capital } from '../safe-text/capital.ts';
import type { Cluster, WordCount } from './clusters.ts';
import { meanSimilarityTo } from './similarity.ts';

const smallWords = new Set(['of', 'for', 'and', 'the', 'in', 'to', 'with', 'from', 'on', 'a']);

/** "respect for privacy" → "Respect for Privacy" */
export function titleCase(words: string): string {
  return words
    .trim()
    .split(/\s+/)
    .map((word, i) => (i > 0 && smallWords.has(word) ? word : capital(word)))
    .join(' ');
}

/** The words of a clustering, with the data for names. */
export type NamedWords = {
  words: readonly WordCount[];
  /** words × words, row-major. */
  similarity: Float32Array;
  /** 0…1, how common each word is in English; none by the first recipe. */
  common?: readonly number[];
};

/** A word in this many answers counts as common, whatever its frequency in English. */
const usualFrom = 5;

/**
 * The name by rule, title case: the member with the largest (1 + mean similarity to the others) ×
 * log₂(1 + count). Where it is known how usual words are in English, × (1 + how usual), and rare words
 * give no name to a cluster that has others: those beyond the 30,000 most frequent that are not
 * named at least five times and half as often as the cluster's most named word. Names in `taken` are
 * passed over, unless every member's is. `members` are positions in the words.
 */
export function nameByRule(
  { words, similarity, common }: NamedWords,
  members: readonly number[],
  taken: ReadonlySet<string> = new Set(),
): string {
  const largest = Math.max(...members.map((i) => words[i]!.count));
  const isUsual = (i: number) =>
    !common || common[i]! > 0 || (words[i]!.count >= usualFrom && 2 * words[i]!.count >= largest);
  const worth = (i: number) => {
    const central = 1 + (meanSimilarityTo(similarity, words.length, i, members) ?? 0);
    return central * Math.log2(1 + words[i]!.count) * (1 + (common?.[i] ?? 0));
  };
  const ranked = members
    .map((i) => ({ name: titleCase(words[i]!.word), usual: isUsual(i), worth: worth(i) }))
    .sort((a, b) => Number(b.usual) - Number(a.usual) || b.worth - a.worth);
  return (ranked.find(({ name }) => !taken.has(name)) ?? ranked[0]!).name;
}

/** The members for a prompt: the most frequent first, at most twelve, comma-separated. */
export function membersForNaming(words: readonly string[]): string {
  return words.slice(0, 12).join(', ');
}

/**
 * The name in a model's answer, title case; null where the answer holds none (a sentence, nothing,
 * a list). Reads "Name: Honesty", quotes, bold, and takes the first line.
 */
export function readName(answer: string): string | null {
  const line = answer
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '');
  if (line === undefined) return null;
  const name = line
    .replace(/^[\s*_#>"'“‘`-]+/, '')
    .replace(
      /^(?:the )?(?:shared |cluster |value )?(?:name|value|label|category)(?:\s+is\s*:?|\s*:)\s*/i,
      '',
    )
    .replace(/[\s*_"'”’`.,;:!]+$/, '')
    .replace(/^[\s*_"'“‘`]+/, '');
  if (!/^\p{L}[\p{L}\s'’&-]*$/u.test(name)) return null;
  if (name.split(/\s+/).length > 3 || name.length > 40) return null;
  return titleCase(name.toLowerCase());
}

/** Letters of a name at most: longer ones fit no table. */
const longestName = 60;

/** Why a cluster cannot have this name (empty, too long, or another cluster's); null where it can. */
export function refusedName(
  name: string,
  cluster: Pick<Cluster, 'words'>,
  clusters: readonly Pick<Cluster, 'name' | 'words'>[],
): string | null {
  if (name.trim() === '') return 'a name has at least one letter';
  if (name.length > longestName) return `a name has at most ${longestName} letters`;
  const other = clusters.find(
    (one) =>
      one.name.toLowerCase() === name.trim().toLowerCase() && one.words[0] !== cluster.words[0],
  );
  return other
    ? `another cluster is named ${other.name} (${other.words.slice(0, 3).join(', ')})`
    : null;
}
