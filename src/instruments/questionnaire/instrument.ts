/** Rating statements about oneself, and replies to everyday questions, read from the text or from probabilities. */
import { defineInstrument } from '../contract.ts';
import { answerLog } from '../shared/answer-round.ts';
import { askQuestionnaire, plannedQuestions } from './ask.ts';
import { factsFile } from './facts-file.ts';
import { importRow } from './import-row.ts';
import type { Items } from './items.ts';
import { loadItems } from './load-items.ts';
import { canBeFitted, withOrdinal } from './ordinal.ts';
import { primable } from './primable.ts';
import { profilesOf } from './profiles.ts';
import { type Result, resultSchema, scoreQuestionnaire } from './score.ts';
import { scoresFile } from './scores-file.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { speaker } from './speaker.ts';
import { tellQuestionnaire } from './tell.ts';
import { traceQuestionnaire, wordsOf } from './trace.ts';

export const questionnaire = defineInstrument<Settings, Result, Items>({
  id: 'questionnaire',
  title: 'Questionnaire',
  source:
    'Schwartz (1992); Schwartz et al. (2001), Portrait Values Questionnaire; Han et al. (2025), Value Portrait; items of our own',
  version: 3,
  method: 'self-report',
  settings: settingsSchema,
  files: ['items', 'norms'],
  preset: (_, { quick }): Partial<Settings> => (quick ? { extent: 'quick' } : {}),
  logs: { answers: answerLog },
  items: (prompts, settings, before) => loadItems(settings, prompts, before),
  planned: plannedQuestions,
  ask: askQuestionnaire,
  score: scoreQuestionnaire,
  refinement: {
    title: 'the ordinal model',
    isWanted: (result, { ordinal }) => ordinal && canBeFitted(result),
    refine: (facts, _, result, refining) => withOrdinal(facts, result, refining),
  },
  result: resultSchema,
  tell: tellQuestionnaire,
  profiles: profilesOf,
  trace: (facts, _, place) => traceQuestionnaire(facts, place),
  lineFiles: [factsFile, scoresFile],
  words: wordsOf,
  row: importRow,
  primable,
  speaker,
});
