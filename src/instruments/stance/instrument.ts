/** Stance: on which side of a value the endings of the sentence test stand, beside how far they are about it. */
import { stanceModel } from '../../models/local/derived-models.ts';
import { defineInstrument } from '../contract.ts';
import { askStances, plannedStances } from './ask.ts';
import { factsFile } from './facts-file.ts';
import { type Items, loadItems } from './items.ts';
import { type Stance, stanceSchema } from './records.ts';
import { type Result, resultSchema, scoreStances } from './score.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { tellStances } from './tell.ts';
import { traceStances } from './trace.ts';

export const stance = defineInstrument<Settings, Result, Items>({
  id: 'stance',
  title: 'For or against',
  source: 'A logistic head on states of Gemma 270M; training texts of our own',
  requires: 'completions of the run, and Gemma 270M on this machine',
  version: 1,
  method: 'projective',
  settings: settingsSchema,
  steps: [{ id: 'stance', log: 'stances', whole: true }],
  logs: {
    stances: {
      schema: stanceSchema,
      kind: 'rating',
      modelOf: (line) => (line as Stance).judge,
      taken: () => ({ key: null, tokens: 0, dollars: 0 }),
    },
  },
  items: (prompts, settings, before) => loadItems(settings, prompts, before),
  after: (_, telling) => telling,
  embeddings: () => [`local:${stanceModel.id}`],
  planned: (items, _, __, toRead) => plannedStances(items, toRead),
  ask: askStances,
  score: scoreStances,
  result: resultSchema,
  tell: tellStances,
  trace: traceStances,
  lineFiles: [factsFile],
});
