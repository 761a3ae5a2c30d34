/** Suggested merges (near in meaning and said together) and suggested names. */
import type { Clustering, Suggestion } from './clusters.ts';
import type { Curated } from './curate.ts';
import { holdersOf } from './holders.ts';
import { titleCase } from './naming.ts';
import { pairMoments, similarityBetween } from './similarity.ts';

/** Standard deviations above the mean of all pairs of words: under the cut's own 1.75. */
const nearDeviations = 1.25;

export type SuggestionInput = {
  clustering: Clustering;
  curated: Curated;
  /** Distinct descriptors per answer; may be empty. */
  answers: readonly (readonly string[])[];
  /** Names that a model gave to clusters, by their words. */
  names?: readonly { words: readonly string[]; name: string; by: string }[];
  /** Merges at most, default 5. */
  most?: number;
};

/**
 * Suggested merges, best first, then renames. A merge is suggested for two clusters whose mean
 * similarity lies 1.25 standard deviations above that of all pairs of words; of these the nearest
 * and most often said together come first: z-score of the similarity + share of the answers naming
 * the smaller cluster that name both. `from` is the one less said. A rename is suggested where the researcher gave no
 * name: the model's name, or the word with more than half of the mentions.
 */
export function suggestionsFor(input: SuggestionInput): Suggestion[] {
  return [...mergesWorth(input), ...renamesWorth(input)];
}

function mergesWorth({ clustering, curated, answers, most = 5 }: SuggestionInput): Suggestion[] {
  const { words, similarity } = clustering;
  const { clusters } = curated;
  const n = words.length;
  const position = new Map(words.map(({ word }, i) => [word, i]));
  const members = clusters.map((cluster) => cluster.words.map((word) => position.get(word)!));
  const { mean, sd } = pairMoments(similarity, n);
  if (sd === 0) return [];

  const clusterOf = holdersOf(clusters);
  const naming = clusters.map(() => 0);
  const both = new Map<number, number>();
  for (const answer of answers) {
    const named = [
      ...new Set(answer.map((word) => clusterOf.get(word)).filter((c) => c !== undefined)),
    ].sort((a, b) => a - b);
    for (const [at, a] of named.entries()) {
      naming[a]!++;
      for (const b of named.slice(at + 1)) {
        const key = a * clusters.length + b;
        both.set(key, (both.get(key) ?? 0) + 1);
      }
    }
  }

  const found: { score: number; suggestion: Suggestion }[] = [];
  for (let a = 0; a < clusters.length; a++) {
    for (let b = a + 1; b < clusters.length; b++) {
      const near = similarityBetween(similarity, n, members[a]!, members[b]!);
      const deviations = (near - mean) / sd;
      if (deviations < nearDeviations) continue;
      const [into, from] = clusters[a]!.count >= clusters[b]!.count ? [a, b] : [b, a];
      const of = Math.min(naming[a]!, naming[b]!);
      const together = both.get(a * clusters.length + b) ?? 0;
      found.push({
        score: deviations + (of > 0 ? together / of : 0),
        suggestion: { kind: 'merge', from, into, similarity: near, together, of },
      });
    }
  }
  return found
    .sort((x, y) => y.score - x.score)
    .slice(0, most)
    .map(({ suggestion }) => suggestion);
}

function renamesWorth({ clustering, curated, names = [] }: SuggestionInput): Suggestion[] {
  const countOf = new Map(clustering.words.map(({ word, count }) => [word, count]));
  const taken = new Set(curated.clusters.map((cluster) => cluster.name));
  const renames: Suggestion[] = [];
  for (const [i, cluster] of curated.clusters.entries()) {
    if (cluster.named) continue;
    const held = new Set(cluster.words);
    const given = names.find(
      ({ words }) => words.length > 0 && words.filter((w) => held.has(w)).length * 2 > words.length,
    );
    const first = cluster.words[0]!;
    const share = countOf.get(first)!;
    if (given) {
      const name = titleCase(given.name);
      if (!taken.has(name))
        renames.push({ kind: 'rename', cluster: i, name, why: `suggested by ${given.by}` });
    } else if (share * 2 > cluster.count && !taken.has(titleCase(first))) {
      const why = `said ${share} of ${cluster.count} times`;
      renames.push({ kind: 'rename', cluster: i, name: titleCase(first), why });
    }
  }
  return renames;
}
