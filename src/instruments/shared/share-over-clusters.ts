/** Means of figures between two bounds, with 95 % intervals over clusters of texts. */
import * as z from 'zod';
import { normalQuantile, tQuantile } from '../../statistics/distributions.ts';
import { wilsonInterval } from '../../statistics/wilson.ts';

export const estimateSchema = z.object({
  value: z.number(),
  low: z.number().nullable().describe('95 % interval over clusters; null below two clusters'),
  high: z.number().nullable(),
  n: z.number().int().describe('Texts'),
  clusters: z.number().int(),
});

export type ClusteredEstimate = z.infer<typeof estimateSchema>;

/** One figure per text, in 0–1, and the cluster that the text belongs to. */
export type Figure = { value: number; cluster: string };

/**
 * The mean of figures in 0–1 with Wilson's interval for the effective number of texts in the clusters: the
 * variance is that of a ratio over clusters, and the number of texts is corrected for its degrees of freedom (Korn and
 * Graubard 1998, with Wilson's interval in place of Clopper's). Where all figures are the same, a cluster counts as one
 * text. Null without figures.
 */
export function shareOverClusters(figures: readonly Figure[]): ClusteredEstimate | null {
  const n = figures.length;
  if (n === 0) return null;
  const value = figures.reduce((sum, one) => sum + one.value, 0) / n;
  const moved = new Map<string, number>();
  for (const one of figures)
    moved.set(one.cluster, (moved.get(one.cluster) ?? 0) + (one.value - value) / n);
  const clusters = moved.size;
  if (clusters < 2) return { value, low: null, high: null, n, clusters };
  const squares = [...moved.values()].reduce((sum, one) => sum + one * one, 0);
  const variance = (clusters / (clusters - 1)) * squares;
  const worth = variance > 1e-12 ? Math.min(n, (value * (1 - value)) / variance) : clusters;
  const corrected = worth * (normalQuantile(0.975) / tQuantile(0.975, clusters - 1)) ** 2;
  const { lower, upper } = wilsonInterval(value, corrected);
  return { value, low: lower, high: upper, n, clusters };
}

/** The same of figures in −1…1. */
export function leaningOverClusters(figures: readonly Figure[]): ClusteredEstimate | null {
  const share = shareOverClusters(
    figures.map(({ value, cluster }) => ({ value: (value + 1) / 2, cluster })),
  );
  if (!share) return null;
  const { low, high } = share;
  return {
    ...share,
    value: 2 * share.value - 1,
    low: low === null ? null : 2 * low - 1,
    high: high === null ? null : 2 * high - 1,
  };
}
