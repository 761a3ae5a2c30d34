/** The number of clusters: the cut rule, cuts of the tree, and the quality of each number. */
import type { Linkage, Merge } from '../statistics/agglomerate.ts';
import { cutTree } from '../statistics/dendrogram.ts';
import { adjustedRandIndex } from '../statistics/partition-agreement.ts';
import type { Random } from '../statistics/random.ts';
import { silhouette } from '../statistics/silhouette.ts';
import { mergesOf } from './average-link.ts';
import { pairMoments } from './similarity.ts';

/** Standard deviations above the mean similarity of all pairs; measured, docs/clustering.md. */
export const cutDeviations = 1.75;

/** The similarity above which the cut rule merges: mean + 1.75 SD of all pairs. */
export function cutSimilarity(similarity: Float32Array, n: number): number {
  const { mean, sd } = pairMoments(similarity, n);
  return mean + cutDeviations * sd;
}

/**
 * The number of clusters by the cut rule: average-link merges continue while their similarity exceeds
 * the mean of all pairs by 1.75 standard deviations. `merges` are those of average link.
 */
export function suggestedNumber(merges: readonly Merge[], similarity: Float32Array): number {
  const n = merges.length + 1;
  const least = cutSimilarity(similarity, n);
  return n - merges.filter((merge) => 1 - merge.height > least).length;
}

/** Members of each label, in the order of the words. */
export function groupsOf(labels: ArrayLike<number>): number[][] {
  const groups: number[][] = [];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    groups[label] ??= [];
    groups[label].push(i);
  }
  return groups;
}

/** Mean silhouette width of each labelling by the distances 1 − similarity, not below 0; 0 with one cluster. */
export function silhouettesOf(
  similarity: Float32Array,
  labellings: readonly Int32Array[],
): number[] {
  const n = Math.sqrt(similarity.length);
  const distances = similarity.map((value) => Math.max(0, 1 - value));
  const rows = Array.from({ length: n }, (_, i) => distances.subarray(i * n, (i + 1) * n));
  return labellings.map((labels) => silhouette(rows, Array.from(labels)).average);
}

/**
 * Mean adjusted Rand index between the clusterings of resamples, per k: each resample has four
 * fifths of the words, is clustered again and cut so that it has as many clusters as the whole tree
 * has among its words; resamples are compared in pairs on the words they share. About 1 where the
 * clusters do not depend on the sample of words.
 */
export function stabilityOf(
  similarity: Float32Array,
  merges: readonly Merge[],
  numbers: readonly number[],
  random: Random,
  options: { linkage?: Linkage; resamples?: number } = {},
): number[] {
  const { linkage = 'average', resamples = 20 } = options;
  const n = merges.length + 1;
  const wholes = numbers.map((k) => cutTree(merges, k));
  const trees = Array.from({ length: resamples }, (_, i) => {
    const words = random
      .fork(i)
      .sample(n, Math.max(Math.min(n, 2), Math.round(0.8 * n)))
      .sort((a, b) => a - b);
    const part = new Float32Array(words.length ** 2);
    for (const [i, a] of words.entries())
      for (const [j, b] of words.entries()) part[i * words.length + j] = similarity[a * n + b]!;
    return { words, merges: mergesOf(part, words.length, linkage) };
  });
  return wholes.map((whole) => {
    const labelled = trees.map((tree) => {
      const present = new Set(tree.words.map((word) => whole[word]));
      const labels = cutTree(tree.merges, present.size);
      return new Map(tree.words.map((word, i) => [word, labels[i]!]));
    });
    let sum = 0;
    let pairs = 0;
    for (let i = 0; i + 1 < labelled.length; i++) {
      const [a, b] = [labelled[i]!, labelled[i + 1]!];
      const shared = [...a.keys()].filter((word) => b.has(word));
      if (shared.length < 2) continue;
      sum += adjustedRandIndex(
        shared.map((word) => a.get(word)!),
        shared.map((word) => b.get(word)!),
      );
      pairs++;
    }
    return pairs === 0 ? 1 : sum / pairs;
  });
}
