/** The ratings of a system of values under the plain condition, fitted by the ordinal model. */
import { fitOrdinal } from '../../statistics/ordinal-probit/fit.ts';
import type { OrdinalRatings } from '../../statistics/ordinal-probit/ratings.ts';
import type { Facts, Refining } from '../contract.ts';
import { type Items, scaleOf } from './items.ts';
import { leastModels, type OrdinalScores, ordinalScores } from './ordinal-scores.ts';
import type { Rated } from './ratings.ts';
import { type Ground, groundsOf, type Result } from './score.ts';

/** Null where the model cannot be fitted: too few models, or fewer than two values or options. */
export function ordinalRatings(
  { sets, values, shown }: Ground,
  familyOf: (model: string) => string,
): OrdinalRatings | null {
  const models = [...shown.keys()];
  const categories = scaleOf(sets[0]!);
  if (models.length < leastModels || values.length < 2 || categories < 2) return null;
  const told = models.flatMap((model, m) =>
    shown.get(model)!.flatMap((one) => {
      const rating = categoryOf(one);
      return rating === null ? [] : [{ ...one, m, rating }];
    }),
  );
  const items = [...new Set(told.map(({ item }) => item))].filter(({ counts }) =>
    counts.some(({ value }) => values.includes(value)),
  );
  const at = new Map(items.map((item, i) => [item, i]));
  const used = told.filter(({ item }) => at.has(item));
  const wordings = [...new Set(used.map(({ wording }) => wording))].sort((a, b) => a - b);
  // A model of unknown family is a family of its own.
  const families = [...new Set(models.map((model) => familyOf(model) || model))];
  return {
    ...{ models: models.length, items: items.length, values: values.length, categories },
    wordings: wordings.length,
    family: models.map((model) => families.indexOf(familyOf(model) || model)),
    keys: items.flatMap(({ counts }) => {
      const own = counts.filter(({ value }) => values.includes(value));
      return values.map((value) => {
        const count = own.find((one) => one.value === value);
        return count ? (count.key === 'for' ? 1 : -1) / own.length : 0;
      });
    }),
    model: used.map(({ m }) => m),
    item: used.map(({ item }) => at.get(item)!),
    wording: used.map(({ wording }) => wordings.indexOf(wording)),
    order: used.map(({ order }) => (order === 'forward' ? 0.5 : -0.5)),
    rating: used.map(({ rating }) => rating),
  };
}

/** 0 … scale − 1; of probabilities the likeliest option. */
function categoryOf({ rating, distribution }: Rated): number | null {
  if (rating === null) return null;
  if (!distribution) return rating - 1;
  return distribution.shares.indexOf(Math.max(...distribution.shares));
}

/** Whether there are scores to which it can be fitted. */
export function canBeFitted({ systems }: Result): boolean {
  return systems.some(({ under }) => under[0]!.models.length >= leastModels);
}

/** The result with the ordinal model of each system that can be fitted. */
export async function withOrdinal(
  facts: Facts<Items>,
  result: Result,
  { progress, runStretches }: Refining,
): Promise<Result> {
  const familyOf = (model: string) =>
    facts.models.find(({ name }) => name === model)?.tags.family ?? '';
  const grounds = groundsOf(facts);
  const systems: Result['systems'] = [];
  for (const [at, system] of result.systems.entries()) {
    const { shown, values, sets } = grounds[at]!;
    const ratings = ordinalRatings({ shown, values, sets }, familyOf);
    let ordinal: OrdinalScores | null = null;
    if (ratings) {
      const fit = await fitOrdinal(ratings, {
        ...{ seed: facts.seed, runStretches },
        progress: (done, total) => progress(at * total + done, grounds.length * total),
      });
      ordinal = ordinalScores(fit, [...shown.keys()], values, ratings.rating.length);
    }
    systems.push({ ...system, ordinal });
  }
  return { systems };
}
