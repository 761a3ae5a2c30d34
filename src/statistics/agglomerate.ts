/**
 * Agglomerative clustering by the nearest-neighbour chain (Murtagh 1983; Müllner 2011): time and
 * memory quadratic in the number of objects, exact for linkages that never invert.
 */
import { type Condensed, objectsOf, pairIndex } from './dissimilarity.ts';

/** Ward is Ward's criterion on distances that are not squared, R's `ward.D2`. */
export type Linkage = 'average' | 'complete' | 'single' | 'ward';

export type Merge = {
  /** A number below n is an object; n + i is the cluster that merge i made. a < b. */
  a: number;
  b: number;
  /** The dissimilarity at which they joined, as `hclust`'s `height`. Never decreasing. */
  height: number;
  /** Number of objects in the new cluster. */
  size: number;
};

/**
 * The n − 1 merges of n objects, nearest first, from their condensed dissimilarities (left as they
 * are). R: `hclust(d, linkage)`; same heights and, unless dissimilarities tie, the same tree. Ties
 * go to the lowest number. Throws RangeError for a length that is not condensed, or NaN.
 */
export function agglomerate(distances: Condensed, linkage: Linkage): Merge[] {
  const n = objectsOf(distances);
  const work = Float64Array.from(distances);
  for (let at = 0; at < work.length; at++) {
    if (Number.isNaN(work[at]!)) throw new RangeError(`dissimilarity ${at} is not a number`);
    // Lance and Williams's formula for Ward holds for squares.
    if (linkage === 'ward') work[at] = work[at]! ** 2;
  }
  const found = chainMerges(work, n, linkage);
  if (linkage === 'ward') for (const merge of found) merge.height = Math.sqrt(merge.height);
  return inOrder(found, n);
}

type Found = { a: number; b: number; height: number };

function chainMerges(work: Float64Array, n: number, linkage: Linkage): Found[] {
  // Where row i would begin: (i, j) stands at rowAt[i] + j for i < j.
  const rowAt = Int32Array.from({ length: n }, (_, i) => pairIndex(i, 0, n));
  const size = new Float64Array(n).fill(1);
  const alive = Int32Array.from({ length: n }, (_, i) => i);
  let living = n;
  const chain: number[] = [];
  const found: Found[] = [];
  while (living > 1) {
    if (chain.length === 0) chain.push(alive[0]!);
    const top = chain.at(-1)!;
    const before = chain.at(-2);
    // Of equals the one before in the chain, else the lowest number: the chain must end.
    let nearest = before ?? -1;
    let least =
      before === undefined
        ? Number.POSITIVE_INFINITY
        : work[before < top ? rowAt[before]! + top : rowAt[top]! + before]!;
    let at = 0;
    for (; alive[at]! < top; at++) {
      const other = alive[at]!;
      const apart = work[rowAt[other]! + top]!;
      if (apart < least || nearest < 0) {
        least = apart;
        nearest = other;
      }
    }
    const row = rowAt[top]!;
    for (at++; at < living; at++) {
      const other = alive[at]!;
      const apart = work[row + other]!;
      if (apart < least || nearest < 0) {
        least = apart;
        nearest = other;
      }
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [kept, gone] = top < nearest ? [top, nearest] : [nearest, top];
    found.push({ a: kept, b: gone, height: least });
    let to = 0;
    for (let i = 0; i < living; i++) if (alive[i] !== gone) alive[to++] = alive[i]!;
    living--;
    join(work, rowAt, alive.subarray(0, living), size, kept, gone, least, linkage);
    size[kept] = size[kept]! + size[gone]!;
  }
  return found;
}

/** Dissimilarities of the joined cluster to the others (Lance and Williams 1967), kept in `kept`. */
function join(
  work: Float64Array,
  rowAt: Int32Array,
  alive: Int32Array,
  size: Float64Array,
  kept: number,
  gone: number,
  height: number,
  linkage: Linkage,
): void {
  const sizeA = size[kept]!;
  const sizeB = size[gone]!;
  for (let at = 0; at < alive.length; at++) {
    const other = alive[at]!;
    if (other === kept) continue;
    const atA = other < kept ? rowAt[other]! + kept : rowAt[kept]! + other;
    const a = work[atA]!;
    const b = work[other < gone ? rowAt[other]! + gone : rowAt[gone]! + other]!;
    if (linkage === 'average') work[atA] = (sizeA * a + sizeB * b) / (sizeA + sizeB);
    else if (linkage === 'complete') work[atA] = a > b ? a : b;
    else if (linkage === 'single') work[atA] = a < b ? a : b;
    else {
      const sizeC = size[other]!;
      work[atA] =
        ((sizeA + sizeC) * a + (sizeB + sizeC) * b - sizeC * height) / (sizeA + sizeB + sizeC);
    }
  }
}

/** The chain finds merges out of order; here they are sorted and numbered. */
function inOrder(found: Found[], n: number): Merge[] {
  const sorted = found
    .map((merge, at) => ({ ...merge, at }))
    .sort((x, y) => x.height - y.height || x.at - y.at);
  const parent = Int32Array.from({ length: 2 * n }, (_, i) => i);
  const sizes = new Int32Array(2 * n).fill(1);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[node] !== root) {
      const next = parent[node]!;
      parent[node] = root;
      node = next;
    }
    return root;
  };
  let height = Number.NEGATIVE_INFINITY;
  return sorted.map((merge, i) => {
    const a = rootOf(merge.a);
    const b = rootOf(merge.b);
    const size = sizes[a]! + sizes[b]!;
    parent[a] = n + i;
    parent[b] = n + i;
    sizes[n + i] = size;
    // Rounding may let equal heights fall by a last digit.
    height = Math.max(height, merge.height);
    return { a: Math.min(a, b), b: Math.max(a, b), height, size };
  });
}
