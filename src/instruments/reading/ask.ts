/** Readers are examined, once for all runs; then each reads each text once in each value system. */
import { noCondition, type Respondent } from '../../asking/respondents.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { InstrumentContext, InstrumentText, Planned, Round } from '../contract.ts';
import { answerRound } from '../shared/answer-round.ts';
import { examSetsFor } from './exam-sets.ts';
import { instrumentId } from './instrument-id.ts';
import { type Items, questionOf, readingItem } from './items.ts';
import { keepExams, systemsOf, takeKeptExams, textsOfExam } from './kept-exams.ts';
import { type TrainedLanes, trainedLanes } from './offline/lanes.ts';
import { isTrained } from './offline/trained.ts';
import { itemIdOf } from './readings.ts';
import type { Settings } from './settings.ts';
import { textsIn } from './texts.ts';
import type { TextToRead } from './verdicts.ts';

/** Room for ten values with their passages. */
const maxTokens = 900;

type Context = InstrumentContext<Items>;

export async function* askReaders(context: Context, settings: Settings): AsyncGenerator<Round> {
  const lanes = trainedLanes(context);
  try {
    yield* roundsOf(context, settings, lanes);
  } finally {
    await lanes.close();
  }
}

async function* roundsOf(
  context: Context,
  settings: Settings,
  lanes: TrainedLanes,
): AsyncGenerator<Round> {
  const { run } = context;
  const readers = readersOf(context, settings);
  const respondents = readers.filter(({ entry }) => !isTrained(entry.id));
  const { systems } = run.items;
  const texts = textsIn(
    run.lines('texts'),
    run.after.map((id) => run.texts(id)),
  );
  const round = async (
    title: string,
    log: string,
    step: string,
    textsFor: (who: Respondent, system: ValueSystem) => readonly TextToRead[],
  ): Promise<Round> => {
    const items = (who: Respondent) =>
      systems.flatMap((system) =>
        textsFor(who, system).map((one) => readingItem(one, system, run.items.frame)),
      );
    const planned = await answerRound(
      { ...context, respondents },
      { instrument: instrumentId, title, log, maxTokens, items },
    );
    for (const respondent of readers) {
      const model = run.items.trained?.[respondent.entry.id];
      if (!model) continue;
      const own = systemsOf(respondent.entry.id, run.items);
      const toRead = own.flatMap((system) => textsFor(respondent, system));
      await lanes.addTo(planned, log, { respondent, model }, toRead);
    }
    return { ...planned, step };
  };

  if (settings.exam && texts.length > 0) {
    await takeKeptExams(context, readers);
    yield await round('examining readers', 'exams', 'read-exam', ({ entry }, system) =>
      textsOfExam(entry.id, system, run.items),
    );
    await keepExams(context, readers);
  }
  if (!context.wants('read')) return;
  yield await round('reading texts', 'readings', 'read', (_, system) =>
    texts.map(({ id, prompt, text }) => ({
      ...{ id: itemIdOf(system.id, id), asked: prompt ?? '', text },
    })),
  );
}

/** Readers answer without sampling. */
function readersOf(
  { raters }: Pick<InstrumentContext, 'raters'>,
  { readers }: Pick<Settings, 'readers'>,
): Respondent[] {
  const setting = { id: 'reader', temperature: 0, topP: 1 };
  const names = readers ?? raters.map(({ entry }) => entry.id);
  return names.map((id) => ({ entry: { id }, setting, condition: noCondition }));
}

/** Letters per token of such prose. */
const lettersPerToken = 4.5;
/** Tokens of an answer. */
const answerTokens = 60;

/** The forecast, with the exam of each reader, which other runs may have taken already. */
export function plannedReadings(
  { frame, systems, exams }: Items,
  settings: Settings,
  _: readonly Respondent[],
  { raters, texts }: { raters: readonly Respondent[]; texts: readonly InstrumentText[] } = {
    raters: [],
    texts: [],
  },
): Planned[] {
  const written = texts.filter(({ text }) => text.trim() !== '');
  const asked = readersOf({ raters }, settings).filter(({ entry }) => !isTrained(entry.id));
  return asked.map(({ entry }) => {
    const questions = systems.flatMap((system) => {
      const sets =
        settings.exam && written.length > 0 ? examSetsFor(entry.id, system, { exams }) : [];
      const inExams = sets.flatMap((set) =>
        set.texts.map(({ text }) => ({ asked: set.asked, text })),
      );
      return [...inExams, ...written].map((one) => questionOf(one, system, frame));
    });
    const letters = questions.reduce((sum, one) => sum + frame.system.length + one.length, 0);
    return {
      ...{ model: entry.id, requests: questions.length },
      tokensIn: Math.round(letters / lettersPerToken),
      tokensOut: answerTokens * questions.length,
    };
  });
}
