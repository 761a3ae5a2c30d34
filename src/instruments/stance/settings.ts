/** The stance's part of a study. */
import * as z from 'zod';

export const settingsSchema = z.strictObject({
  /** Value systems, by id, or by the path of a YAML file. */
  systems: z.array(z.string().min(1)).min(1).default(['valuelex']),
});

export type Settings = z.infer<typeof settingsSchema>;
