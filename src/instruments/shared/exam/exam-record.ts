/** A rater's exam: how far it can be believed, and by which lines its ratings are read. */
import * as z from 'zod';
import { taken, withNewName } from '../../../facts/records.ts';
import { verdictOf } from './verdict.ts';

/** How a rater is asked: a digit 0–6, what the speaker cares about, or support against opposition. */
export const protocols = ['digits', 'cares-about', 'stance'] as const;
export type Protocol = (typeof protocols)[number];

export const examVerdicts = [
  'passes',
  'subject only',
  'side only',
  'backwards',
  'unproven',
] as const;
export type ExamVerdict = (typeof examVerdicts)[number];

export const accuracySchema = z.object({
  value: z.number().describe('Share of pairs within a set put in the right order; .5 is chance'),
  /** 95 % interval, sets resampled. */
  low: z.number(),
  high: z.number(),
  pairs: z.number(),
  passes: z.boolean().describe('The whole interval lies above chance'),
});

/** Accuracy within sets, on the half of the sets that chose nothing. */
export type Accuracy = z.infer<typeof accuracySchema>;

const lineSchema = z.object({
  subdimension: z.string(),
  a: z.number(),
  b: z.number(),
  /** Sampling variances of a and b and their covariance, from the choosing half; exams of earlier versions lack them. */
  error: z.object({ a: z.number(), b: z.number(), ab: z.number() }).optional(),
  /**
   * The calibration behind the line, with sampling variances and their degrees of freedom; exams of earlier
   * versions, which matched means and standard deviations, lack it.
   */
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
    .optional()
    .describe('raw = place + beta·(level − level of the anchors’ mean), turned round'),
  none: z.string().optional().describe('Why there is no line; its ratings then count as missing'),
});

/** From raw ratings on a subdimension to the rubric's 0–6: y = a + b·raw, frozen in the run. */
export type ScaleLine = z.infer<typeof lineSchema>;

/** One rater, one value system, one protocol, on one half of the anchor sets. */
export const examSchema = z.object({
  rater: z.string(),
  system: z.string(),
  protocol: z.enum(protocols),
  tried: z
    .array(z.object({ protocol: z.enum(protocols), subject: z.number(), side: z.number() }))
    .describe('Every protocol tried on the first half, best first'),
  subject: accuracySchema.describe('Supporting completions above those that ignore the value'),
  side: accuracySchema.describe('Supporting completions above opposing ones'),
  straight: accuracySchema
    .optional()
    .describe(
      'Side, where the words of the value stand with it; exams of earlier versions lack it',
    ),
  crossed: accuracySchema
    .optional()
    .describe(
      'Side, where the supporting completion lacks the words of the value and the opposing one is full of them',
    ),
  baselines: z.array(
    z.object({
      name: z.enum(['word count', 'keywords', 'embeddings']),
      subject: z.number(),
      side: z.number(),
    }),
  ),
  verdict: z
    .enum(examVerdicts)
    .describe('Backwards: it puts opposition above support, with the whole interval below chance'),
  map: z
    .array(lineSchema)
    .describe('From raw ratings to 0–6: a + b·raw, with the sampling variances of a and b'),
});

export type ExamResult = z.infer<typeof examSchema>;

/** The verdict follows from the accuracies, so that records of earlier versions, which knew no “backwards”, are read alike. */
const examResultSchema = withNewName('judge', 'rater', examSchema).transform(
  (result): ExamResult => ({ ...result, verdict: verdictOf(result.subject, result.side) }),
);

export const examRecordSchema = z.object({
  /** Hash of rater, rubric, and anchors. */
  id: z.string(),
  at: z.string(),
  result: examResultSchema,
});

/** A request of an exam that this run has sent, for its budget; the rating itself is kept for all runs. */
export const examRequestSchema = withNewName(
  'judge',
  'rater',
  z.object({ id: z.string(), rater: z.string(), ...taken, at: z.string() }),
);

export type ExamRequest = z.infer<typeof examRequestSchema>;
export type ExamRecord = z.infer<typeof examRecordSchema>;
