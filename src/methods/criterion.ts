/** Correlations of a method's scores with an outside criterion. */
import { pearson } from '../statistics/correlation.ts';
import { holm } from '../statistics/holm.ts';
import {
  correlationOverFamilies,
  type FamilyEstimate,
  withoutEachFamily,
} from './family-jackknife.ts';
import type { MethodProfile } from './profiles.ts';

/** A criterion of a model: a score on a benchmark, a share of refusals. */
export type CriterionScore = { model: string; criterion: string; score: number };

export type CriterionAgreement = Omit<FamilyEstimate, 'value'> & {
  r: number;
  method: string;
  value: string;
  criterion: string;
  models: number;
  /** After Holm's correction over all values, methods, and criteria. */
  holm: number | null;
};

/** Each value of each method with each criterion, over the models that have both; at least three. */
export function criterionAgreement(
  profiles: readonly MethodProfile[],
  criteria: readonly CriterionScore[],
  familyOf: (model: string) => string,
): CriterionAgreement[] {
  const found = profiles.flatMap((profile) =>
    [...new Set(profile.scores.map(({ value }) => value))].flatMap((value) =>
      [...new Set(criteria.map(({ criterion }) => criterion))].flatMap((criterion) => {
        const known = new Map(
          criteria.flatMap((one) =>
            one.criterion === criterion ? [[one.model, one.score] as const] : [],
          ),
        );
        const pairs = profile.scores.filter((one) => one.value === value && known.has(one.model));
        if (pairs.length < 3) return [];
        const estimate = correlationOverFamilies(
          withoutEachFamily(pairs.map(({ model }) => familyOf(model))).map((which) =>
            pearson(
              which.map((i) => pairs[i]!.score),
              which.map((i) => known.get(pairs[i]!.model)!),
            ),
          ),
        );
        const { value: r, ...rest } = estimate;
        return [{ r, ...rest, method: profile.name, value, criterion, models: pairs.length }];
      }),
    ),
  );
  const corrected = holm(found.map(({ p }) => p ?? 1));
  return found.map((one, i) => ({ ...one, holm: one.p === null ? null : corrected[i]! }));
}
