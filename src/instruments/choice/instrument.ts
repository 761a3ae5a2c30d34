/** A or B: which of two replies to an everyday request a model would give, in both orders. */
import { defineInstrument } from '../contract.ts';
import { answerLog } from '../shared/answer-round.ts';
import { sharesAsProfiles } from '../shared/pairs/pair-estimates.ts';
import { askChoice, plannedQuestions, type Settings, settingsSchema } from './ask.ts';
import { factsFile } from './facts-file.ts';
import { importedRow } from './imported-row.ts';
import { type Items, loadItems, wordsOf } from './items.ts';
import { primable } from './primable.ts';
import { type Result, resultSchema, scoreChoice } from './score.ts';
import { speaker } from './speaker.ts';
import { tellChoice } from './tell.ts';
import { traceChoice } from './trace.ts';

export const choice = defineInstrument<Settings, Result, Items>({
  id: 'choice',
  title: 'A or B',
  source: 'Forced choice in both orders; the requests and replies of the likelier of two answers',
  version: 1,
  method: 'choice',
  settings: settingsSchema,
  files: ['items'],
  preset: (_, { quick }): Partial<Settings> => (quick ? { extent: 'quick' } : {}),
  logs: { answers: answerLog },
  items: (prompts, settings, before) => loadItems(settings, prompts, before),
  words: wordsOf,
  planned: plannedQuestions,
  ask: askChoice,
  score: scoreChoice,
  result: resultSchema,
  tell: tellChoice,
  trace: (facts, _, place) => traceChoice(facts, place),
  lineFiles: [factsFile],
  // One way of reading: with both, a model would be compared with itself.
  profiles: ({ values, readings }) => sharesAsProfiles({ values, ...readings[0]! }, 'choice'),
  row: importedRow,
  primable,
  speaker,
});
