/**
 * What instruments share: items, judges, protocols, ratings. The sentence-completion test is the
 * first instrument; what only stems need stands in files named after them.
 */
import { z } from 'zod';
import type { Form } from '../../models/model.ts';

export const stemSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** The start of a sentence, without its end: "When a user is upset and wrong, I". */
  text: z.string().min(1),
  framing: z.enum(['positive', 'negative']),
  tags: z.array(z.string()),
  /** Instruct models also answer this one in base form, for the form effect. */
  bothForms: z.boolean(),
});
export type Stem = z.infer<typeof stemSchema>;

/** How a judge is asked: a digit 0–6, what the speaker cares about, or support against opposition. */
export const protocols = ['digits', 'cares-about', 'stance'] as const;
export type Protocol = (typeof protocols)[number];

/** What an exam completion does to the value of its set. */
export const anchorRoles = ['supports', 'opposes', 'ignores', 'neighbour'] as const;
export type AnchorRole = (typeof anchorRoles)[number];

/** One stem, and completions of it whose standing is known. */
export const anchorSetSchema = z.object({
  id: z.string().min(1),
  subdimension: z.string().min(1),
  stem: z.string().min(1),
  completions: z
    .array(
      z.object({
        text: z.string().min(1),
        role: z.enum(anchorRoles),
        /** The level that the rubric gives it: 0–6; opposes, ignores and neighbour are 0 or 1. */
        level: z.number().min(0).max(6),
        /** Supports without its keywords, or opposes full of them. */
        trap: z.boolean().default(false),
      }),
    )
    .min(4),
});
export type AnchorSet = z.infer<typeof anchorSetSchema>;

/** One judge's raw rating of one completion on one subdimension, in the protocol's own unit; null is missing. */
export type RawRating = {
  completion: string;
  model: string;
  stem: string;
  /** The form in which the model was asked for the completion. */
  form: Form;
  judge: string;
  system: string;
  subdimension: string;
  protocol: Protocol;
  raw: number | null;
};

/** Within-stem accuracy: the share of same-stem pairs put in the right order, with its 95 % interval (sets resampled). */
export type Accuracy = { value: number; low: number; high: number; pairs: number; passes: boolean };

export const examVerdicts = [
  'passes',
  'subject only',
  'side only',
  'backwards',
  'unproven',
] as const;
export type ExamVerdict = (typeof examVerdicts)[number];

/** One judge, one subdimension set (a value system), one protocol, on one half of the anchor sets. */
export type ExamResult = {
  judge: string;
  system: string;
  protocol: Protocol;
  /** Every protocol tried on the first half, best first. */
  tried: { protocol: Protocol; subject: number; side: number }[];
  /** On the half that chose nothing. */
  subject: Accuracy;
  side: Accuracy;
  baselines: { name: 'word count' | 'keywords' | 'embeddings'; subject: number; side: number }[];
  /** Backwards: it puts opposition above support, with the whole interval below chance. */
  verdict: ExamVerdict;
  /** y = a + b·raw per subdimension, to the rubric's 0–6, frozen in the run. */
  map: {
    subdimension: string;
    a: number;
    b: number;
    /** Sampling variances of a and b and their covariance, from the choosing half; exams of earlier versions lack them. */
    error?: { a: number; b: number; ab: number } | undefined;
    /**
     * The calibration behind the line, raw = place + beta·(level − `level`), with sampling variances; exams of earlier
     * versions, which matched means and standard deviations, lack it.
     */
    calibration?:
      | {
          level: number;
          place: number;
          beta: number;
          placeVariance: number;
          betaVariance: number;
          covariance: number;
          /** Of the variances. */
          df: number;
        }
      | undefined;
    /** Why there is no line: ratings on this subdimension then count as missing. */
    none?: string | undefined;
  }[];
};
