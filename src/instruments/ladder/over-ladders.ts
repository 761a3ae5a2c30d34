/** Estimates with 95 % intervals over ladders, which are the units that were drawn. */
import * as z from 'zod';
import { mean, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';

export const estimateSchema = z.object({
  value: z.number(),
  low: z.number().nullable().describe('95 % interval over ladders; null where it cannot be told'),
  high: z.number().nullable(),
  n: z.number().int().describe('Ladders'),
});

export type LadderEstimate = z.infer<typeof estimateSchema>;

/** The mean of one figure a ladder, t with one degree of freedom less than ladders; null below two ladders. */
export function meanOverLadders(figures: readonly number[]): LadderEstimate | null {
  const n = figures.length;
  if (n < 2) return null;
  const value = mean(figures);
  const half = tQuantile(0.975, n - 1) * Math.sqrt(variance(figures) / n);
  return { value, low: value - half, high: value + half, n };
}

/**
 * Figures of all ladders (`whole`), with intervals by leaving out each ladder in turn (Tukey's jackknife, t with one
 * degree of freedom less than ladders). `without` has the figures that are left then; without intervals where one of
 * them cannot be found.
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

/**
 * Whether two figures of the same ladders differ, among so many pairs that could have been picked (Bonferroni, 5 %): their
 * standard errors are taken from their intervals, and taken to be independent. False without intervals.
 */
export function differ(one: LadderEstimate, other: LadderEstimate, pairs: number): boolean {
  if (one.high === null || other.high === null || one.n < 2) return false;
  const df = one.n - 1;
  const halves = Math.hypot(one.high - one.value, other.high - other.value);
  const bound = tQuantile(1 - 0.025 / pairs, df) / tQuantile(0.975, df);
  return Math.abs(one.value - other.value) > bound * halves;
}
