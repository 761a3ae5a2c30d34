/** The tags of a model: its family, size, and training. */
import type { Tags } from '../models/model.ts';
import { guessTags } from '../models/tags.ts';
import type { Study } from './study.ts';

/** Gives the tags of a model: the study's, else guessed from the name. */
export function tagsIn(study: Pick<Study, 'models'>): (model: string) => Tags {
  const entries = new Map(study.models.map((entry) => [entry.id, entry]));
  return (model) => {
    const given = entries.get(model)?.tags;
    const guessed = guessTags(model);
    return {
      family: given?.family ?? guessed.family,
      size: given?.size ?? guessed.size,
      training: given?.training ?? guessed.training,
    };
  };
}
