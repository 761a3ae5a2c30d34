/** The figures of the ordinal model of a system of values. docs/ordinal-model.md has the equations. */
import * as z from 'zod';
import type { Figure } from '../../statistics/ordinal-probit/figures.ts';
import type { OrdinalFit } from '../../statistics/ordinal-probit/fit.ts';
import {
  chainsSchema,
  chainsTold,
  posteriorOf,
  posteriorReliability,
  posteriorSchema,
} from '../shared/posterior-figure.ts';

/** With fewer models their differences cannot be estimated. */
export const leastModels = 4;

const effects = ['item', 'deviation', 'acquiescence', 'wordings', 'orders', 'spread'] as const;

/** Figures are in units of the typical rating's noise. */
export const ordinalSchema = chainsSchema.extend({
  acquiescenceKnown: z
    .boolean()
    .describe(
      'Items keyed against tell it from the values; without them scores are relative alone',
    ),
  models: z.array(
    z.object({
      model: z.string(),
      scores: z.array(posteriorSchema).describe('By value, minus the mean over the values'),
      absolute: z
        .array(posteriorSchema)
        .nullable()
        .describe('μ + θ; null without items keyed against'),
      acquiescence: posteriorSchema.nullable(),
      spread: posteriorSchema.describe(
        'Noise of its ratings; their geometric mean over models is 1',
      ),
      order: posteriorSchema.nullable().describe('Options upward minus downward'),
      wordings: z.array(posteriorSchema).nullable(),
      thresholdsFit: z
        .number()
        .describe('Posterior predictive p of the common thresholds; near 0 they do not fit it'),
    }),
  ),
  values: z.array(
    z.object({
      id: z.string(),
      mean: posteriorSchema,
      between: posteriorSchema.describe('Standard deviation of the models’ scores'),
      reliability: z
        .number()
        .nullable()
        .describe('Of the scores: variance of their means over that plus mean squared error'),
    }),
  ),
  thresholds: z.array(posteriorSchema),
  order: posteriorSchema.nullable(),
  deviations: z
    .array(z.object({ of: z.enum(effects), sd: posteriorSchema }))
    .describe('Standard deviations of effects'),
  familyShare: posteriorSchema.nullable().describe('Of the variance between models'),
});
export type OrdinalScores = z.infer<typeof ordinalSchema>;

/** `models` and `values` in the order of the ratings. */
export function ordinalScores(
  fit: OrdinalFit,
  models: readonly string[],
  values: readonly string[],
  ratings: number,
): OrdinalScores {
  const of = <Kind extends Figure['kind']>(kind: Kind) =>
    fit.figures.flatMap((one) =>
      one.figure.kind === kind
        ? [{ figure: one.figure as Extract<Figure, { kind: Kind }>, told: posteriorOf(one) }]
        : [],
    );
  const every = {
    score: of('score'),
    absolute: of('absolute'),
    wording: of('wording'),
    mean: of('mean'),
    between: of('between'),
  };
  const ofModel = (kind: 'acquiescence' | 'spread' | 'order') => {
    const all = of(kind);
    return (model: number) => all.find(({ figure }) => figure.model === model)?.told ?? null;
  };
  const [acquiescence, spread, order] = (['acquiescence', 'spread', 'order'] as const).map(ofModel);
  const own = (kind: 'score' | 'absolute' | 'wording', model: number) =>
    every[kind].flatMap(({ figure, told }) => (figure.model === model ? [told] : []));
  const scores = models.map((_, m) => own('score', m));
  return {
    ...chainsTold(fit, fit.figures, ratings),
    acquiescenceKnown: every.absolute.length > 0,
    models: models.map((model, m) => {
      const [absolute, wordings] = [own('absolute', m), own('wording', m)];
      return {
        ...{ model, scores: scores[m]!, thresholdsFit: fit.thresholdsFit[m]! },
        absolute: absolute.length > 0 ? absolute : null,
        acquiescence: acquiescence!(m),
        spread: spread!(m)!,
        order: order!(m),
        wordings: wordings.length > 0 ? wordings : null,
      };
    }),
    values: values.map((id, v) => ({
      ...{ id, mean: every.mean[v]!.told, between: every.between[v]!.told },
      reliability: posteriorReliability(scores.map((row) => row[v]!)),
    })),
    thresholds: of('threshold').map(({ told }) => told),
    order: of('sharedOrder')[0]?.told ?? null,
    deviations: of('sd').map(({ figure, told }) => ({ of: figure.of, sd: told })),
    familyShare: of('familyShare')[0]?.told ?? null,
  };
}
