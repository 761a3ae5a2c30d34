/**
 * Agglomerative clustering by the nearest-neighbour chain (Murtagh 1983; Müllner 2011): quadratic
 * in the number of words, exact for average link and Ward, which never invert.
 */

export type Merge = {
  /** Below n a word; n + i is what merge i made. */
  a: number;
  b: number;
  /** Average link: 1 − mean similarity across. Ward: distance as of R's `ward.D2`. Never decreasing. */
  height: number;
  /** Words in what it made. */
  size: number;
};

export type Linkage = 'average' | 'ward';

/**
 * The n − 1 merges of n words, nearest first. `similarity` is n × n, row-major, symmetric; Ward
 * takes √(2·(1 − similarity)) as distance, 0 where similarity exceeds 1. R: `hclust(d, "average")`
 * and `hclust(d, "ward.D2")`.
 */
export function mergesOf(
  similarity: Float32Array,
  n: number,
  linkage: Linkage = 'average',
): Merge[] {
  // Average link works on distances, Ward on their squares.
  const distance = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) {
    const apart = 1 - similarity[i]!;
    distance[i] = linkage === 'ward' ? 2 * Math.max(0, apart) : apart;
  }
  const size = new Float64Array(n).fill(1);
  const alive = Int32Array.from({ length: n }, (_, i) => i);
  let living = n;
  const chain: number[] = [];
  const found: { a: number; b: number; height: number }[] = [];

  while (living > 1) {
    if (chain.length === 0) chain.push(alive[0]!);
    const top = chain.at(-1)!;
    const before = chain.at(-2);
    // Of equals the one before in the chain, else the lowest number: the chain must end.
    let nearest = before ?? -1;
    let least = before === undefined ? Number.POSITIVE_INFINITY : distance[top * n + before]!;
    for (let at = 0; at < living; at++) {
      const other = alive[at]!;
      if (other === top) continue;
      const apart = distance[top * n + other]!;
      if (apart < least) {
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
    found.push({ a: kept, b: gone, height: linkage === 'ward' ? Math.sqrt(least) : least });
    let to = 0;
    for (let at = 0; at < living; at++) if (alive[at] !== gone) alive[to++] = alive[at]!;
    living--;
    const sizeA = size[kept]!;
    const sizeB = size[gone]!;
    for (let at = 0; at < living; at++) {
      const other = alive[at]!;
      if (other === kept) continue;
      const a = distance[kept * n + other]!;
      const b = distance[gone * n + other]!;
      const sizeC = size[other]!;
      const joined =
        linkage === 'average'
          ? (sizeA * a + sizeB * b) / (sizeA + sizeB)
          : ((sizeA + sizeC) * a + (sizeB + sizeC) * b - sizeC * least) / (sizeA + sizeB + sizeC);
      distance[kept * n + other] = joined;
      distance[other * n + kept] = joined;
    }
    size[kept] = sizeA + sizeB;
  }
  return inOrder(found, n);
}

/** The chain finds merges out of order; here they are sorted and numbered. */
function inOrder(found: { a: number; b: number; height: number }[], n: number): Merge[] {
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
