/** The ordinal model of a system of values: what its figures are, in a result. docs/ordinal-model.md has the equations. */
import { z } from 'zod';
import type { FigureSummary } from '../../statistics/convergence/summary.ts';
import { variance } from '../../statistics/describe.ts';
import type { Figure } from '../../statistics/ordinal-probit/figures.ts';
import type { OrdinalFit } from '../../statistics/ordinal-probit/fit.ts';

/** Fewer models tell nothing of how models differ. */
export const leastModels = 4;

/** In units of the typical rating's noise. */
const figureSchema = z.object({
  value: z.number().describe('Mean of the posterior'),
  low: z.number().describe('95 %, between quantiles'),
  high: z.number(),
  se: z.number().describe('Standard deviation of the posterior'),
  converged: z
    .boolean()
    .describe('R̂ < 1.01, and at least 400 effective draws in the bulk and in the tails'),
});
export type OrdinalFigure = z.infer<typeof figureSchema>;

const effects = ['item', 'deviation', 'acquiescence', 'wordings', 'orders', 'spread'] as const;

export const ordinalSchema = z.object({
  chains: z.number().int(),
  sweeps: z.number().int().describe('Of each chain'),
  converged: z.boolean().describe('All figures are'),
  greatestRHat: z.number().nullable(),
  leastDraws: z.number().nullable().describe('Effective draws of the slowest figure'),
  ratings: z.number().int(),
  acquiescenceKnown: z
    .boolean()
    .describe(
      'Items keyed against tell it from the values; without them scores are relative alone',
    ),
  models: z.array(
    z.object({
      model: z.string(),
      scores: z.array(figureSchema).describe('By value, minus the mean over the values'),
      absolute: z
        .array(figureSchema)
        .nullable()
        .describe('μ + θ; null without items keyed against'),
      acquiescence: figureSchema.nullable(),
      spread: figureSchema.describe('Noise of its ratings; their geometric mean over models is 1'),
      order: figureSchema.nullable().describe('Options upward minus downward'),
      wordings: z.array(figureSchema).nullable(),
      thresholdsFit: z
        .number()
        .describe('Posterior predictive p of the common thresholds; near 0 they do not fit it'),
    }),
  ),
  values: z.array(
    z.object({
      id: z.string(),
      mean: figureSchema,
      between: figureSchema.describe('Standard deviation of the models’ scores'),
      reliability: z
        .number()
        .nullable()
        .describe('Of the scores: variance of their means over that plus mean squared error'),
    }),
  ),
  thresholds: z.array(figureSchema),
  order: figureSchema.nullable(),
  deviations: z
    .array(z.object({ of: z.enum(effects), sd: figureSchema }))
    .describe('Standard deviations of effects'),
  familyShare: figureSchema.nullable().describe('Of the variance between models'),
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
        ? [{ figure: one.figure as Extract<Figure, { kind: Kind }>, told: figureOf(one) }]
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
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  const draws = fit.figures.map((one) => Math.min(one.bulkDraws, one.tailDraws));
  return {
    ...{ chains: fit.chains, sweeps: fit.sweeps, converged: fit.converged, ratings },
    greatestRHat: finite(Math.max(...fit.figures.map(({ rHat }) => rHat))),
    leastDraws: finite(Math.min(...draws)),
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
      reliability: reliabilityOf(scores.map((row) => row[v]!)),
    })),
    thresholds: of('threshold').map(({ told }) => told),
    order: of('sharedOrder')[0]?.told ?? null,
    deviations: of('sd').map(({ figure, told }) => ({ of: figure.of, sd: told })),
    familyShare: of('familyShare')[0]?.told ?? null,
  };
}

function figureOf({ mean, sd, low, high, converged }: FigureSummary<Figure>): OrdinalFigure {
  return { value: mean, low, high, se: sd, converged };
}

/** Null where a score is not told surely enough. */
function reliabilityOf(scores: readonly OrdinalFigure[]): number | null {
  if (scores.length < 2 || scores.some(({ converged }) => !converged)) return null;
  const between = variance(scores.map(({ value }) => value));
  const error = scores.reduce((sum, { se }) => sum + se ** 2, 0) / scores.length;
  return between / (between + error);
}
