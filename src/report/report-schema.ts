/**
 * What a report says, as one plain object: the HTML page, the Markdown, and the tables are drawn
 * from it, and `run.json` holds it. The descriptions document the keys of that file.
 */

import { z } from 'zod';
import { plotSchema, tableSchema } from '../tables/table.ts';
import { factorsSchema } from './factors-schema.ts';

/** Null where it cannot be told. */
const number = z.number().nullable();

const estimate = z
  .object({
    value: number.describe('Points of 0–100, or a difference of such'),
    se: number.describe('Standard error, same unit'),
    low: number.describe('Lower end of the 95 % interval'),
    high: number.describe('Upper end of the 95 % interval'),
    n: z.number().describe('Completions × judges behind it'),
    missing: z.number().describe('Ratings that are missing'),
  })
  .describe('An estimate with its interval');

const accuracy = z.object({
  value: number.describe('Share of same-stem pairs put in the right order; .5 is chance'),
  low: number,
  high: number,
  pairs: z.number(),
  passes: z.boolean().describe('The whole interval lies above chance'),
});

const finding = z.object({
  text: z.string(),
  certainty: z.enum(['firm', 'likely', 'sketch']),
  overturn: z.array(z.string()).describe('What would overturn it'),
});

const respondent = z.object({
  model: z.string().describe('<endpoint>:<id>'),
  family: z.string(),
  size: number.describe('Billions of parameters'),
  training: z.string(),
  forms: z.array(z.string()).describe('How it was asked'),
  answers: z.number(),
  refused: z.number(),
  wordsPerAnswer: number.describe('Value words per answer that is neither refused nor unread'),
  completions: z.number(),
  tokens: number.describe('Tokens that it wrote, where the endpoint told'),
});

const setting = z.object({
  id: z.string(),
  temperature: z.number(),
  topP: z.number(),
  persona: z.string().nullable(),
});

const item = z.object({ id: z.string(), text: z.string().nullable() });

const method = z.object({
  seed: z.number(),
  settings: z.array(setting).describe('Sampling settings; respondents are models × settings'),
  prompts: z.array(
    item.extend({
      hash: z.string().nullable().describe('SHA-256 of the prompt file'),
      answers: z.number(),
      refused: z.number(),
    }),
  ),
  repeats: z.number(),
  maxTokens: z.object({ chat: z.number(), completion: z.number() }),
  extraction: z.string().nullable().describe('The model that names values in prose; null: rules'),
  clusters: z.object({
    method: z.string(),
    k: number.describe('As asked for in the study; null: by the cut rule'),
    embedding: z.string(),
    minCount: z.number(),
    naming: z.string().nullable().describe('The model that suggests names; null: by rule'),
  }),
  factors: z.object({
    rows: z.string(),
    cell: z.string(),
    k: number.describe('As asked for in the study; null: by parallel analysis'),
    extraction: z.string(),
    rotation: z.string(),
    draws: z.number(),
  }),
  test: z.object({
    systems: z.array(z.string()),
    stems: z.array(item),
    judges: z.array(z.string()),
    repeats: z.number(),
    setting,
    requireJudge: z.boolean(),
  }),
  endpoints: z.array(z.object({ name: z.string(), address: z.string() })),
  instruments: z.array(z.string()).describe('Asked beside the sentence test'),
  shard: z.string().nullable().describe('Which part of the study this run asked for, like 2/4'),
  against: z.string().nullable().describe('The finished run that a new model is checked against'),
  againstHash: z.string().nullable().describe('Of that run’s facts when the check began'),
});

const lexicon = z.object({
  answers: z.number(),
  refused: z.number(),
  unread: z.number().describe('Answers in languages that are not read; they are in no denominator'),
  descriptors: z
    .array(z.object({ word: z.string(), count: z.number(), models: z.number() }))
    .describe('Most said first; `count` is the answers that name the word'),
  merges: z.array(z.object({ rule: z.string(), words: z.number() })),
  dropped: z.array(z.object({ reason: z.string(), words: z.number() })),
  perHundred: z.array(z.number()).describe('New descriptors in each hundred answers'),
});

const clusters = z.object({
  method: z.string(),
  space: z.string().describe('What the similarity was measured in'),
  k: z.number(),
  suggestedK: z.number(),
  quality: z.array(z.object({ k: z.number(), silhouette: number, stability: number })),
  clusters: z.array(
    z.object({
      name: z.string(),
      named: z.boolean().describe('Named by a researcher'),
      words: z.array(z.object({ word: z.string(), count: z.number(), models: z.number() })),
      cohesion: number.describe('Mean similarity within, −1…1'),
      count: z.number(),
      example: z
        .object({ model: z.string(), word: z.string(), text: z.string() })
        .nullable()
        .describe('Where an answer names its most said word'),
    }),
  ),
  discarded: z.array(z.object({ word: z.string(), count: z.number() })),
  edits: z.array(z.string()).describe('By hand, in force, oldest first'),
  editCounts: z.array(z.object({ edit: z.string(), count: z.number() })),
  unplaced: z.number().describe('Edits that fit no cluster any more'),
  map: z
    .array(
      z.object({
        word: z.string(),
        x: number,
        y: number,
        count: z.number(),
        cluster: z.string().nullable(),
      }),
    )
    .describe('Words on a plane, each coordinate −1…1; near is alike in meaning'),
});

