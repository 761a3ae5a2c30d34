/** The size of a study. */
import { responseId } from '../asking/identity.ts';
import { settingsAsked } from '../asking/respondents.ts';
import { shardOf } from '../asking/shard.ts';
import { completionId } from '../instruments/sentence-completion/identity.ts';
import type { Study } from './study.ts';

/** The numbers of models, answers, and completions (in a model's own form) of a study or of its part. */
export function plannedIn(study: Study): { models: number; answers: number; completions: number } {
  const shard = shardOf(study);
  const { settings, prompts, repeats, test } = study;
  const own = study.models.filter(({ id }) => shard.hasModel(id));
  const planned = {
    models: own.length,
    answers:
      own.reduce((sum, entry) => sum + settingsAsked(entry, settings).length, 0) *
      prompts.length *
      repeats,
    completions: own.length * test.stems.length * test.repeats,
  };
  const parts = Number(study.shard?.split('/')[1] ?? 1);
  if (parts <= study.models.length) return planned;
  // A model may be divided into slices, which only the names of single requests determine.
  planned.answers = 0;
  planned.completions = 0;
  for (const entry of own) {
    const model = entry.id;
    for (const setting of settingsAsked(entry, settings))
      for (const prompt of prompts)
        for (let repeat = 1; repeat <= repeats; repeat++)
          if (shard.has(model, responseId(model, setting.id, prompt.id, repeat)))
            planned.answers += 1;
    for (const stem of test.stems)
      for (let repeat = 1; repeat <= test.repeats; repeat++)
        if (shard.has(model, completionId({ model, stem, repeat }))) planned.completions += 1;
  }
  return planned;
}
