/** The stance head: a weighted sum over the state of a small model, for or against a value. */
import * as z from 'zod';
import { stanceModel } from '../../models/local/derived-models.ts';
import head from './head.json' with { type: 'json' };

/** Parts of the exam. Crossed: the ending for the value is without its words, the one against it full of them. */
export const examParts = ['all', 'positive', 'negative', 'straight', 'crossed', 'mixed'] as const;

export const figureSchema = z.object({
  part: z.enum(examParts),
  value: z
    .number()
    .describe('Share of pairs of endings of one stem in the right order; .5 is chance'),
  low: z.number().describe('95 % interval, stems resampled'),
  high: z.number(),
  pairs: z.number().int(),
  stems: z.number().int(),
});
export type Figure = z.infer<typeof figureSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const headSchema = z.strictObject({
  kind: z.literal('valuelex stance head'),
  version: z.literal(1),
  model: z.strictObject({
    id: z.string(),
    sha256: sha256.describe('Of the file whose states it reads'),
    parent: sha256.describe('Of the file that it is cut from'),
  }),
  prompt: sha256.describe('Of the file prompts/stance/state.md'),
  trainedOn: z.strictObject({
    hash: sha256,
    stems: z.number().int(),
    endings: z.number().int(),
    values: z.number().int(),
  }),
  penalty: z.number(),
  /** 32-bit floats, the lowest byte first, as base64; log odds for a unit of each number of the state. */
  weights: z.base64(),
  figures: z.strictObject({
    leftOut: z
      .array(figureSchema)
      .describe('Training texts, by heads that saw no text of the value'),
    exam: z.array(figureSchema).describe('Texts that nothing was trained on'),
  }),
});
export type StanceHead = z.infer<typeof headSchema>;

/** The one that ships. Throws where it is not of the model that this program cuts off. */
export function loadHead(): StanceHead {
  const parsed = headSchema.parse(head);
  if (parsed.model.sha256 !== stanceModel.sha256)
    throw new Error('The stance head is of another model.');
  return parsed;
}

export function weightsOf({ weights }: Pick<StanceHead, 'weights'>): Float32Array {
  const bytes = Buffer.from(weights, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/**
 * Log odds up to a constant of the stem: the difference of two endings of one stem is the log odds that the first
 * stands more for the value than the second. Throws RangeError for a state of another length.
 */
export function stanceOf(weights: Float32Array, state: ArrayLike<number>): number {
  if (state.length !== weights.length)
    throw new RangeError(`a state of ${state.length} numbers, not ${weights.length}`);
  return weights.reduce((sum, weight, i) => sum + weight * state[i]!, 0);
}

/** What the exam must show: .80 of all pairs, and .75 in each frame, where the words are crossed, and where they are not. */
const needed = { all: 0.8, positive: 0.75, negative: 0.75, straight: 0.75, crossed: 0.75 } as const;

export type Shortfall = {
  part: keyof typeof needed;
  needed: number;
  /** Null where the exam lacks the part. */
  found: Figure | null;
};

/** The parts of the exam that fall short or are missing, with what they need. */
export function shortfalls(exam: readonly Figure[]): Shortfall[] {
  const parts = Object.keys(needed) as (keyof typeof needed)[];
  return parts.flatMap((part) => {
    const found = exam.find((one) => one.part === part) ?? null;
    const least = needed[part];
    return found && found.value >= least ? [] : [{ part, needed: least, found }];
  });
}
