/** The settings of the ladders in a study. */
import * as z from 'zod';
import { readSetting } from '../shared/ways-of-reading.ts';
import { type History, histories } from './items.ts';

export const settingsSchema = z.strictObject({
  /**
   * `quick`: ten ladders and two flat ones; `default`: all ladders; both ask a step alone, and after the model's own
   * choices. `thorough`: all ladders in all five histories, and each step once with "it depends".
   */
  extent: z.enum(['quick', 'default', 'thorough']).default('default'),
  /** Whether the ladders that ship are asked; by default only where the study names no ladders of its own. */
  shipped: z.boolean().optional(),
  /** The researcher's own ladders: the path of a YAML file, or of the public sample's JSON. */
  items: z.string().min(1).optional(),
  /** How steps after the first are told; by default as the extent says. */
  histories: z.array(z.enum(histories)).min(1).optional(),
  read: readSetting,
});

export type Settings = z.infer<typeof settingsSchema>;

export function historiesOf({
  extent,
  histories: told,
}: Pick<Settings, 'extent' | 'histories'>): readonly History[] {
  if (told) return told;
  return extent === 'thorough' ? ['alone', 'story', 'own', 'set-a', 'set-b'] : ['alone', 'own'];
}
