/** The settings of the questionnaire in a study. */
import * as z from 'zod';
import { readSetting } from '../shared/ways-of-reading.ts';

/** The sets of items that ship, each a file in prompts/questionnaire. */
export const shippedSets = ['schwartz', 'everyday', 'valuelex', 'moral-foundations'] as const;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits, and hyphens');

/** An instruction before the questions, or their language. */
export const conditionSchema = z.strictObject({
  id,
  /** A system message: a persona, or how to answer. */
  system: z.string().min(1).optional(),
  /** Of the items and options, as in the names of prompts/questionnaire/language. */
  language: z.string().min(2).default('en'),
});

export const settingsSchema = z.strictObject({
  /**
   * `quick`: the portraits of Schwartz's values, one wording, each item in one order of options; `default`: all sets,
   * one wording, both orders; `thorough`: three wordings, both orders.
   */
  extent: z.enum(['quick', 'default', 'thorough']).default('default'),
  /** Of those that ship; all of them (`quick`: schwartz) where no items of one's own are named, else none. */
  sets: z.array(z.enum(shippedSets)).optional(),
  /** The researcher's own items: the path of a YAML or CSV file, or of Value Portrait's tagged JSON. */
  items: z.string().min(1).optional(),
  /**
   * Where items have correlations with values in a panel of people: `positive`: an item counts for a value above
   * `least`; `signed`: below −`least` too, keyed against it.
   */
  rule: z.enum(['positive', 'signed']).default('positive'),
  least: z.number().min(0).max(1).default(0.3),
  /** Pairs that never count. */
  leaveOut: z.array(z.strictObject({ item: z.string(), value: z.string() })).default([]),
  /** Each by its id where it ships (none, honest, best, worst, es), or defined in full. */
  conditions: z
    .array(z.union([id, conditionSchema]))
    .min(1)
    .default(['none']),
  read: readSetting,
  /** Fits the ordinal model, beside the means: minutes for many models. */
  ordinal: z.boolean().default(true),
  /** Groups of people: the path of a table with columns group, value, mean, SD, n. */
  norms: z.string().min(1).optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
