/** A judge's exam as a fact of a run: its result and map are frozen, so that adding a model never moves an old score. */
import { z } from 'zod';
import { taken } from '../../../facts/records.ts';
import { type ExamResult, examVerdicts, protocols } from '../items.ts';
import { verdictOf } from './verdict.ts';

const accuracy = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  pairs: z.number(),
  passes: z.boolean(),
});

const storedResult = z.object({
  judge: z.string(),
  system: z.string(),
  protocol: z.enum(protocols),
  tried: z.array(z.object({ protocol: z.enum(protocols), subject: z.number(), side: z.number() })),
  subject: accuracy,
  side: accuracy,
  baselines: z.array(
    z.object({
      name: z.enum(['word count', 'keywords', 'embeddings']),
      subject: z.number(),
      side: z.number(),
    }),
  ),
  verdict: z.enum(examVerdicts),
  map: z.array(
    z.object({
      subdimension: z.string(),
      a: z.number(),
      b: z.number(),
      error: z.object({ a: z.number(), b: z.number(), ab: z.number() }).optional(),
      calibration: z
        .object({
          level: z.number(),
          place: z.number(),
          beta: z.number(),
          placeVariance: z.number(),
          betaVariance: z.number(),
          covariance: z.number(),
          df: z.number(),
        })
        .optional(),
      none: z.string().optional(),
    }),
  ),
});

/** The verdict follows from the accuracies, so that records of earlier versions, which knew no “backwards”, are read alike. */
export const examResultSchema = storedResult.transform(
  (result): ExamResult => ({ ...result, verdict: verdictOf(result.subject, result.side) }),
);

export const examRecordSchema = z.object({
  /** Hash of judge, rubric, and anchors. */
  id: z.string(),
  at: z.string(),
  result: examResultSchema,
});

/** A request of an exam that this run has sent, for its budget; the rating itself is kept for all runs. */
export const examRequestSchema = z.object({
  id: z.string(),
  judge: z.string(),
  ...taken,
  at: z.string(),
});

export type ExamRequest = z.infer<typeof examRequestSchema>;
export type ExamRecord = z.infer<typeof examRecordSchema>;
