/** How far two partitions of the same objects agree, by pairs of objects and by information. */

export type Labels = ArrayLike<string | number>;

export type PartitionAgreement = {
  /** Hubert and Arabie 1985; 1 for the same partition, about 0 for chance. */
  adjustedRand: number;
  /** Share of pairs that both join or both part (Rand 1971), 0 … 1. */
  rand: number;
  /** Pairs that both join, of those that either joins, 0 … 1. */
  jaccard: number;
  /** In nats. */
  mutualInformation: number;
  /** Mutual information by the arithmetic mean of the entropies, 0 … 1. */
  normalisedMutualInformation: number;
  /** In nats (Meilă 2007); 0 for the same partition. */
  variationOfInformation: number;
};

/**
 * All measures of two partitions. Names of clusters do not matter. R: `mclust::adjustedRandIndex`,
 * the others from their formulas. Two partitions that are both trivial agree fully. Throws
 * RangeError where they are of different objects.
 */
export function partitionAgreement(a: Labels, b: Labels): PartitionAgreement {
  const crossed = crossPartitions(a, b);
  const { together, inA, inB, all } = pairsOf(crossed);
  const either = inA + inB - together;
  const entropyA = entropy(crossed.rows, crossed.n);
  const entropyB = entropy(crossed.columns, crossed.n);
  const joint = entropy(crossed.cells, crossed.n);
  // Rounding must not make what is 0 negative.
  const mutualInformation = Math.max(0, entropyA + entropyB - joint);
  const meanEntropy = (entropyA + entropyB) / 2;
  return {
    adjustedRand: adjusted(crossed),
    rand: all > 0 ? (all + 2 * together - inA - inB) / all : 1,
    jaccard: either > 0 ? together / either : 1,
    mutualInformation,
    normalisedMutualInformation: meanEntropy > 0 ? Math.min(1, mutualInformation / meanEntropy) : 1,
    variationOfInformation: Math.max(0, 2 * joint - entropyA - entropyB),
  };
}

/** Only the adjusted Rand index of `partitionAgreement`. */
export function adjustedRandIndex(a: Labels, b: Labels): number {
  return adjusted(crossPartitions(a, b));
}

/** Sizes of clusters and of their intersections (none of them 0). */
type Crossed = { n: number; rows: number[]; columns: number[]; cells: number[] };

function crossPartitions(a: Labels, b: Labels): Crossed {
  if (a.length !== b.length)
    throw new RangeError(`partitions of ${a.length} and ${b.length} objects cannot be compared`);
  const n = a.length;
  const indexA = new Map<string | number, number>();
  const indexB = new Map<string | number, number>();
  const rows: number[] = [];
  const columns: number[] = [];
  const cells = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const row = count(indexA, rows, a[i]!);
    const column = count(indexB, columns, b[i]!);
    const cell = row * n + column;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  return { n, rows, columns, cells: [...cells.values()] };
}

function count(index: Map<string | number, number>, sizes: number[], label: string | number) {
  let at = index.get(label);
  if (at === undefined) {
    at = sizes.push(0) - 1;
    index.set(label, at);
  }
  sizes[at] = sizes[at]! + 1;
  return at;
}

function pairsOf({ n, rows, columns, cells }: Crossed) {
  return { together: pairsIn(cells), inA: pairsIn(rows), inB: pairsIn(columns), all: pairsIn([n]) };
}

function adjusted(crossed: Crossed): number {
  const { together, inA, inB, all } = pairsOf(crossed);
  const expected = all > 0 ? (inA * inB) / all : 0;
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function pairsIn(sizes: readonly number[]): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}

/** In nats. */
function entropy(sizes: readonly number[], n: number): number {
  let sum = 0;
  for (const size of sizes) sum -= (size / n) * Math.log(size / n);
  return sum;
}
