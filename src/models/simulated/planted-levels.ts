/** What a perfect test would find: the truth behind the scores, on the scores' own scale. */
import type { Sampling } from '../model.ts';
import { readExpressions } from './expressions.ts';
import { speakerFor } from './respondent.ts';
import { type Subdimension, subdimensions } from './vocabulary.ts';
import { plantWorld, type SimulationOptions } from './world.ts';

/**
 * Mean level (0–6; not expressed and opposed are 0) of each model on each subdimension, over
 * `stems` stems that no study asks, read without error. `sampling` is the setting of the test.
 */
export function plantedLevels(
  sampling: Sampling,
  options: SimulationOptions = {},
  stems = 400,
): { model: string; levels: Record<Subdimension, number> }[] {
  const world = plantWorld(options);
  return world.models.map((model) => {
    const speak = speakerFor(world, model);
    const levels = Object.fromEntries(subdimensions.map((one) => [one, 0])) as Record<
      Subdimension,
      number
    >;
    for (let s = 0; s < stems; s++) {
      const text = speak({
        kind: 'chat',
        messages: [{ role: 'user', content: 'Complete the sentence.' }],
        prefill: `In further case ${s + 1}, I`,
        sampling: { ...sampling, seed: s },
      });
      for (const { subdimension, grade } of readExpressions(text))
        levels[subdimension] += grade / stems;
    }
    return { model: model.name, levels };
  });
}
