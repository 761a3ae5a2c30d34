import type { Rows } from './dense.ts';

export interface Silhouette<Label extends string | number = string | number> {
  /** −1 to 1 for each object; 0 for the only member of a cluster. */
  width: number[];
  /** For each object the nearest other cluster's label; null where there is one cluster only. */
  neighbour: (Label | null)[];
  /** Mean width of each cluster, in the order in which labels first occur. */
  perCluster: { label: Label; size: number; average: number }[];
  /** 0 without objects. */
  average: number;
}

/**
 * Silhouette widths (Rousseeuw 1987) from a distance matrix (n × n) and a label for each object.
 * R: `cluster::silhouette`. With one cluster there is nothing to compare and all widths are 0. Of
 * clusters equally near the one that occurs first is the neighbour.
 */
export function silhouette<Label extends string | number>(
  distances: Rows,
  labels: readonly Label[],
): Silhouette<Label> {
  const index = new Map<Label, number>();
  const cluster = labels.map((label) => {
    if (!index.has(label)) index.set(label, index.size);
    return index.get(label)!;
  });
  const names = [...index.keys()];
  const sizes = new Int32Array(names.length);
  for (const own of cluster) sizes[own] = sizes[own]! + 1;

  const width: number[] = [];
  const neighbour: (Label | null)[] = [];
  const sums = new Float64Array(names.length);
  for (const [i, own] of cluster.entries()) {
    const row = distances[i]!;
    sums.fill(0);
    for (let j = 0; j < labels.length; j++)
      if (j !== i) sums[cluster[j]!] = sums[cluster[j]!]! + row[j]!;
    let nearest = Number.POSITIVE_INFINITY;
    let other = -1;
    for (let c = 0; c < names.length; c++) {
      const mean = sums[c]! / sizes[c]!;
      if (c === own || (other >= 0 && mean >= nearest)) continue;
      nearest = mean;
      other = c;
    }
    neighbour.push(other < 0 ? null : names[other]!);
    if (other < 0 || sizes[own]! < 2) width.push(0);
    else {
      const within = sums[own]! / (sizes[own]! - 1);
      const larger = Math.max(within, nearest);
      width.push(larger > 0 ? (nearest - within) / larger : 0);
    }
  }
  return {
    width,
    neighbour,
    perCluster: names.map((label, c) => ({
      label,
      size: sizes[c]!,
      average: meanOf(width.filter((_, i) => cluster[i] === c)),
    })),
    average: meanOf(width),
  };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
