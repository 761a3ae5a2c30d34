/** When two models differ: one rule for letters, comparisons, findings, and reports. */

import { UserError } from '../../errors.ts';
import { varianceOf } from '../../statistics/decision-study.ts';
import { fiellerInterval } from '../../statistics/fieller.ts';
import {
  type GeneralizabilityStudy,
  generalizabilityStudy,
} from '../../statistics/generalizability.ts';
import { fewestItems, type PairedDifference, type RaterError } from '../../statistics/max-t.ts';
import type { Cells } from './cells.ts';
import type { Estimate, ScoreWords } from './scores.ts';

/** The rule in words, printed wherever it is used. */
export const differsRule =
  'Two models differ on a value when the simultaneous 95 % interval of their paired difference, over all pairs of models, leaves out 0; a sentence about several values holds after Holm’s correction over the columns.';

/** A model with a smaller share of rated items is not compared, so that all compared models share items. */
const leastShareOfItems = 0.5;

/** Models with at least half as many rated items as the fullest one: those that are compared. */
export function comparedModels(means: readonly (readonly number[])[]): number[] {
  const counts = means.map((row) => row.filter(Number.isFinite).length);
  const most = Math.max(0, ...counts);
  return counts.flatMap((n, m) => (n > 0 && n >= leastShareOfItems * most ? [m] : []));
}

/** The generalizability study of these models on one column; null where the ratings do not carry one. */
export function studyOf(
  cells: Cells,
  c: number,
  models: readonly number[],
): GeneralizabilityStudy | null {
  try {
    return generalizabilityStudy(models.map((m) => cells.values[c]![m]!));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Models with any rating on a column. */
export function ratedModels(means: readonly (readonly number[])[]): number[] {
  return means.flatMap((row, m) => (row.some(Number.isFinite) ? [m] : []));
}

/**
 * What raters as a sample add to the error of a model’s mean: σ²(model×rater) / raters, its degrees of freedom those
 * of a χ² with the component’s standard error. Null where raters are fixed.
 */
export function raterErrorOf(study: GeneralizabilityStudy | null): RaterError | null {
  if (study?.ratersAre !== 'random') return null;
  const variance = varianceOf(study, 'modelRater');
  const { standardError, df } = study.components.find((one) => one.source === 'modelRater') ?? {};
  const most = df ?? (study.models - 1) * (study.raters - 1);
  const own = standardError ? 2 * (variance / standardError) ** 2 : most;
  return { variance: variance / study.raters, df: Math.max(1, Math.min(most, own)) };
}

/** Why differences have no intervals, or null: `items` is the most that a pair of the models shares. */
export function withheldFor(
  items: number,
  models: number,
  { item }: Pick<ScoreWords, 'item'>,
): string | null {
  const least = fewestItems(models);
  if (items >= least) return null;
  return `letters and intervals of differences are withheld: with ${models} models they need ${least} ${item}s that both models of a pair have; here ${items === 1 ? 'it is 1' : `they share ${items} at most`}`;
}

/** With Fieller's part for the slope; a difference of two levels on 0–6 is at most 6. */
export function boundsOf(found: PairedDifference, slope: number): [number, number] | null {
  const { difference, standardError, lower, upper } = found;
  if (lower === null || upper === null || standardError === null) return null;
  if (slope === 0 || standardError === 0) return [lower, upper];
  const t = (upper - lower) / 2 / standardError;
  const { low, high } = fiellerInterval(difference, t, { own: standardError ** 2, square: slope });
  return [Math.max(-6, low), Math.min(6, high)];
}

/** A difference with this interval is one by the rule. */
export function leavesOutZero({ low, high }: Pick<Estimate, 'low' | 'high'>): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}
