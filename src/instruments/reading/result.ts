/** The shape of the results. */
import * as z from 'zod';
import { examResultSchema } from './exam.ts';
import { groupsSchema } from './groups.ts';
import { profileSchema } from './profile.ts';
import { distanceSchema } from './target.ts';

const answersSchema = z.object({
  model: z.string().describe('Who wrote the texts'),
  texts: z.number().int(),
  read: z.number().int().describe('Texts with verdicts'),
  refused: z.number().int(),
  unread: z.number().int().describe('Answers that hold no verdicts'),
  silent: z.number().int().describe('Texts that express no value'),
  quoted: z.number().int().describe('Passages that the reader quotes'),
  absent: z.number().int().describe('Those that are not in the text'),
});

const readingSchema = z.object({
  system: z.string(),
  reader: z.string(),
  exam: examResultSchema.nullable().describe('Null where the reader was not examined'),
  proven: z.boolean().describe('The exam is passed; never of a trained reader'),
  trained: z
    .object({
      hash: z.string().describe('SHA-256 of all that its verdicts follow from'),
      embedding: z.string(),
      embeddingHash: z.string().nullable().describe('SHA-256 of its weights'),
      values: z.array(z.string()).describe('Those that it reads'),
    })
    .nullable()
    .describe('Of a reader of `valuelex reading train`; null of a model'),
  answers: z.array(answersSchema),
  /** First of all texts, then by model. */
  profiles: z.array(profileSchema),
  groups: groupsSchema.nullable().describe('Null with fewer than two groups'),
  target: z.array(distanceSchema).nullable().describe('Null without a target in this system'),
  silent: z
    .array(z.object({ id: z.string(), name: z.string(), model: z.string(), text: z.string() }))
    .describe('The first texts that no value of the system explains'),
});

export const resultSchema = z.object({
  systems: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      values: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
  /** One for each value system and reader; they are never put in one table. */
  readings: z.array(readingSchema).min(1),
});

export type Result = z.infer<typeof resultSchema>;
export type ReadingResult = Result['readings'][number];
