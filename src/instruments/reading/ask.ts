/** Readers are examined, once for all runs; then each reads each text once in each value system. */
import { noCondition, type Respondent } from '../../asking/respondents.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { InstrumentContext, InstrumentText, Planned, Round } from '../contract.ts';
import { type AskedItem, answerRound } from '../shared/answer-round.ts';
import { examSetsFor } from './exam-sets.ts';
import { instrumentId } from './instrument-id.ts';
import { type Items, questionOf, readingItem } from './items.ts';
import { askedInExams, keepExams, takeKeptExams } from './kept-exams.ts';
import { itemIdOf } from './readings.ts';
import type { Settings } from './settings.ts';
import { textsIn } from './texts.ts';

/** Room for ten values with their passages. */
const maxTokens = 900;

type Context = InstrumentContext<Items>;

export async function* askReaders(context: Context, settings: Settings): AsyncGenerator<Round> {
  const { run } = context;
  const respondents = readersOf(context, settings);
  const { systems } = run.items;
  const texts = textsIn(
    run.lines('texts'),
    run.after.map((id) => run.texts(id)),
  );
  const round = (
    title: string,
    log: string,
    step: string,
    items: (who: Respondent) => AskedItem[],
  ) =>
    answerRound(
      { ...context, respondents },
      { instrument: instrumentId, title, log, maxTokens, items },
    ).then((planned): Round => ({ ...planned, step }));

  if (settings.exam && texts.length > 0) {
    await takeKeptExams(context, respondents);
    yield await round('examining readers', 'exams', 'read-exam', ({ entry }) =>
      systems.flatMap((system) => askedInExams(entry.id, system, run.items)),
    );
    await keepExams(context, respondents);
  }
  if (!context.wants('read')) return;
  const items = systems.flatMap((system) => texts.map((text) => itemOf(text, system)));
  yield await round('reading texts', 'readings', 'read', () => items);

  function itemOf({ id, prompt, text }: (typeof texts)[number], system: ValueSystem): AskedItem {
    const asked = { asked: prompt ?? '', text };
    return readingItem(itemIdOf(system.id, id), asked, system, run.items.frame);
  }
}

/** Readers answer as they do when nothing is left to chance. */
function readersOf(
  { raters }: Pick<InstrumentContext, 'raters'>,
  { readers }: Pick<Settings, 'readers'>,
): Respondent[] {
  const setting = { id: 'reader', temperature: 0, topP: 1 };
  const names = readers ?? raters.map(({ entry }) => entry.id);
  return names.map((id) => ({ entry: { id }, setting, condition: noCondition }));
}

/** Letters a token of such prose. */
const lettersPerToken = 4.5;
/** Of an answer. */
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
  const told = texts.filter(({ text }) => text.trim() !== '');
  return readersOf({ raters }, settings).map(({ entry }) => {
    const questions = systems.flatMap((system) => {
      const sets = settings.exam && told.length > 0 ? examSetsFor(entry.id, system, { exams }) : [];
      const inExams = sets.flatMap((set) =>
        set.texts.map(({ text }) => ({ asked: set.asked, text })),
      );
      return [...inExams, ...told].map((one) => questionOf(one, system, frame));
    });
    const letters = questions.reduce((sum, one) => sum + frame.system.length + one.length, 0);
    return {
      ...{ model: entry.id, requests: questions.length },
      tokensIn: Math.round(letters / lettersPerToken),
      tokensOut: answerTokens * questions.length,
    };
  });
}
