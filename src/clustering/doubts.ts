/** The words that the clustering is least sure of, for the researcher to decide one by one. */
import type { Clustering, Doubt } from './clusters.ts';
import type { Curated } from './curate.ts';
import { cutSimilarity } from './cut.ts';
import { holdersOf } from './holders.ts';
import type { Lean } from './learned-map.ts';

export type DoubtOptions = {
  /** Words below this doubt are left out; default 0.44. */
  least?: number;
  /** Candidate clusters per word, its own among them, default 3. */
  candidates?: number;
  /** What the decisions taught about words that belong together; nothing by default. */
  lean?: Lean | null;
};

/** The similarity that recipes give to opposites (docs/clustering.md). */
const oppositeSimilarity = -0.99;

/** Doubt from which a word is asked about: two fifths of ordinary value words reach it, and more than half of the misplaced ones. */
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
  const { clusters, settled } = curated;
  const labels = labelsOf(words, clusters);
  const position = new Map(words.map(({ word }, i) => [word, i]));
  const leaning = options.lean?.(
    clusters.map((cluster) => cluster.words.map((word) => position.get(word)!)),
  );
  const alone = cutSimilarity(similarity, n);
  const sums = new Float64Array(clusters.length);
  const lowest = new Float64Array(clusters.length);
  const doubts: Doubt[] = [];
  for (const [i, { word }] of words.entries()) {
    const own = labels[i]!;
    if (own < 0 || settled.has(word)) continue;
    sums.fill(0);
    lowest.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < n; j++) {
      const at = labels[j]!;
      if (at < 0 || j === i) continue;
      const near = similarity[i * n + j]!;
      sums[at]! += near;
      if (near < lowest[at]!) lowest[at] = near;
    }
    const meanOf = (at: number) =>
      sums[at]! / (clusters[at]!.words.length - (at === own ? 1 : 0)) + (leaning?.(i, at) ?? 0);
    const nearest: Doubt['candidates'] = [];
    let outside: number | null = null;
    for (let at = 0; at < clusters.length; at++) {
      const mean = meanOf(at);
      // Its own cluster, where it stands alone.
      if (Number.isNaN(mean)) continue;
      if (at !== own && (outside === null || mean > outside)) outside = mean;
      if (nearest.length === candidates && mean <= nearest.at(-1)!.similarity) continue;
      const place = nearest.findIndex(({ similarity: other }) => mean > other);
      const one = { cluster: at, similarity: mean, opposite: lowest[at]! <= oppositeSimilarity };
      nearest.splice(place < 0 ? nearest.length : place, 0, one);
      if (nearest.length > candidates) nearest.pop();
    }
    if (outside === null) continue;
    const inside = clusters[own]!.words.length === 1 ? alone : meanOf(own);
    const doubt = (1 - silhouetteWidth(1 - inside, 1 - outside)) / 2;
    if (doubt >= least) doubts.push({ word, doubt, inside, candidates: nearest });
  }
  return doubts.sort((a, b) => b.doubt - a.doubt || (a.word < b.word ? -1 : 1));
}

/** The cluster of each word; −1 for those on the tray. */
function labelsOf(words: Clustering['words'], clusters: Curated['clusters']): Int32Array {
  const holder = holdersOf(clusters);
  return Int32Array.from(words, ({ word }) => holder.get(word) ?? -1);
}

/** (b − a) / max(a, b), −1…1, distances below 0 taken as 0. */
function silhouetteWidth(inside: number, outside: number): number {
  const a = Math.max(0, inside);
  const b = Math.max(0, outside);
  const larger = Math.max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}
