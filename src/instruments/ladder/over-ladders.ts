/** Estimates with 95 % intervals over ladders, which are the sampled units. */
import * as z from 'zod';
import { mean, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';

export const estimateSchema = z.object({
  value: z.number(),
  low: z
    .number()
    .nullable()
    .describe('95 % interval over ladders; null where it cannot be computed'),
  high: z.number().nullable(),
  n: z.number().int().describe('Ladders'),
});

export type LadderEstimate = z.infer<typeof estimateSchema>;

/** The mean of one figure per ladder, t with one degree of freedom less than ladders; null below two ladders. */
export function meanOverLadders(figures: readonly number[]): LadderEstimate | null {
  const n = figures.length;
  if (n < 2) return null;
  const value = mean(figures);
  const half = tQuantile(0.975, n - 1) * Math.sqrt(variance(figures) / n);
  return { value, low: value - half, high: value + half, n };
}

/**
 * Figures of all ladders (`whole`), with intervals by leaving out each ladder in turn (Tukey's jackknife, t with one
 * degree of freedom less than ladders). `without` has the figures without one ladder; no intervals where one of them
 * is missing.
 */
export function jackknifed(
  whole: readonly number[],
  without: readonly (readonly number[] | null)[],
): LadderEstimate[] {
  const n = without.length;
  const found = without.flatMap((one) => (one ? [one] : []));
  return whole.map((value, i) => {
    if (n < 2 || found.length < n) return { value, low: null, high: null, n };
    const own = found.map((one) => one[i]!);
    const se = Math.sqrt((variance(own) * (n - 1) * (n - 1)) / n);
    const half = tQuantile(0.975, n - 1) * se;
    return { value, low: value - half, high: value + half, n };
  });
}

/** Whether a difference, selected from this many, is not 0 (Bonferroni, 5 %). False without an interval. */
export function isNotZero({ value, high, n }: LadderEstimate, picked: number): boolean {
  if (high === null) return false;
  const bound = tQuantile(1 - 0.025 / picked, n - 1) / tQuantile(0.975, n - 1);
  return Math.abs(value) > bound * (high - value);
}
