/**
 * The result of an instrument whose answers are rated: how far its raters can be believed, and the levels of models.
 */
import * as z from 'zod';
import { examSchema } from './exam/exam-record.ts';
import { facetsSchema } from './facet-scores.ts';
import { peopleSchema } from './people/people-agreement.ts';
import { systemScoresSchema } from './scores.ts';

export const ratedSchema = z.object({
  kind: z.literal('rated'),
  exams: z.array(examSchema).describe('The raters’ exams'),
  scores: z.array(systemScoresSchema).describe('One per value system that has ratings'),
  people: z
    .array(peopleSchema)
    .optional()
    .describe('How far raters say what people say; one per value system on which people rated'),
  facets: z
    .record(z.string(), facetsSchema)
    .optional()
    .describe('The many-facet model, by value system; only where it was fitted'),
});

export type Rated = z.infer<typeof ratedSchema>;

export function isRated(result: unknown): result is Rated {
  return (
    typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'rated'
  );
}
