/** A value system: dimensions → subdimensions → words, with definitions. */
import * as z from 'zod';

export const subdimensionSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  /** What a rater looks for, one sentence in our own words. */
  definition: z.string().min(1),
  /** What stands against it, one sentence; the low end of the rubric. */
  against: z.string().optional(),
  /** At least one; six or more where the "cares about" protocol is to be used. */
  words: z.array(z.string().min(1)).min(1),
});

export const valueSystemSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  /** The publication, or the run that it came from. */
  source: z.string().min(1),
  dimensions: z
    .array(
      z.object({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        name: z.string().min(1),
        definition: z.string().min(1),
        subdimensions: z.array(subdimensionSchema).min(1),
      }),
    )
    .min(1),
});

export type Subdimension = z.infer<typeof subdimensionSchema>;
export type ValueSystem = z.infer<typeof valueSystemSchema>;

/** All subdimensions of a system, in order. */
export function subdimensionsOf(system: ValueSystem): Subdimension[] {
  return system.dimensions.flatMap((dimension) => dimension.subdimensions);
}
