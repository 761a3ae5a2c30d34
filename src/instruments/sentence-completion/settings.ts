/** The test's part of a study. */
import * as z from 'zod';
import { settingSchema } from '../../asking/respondents.ts';
import { stemSchema } from './items.ts';

export const testSchema = z.strictObject({
  /** The first is rated first; the others after its scores are computed. */
  systems: z.array(z.string()).min(1).default(['valuelex']),
  stems: z.array(z.string()).min(2),
  /** The words of stems that are the researcher's own; `stems` names them as it names those that ship. */
  ownStems: z
    .array(stemSchema.partial({ framing: true, tags: true, bothForms: true }).strict())
    .optional(),
  /** None in a run of texts that readers read: readers belong to their own instrument. */
  judges: z.array(z.string()),
  repeats: z.number().int().min(1).default(1),
  /** One setting for every model; the models' own default sampling unless given. */
  setting: settingSchema.prefault({ id: 'test', temperature: 0.7 }),
  requireJudge: z.boolean().default(false),
  /** Whose ratings of known texts the judges’ scales are linked to; the exam’s anchors by default. */
  calibration: z.enum(['anchors', 'people']).optional(),
  /** Fits the many-facet model, beside the generalizability study: many minutes for many models. */
  facets: z.boolean().default(false),
});

export type TestSettings = z.infer<typeof testSchema>;
