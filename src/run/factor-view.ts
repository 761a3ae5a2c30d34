/** The factor analysis as it is drawn, everything in the order of `columns` and of `factors`: its shape, once for the program and for its files. */
import * as z from 'zod';
import { verdicts } from '../factor-analysis/congruence-verdict.ts';
import { levels } from '../factor-analysis/invariance/levels.ts';

const withheld = z.object({ withheld: z.string().describe('Why it is not told') });

/** Null as long as it is not computed; withheld with its reason where it would say nothing. */
function check<T extends z.ZodType>(schema: T) {
  return z.union([withheld, schema]).nullable();
}

/** `number` is a figure that may not be there: NaN in the program, null in a file; the descriptions document the keys of `run.json`. */
export function factorsSchema<Figure extends z.ZodType<number | null>>(number: Figure) {
  const maybe = number.nullable();
  const spread = z.object({ median: number, low: number, high: number });
  const groupSize = z.object({
    name: z.string(),
    rows: z.number(),
    models: z.number(),
    families: z.number().nullable(),
  });
  const levelTest = z.object({
    chisq: number,
    dof: z.number(),
    p: maybe.describe('Corrected for small samples; null where it cannot be told'),
  });

  const checks = z.object({
    replication: check(
      z.object({
        splits: z.number(),
        models: z.number(),
        chance: maybe.describe('Congruence that halves of data without structure reach, 95 %'),
        factors: z.array(
          spread.extend({
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
      }),
    ).describe('Tucker congruence of the factors of random halves of the models, 5 % to 95 %'),
    intervals: check(
      z.object({
        draws: z.number(),
        models: z.number(),
        level: z.number(),
        loadings: z.array(
          z.array(
            z.object({
              low: number.describe('Percentile interval'),
              high: number,
              bcaLow: number.describe('Bias-corrected and accelerated interval'),
              bcaHigh: number,
            }),
          ),
        ),
        congruence: z.array(spread),
        heywood: number.describe('Share of draws with a Heywood case'),
        how: z.string(),
      }),
    ).describe('Of the loadings, from resampled models; columns × factors'),
    otherHalf: check(
      z.object({
        halves: z.number(),
        asked: z.number(),
        cfi: spread
          .nullable()
          .describe('Null where halves have fewer models than degrees of freedom'),
        tli: spread.nullable(),
        rmsea: spread,
        srmr: spread,
        improper: number.describe('Share of halves with an improper solution'),
        failures: z.array(z.object({ reason: z.string(), count: z.number() })),
      }),
    ).describe('The structure of one half of the models, fitted to the other half (confirmatory)'),
    invariance: z
      .array(
        z.object({
          by: z.string().describe('What the groups are of: training, family, setting, language'),
          found: z.union([
            withheld,
            z.object({
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
              levels: z.array(
                levelTest.extend({
                  level: z.enum(levels),
                  cfi: maybe,
                  rmsea: number,
                  change: levelTest
                    .extend({ cfi: maybe, rmsea: number })
                    .nullable()
                    .describe('Against the level before'),
                }),
              ),
              rejected: z
                .object({
                  level: z.enum(levels),
                  items: z.array(
                    levelTest.extend({
                      variable: z.string(),
                      chisq: maybe,
                      corrected: maybe.describe('p by Holm, over the variables'),
                      values: z.array(number).describe('In each group, freed there'),
                    }),
                  ),
                })
                .nullable(),
              holds: z.enum(levels).nullable().describe('The last level that is not rejected'),
              factorsOf: z
                .array(
                  z.object({
                    group: z.string(),
                    means: z.array(number),
                    variances: z.array(number),
                  }),
                )
                .describe('Of the scalar model; mean 0 and variance 1 in the first group'),
              aligned: z
                .array(
                  z.object({
                    means: z.array(number),
                    deviations: z.array(number),
                    items: z.array(
                      z.object({
                        variable: z.number(),
                        loadings: z.array(number),
                        intercepts: z.array(number),
                      }),
                    ),
                  }),
                )
                .nullable()
                .describe('Approximate invariance (alignment)'),
            }),
          ]),
        }),
      )
      .nullable()
      .describe(
        'Whether the structure is the same in groups of models, and on occasions of the same models; null until computed',
      ),
    power: check(
      z.object({
        sizes: z.array(
          z.object({
            models: z.number(),
            rows: z.number(),
            draws: z.number(),
            factors: z.array(z.object({ mean: number, lower: number })),
            allRecovered: number,
            heywood: number,
          }),
        ),
        wanted: number,
        words: z.string(),
      }),
    ).describe('How many models such factors need, by simulation; null unless asked for'),
  });

  return z.object({
    rows: z.enum(['respondents', 'responses']),
    n: z.number(),
    models: z.number(),
    columns: z.array(
      z.object({
        cluster: z.string(),
        words: z.array(z.string()),
        count: z.number(),
        reliability: maybe.describe('Odd–even over prompts, Spearman–Brown'),
      }),
    ),
    dropped: z.array(z.object({ cluster: z.string(), why: z.string() })),
    k: z.number(),
    maxK: z.number().describe('The largest number that can be chosen'),
    suggestedK: z.number(),
    suggestedKWithoutTotal: maybe.describe('With the row total partialled out'),
    families: z
      .number()
      .nullable()
      .describe('Families of the models, where some have several: what is independent'),
    numberOfFactors: z
      .object({
        rules: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            suggested: z.number(),
            standing: z.enum(['counts', 'shown', 'warning']),
            why: z.string().nullable(),
          }),
        ),
        agreement: z.enum(['all', 'most', 'split']),
        summary: z.string(),
      })
      .describe('Every rule for the number of factors, and what they agree on'),
    extraction: z.string(),
    rotation: z.string(),
    factors: z.array(
      z.object({
        name: z.string(),
        named: z.boolean(),
        clusters: z.array(z.string()),
        variance: number.describe('Share of 1'),
        replicates: maybe.describe(
          'Tucker congruence with the truth, expected from halves by model; null: withheld',
        ),
        flipped: z.boolean().describe('Turned round by hand'),
        wordiness: z
          .enum(['follows', 'apart', 'untold'])
          .describe(
            'Whether its scores follow the words per answer outside its own columns; untold: hardly a word lies outside',
          ),
        wordinessCorrelation: maybe,
        like: z.string().nullable(),
      }),
    ),
    loadings: z.array(z.array(number)).describe('Pattern, columns × factors'),
    structure: z.array(z.array(number)),
    communalities: z.array(number),
    complexity: z.array(number),
    phi: z.array(z.array(number)).describe('Correlations of the factors'),
    eigenvalues: z.array(number),
    parallel: z.object({ kind: z.string(), criterion: z.array(number), draws: z.number() }),
    ordinary: z
      .object({ criterion: z.array(number), suggestedK: z.number() })
      .nullable()
      .describe('The same with rows taken for independent'),
    nesting: z
      .object({
        icc: maybe.describe('Mean intraclass correlation of the columns'),
        designEffect: maybe,
        effectiveRows: maybe.describe('What the rows count like, for a mean'),
        effectiveRowsForCorrelations: maybe,
        words: z.array(z.string()),
      })
      .nullable()
      .describe('What rows of one model share; null with one model'),
    logDeterminant: number.describe('Natural log of |det R|'),
    condition: maybe.describe('Largest over smallest eigenvalue of R; null: singular'),
    kmo: z.object({ overall: number, perColumn: z.array(maybe) }).nullable(),
    bartlett: z.object({ chisq: maybe, df: z.number(), p: maybe, groups: maybe }).nullable(),
    rmsr: number,
    fit: z.object({
      chisq: maybe.describe('Adjusted for mean and variance where there are groups'),
      df: number,
      groups: maybe.describe('Of rows that are not independent; null where they are'),
      p: maybe,
      rmsea: maybe,
      rmseaLow: maybe.describe('90 % interval'),
      rmseaHigh: maybe,
      tli: maybe,
      cfi: maybe,
      bic: maybe,
      withheld: z.string().nullable().describe('Why figures are null'),
    }),
    heywood: z.array(z.string()),
    checks: checks.describe('What takes long: stability over models, the other half, power'),
    warnings: z.array(z.string()),
    modelScores: z.array(z.object({ model: z.string(), scores: z.array(number) })),
    meaning: z
      .object({
        r: number,
        p: number,
        disagree: z.array(
          z.object({ a: z.string(), b: z.string(), meaning: number, together: number }),
        ),
      })
      .nullable()
      .describe('Meaning against co-occurrence, frequency partialled out'),
  });
}

export type FactorView = z.infer<ReturnType<typeof factorsSchema<z.ZodType<number>>>>;
export type FactorChecks = FactorView['checks'];
export type Withheld = z.infer<typeof withheld>;
type Computed<Check> = Exclude<Check, Withheld | null>;
export type ReplicationView = Computed<FactorChecks['replication']>;
export type IntervalView = Computed<FactorChecks['intervals']>;
export type LoadingInterval = IntervalView['loadings'][number][number];
export type InvarianceView = NonNullable<FactorChecks['invariance']>;
export type OtherHalfView = Computed<FactorChecks['otherHalf']>;
export type PowerView = Computed<FactorChecks['power']>;
