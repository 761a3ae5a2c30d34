/** The shape of the ladders' result. */
import * as z from 'zod';
import { letterReadings } from '../shared/letters.ts';
import { pairValueSchema, reliabilitySchema, shareSchema } from '../shared/pairs/pair-estimates.ts';
import { histories } from './items.ts';
import { ladderSystems } from './ladder-file.ts';
import { estimateSchema } from './over-ladders.ts';

const estimate = estimateSchema.nullable();

const curveSchema = z.object({
  watched: z.number().int().describe('Ways up on which the first option could be left'),
  already: z.number().int().describe('At the other option from the start'),
  undecided: z.number().int().describe('No option at the start'),
  curve: z.array(
    z.object({
      time: z.number().int().describe('Step'),
      atRisk: z.number().int(),
      ended: z.number().int().describe('Left the option at this step'),
      left: z.number().describe('Share that holds beyond this step; Kaplan and Meier'),
      error: z.number().describe('Greenwood'),
      low: z.number().nullable().describe('95 %, log(−log)'),
      high: z.number().nullable(),
    }),
  ),
});

const testSchema = z
  .object({ chiSquare: z.number(), df: z.number().int(), p: z.number() })
  .nullable();

const driftSchema = z.object({
  history: z.enum(histories),
  againstA: estimate.describe('Change of P(option A) a step, stakes rising against A'),
  againstB: estimate,
  drift: estimate.describe('Half the difference: towards the option that stakes speak for'),
  common: estimate.describe('Half the sum: the same whichever way stakes rise'),
  flat: estimate.describe('Change a step where stakes stay'),
});

const modelSchema = z.object({
  model: z.string(),
  family: z.string(),
  asked: z.number().int().describe('Answers, but those that could be "it depends"'),
  refused: z.number().int(),
  unread: z.number().int().describe('Answers without a choice'),
  steps: z.number().int().describe('Steps alone on which both orders agree'),
  position: shareSchema.nullable().describe('Share of pairs of orders that took the same letter'),
  first: z.number().nullable().describe('Share of these that took the option shown first'),
  /** In the order of the values: the share of its ladders' steps, told alone, on which the value was chosen. */
  values: z.array(
    z.object({
      won: shareSchema.nullable(),
      worst: z.number().nullable().describe('With missing steps lost; above 5 % missing'),
      best: z.number().nullable().describe('With missing steps won'),
    }),
  ),
  /** Strengths of the four higher-order values, in their order; null with too few choices. */
  poles: z.array(estimateSchema).nullable(),
  connected: z
    .boolean()
    .describe('Each higher-order value was chosen over each other, through others at least'),
  stakes: estimate.describe('Change of the log-odds from even stakes to the highest'),
  drift: z.array(driftSchema),
  rising: curveSchema,
  flat: curveSchema,
  sooner: testSchema.describe('Rising stakes against flat ladders; log-rank'),
  path: estimate.describe('P(A | earlier A) − P(A | earlier B)'),
  cycles: z
    .object({
      triads: z.number().int(),
      found: z.number().int(),
      expected: z.number().describe('In data drawn from the fitted strengths'),
      p: z.number(),
    })
    .nullable(),
  depends: shareSchema.nullable().describe('Share of steps answered with "it depends"'),
});

const strengthsSchema = z.object({
  system: z.enum(ladderSystems),
  models: z.number().int(),
  choices: z.number().int(),
  ladders: z.number().int(),
  connected: z.boolean(),
  /** In the order of `values` of the system: log-odds of one question around their mean. */
  values: z.array(estimateSchema.extend({ id: z.string(), name: z.string() })),
  farthest: z.object({
    most: z.number().int().describe('Place in `values` of the strongest'),
    least: z.number().int(),
    difference: estimateSchema,
  }),
  stakes: estimate,
  tie: z.number().nullable().describe('ln ν of Davidson’s model'),
});

const ladderSchema = z.object({
  id: z.string(),
  a: z.string().describe('Value of option A'),
  b: z.string(),
  models: z.number().int().describe('With a choice at some step alone'),
  chosen: z.number().nullable().describe('Mean share of steps on which option A was chosen'),
  position: z.number().int().describe('Models that took its steps by position alone'),
});

const readingSchema = z.object({
  reading: z.enum(letterReadings),
  models: z.array(modelSchema),
  /** Models with no choice in more than a third of their answers. */
  withheld: z.array(z.object({ model: z.string(), missing: z.number() })),
  strengths: z.array(strengthsSchema),
  apart: testSchema.describe('Whether models leave options equally soon; log-rank within ladders'),
  /** Ladders on which all models agree first. */
  ladders: z.array(ladderSchema),
  reliability: z.array(reliabilitySchema),
});

export const resultSchema = z.object({
  values: z.array(pairValueSchema),
  poles: z.array(z.object({ id: z.string(), name: z.string() })),
  /** One per way of reading; never in one table. */
  readings: z.array(readingSchema).min(1),
  /** Models that were read both ways: on how many steps both agree. */
  both: z.array(z.object({ model: z.string(), same: shareSchema.nullable() })),
});

export type Result = z.infer<typeof resultSchema>;
export type ReadingResult = Result['readings'][number];
export type ModelResult = ReadingResult['models'][number];
