/** The reading's part of a study. */
import * as z from 'zod';

/** The grouping of texts: the column `group` of a file, or a trait of the model that wrote them. */
export const groupings = ['group', 'model', 'family', 'training'] as const;

export const settingsSchema = z.strictObject({
  /** Value systems, by id, or by the path of a YAML file. Each is read on its own. */
  systems: z.array(z.string().min(1)).min(1).default(['schwartz']),
  /** The readers; the study's raters by default. */
  readers: z.array(z.string().min(1)).min(1).optional(),
  /** The files of trained readers, by the name that `readers` has; each is read once, and kept with the run. */
  trained: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** Whether readers are examined first; without it their readings are unproven. */
  exam: z.boolean().default(true),
  /** Instruments whose texts are read, beside those of a file; all of the study that give texts by default. */
  of: z.array(z.string().min(1)).optional(),
  /** The file of its own texts, by which `valuelex read` finds the run of a file. */
  file: z.string().min(1).optional(),
  /** The grouping to compare texts by; by default the column `group` if a text has one, else the model. */
  compare: z.enum(groupings).optional(),
  /** A profile that texts are compared with: the path of a YAML file. */
  target: z.string().min(1).optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
