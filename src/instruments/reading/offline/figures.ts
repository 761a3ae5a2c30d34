/** How well presence and sides were predicted, with intervals over scenes. */
import * as z from 'zod';
import { bootstrap, percentileInterval, resampleGroups } from '../../../statistics/bootstrap.ts';
import {
  averagePrecision,
  balancedAccuracy,
  confusionOf,
  f1Of,
  matthewsCorrelation,
} from '../../../statistics/classification.ts';
import { createRandom } from '../../../statistics/random.ts';
import type { Prediction } from './cross-validate.ts';

/** An estimate with the 95 % interval over scenes (percentiles of the bootstrap); null where it cannot be told. */
export const figureSchema = z.strictObject({
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
export type Figure = z.infer<typeof figureSchema>;

/** Of one value, or of the mean over values (`value` null). */
export const presenceFiguresSchema = z.strictObject({
  value: z.string().nullable(),
  texts: z.int(),
  expressed: z.int(),
  f1: figureSchema,
  averagePrecision: figureSchema,
});
export type PresenceFigures = z.infer<typeof presenceFiguresSchema>;

export const sideFiguresSchema = z.strictObject({
  value: z.string().nullable(),
  for: z.int(),
  against: z.int(),
  balancedAccuracy: figureSchema,
  matthews: figureSchema,
});
export type SideFigures = z.infer<typeof sideFiguresSchema>;

const replicates = 1000;

/** One for each value that some text expresses, then the mean over these. */
export function presenceFigures(predictions: readonly Prediction[]): PresenceFigures[] {
  const values = valuesIn(predictions.filter((one) => one.isTrue));
  const figures = figuresOf(predictions, values, (own) => {
    const isTrue = own.map((one) => one.isTrue);
    return [
      f1Of(
        confusionOf(
          own.map((one) => one.odds > 0),
          isTrue,
        ),
      ),
      averagePrecision(
        own.map((one) => one.odds),
        isTrue,
      ),
    ];
  });
  return figures.map(({ value, own, told }) => ({
    value,
    texts: own.length,
    expressed: own.filter((one) => one.isTrue).length,
    f1: told[0]!,
    averagePrecision: told[1]!,
  }));
}

/** One for each value that has both sides, then the mean over these. */
export function sideFigures(predictions: readonly Prediction[]): SideFigures[] {
  const values = valuesIn(predictions.filter((one) => one.isTrue)).filter((value) =>
    predictions.some((one) => one.value === value && !one.isTrue),
  );
  const figures = figuresOf(predictions, values, (own) => {
    const counts = confusionOf(
      own.map((one) => one.odds > 0),
      own.map((one) => one.isTrue),
    );
    return [balancedAccuracy(counts), matthewsCorrelation(counts)];
  });
  return figures.map(({ value, own, told }) => ({
    value,
    for: own.filter((one) => one.isTrue).length,
    against: own.filter((one) => !one.isTrue).length,
    balancedAccuracy: told[0]!,
    matthews: told[1]!,
  }));
}

function valuesIn(predictions: readonly Prediction[]): string[] {
  return [...new Set(predictions.map((one) => one.value))];
}

/** Statistics of each value and their means over values; scenes are drawn once for all values. */
function figuresOf(
  predictions: readonly Prediction[],
  values: readonly string[],
  statistic: (own: readonly Prediction[]) => readonly (number | null)[],
) {
  const scenes = predictions.map((one) => one.scene);
  const all = (rows: readonly Prediction[]) => {
    const byValue = Map.groupBy(rows, (one) => one.value);
    const each = values.map((value) => statistic(byValue.get(value) ?? []));
    const counted = statistic([]).length;
    return [
      ...each,
      Array.from({ length: counted }, (_, s) => meanOf(each.map((figures) => figures[s]!))),
    ];
  };
  const estimates = all(predictions);
  const draws = bootstrap({
    replicates,
    random: createRandom('figures of a reader'),
    resample: (random) => resampleGroups(scenes, random),
    statistic: (rows) =>
      all(rows.map((i) => predictions[i]!))
        .flat()
        .map((one) => one ?? Number.NaN),
  });
  let at = 0;
  return [...values, null].map((value, v) => ({
    value,
    own: predictions.filter((one) =>
      value === null ? values.includes(one.value) : one.value === value,
    ),
    told: estimates[v]!.map((estimate): Figure => {
      const own = draws.map((draw) => draw[at]!).filter(Number.isFinite);
      at += 1;
      if (estimate === null || own.length < replicates / 2)
        return { estimate, lower: null, upper: null };
      return { estimate, ...percentileInterval(own) };
    }),
  }));
}

function meanOf(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.some((one) => one === null)) return null;
  return values.reduce<number>((sum, one) => sum + one!, 0) / values.length;
}
