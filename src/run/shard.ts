/**
 * One of n parts of a study, for many machines that each hold some of the models: whole models as far
 * as there are enough of them, each cut into slices where there are more parts than models.
 */
import { createHash } from 'node:crypto';
import { completionId, responseId } from './identity.ts';
import type { Study } from './study.ts';

export type Shard = {
  /** Whether this part has anything of the model. */
  hasModel(model: string): boolean;
  /** Whether a request of the model, named by its identity, belongs to this part. */
  has(model: string, id: string): boolean;
};

/** The part that `study.shard` names ("2/4", the first is 1); everything where it names none. */
export function shardOf(study: Pick<Study, 'shard' | 'models'>): Shard {
  if (study.shard === undefined) return { hasModel: () => true, has: () => true };
  const [index, count] = study.shard.split('/').map(Number) as [number, number];
  const place = new Map(study.models.map((model, i) => [model.id, i]));
  const slices = Math.ceil(count / Math.max(1, place.size));
  const units = (model: string) => {
    const first = (place.get(model) ?? 0) * slices;
    return Array.from({ length: slices }, (_, slice) => (first + slice) % count);
  };
  return {
    hasModel: (model) => units(model).includes(index - 1),
    has: (model, id) => units(model)[sliceOf(id, slices)] === index - 1,
  };
}

/** What a study, or the part of it that this is, asks for: models, answers, and completions in a model's own form. */
export function plannedIn(study: Study): { models: number; answers: number; completions: number } {
  const shard = shardOf(study);
  const { settings, prompts, repeats, test } = study;
  const own = study.models.filter(({ id }) => shard.hasModel(id));
  const planned = {
    models: own.length,
    answers: own.length * settings.length * prompts.length * repeats,
    completions: own.length * test.stems.length * test.repeats,
  };
  const parts = Number(study.shard?.split('/')[1] ?? 1);
  if (parts <= study.models.length) return planned;
  // Models are cut into slices: which request is in which, only its name tells.
  planned.answers = 0;
  planned.completions = 0;
  for (const { id: model } of own) {
    for (const setting of settings)
      for (const prompt of prompts)
        for (let repeat = 1; repeat <= repeats; repeat++)
          if (shard.has(model, responseId(model, setting.id, prompt.id, repeat)))
            planned.answers += 1;
    for (const stem of test.stems)
      for (let repeat = 1; repeat <= test.repeats; repeat++)
        if (shard.has(model, completionId(model, stem, repeat))) planned.completions += 1;
  }
  return planned;
}

function sliceOf(id: string, slices: number): number {
  if (slices === 1) return 0;
  return createHash('sha256').update(id).digest().readUInt32BE(0) % slices;
}
