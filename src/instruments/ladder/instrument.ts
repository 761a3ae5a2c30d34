/** Dilemma ladders: which of two values a model chooses as the stakes rise, step by step. */
import { defineInstrument } from '../contract.ts';
import { answerLog } from '../shared/answer-round.ts';
import { sharesAsProfiles } from '../shared/pairs/pair-estimates.ts';
import { askLadders, plannedQuestions } from './ask.ts';
import { factsFile } from './facts-file.ts';
import { importedRow } from './imported-row.ts';
import { type Items, loadItems, wordsOf } from './items.ts';
import { primable } from './primable.ts';
import { type Result, resultSchema } from './result.ts';
import { scoreLadders } from './score.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { speaker } from './speaker.ts';
import { tellLadders } from './tell.ts';
import { traceLadders } from './trace.ts';

export const ladder = defineInstrument<Settings, Result, Items>({
  id: 'ladder',
  title: 'Dilemma ladders',
  source:
    'Wu et al. (2025), multi-step moral dilemmas; Schwartz (1992); Bradley and Terry (1952), Davidson (1970), Firth (1993); ladders of our own',
  version: 1,
  method: 'choice',
  settings: settingsSchema,
  files: ['items'],
  preset: (_, { quick }): Partial<Settings> => (quick ? { extent: 'quick' } : {}),
  logs: { answers: answerLog },
  items: (prompts, settings, before) => loadItems(settings, prompts, before),
  words: wordsOf,
  planned: plannedQuestions,
  ask: askLadders,
  score: scoreLadders,
  result: resultSchema,
  tell: tellLadders,
  trace: (facts, _, place) => traceLadders(facts, place),
  lineFiles: [factsFile],
  // One way of reading: with both, a model would be compared with itself.
  profiles: ({ values, readings }) => sharesAsProfiles({ values, ...readings[0]! }, 'choice'),
  row: importedRow,
  primable,
  speaker,
});
