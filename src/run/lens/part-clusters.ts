/** The clusters of a part: its words, clustered by the similarities of the whole, with the researcher's edits. */
import { mergesOf } from '../../clustering/average-link.ts';
import { byCount, describeCluster, restrict } from '../../clustering/clustering.ts';
import type { Cluster, Clustering, WordCount } from '../../clustering/clusters.ts';
import { type Curated, replayEdits } from '../../clustering/curate.ts';
import { groupsOf, suggestedNumber } from '../../clustering/cut.ts';
import type { Edit } from '../../clustering/edits.ts';
import { holdersOf } from '../../clustering/holders.ts';
import { cutTree } from '../../statistics/dendrogram.ts';
import { adjustedRandIndex } from '../../statistics/partition-agreement.ts';
import type { PartClusters } from './lens-result.ts';

/** Fewer words than this are not clustered. */
const leastWords = 4;

/**
 * Words that are clustered in the whole and named at least `minCount` times in the part. The cut rule gives the number
 * of clusters; if the researcher chose another for the whole, the part gets as many per word. Null below four words,
 * and for k-means, whose vectors the clusters of the whole do not contain.
 */
export function curatedPart(
  whole: Clustering,
  words: readonly WordCount[],
  edits: readonly Edit[],
  minCount: number,
): Curated | null {
  if (whole.method === 'k-means') return null;
  const position = new Map(whole.words.map(({ word }, i) => [word, i]));
  const own = words.filter(({ word, count }) => count >= minCount && position.has(word));
  const n = own.length;
  if (n < leastWords) return null;
  const positions = own.map(({ word }) => position.get(word)!);
  const similarity = restrict(whole.similarity, whole.words.length, positions);
  const average = mergesOf(similarity, n);
  const suggestedK = suggestedNumber(average, similarity);
  const k =
    whole.k === whole.suggestedK
      ? suggestedK
      : Math.min(n, Math.max(1, Math.round((whole.k * n) / whole.words.length)));
  const merges = whole.method === 'ward' ? mergesOf(similarity, n, 'ward') : average;
  const common = whole.common && { common: positions.map((at) => whole.common![at]!) };
  const clusters = groupsOf(cutTree(merges, k)).map((members) =>
    describeCluster({ words: own, similarity, ...common }, members, null),
  );
  const clustering: Clustering = {
    ...{ words: own, method: whole.method, space: whole.space, k, suggestedK, similarity },
    ...{ clusters: clusters.sort(byCount), quality: [], map: [] },
    ...common,
  };
  return replayEdits(clustering, edits);
}

/** The similarity of two curated partitions, over the words that are in a cluster of both. */
export function likeness(
  a: Pick<Curated, 'clusters'>,
  b: Pick<Curated, 'clusters'>,
): { shared: number; adjustedRand: number | null } {
  const [inA, inB] = [holdersOf(a.clusters), holdersOf(b.clusters)];
  const shared = [...inA.keys()].filter((word) => inB.has(word));
  return {
    shared: shared.length,
    adjustedRand:
      shared.length < 2
        ? null
        : adjustedRandIndex(
            shared.map((word) => inA.get(word)!),
            shared.map((word) => inB.get(word)!),
          ),
  };
}

/** The part's clusters, each next to the cluster of the whole with most of its words. */
export function besideWhole(
  part: readonly Cluster[],
  whole: readonly Cluster[],
): PartClusters['clusters'] {
  const holders = holdersOf(whole);
  return part.map(({ name, words, count }) => {
    const held = new Map<number, number>();
    for (const word of words) {
      const at = holders.get(word);
      if (at !== undefined) held.set(at, (held.get(at) ?? 0) + 1);
    }
    const [best] = [...held].sort(([a, one], [b, other]) => other - one || a - b);
    return {
      ...{ name, words, count },
      nearest: best ? whole[best[0]]!.name : null,
      inNearest: best?.[1] ?? 0,
    };
  });
}
