import type { Rows } from './dense.ts';

export interface Silhouette {
  /** −1 to 1 for each object; 0 for the only member of a cluster. */
  width: number[];
  average: number;
}

/**
 * Silhouette widths (Rousseeuw 1987) from a distance matrix (n × n) and a label for each object.
 * R: `cluster::silhouette`. With one cluster there is nothing to compare and all widths are 0.
 */
export function silhouette(distances: Rows, labels: readonly (string | number)[]): Silhouette {
  const names = [...new Set(labels)];
  const cluster = labels.map((label) => names.indexOf(label));
  const sizes = names.map((_, c) => cluster.filter((x) => x === c).length);
  const width = cluster.map((own, i) => {
    if (names.length < 2 || sizes[own]! < 2) return 0;
    const sums = new Float64Array(names.length);
    for (let j = 0; j < labels.length; j++) {
      if (j !== i) sums[cluster[j]!] = sums[cluster[j]!]! + distances[i]![j]!;
    }
    const within = sums[own]! / (sizes[own]! - 1);
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < names.length; c++) {
      if (c !== own) nearest = Math.min(nearest, sums[c]! / sizes[c]!);
    }
    const larger = Math.max(within, nearest);
    return larger > 0 ? (nearest - within) / larger : 0;
  });
  const sum = width.reduce((total, value) => total + value, 0);
  return { width, average: labels.length > 0 ? sum / labels.length : Number.NaN };
}
