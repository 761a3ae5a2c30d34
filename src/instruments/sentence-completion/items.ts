/** The items of the test. */
import * as z from 'zod';

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
