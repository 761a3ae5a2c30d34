/** The likelier of two answers: two replies to an everyday request, one that serves a value and one that does not. */
import * as z from 'zod';
import { defineInstrument } from '../contract.ts';
import { likelihoodRound, needsLikelihood, scoredLog } from '../shared/likelihood-round.ts';
import { sharesAsProfiles } from '../shared/pairs/pair-estimates.ts';
import { type PairSettings, pairSettings } from '../shared/pairs/pair-items.ts';
import { factsFile } from './facts-file.ts';
import { importedRow } from './imported-row.ts';
import {
  type Items,
  loadItems,
  plannedQuestions,
  questionsOf,
  scoredItem,
  wordsOf,
} from './items.ts';
import { primable } from './primable.ts';
import { type Result, resultSchema, scoreOpposing } from './score.ts';
import { scorer } from './scorer.ts';
import { tellOpposing } from './tell.ts';
import { traceOpposing } from './trace.ts';

const settings = z.strictObject(pairSettings);

export const opposing = defineInstrument<z.infer<typeof settings>, Result, Items>({
  id: 'opposing',
  title: 'The likelier of two answers',
  source:
    'Poles as in ValueInsight, context-controlled pairs as in ConVA, read by generation probability; requests and replies of our own',
  requires:
    'models that tell how likely they find a given text: those of this machine, valuelex serve, and endpoints with echo and logprobs',
  version: 1,
  method: 'likelihood',
  settings,
  files: ['items'],
  preset: (_, { quick }): Partial<PairSettings> => (quick ? { extent: 'quick' } : {}),
  logs: { likelihoods: scoredLog },
  items: (prompts, own, before) => loadItems(own, prompts, before),
  words: wordsOf,
  needs: needsLikelihood,
  planned: plannedQuestions,
  async *ask(context, own) {
    const { items } = context.run;
    const asked = questionsOf(items, own).map((question) => scoredItem(question, items));
    yield likelihoodRound(context, {
      instrument: 'opposing',
      title: 'reading how likely replies are',
      log: 'likelihoods',
      items: () => asked,
    });
  },
  score: scoreOpposing,
  result: resultSchema,
  tell: tellOpposing,
  trace: (facts, _, place) => traceOpposing(facts, place),
  lineFiles: [factsFile],
  profiles: (result) => sharesAsProfiles(result, 'likelihood'),
  row: importedRow,
  primable,
  scorer,
});
