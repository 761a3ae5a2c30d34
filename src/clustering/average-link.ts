/** The tree of words from their similarity. */
import { agglomerate, type Linkage, type Merge } from '../statistics/agglomerate.ts';
import { copheneticCorrelation } from '../statistics/dendrogram.ts';

/**
 * The n − 1 merges of n words, nearest first. `similarity` is n × n, row-major, symmetric; links may
 * exceed 1, so that average link's heights 1 − similarity may be below 0. Ward takes
 * √(2·(1 − similarity)) as distance, 0 where similarity exceeds 1: that between vectors of length 1.
 */
export function mergesOf(
  similarity: Float32Array,
  n: number,
  linkage: Linkage = 'average',
): Merge[] {
  return agglomerate(distancesOf(similarity, n, linkage), linkage);
}

/** Condensed distances that `linkage` works on, as in `mergesOf`. */
function distancesOf(
  similarity: Float32Array,
  n: number,
  linkage: Linkage = 'average',
): Float64Array {
  const distances = new Float64Array((n * (n - 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const apart = 1 - similarity[i * n + j]!;
      distances[at++] = linkage === 'ward' ? Math.sqrt(2 * Math.max(0, apart)) : apart;
    }
  return distances;
}

/**
 * Cophenetic correlation of the words' tree, −1 … 1: how far it keeps the distances that it was made
 * from (Sokal and Rohlf 1962). Null below three words, or where all are equally far apart.
 */
export function copheneticOfWords(
  similarity: Float32Array,
  n: number,
  linkage: Linkage = 'average',
): number | null {
  const distances = distancesOf(similarity, n, linkage);
  return copheneticCorrelation(distances, agglomerate(distances, linkage));
}
