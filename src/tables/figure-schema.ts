import type * as z from 'zod';

/** The schema of a figure that may be missing: NaN in the program, null in a file. */
export type FigureSchema = z.ZodType<number | null>;
