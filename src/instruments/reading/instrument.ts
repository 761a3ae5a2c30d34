/** Reading: which values texts express, and whether they stand for or against them. */
import { defineInstrument } from '../contract.ts';
import { answerLog } from '../shared/answer-round.ts';
import { askReaders, plannedReadings } from './ask.ts';
import { factsFile } from './facts-file.ts';
import { instrumentId } from './instrument-id.ts';
import { type Items, loadItems } from './items.ts';
import { isTrained } from './offline/trained.ts';
import { reads } from './reads.ts';
import { type Result, resultSchema } from './result.ts';
import { scoreReadings } from './score.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { speaker } from './speaker.ts';
import { tellReadings } from './tell.ts';
import { importRow, textLineSchema, textsIn } from './texts.ts';
import { traceReadings } from './trace.ts';

export const reading = defineInstrument<Settings, Result, Items>({
  id: instrumentId,
  title: 'What texts stand for',
  source:
    'FULCRA (Yao et al. 2024), GPV (Ye et al. 2025), CLAVE (Yao et al. 2024); texts for the exam of our own',
  requires:
    'answers of the run, or texts, and models that read them: the judges, unless others are named',
  version: 2,
  method: 'text',
  settings: settingsSchema,
  files: ['target'],
  steps: [
    { id: 'read-exam', log: 'exams', whole: true },
    { id: 'read', log: 'readings', whole: true },
  ],
  logs: {
    texts: { ...answerLog, schema: textLineSchema },
    exams: { ...answerLog, kind: 'exam' },
    readings: { ...answerLog, kind: 'rating' },
  },
  items: (prompts, settings, before) => loadItems(settings, prompts, before),
  after: ({ of }, telling) => of ?? telling,
  texts: ({ lines }) =>
    textsIn(lines.texts ?? [], []).map(({ id, model, text, prompt }) => ({
      ...{ id, model, text, asked: prompt ?? '' },
    })),
  raters: ({ readers = [] }) => readers.filter((one) => !isTrained(one)),
  planned: plannedReadings,
  ask: askReaders,
  score: scoreReadings,
  result: resultSchema,
  tell: tellReadings,
  trace: traceReadings,
  lineFiles: [factsFile],
  row: importRow,
  reads,
  speaker,
});
