/** How well presence and sides were predicted, with intervals over scenes. */
import * as z from 'zod';
import { bootstrap, percentileInterval, resampleRows } from '../../../statistics/bootstrap.ts';
import {
  averagePrecision,
  balancedAccuracy,
  confusionOf,
  descending,
  f1Of,
  matthewsCorrelation,
} from '../../../statistics/classification.ts';
import { createRandom } from '../../../statistics/random.ts';
import type { Prediction } from './cross-validate.ts';

/** An estimate with the 95 % interval over scenes (percentiles of the bootstrap); null where it cannot be computed. */
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
  const figures = figuresOf(predictions, values, ({ said, odds, isTrue, order }, weights) => [
    f1Of(confusionOf(said, isTrue, weights)),
    averagePrecision(odds, isTrue, weights, order),
  ]);
  return figures.map(({ value, own, found }) => ({
    value,
    texts: own.length,
    expressed: own.filter((one) => one.isTrue).length,
    f1: found[0]!,
    averagePrecision: found[1]!,
  }));
}

/** One for each value that has both sides, then the mean over these. */
export function sideFigures(predictions: readonly Prediction[]): SideFigures[] {
  const values = valuesIn(predictions.filter((one) => one.isTrue)).filter((value) =>
    predictions.some((one) => one.value === value && !one.isTrue),
  );
  const figures = figuresOf(predictions, values, ({ said, isTrue }, weights) => {
    const counts = confusionOf(said, isTrue, weights);
    return [balancedAccuracy(counts), matthewsCorrelation(counts)];
  });
  return figures.map(({ value, own, found }) => ({
    value,
    for: own.filter((one) => one.isTrue).length,
    against: own.filter((one) => !one.isTrue).length,
    balancedAccuracy: found[0]!,
    matthews: found[1]!,
  }));
}

function valuesIn(predictions: readonly Prediction[]): string[] {
  return [...new Set(predictions.map((one) => one.value))];
}

/** The predictions on one value; `order` is that of their odds. */
type Predictions = { said: boolean[]; odds: number[]; isTrue: boolean[]; order: number[] };

/** Statistics of each value and their means over values; scenes are drawn once for all values. */
function figuresOf(
  predictions: readonly Prediction[],
  values: readonly string[],
  statistic: (predictions: Predictions, weights: Float64Array) => readonly (number | null)[],
) {
  const scenes = new Map(
    [...new Set(predictions.map((one) => one.scene))].map((one, i) => [one, i]),
  );
  const each = values.map((value) => {
    const own = predictions.filter((one) => one.value === value);
    const odds = own.map((one) => one.odds);
    const said = odds.map((one) => one > 0);
    return {
      ...{ own, scenes: own.map((one) => scenes.get(one.scene)!) },
      predictions: { said, odds, isTrue: own.map((one) => one.isTrue), order: descending(odds) },
    };
  });
  /** By value, then their means; `drawn` says how often each scene counts. */
  const all = (drawn: ArrayLike<number>) => {
    const figures = each.map((one) => {
      const weights = new Float64Array(one.scenes.length);
      for (let i = 0; i < weights.length; i++) weights[i] = drawn[one.scenes[i]!]!;
      return statistic(one.predictions, weights);
    });
    return [...figures, (figures[0] ?? []).map((_, s) => meanOf(figures.map((own) => own[s]!)))];
  };
  const estimates = all(new Float64Array(scenes.size).fill(1));
  const draws = bootstrap({
    replicates,
    random: createRandom('figures of a reader'),
    resample: (random) => resampleRows(scenes.size, random),
    statistic(rows) {
      const drawn = new Float64Array(scenes.size);
      for (const row of rows) drawn[row]! += 1;
      return all(drawn)
        .flat()
        .map((one) => one ?? Number.NaN);
    },
  });
  let at = 0;
  return [...values, null].map((value, v) => ({
    value,
    own: value === null ? each.flatMap((one) => one.own) : each[v]!.own,
    found: estimates[v]!.map((estimate): Figure => {
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
