/** The questions for each model: steps alone and stories at once, then the steps after a model's own choices, one after another. */
import type { Respondent } from '../../asking/respondents.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import { type AskedItem, answerId, answersIn } from '../shared/answer-round.ts';
import { letterItem, letterRounds, plannedLetters } from '../shared/letter-rounds.ts';
import { type LetterReading, probabilitiesMark } from '../shared/letters.ts';
import { readerOf, sideTaken } from './choices.ts';
import {
  climbsIn,
  dependsMark,
  dependsText,
  type History,
  type Items,
  idOf,
  type Question,
  questionsOf,
  textOf,
} from './items.ts';
import { historiesOf, type Settings } from './settings.ts';

export const instrumentId = 'ladder';
export const answersLog = 'answers';

export async function* askLadders(
  context: InstrumentContext<Items>,
  settings: Settings,
): AsyncGenerator<Round> {
  const { items } = context.run;
  const asked = historiesOf(settings);
  const questions = questionsOf(items, asked);
  const shared = { instrument: instrumentId, log: answersLog, read: settings.read };

  const depends = settings.extent === 'thorough' ? dependsItems(items) : [];
  const fixed = questions
    .filter(({ step, history }) => step === 1 || history !== 'own')
    .map((one) => itemOf(one, setSides(one), items));
  yield* letterRounds(context, {
    ...shared,
    titles: {
      text: 'deciding at steps of ladders',
      probabilities: 'reading probabilities at steps of ladders',
    },
    // A question with three letters is read only from the text.
    items: (_, reading) => (reading === 'text' ? [...fixed, ...depends] : fixed),
  });

  if (!asked.includes('own')) return;
  const read = readerOf(items);
  const highest = Math.max(...climbsIn(items).map(({ steps }) => steps.length));
  for (let step = 2; step <= highest; step++) {
    const next = questions.filter((one) => one.step === step && one.history === 'own');
    // Earlier steps have been asked in earlier rounds.
    const lines = new Map(answersIn(context.run.lines(answersLog)).map((line) => [line.id, line]));
    yield* letterRounds(context, {
      ...shared,
      titles: {
        text: `deciding at step ${step} after choices of one’s own`,
        probabilities: `reading probabilities at step ${step} after choices of one’s own`,
      },
      items: (respondent, reading) =>
        next.flatMap((one) => {
          const before = Array.from({ length: step - 1 }, (_, i) =>
            lines.get(lineOf(respondent, one, i + 1, reading)),
          );
          // A step is asked once the earlier ones are answered.
          if (before.includes(undefined)) return [];
          const sides = before.map((line) => {
            const taken = read(line!);
            return taken && sideTaken(taken);
          });
          return [itemOf(one, sides, items)];
        }),
    });
  }
}

/** The id of the line of a respondent's earlier step, in the same order and way of reading. */
function lineOf(
  respondent: Respondent,
  { climb, order }: Question,
  step: number,
  reading: LetterReading,
): string {
  const item = idOf(climb, step, 'own', order);
  return answerId(
    instrumentId,
    respondent,
    reading === 'probabilities' ? `${item}${probabilitiesMark}` : item,
  );
}

/** The choices named for the earlier steps. */
function setSides({ history, step }: Question): ('a' | 'b' | null)[] {
  const side: Partial<Record<History, 'a' | 'b'>> = { 'set-a': 'a', 'set-b': 'b' };
  return Array<'a' | 'b' | null>(step - 1).fill(side[history] ?? null);
}

function dependsItems(items: Items): AskedItem[] {
  return dependsQuestions(items).map((one) =>
    letterItem(`${one.id}${dependsMark}`, dependsText(one, items), items.completion),
  );
}

/** Each step alone, once. */
function dependsQuestions(items: Items): Question[] {
  return questionsOf(items, ['alone']).filter(({ order }) => order === 'forward');
}

function itemOf(question: Question, sides: readonly ('a' | 'b' | null)[], items: Items): AskedItem {
  return letterItem(question.id, textOf(question, sides, items), items.completion);
}

/** The forecast. Assumes that every step names the model's own earlier choices. */
export function plannedQuestions(
  items: Items,
  settings: Settings,
  respondents: readonly Respondent[],
): Planned[] {
  const texts = questionsOf(items, historiesOf(settings)).map((one) =>
    textOf(one, one.history === 'own' ? Array(one.step - 1).fill('a') : setSides(one), items),
  );
  const planned = plannedLetters(texts, settings.read, respondents);
  if (settings.extent !== 'thorough') return planned;
  const more = plannedLetters(
    dependsQuestions(items).map((one) => dependsText(one, items)),
    'text',
    respondents,
  );
  return planned.map((one, i) => ({
    model: one.model,
    requests: one.requests + more[i]!.requests,
    tokensIn: one.tokensIn + more[i]!.tokensIn,
    tokensOut: one.tokensOut + more[i]!.tokensOut,
  }));
}
