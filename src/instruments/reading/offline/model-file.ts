/** A trained offline reader as a file: heads, the embedding that they read, and how well they predicted. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UserError } from '../../../errors.ts';
import { presenceFiguresSchema, sideFiguresSchema } from './figures.ts';

/** Numbers as base64 of 32-bit floats, the lowest byte first. */
const packed = z.base64();

const headSchema = z.strictObject({ intercept: z.number(), weights: packed });

export const modelSchema = z.strictObject({
  kind: z.literal('valuelex offline reader'),
  version: z.literal(1),
  /** The value system, by id. */
  system: z.string().min(1),
  embedding: z.strictObject({
    name: z.string().min(1),
    /** SHA-256 of its weights; null where it is not known, as of endpoints. */
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    /** Numbers of a vector. */
    size: z.int().min(1),
  }),
  trainedOn: z.strictObject({
    /** SHA-256 of the cases: texts, labels, writers, scenes. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    texts: z.int(),
    writers: z.int(),
    scenes: z.int(),
  }),
  centre: packed,
  scales: z.tuple([z.number(), z.number(), z.number()]),
  penalties: z.strictObject({ presence: z.number(), side: z.number() }),
  /** Log odds above the threshold count as expressed. */
  presence: z.array(headSchema.extend({ value: z.string().min(1), threshold: z.number() })).min(1),
  /** None where the texts take no sides. */
  side: headSchema.nullable(),
  values: z.array(
    z.strictObject({
      value: z.string().min(1),
      for: z.string().min(1),
      against: z.string().min(1),
    }),
  ),
  /** Figures on held-out texts by way of predicting, for each value and last for the mean over values. */
  figures: z.strictObject({
    presence: z.strictObject({
      heads: z.array(presenceFiguresSchema),
      keywords: z.array(presenceFiguresSchema),
    }),
    side: z.strictObject({
      valueLeftOut: z.array(sideFiguresSchema),
      valueSeen: z.array(sideFiguresSchema),
      oneSign: z.array(sideFiguresSchema),
      majority: z.array(sideFiguresSchema),
      refusals: z.array(sideFiguresSchema),
      keywords: z.array(sideFiguresSchema),
    }),
  }),
});
export type ModelFile = z.infer<typeof modelSchema>;

/** Throws UserError for any other file. */
export function parseModel(text: string, file: string): ModelFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notAModel(file, 'it is not JSON', cause);
  }
  const parsed = modelSchema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw notAModel(file, `${path.join('.') || 'the file'}: ${message}`);
  }
  const { embedding, centre, presence, side } = parsed.data;
  for (const [what, numbers, count] of [
    ['centre', centre, embedding.size],
    ...presence.map((one) => [`presence of ${one.value}`, one.weights, embedding.size] as const),
    ...(side ? [['side', side.weights, 2 * embedding.size + 1] as const] : []),
  ] as const)
    if (unpack(numbers).length !== count)
      throw notAModel(file, `${what} holds ${unpack(numbers).length} numbers, not ${count}`);
  return parsed.data;
}

function notAModel(file: string, what: string, cause?: unknown): UserError {
  return new UserError(`This is not a trained reader: ${what}.`, {
    where: file,
    hint: 'Make one with: valuelex reading train <labelled.jsonl> --out model.json',
    cause,
  });
}

/** SHA-256 of everything that verdicts depend on. */
export function hashOfModel({ figures: _, ...rest }: ModelFile): string {
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

export function pack(numbers: ArrayLike<number>): string {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (let i = 0; i < numbers.length; i++) bytes.writeFloatLE(numbers[i]!, 4 * i);
  return bytes.toString('base64');
}

export function unpack(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) =>
    bytes.readFloatLE(4 * i),
  );
}
