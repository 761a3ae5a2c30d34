/** What is read off a tree of merges: cuts, R's form of it, cophenetic distances. */
import type { Merge } from './agglomerate.ts';
import { type Condensed, pairIndex } from './dissimilarity.ts';

/** Labels 0 … k − 1, numbered in the order of their first objects. k is held to 1 … n. R: `cutree`. */
export function cutTree(merges: readonly Merge[], k: number): Int32Array {
  const n = merges.length + 1;
  const parent = Int32Array.from({ length: 2 * n }, (_, i) => i);
  const done = n - Math.min(Math.max(k, 1), n);
  // From the last merge down, so that every node finds its root at once.
  for (let i = done - 1; i >= 0; i--) {
    const root = parent[n + i]!;
    parent[merges[i]!.a] = root;
    parent[merges[i]!.b] = root;
  }
  const labels = new Int32Array(n);
  const labelOf = new Map<number, number>();
  for (let object = 0; object < n; object++) {
    const root = parent[object]!;
    if (!labelOf.has(root)) labelOf.set(root, labelOf.size);
    labels[object] = labelOf.get(root)!;
  }
  return labels;
}

/** The tree in the conventions of R's `hclust`. */
export type HclustForm = {
  /** Per merge −i for object i, j for what merge j made, both from 1; objects before clusters. */
  merge: [number, number][];
  height: number[];
  /** Objects, from 1, as a drawing without crossing lines has them. */
  order: number[];
};

/** R: `hclust(…)[c("merge", "height", "order")]`. */
export function hclustForm(merges: readonly Merge[]): HclustForm {
  const n = merges.length + 1;
  const name = (node: number) => (node < n ? -(node + 1) : node - n + 1);
  const order: number[] = [];
  const waiting = n > 1 ? [2 * n - 2] : [0];
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    if (node < n) order.push(node + 1);
    else waiting.push(merges[node - n]!.b, merges[node - n]!.a);
  }
  return {
    merge: merges.map(({ a, b }) => [name(a), name(b)]),
    height: merges.map(({ height }) => height),
    order,
  };
}

/** Per pair of objects the height at which they first share a cluster, condensed. R: `cophenetic`. */
export function copheneticDistances(merges: readonly Merge[]): Float64Array {
  const n = merges.length + 1;
  const distances = new Float64Array((n * (n - 1)) / 2);
  const members: number[][] = Array.from({ length: n }, (_, i) => [i]);
  for (const { a, b, height } of merges) {
    const [left, right] = [members[a]!, members[b]!];
    for (const i of left)
      for (const j of right) distances[i < j ? pairIndex(i, j, n) : pairIndex(j, i, n)] = height;
    // The shorter goes into the longer: n log n copies at most.
    const [longer, shorter] = left.length < right.length ? [right, left] : [left, right];
    for (const object of shorter) longer.push(object);
    members.push(longer);
  }
  return distances;
}

/**
 * Pearson's correlation of the dissimilarities with the tree's cophenetic distances (Sokal and
 * Rohlf 1962), −1 … 1: how far the tree keeps what was put in. R: `cor(d, cophenetic(hclust(d)))`.
 * Null where either does not vary (fewer than three objects, or all equally far apart).
 */
export function copheneticCorrelation(
  distances: Condensed,
  merges: readonly Merge[],
): number | null {
  const own = copheneticDistances(merges);
  if (own.length !== distances.length)
    throw new RangeError(`${distances.length} dissimilarities, but a tree of ${own.length} pairs`);
  if (own.length < 2) return null;
  const [meanA, meanB] = [meanOf(distances), meanOf(own)];
  let [aa, bb, ab] = [0, 0, 0];
  for (let at = 0; at < own.length; at++) {
    const a = distances[at]! - meanA;
    const b = own[at]! - meanB;
    aa += a * a;
    bb += b * b;
    ab += a * b;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

function meanOf(values: Condensed): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
