/** The shape of the shifts. */
import * as z from 'zod';
import { meanSchema } from '../shared/pairs/pair-estimates.ts';

const verdicts = ['moves', 'wrong way', 'still', 'cannot tell'] as const;
export type Verdict = (typeof verdicts)[number];

const shift = meanSchema.nullable();

const ownSchema = z.object({
  value: z.string(),
  sd: shift.describe('Raised minus lowered, in standard deviations of items'),
  raw: shift.describe('The same in the unit of the figure'),
  rise: shift.describe('Raised minus plain, in standard deviations'),
  fall: shift.describe('Plain minus lowered'),
  specific: shift.describe('Minus the mean shift of the same items when other values are primed'),
  verdict: z.enum(verdicts),
});

const halfSchema = z.object({
  items: z.number().int(),
  effect: z.number().nullable().describe('Mean shift over the standard deviation of shifts'),
  right: z.number().nullable().describe('Share of items that moved the right way'),
});

const itemSchema = z.object({
  ...{ id: z.string(), value: z.string(), models: z.number().int() },
  sd: z.number().describe('Raised minus lowered, mean over models'),
  raw: z.number(),
  rise: z.number().nullable(),
  fall: z.number().nullable(),
  right: z.number().describe('Share of models in which it moved the right way'),
  verdict: z.enum(verdicts).describe('By the mean over these models: not an inference'),
});

export const shiftsSchema = z.object({
  models: z.array(
    z.object({
      ...{ model: z.string(), family: z.string() },
      sd: z.number().nullable().describe('Of its items without a role prompt'),
      missing: z.number().describe('Share of readings of items that are missing'),
      /** Rows and columns as in the matrix; in standard deviations. */
      matrix: z.array(z.array(shift)),
      own: z.object({ sd: shift, verdict: z.enum(verdicts) }),
    }),
  ),
  /** By primed value, then by the value of the items; means over models. */
  matrix: z.array(z.array(z.object({ sd: shift, raw: shift }))),
  own: z.array(ownSchema),
  /** Over the items of all primed values. */
  overall: z.object({ sd: shift, specific: shift, verdict: z.enum(verdicts) }),
  items: z.array(itemSchema),
  /** Items by the hash of their id. */
  halves: z.tuple([halfSchema, halfSchema]),
});

export type Shifts = z.infer<typeof shiftsSchema>;
