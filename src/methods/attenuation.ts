/** Correlations between two methods corrected for what their scores lack in reliability (Spearman 1904). */

import { mean } from '../statistics/describe.ts';
import { tQuantile, tTwoSided } from '../statistics/distributions.ts';
import { type FamilyEstimate, meanOverFamilies } from './family-jackknife.ts';

/** Of a value over models; `low` is the lower end of its 95 % interval, null where it is not known. */
export type Reliability = { estimate: number; low: number | null };

/** Families needed for a correction, and for claims of a true 0. */
export const manyFamilies = 16;
/** A correction by less certain scores would be larger than the figure that it corrects. */
const leastReliability = 0.5;

/**
 * 1 − (mean squared standard error) / (variance of the scores over models). `scores` and `errors` are those of one value, a
 * number for each model; `looks` are all models, then those without each family. The interval is of log(1 − reliability),
 * jackknifed over families.
 */
export function reliabilityFromErrors(
  scores: readonly number[],
  errors: readonly number[],
  looks: readonly (readonly number[])[],
): Reliability {
  const noise = looks.map((which) => {
    const level = mean(which.map((m) => scores[m]!));
    const variance =
      which.reduce((sum, m) => sum + (scores[m]! - level) ** 2, 0) / (which.length - 1);
    return Math.log(mean(which.map((m) => errors[m]! ** 2)) / variance);
  });
  const { value, high } = meanOverFamilies(noise);
  return { estimate: 1 - Math.exp(value), low: high === null ? null : 1 - Math.exp(high) };
}

/**
 * r / √(ρ₁ρ₂). `found` has r in all models, then without each family. Its interval holds the errors of all three by the
 * delta method, as if they were independent, with t of families − 1. Null below 16 families, and where a reliability may be
 * below .5.
 */
export function correctedAgreement(
  found: readonly number[],
  reliabilities: readonly (Reliability | undefined)[],
): FamilyEstimate | null {
  const families = found.length - 1;
  const known = reliabilities.filter((one) => (one?.low ?? 0) >= leastReliability) as Reliability[];
  if (families < manyFamilies || known.length < reliabilities.length) return null;
  const { value: r, high } = meanOverFamilies(found);
  if (high === null) return null;
  const scale = Math.sqrt(product(known.map(({ estimate }) => estimate)));
  const t = tQuantile(0.975, families - 1);
  const relative = known.map(({ estimate, low }) => Math.log(estimate / low!) / 2);
  const half = Math.hypot((high - r) / scale, ...relative.map((one) => (r / scale) * one));
  const value = r / scale;
  return {
    value,
    low: value - half,
    high: value + half,
    p: tTwoSided((t * value) / half, families - 1),
  };
}

const product = (numbers: readonly number[]) => numbers.reduce((all, x) => all * x, 1);