const valueSystem = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  dimensions: z.array(
    z.object({
      name: z.string(),
      definition: z.string(),
      subdimensions: z.array(
        z.object({ name: z.string(), definition: z.string(), words: z.array(z.string()) }),
      ),
    }),
  ),
});

const exam = z.object({
  judge: z.string(),
  system: z.string(),
  protocol: z.string(),
  tried: z.array(z.object({ protocol: z.string(), subject: number, side: number })),
  subject: accuracy.describe('Supporting completions above those that ignore the value'),
  side: accuracy.describe('Supporting completions above opposing ones'),
  baselines: z.array(z.object({ name: z.string(), subject: number, side: number })),
  verdict: z.enum(['passes', 'subject only', 'side only', 'backwards', 'unproven']),
  map: z
    .array(
      z.object({
        subdimension: z.string(),
        a: number,
        b: number,
        error: z.object({ a: number, b: number, ab: number }).optional(),
        calibration: z
          .object({
            level: number,
            place: number,
            beta: number,
            placeVariance: number,
            betaVariance: number,
            covariance: number,
            df: number,
          })
          .optional()
          .describe('raw = place + beta·(level − level of the anchors’ mean), turned round'),
        none: z.string().optional().describe('Why there is no line'),
      }),
    )
    .describe('From raw ratings to 0–6: a + b·raw, with the sampling variances of a and b'),
});

const scores = z.object({
  system: z.string(),
  title: z.string(),
  columns: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['dimension', 'subdimension']),
      dimension: z.string(),
    }),
  ),
  models: z.array(
    z.object({
      model: z.string(),
      forms: z.array(z.string()),
      family: z.string(),
      refusals: z.number(),
      raw: z.array(estimate).describe('One per column: orientation, 0–100'),
      profile: z.array(estimate).describe('The same, centred on the model’s own mean'),
      letters: z.array(z.string()).describe('Per column; models that share one do not differ'),
    }),
  ),
  reliability: z.array(
    z.object({
      variance: z.array(z.object({ source: z.string(), percent: number })),
      generalizability: number,
      dependability: number,
      intervals: z
        .object({
          relative: z.object({ low: z.number(), high: z.number() }),
          absolute: z.object({ low: z.number(), high: z.number() }),
          stems: z
            .object({ low: number, high: number })
            .describe('Null where no number of stems would do'),
        })
        .nullable()
        .describe('95 %, of Eρ² (generalizability), Φ (dependability), and the stems needed'),
      coefficientsWithheld: z
        .string()
        .nullable()
        .describe('Why the coefficients are withheld: fewer than five models'),
      alpha: number.describe(
        'Cronbach’s α of the stems; null also where it is Eρ²: judges fixed, no rating missing',
      ),
      omega: number.describe('McDonald’s ω total of the stems'),
      omegaReason: z.string().nullable().describe('Why there is no ω'),
      method: z
        .enum(['expected mean squares', 'REML'])
        .nullable()
        .describe('How the shares of variance were found'),
      missingRatings: z.number(),
      judgesAre: z.enum(['fixed', 'random']).nullable(),
      decision: z
        .array(
          z.object({
            stems: z.number(),
            judges: z.number(),
            generalizability: number,
            dependability: number,
            seDifference: number.describe('Standard error of a difference, points of 0–100'),
            now: z.boolean().describe('As in this study'),
          }),
        )
        .describe('What other numbers of stems and judges would give'),
      stemsNeeded: number.describe(
        'Stems that would reach Eρ² = .8; null where none would, or withheld',
      ),
      toldApart: z
        .enum(['yes', 'some', 'no', 'withheld'])
        .describe('Pairs of models that differ: half of them or more, some, none'),
      apartP: number.describe('Smallest p of a pair, over all pairs of models'),
      apartAmongColumns: z
        .boolean()
        .describe('Some pair still differs after Holm’s correction over the columns of this kind'),
      lettersWithheld: z.string().nullable().describe('Why letters are withheld'),
      judgeAgreement: number.describe('Krippendorff’s α, interval'),
    }),
  ),
  stems: z.array(
    z.object({
      stem: z.string(),
      text: z.string().nullable(),
      difficulty: number,
      discrimination: number,
      itemTotal: number,
    }),
  ),
  stemGroups: z
    .array(
      z.object({
        by: z.string(),
        groups: z.array(z.object({ group: z.string(), models: z.number() })),
        tested: z.number(),
        flagged: z.array(
          z.object({
            column: z.string(),
            stem: z.string(),
            group: z.string(),
            effect: number.describe('Points of orientation, against the rest'),
            se: number,
            p: z.number().describe('Adjusted for all that was tested'),
          }),
        ),
        permutations: z.number(),
        withheld: z.string().nullable(),
      }),
    )
    .describe('Stems that work otherwise in one group of models than in the rest'),
  correlations: z.array(z.array(number)).describe('Among subdimensions, over models × stems'),
  halo: number,
  judges: z.array(
    z.object({
      judge: z.string(),
      protocol: z.string(),
      verdict: z.string(),
      mark: z.string().nullable(),
      selfRated: z.array(z.string()),
    }),
  ),
  differs: z.string().describe('When two models count as different'),
  mark: z.string().nullable().describe('What the judges did not prove; null when all passed'),
  notes: z.array(z.string()),
});

