/** An interval for a share. */
import { normalQuantile } from './distributions.ts';

/** The 95 % score interval of a share p (0…1) of n cases, within 0…1 (Wilson 1927; R: `prop.test(correct = FALSE)`). */
export function wilsonInterval(p: number, n: number): { lower: number; upper: number } {
  const z = normalQuantile(0.975);
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}
