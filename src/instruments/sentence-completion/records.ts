/** The facts of the test: sentences that models ended, and the judges' ratings. */
import * as z from 'zod';
import { answered, source, taken } from '../../facts/records.ts';
import { protocols } from '../shared/exam/exam-record.ts';

export const completionSchema = z.object({
  ...answered,
  stem: z.string().min(1),
  repeat: z.number().int().min(1),
});

export const ratingSchema = z.object({
  id: z.string().min(1),
  key: z.string().nullable(),
  source,
  completion: z.string().min(1),
  judge: z.string().min(1),
  system: z.string().min(1),
  subdimension: z.string().min(1),
  protocol: z.enum(protocols),
  /** In the protocol's own unit; null is missing, with the reason. */
  raw: z.number().nullable(),
  missing: z.string().optional(),
  ...taken,
  at: z.string(),
});

export type Completion = z.infer<typeof completionSchema>;
export type Rating = z.infer<typeof ratingSchema>;
