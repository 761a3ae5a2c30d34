/** The exam of readers: sets of three texts that answer one prompt, for a value, against it, and silent on it. */

import { join } from 'node:path';
import * as z from 'zod';
import { simulatedAnchorSets } from '../../models/simulated/anchors.ts';
import { isSimulatedModel } from '../../models/simulated/is-simulated-model.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import { type AnchorSet, anchorSetSchema } from '../shared/exam/anchors.ts';
import type { Items } from './items.ts';

const setSchema = z.strictObject({
  value: z.string().min(1),
  prompt: z.string().min(1),
  /** The text for the value has none of its usual words; the text against it has many. */
  crossed: z.boolean().default(false),
  for: z.string().min(1),
  against: z.string().min(1),
  silent: z.string().min(1),
});

export const examFileSchema = z.array(setSchema).min(2);

export type ExamSet = z.infer<typeof setSchema>;

/** The shipped sets; none for a system without an exam. */
export function loadExamSets({ id }: ValueSystem, prompts: PromptFiles): ExamSet[] {
  const name = `${id}.yaml`;
  if (!prompts.list('reading/exam').includes(name)) return [];
  const file = `reading/exam/${name}`;
  return readYaml(prompts.read(file), examFileSchema, join(prompts.root, file));
}

/** The sets for a reader. A simulated one reads only its own wordings. */
export function examSetsFor(
  reader: string,
  system: ValueSystem,
  { exams }: Pick<Items, 'exams'>,
): AnchorSet[] {
  const known = new Set(subdimensionsOf(system).map(({ id }) => id));
  const sets = isSimulatedModel(reader)
    ? z.array(anchorSetSchema).parse(simulatedAnchorSets())
    : anchorsOf(exams[system.id] ?? []);
  return sets.filter(({ subdimension }) => known.has(subdimension));
}

function anchorsOf(sets: readonly ExamSet[]): AnchorSet[] {
  const met = new Map<string, number>();
  return sets.map(({ value, prompt, crossed, ...words }) => {
    const place = (met.get(value) ?? 0) + 1;
    met.set(value, place);
    const text = (role: AnchorSet['texts'][number]['role'], said: string, level: number) => ({
      ...{ text: said, role, level },
      trap: crossed && role !== 'ignores',
    });
    return {
      ...{ id: `${value}-${place}`, subdimension: value, asked: prompt },
      texts: [
        text('supports', words.for, 6),
        text('opposes', words.against, 0),
        text('ignores', words.silent, 0),
      ],
    };
  });
}
