/** The items of the test, and those of its judges' exam. */
import { z } from 'zod';

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
