/** The words that the clustering is least sure of, for the researcher to decide one by one. */
import type { Clustering, Doubt } from './clusters.ts';
import type { Curated } from './curate.ts';
import { cutSimilarity } from './cut.ts';
import { meanSimilarityTo } from './similarity.ts';

export type DoubtOptions = {
  /** Words below this doubt are left out; default 0.44. */
  least?: number;
  /** Candidate clusters per word, its own among them, default 3. */
  candidates?: number;
};

/** A doubt that is worth a question: two fifths of ordinary value words have it, and more than half of the misplaced. */
export const leastDoubt = 0.44;

/**
 * Doubts, the most doubtful first. A word's doubt is (1 − s) / 2 with s its silhouette width by mean
 * distance (1 − similarity, not below 0) to its own cluster and to the nearest other one; a word on
 * its own counts as being at the cut similarity to a cluster of its own. Words that the researcher
 * confirmed, moved, or discarded are left out.
 */
export function doubtsOf(
  clustering: Clustering,
  curated: Curated,
  options: DoubtOptions = {},
): Doubt[] {
  const { least = leastDoubt, candidates = 3 } = options;
  const { words, similarity } = clustering;
  const n = words.length;
  const position = new Map(words.map(({ word }, i) => [word, i]));
  const members = curated.clusters.map((cluster) =>
    cluster.words.map((word) => position.get(word)!),
  );
  const alone = cutSimilarity(similarity, n);
  const doubts: Doubt[] = [];
  for (const [own, cluster] of curated.clusters.entries()) {
    for (const word of cluster.words) {
      if (curated.settled.has(word)) continue;
      const i = position.get(word)!;
      const nearest = members
        .map((group, index) => ({
          cluster: index,
          similarity: meanSimilarityTo(similarity, n, i, group),
        }))
        .filter((c): c is { cluster: number; similarity: number } => c.similarity !== null)
        .sort((a, b) => b.similarity - a.similarity || a.cluster - b.cluster);
      const inside = nearest.find((candidate) => candidate.cluster === own)?.similarity ?? alone;
      const outside = nearest.find((candidate) => candidate.cluster !== own)?.similarity;
      if (outside === undefined) continue;
      const doubt = (1 - silhouetteWidth(1 - inside, 1 - outside)) / 2;
      if (doubt >= least)
        doubts.push({ word, doubt, inside, candidates: nearest.slice(0, candidates) });
    }
  }
  return doubts.sort((a, b) => b.doubt - a.doubt || (a.word < b.word ? -1 : 1));
}

/** (b − a) / max(a, b), −1…1, distances below 0 taken as 0. */
function silhouetteWidth(inside: number, outside: number): number {
  const a = Math.max(0, inside);
  const b = Math.max(0, outside);
  const larger = Math.max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}
