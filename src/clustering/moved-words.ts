/** Words that change their cluster when a run's clusters are computed in another way. Pure. */
import type { Cluster } from './clusters.ts';
import { holdersOf } from './holders.ts';

export type MovedWord = {
  word: string;
  /** Names of the clusters, before and after; null where the word is in none. */
  from: string | null;
  to: string | null;
};

/**
 * A cluster continues as the one that holds most of its words (each as one at most, the largest shares
 * first); a word has moved where its cluster does not continue as the one that holds it now. In the order of the new
 * clusters, what is in none of them last.
 */
export function movedWords(
  before: readonly Pick<Cluster, 'name' | 'words'>[],
  after: readonly Pick<Cluster, 'name' | 'words'>[],
): MovedWord[] {
  const oldOf = holdersOf(before);
  const goesOnAs = sameClusters(before, after);
  const moved: MovedWord[] = [];
  for (const [now, { name, words }] of after.entries())
    for (const word of words) {
      const old = oldOf.get(word);
      oldOf.delete(word);
      if (old !== undefined && goesOnAs.get(old) === now) continue;
      moved.push({ word, from: old === undefined ? null : before[old]!.name, to: name });
    }
  for (const [word, old] of oldOf) moved.push({ word, from: before[old]!.name, to: null });
  return moved;
}

/**
 * Which of `after` each of `before` continues as, by their places: the one that holds most of its words, each as one at
 * most, the largest shares first. One that shares no word with a cluster that is free is left out.
 */
export function sameClusters(
  before: readonly Pick<Cluster, 'words'>[],
  after: readonly Pick<Cluster, 'words'>[],
): Map<number, number> {
  const oldOf = holdersOf(before);
  const shared = new Map<string, { old: number; now: number; words: number }>();
  for (const [now, { words }] of after.entries())
    for (const word of words) {
      const old = oldOf.get(word);
      if (old === undefined) continue;
      const key = `${old} ${now}`;
      shared.set(key, { old, now, words: (shared.get(key)?.words ?? 0) + 1 });
    }
  const goesOnAs = new Map<number, number>();
  const taken = new Set<number>();
  for (const { old, now } of [...shared.values()].sort((a, b) => b.words - a.words)) {
    if (goesOnAs.has(old) || taken.has(now)) continue;
    goesOnAs.set(old, now);
    taken.add(now);
  }
  return goesOnAs;
}
