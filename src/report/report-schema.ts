/**
 * The data of a report as one plain object: the HTML page, the Markdown, and the tables are drawn
 * from it, and `run.json` holds it. The descriptions document the keys of that file.
 */

import * as z from 'zod';
import { examSchema } from '../instruments/shared/exam/exam-record.ts';
import { scoresSchema } from '../instruments/shared/scores.ts';
import { factorsSchema } from '../run/factor-view.ts';
import { plotSchema, tableSchema } from '../tables/table.ts';

/** Null where it is unknown. */
const number = z.number().nullable();

const finding = z.object({
  text: z.string(),
  certainty: z.enum(['firm', 'likely', 'sketch']),
  overturn: z.array(z.string()).describe('What could change it'),
});

const respondent = z.object({
  model: z.string().describe('<endpoint>:<id>'),
  family: z.string(),
  size: number.describe('Billions of parameters'),
  training: z.string(),
  settings: z.number().describe('Sampling settings that it is asked under'),
  forms: z.array(z.string()).describe('How it was asked'),
  answers: z.number(),
  refused: z.number(),
  wordsPerAnswer: number.describe('Value words per answer that is neither refused nor unread'),
  completions: z.number(),
  tokens: number.describe('Tokens that it wrote, if the endpoint reports them'),
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
  pace: z
    .object({
      decisions: z.number(),
      followed: z.number().describe('Took what the program pointed at'),
      seconds: z.number().describe('Median of one'),
    })
    .nullable()
    .describe('How the decisions of the queue were taken; null where none was'),
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

const plainScores = scoresSchema(number);
const scores = plainScores.extend({
  items: z.array(plainScores.shape.items.element.extend({ text: z.string().nullable() })),
});
const estimate = plainScores.shape.models.element.shape.raw.element;

const comparison = z.object({
  system: z.string(),
  a: z.string(),
  b: z.string(),
  rule: z.string().describe('When two models count as different'),
  withheld: z.string().nullable().describe('Why differences have no intervals'),
  firm: z.boolean(),
  told: tableSchema.describe('The same in words'),
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
        items: z.number(),
        ofItems: z.number(),
        raters: z.number(),
        ofRaters: z.number(),
      }),
      overturn: z.array(
        z.object({ check: z.string(), holds: z.boolean().nullable(), detail: z.string() }),
      ),
    }),
  ),
  driver: z
    .object({
      item: z.string(),
      text: z.string().nullable(),
      a: z.object({ text: z.string(), score: number }),
      b: z.object({ text: z.string(), score: number }),
    })
    .nullable()
    .describe('The item that drives the headline most, with both texts'),
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
      standsOut: z.boolean().describe('The profile’s interval leaves out 0'),
      amongColumns: z.boolean().describe('It still does after Holm’s correction over the columns'),
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
  told: tableSchema.describe('The same in words'),
  mark: z.string().nullable(),
  notes: z.array(z.string()),
});

const missing = z.object({ unavailable: z.string(), hint: z.string().nullable() });

/** A part that could not be computed says why; null where there is nothing yet. */
function part<T extends z.ZodType>(schema: T) {
  return z.union([missing, schema]).nullable();
}

const told = z.object({
  headline: z.string(),
  parts: z
    .array(z.object({ id: z.string(), title: z.string(), lead: z.string() }))
    .optional()
    .describe('Headings over the tables and plots that name them'),
  tables: z.array(tableSchema),
  plots: z.array(plotSchema),
  notes: z.array(z.string()),
  findings: z.array(finding).optional(),
});

const instrument = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string().describe('The publication that it follows'),
  method: z.string().describe('self-report, projective, choice, likelihood, text, or experiment'),
  found: part(
    z.object({
      result: z
        .unknown()
        .describe('The instrument’s own result; null where exams and scores hold it'),
      told,
    }),
  ),
});

export const reportSchema = z.object({
  format: z.literal('valuelex-report-2').describe('Name and version of this file’s shape'),
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
  factors: part(factorsSchema(number)),
  ownSystem: valueSystem.nullable().describe('The value system that this run found'),
  exams: z.array(examSchema).describe('The judges’ exams'),
  scores: z.array(scores).describe('One per value system, the study’s first one first'),
  instruments: z.array(instrument).describe('What the study’s instruments found'),
  methods: told
    .nullable()
    .describe('How far the instruments agree; null below two that share values'),
  curators: told
    .nullable()
    .describe('How far second curators agree with the first; null without a second curator'),
  part: told
    .nullable()
    .describe('A part of the run beside the whole; null where none was asked for'),
  comparison: comparison.nullable().describe('The two models that lie farthest apart'),
  verdict: verdict.nullable().describe('Where a checked model stands'),
  cite: z.array(z.string()),
  again: z.string().describe('The command that resumes or repeats the run'),
});

export type ReportData = z.infer<typeof reportSchema>;
export type ReportFactors = z.infer<ReturnType<typeof factorsSchema<typeof number>>>;
export type ReportClusters = z.infer<typeof clusters>;
export type ReportInstrument = z.infer<typeof instrument>;

/** False for a part that is absent or could not be computed. */
export function isThere<T extends object>(
  value: T | z.infer<typeof missing> | null,
): value is Exclude<T, z.infer<typeof missing>> {
  return value !== null && !('unavailable' in value);
}
