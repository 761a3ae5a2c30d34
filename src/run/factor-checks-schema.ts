/** The slow checks of a factor solution: stability over models, the other half, invariance over groups, power. */
import * as z from 'zod';
import { verdicts } from '../factor-analysis/congruence-verdict.ts';
import { levels } from '../factor-analysis/invariance/levels.ts';
import type { FigureSchema } from '../tables/figure-schema.ts';

export const withheld = z.object({ withheld: z.string().describe('Why it is withheld') });

/** Null until it is computed; withheld with a reason if the result would be meaningless. */
function check<T extends z.ZodType>(schema: T) {
  return z.union([withheld, schema]).nullable();
}

const spread = <Figure extends FigureSchema>(number: Figure) =>
  z.object({ median: number, low: number, high: number });

function replication<Figure extends FigureSchema>(number: Figure) {
  return z.object({
    splits: z.number(),
    models: z.number(),
    chance: number
      .nullable()
      .describe('Congruence that halves of data without structure reach, 95 %'),
    factors: z.array(
      spread(number).extend({
        least: number.describe('With the whole when the model that matters most is left out'),
        without: z.string().describe('That model'),
        steppedUp: number.describe(
          'Congruence of the whole solution with the truth, expected from the median',
        ),
        verdict: z
          .enum(verdicts)
          .describe('unclear: halves are too small; does not replicate: no more than chance'),
        threshold: number,
        source: z.string(),
        words: z.string(),
      }),
    ),
  });
}

function loadingIntervals<Figure extends FigureSchema>(number: Figure) {
  const interval = z.object({
    low: number.describe('Percentile interval'),
    high: number,
    bcaLow: number.describe('Bias-corrected and accelerated interval'),
    bcaHigh: number,
  });
  return z.object({
    draws: z.number(),
    models: z.number(),
    level: z.number(),
    loadings: z.array(z.array(interval)),
    congruence: z.array(spread(number)),
    heywood: number.describe('Share of draws with a Heywood case'),
    how: z.string(),
  });
}

function otherHalf<Figure extends FigureSchema>(number: Figure) {
  return z.object({
    halves: z.number(),
    asked: z.number(),
    cfi: spread(number)
      .nullable()
      .describe('Null where halves have fewer models than degrees of freedom'),
    tli: spread(number).nullable(),
    rmsea: spread(number),
    srmr: spread(number),
    improper: number.describe('Share of halves with an improper solution'),
    failures: z.array(z.object({ reason: z.string(), count: z.number() })),
  });
}

const groupSize = z.object({
  name: z.string(),
  rows: z.number(),
  models: z.number(),
  families: z.number().nullable(),
});

const levelTest = <Figure extends FigureSchema>(number: Figure) =>
  z.object({
    chisq: number,
    dof: z.number(),
    p: number.nullable().describe('Corrected for small samples; null where it cannot be computed'),
  });

/** One level of invariance: its fit, and the test against the level before. */
function levelFit<Figure extends FigureSchema>(number: Figure) {
  const fit = { cfi: number.nullable(), rmsea: number };
  return levelTest(number).extend({
    level: z.enum(levels),
    ...fit,
    change: levelTest(number).extend(fit).nullable().describe('Against the level before'),
  });
}

/** The first level that is rejected, and a test of each variable there. */
function rejectedLevel<Figure extends FigureSchema>(number: Figure) {
  const item = levelTest(number).extend({
    variable: z.string(),
    chisq: number.nullable(),
    corrected: number.nullable().describe('p by Holm, over the variables'),
    values: z.array(number).describe('In each group, freed there'),
  });
  return z.object({ level: z.enum(levels), items: z.array(item) });
}

function alignedGroup<Figure extends FigureSchema>(number: Figure) {
  const item = z.object({
    variable: z.number(),
    loadings: z.array(number),
    intercepts: z.array(number),
  });
  return z.object({
    means: z.array(number),
    deviations: z.array(number),
    items: z.array(item),
  });
}

function groupComparison<Figure extends FigureSchema>(number: Figure) {
  return z.object({
    repeated: z.boolean().describe('The same models in every group'),
    groups: z.array(groupSize),
    leftOut: z.array(groupSize).describe('Too small to compare'),
    variables: z.array(z.string()),
    factors: z.array(z.array(z.number())).describe('Of the variables, 1-based'),
    units: z.object({
      of: z.enum(['families', 'models', 'rows']),
      count: z.number(),
    }),
    adjusted: z.boolean().describe('p is adjusted for rows that share a unit'),
    levels: z.array(levelFit(number)),
    rejected: rejectedLevel(number).nullable(),
    holds: z.enum(levels).nullable().describe('The last level that is not rejected'),
    factorsOf: z
      .array(z.object({ group: z.string(), means: z.array(number), variances: z.array(number) }))
      .describe('Of the scalar model; mean 0 and variance 1 in the first group'),
    aligned: z
      .array(alignedGroup(number))
      .nullable()
      .describe('Approximate invariance (alignment)'),
  });
}

const invariance = <Figure extends FigureSchema>(number: Figure) =>
  z.array(
    z.object({
      by: z.string().describe('What the groups are of: training, family, setting, language'),
      found: z.union([withheld, groupComparison(number)]),
    }),
  );

function power<Figure extends FigureSchema>(number: Figure) {
  const size = z.object({
    models: z.number(),
    rows: z.number(),
    draws: z.number(),
    factors: z.array(z.object({ mean: number, lower: number })),
    allRecovered: number,
    heywood: number,
  });
  return z.object({ sizes: z.array(size), wanted: number, words: z.string() });
}

/** `number` is a figure that may be missing; the descriptions document the keys of `run.json`. */
export function factorChecksSchema<Figure extends FigureSchema>(number: Figure) {
  return z.object({
    replication: check(replication(number)).describe(
      'Tucker congruence of the factors of random halves of the models, 5 % to 95 %',
    ),
    intervals: check(loadingIntervals(number)).describe(
      'Of the loadings, from resampled models; columns × factors',
    ),
    otherHalf: check(otherHalf(number)).describe(
      'The structure of one half of the models, fitted to the other half (confirmatory)',
    ),
    invariance: invariance(number)
      .nullable()
      .describe(
        'Whether the structure is the same in groups of models, and on occasions of the same models; null until computed',
      ),
    power: check(power(number)).describe(
      'How many models such factors need, by simulation; null unless asked for',
    ),
  });
}

export type FactorChecks = z.infer<ReturnType<typeof factorChecksSchema<z.ZodType<number>>>>;
export type Withheld = z.infer<typeof withheld>;
type Computed<Check> = Exclude<Check, Withheld | null>;
export type ReplicationView = Computed<FactorChecks['replication']>;
export type IntervalView = Computed<FactorChecks['intervals']>;
export type LoadingInterval = IntervalView['loadings'][number][number];
export type InvarianceView = NonNullable<FactorChecks['invariance']>;
export type OtherHalfView = Computed<FactorChecks['otherHalf']>;
export type PowerView = Computed<FactorChecks['power']>;
