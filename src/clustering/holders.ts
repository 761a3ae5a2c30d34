/** Which cluster holds a word. */
import type { Cluster } from './clusters.ts';

/** The index of its cluster for each word that stands in one. */
export function holdersOf(clusters: readonly Pick<Cluster, 'words'>[]): Map<string, number> {
  return new Map(clusters.flatMap(({ words }, at) => words.map((word) => [word, at] as const)));
}