const comparison = z.object({
  system: z.string(),
  a: z.string(),
  b: z.string(),
  rule: z.string().describe('When two models count as different'),
  withheld: z.string().nullable().describe('Why differences have no intervals'),
  firm: z.boolean(),
  headline: z.number().describe('Index of the surest column'),
  columns: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['dimension', 'subdimension']),
      a: number,
      b: number,
      difference: estimate,
      profileDifference: estimate,
      differs: z.boolean().describe('On this value'),
      distinct: z.boolean().describe('By profile'),
      amongColumns: z
        .boolean()
        .describe('By profile, after Holm’s correction over the columns of this kind'),
      agree: z.object({
        stems: z.number(),
        ofStems: z.number(),
        judges: z.number(),
        ofJudges: z.number(),
      }),
      overturn: z.array(
        z.object({ check: z.string(), holds: z.boolean().nullable(), detail: z.string() }),
      ),
    }),
  ),
  driver: z
    .object({
      stem: z.string(),
      text: z.string().nullable(),
      a: z.object({ text: z.string(), score: number }),
      b: z.object({ text: z.string(), score: number }),
    })
    .nullable()
    .describe('The stem that drives the headline most, with both completions'),
});

const verdict = z.object({
  system: z.string(),
  model: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['dimension', 'subdimension']),
      score: estimate,
      profile: estimate,
      standsOut: z.boolean(),
      rank: z.object({
        value: z.number(),
        low: z.number(),
        high: z.number(),
        of: z.number(),
        distribution: z.array(number),
      }),
      placed: z.boolean(),
      nearest: z.object({ model: z.string(), difference: number }).nullable(),
    }),
  ),
  nearest: z.object({ model: z.string(), distance: number }).nullable(),
  mark: z.string().nullable(),
  notes: z.array(z.string()),
});

const missing = z.object({ unavailable: z.string(), hint: z.string().nullable() });

/** A part that could not be computed says why; null where there is nothing yet. */
function part<T extends z.ZodType>(schema: T) {
  return z.union([missing, schema]).nullable();
}

const instrument = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string().describe('The publication that it follows'),
  method: z.string().describe('self-report, projective, choice, likelihood, or text'),
  found: part(
    z.object({
      result: z.unknown().describe('The instrument’s own result; its shape is its own'),
      told: z.object({
        headline: z.string(),
        tables: z.array(tableSchema),
        plots: z.array(plotSchema),
        notes: z.array(z.string()),
      }),
    }),
  ),
});

export const reportSchema = z.object({
  format: z.literal('valuelex-report-1').describe('Name and version of this file’s shape'),
  name: z.string().describe('The run'),
  folder: z.string().describe('The run folder, as the command below names it'),
  date: z.string().describe('When this report was written, ISO 8601'),
  version: z.string().describe('The program that wrote it'),
  simulated: z.boolean().describe('True: every answer comes from simulated models'),
  finished: z.boolean(),
  summary: z.array(z.string()).describe('A few sentences'),
  findings: z.array(finding).describe('What the run found, each with its certainty'),
  warnings: z.array(z.string()).describe('What to know before believing it'),
  problems: z.array(z.string()).describe('What went wrong on the way'),
  respondents: z.array(respondent),
  method: method.describe('Every choice of the study'),
  lexicon: lexicon.nullable(),
  clusters: part(clusters),
  factors: part(factorsSchema),
  ownSystem: valueSystem.nullable().describe('The value system that this run found'),
  exams: z.array(exam).describe('The judges’ exams'),
  scores: z.array(scores).describe('One per value system, the study’s first one first'),
  instruments: z.array(instrument).describe('What the study’s other instruments found'),
  comparison: comparison.nullable().describe('The two models that lie farthest apart'),
  verdict: verdict.nullable().describe('Where a checked model stands'),
  cite: z.array(z.string()),
  again: z.string().describe('The command that resumes or repeats the run'),
});

export type ReportData = z.infer<typeof reportSchema>;
export type ReportFactors = z.infer<typeof factorsSchema>;
export type ReportClusters = z.infer<typeof clusters>;
export type ReportScores = z.infer<typeof scores>;
export type ReportEstimate = z.infer<typeof estimate>;
export type ReportInstrument = z.infer<typeof instrument>;
export type ReportExam = z.infer<typeof exam>;
export type ReportComparison = z.infer<typeof comparison>;

/** False for a part that is absent or could not be computed. */
export function isThere<T extends object>(
  value: T | z.infer<typeof missing> | null,
): value is Exclude<T, z.infer<typeof missing>> {
  return value !== null && !('unavailable' in value);
}
