/** Asks for a letter: by text, and by the probabilities of the letters if the model reports them. */
import type { Respondent } from '../../asking/respondents.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import { type AskedItem, answerRound } from './answer-round.ts';
import { candidates, type LetterReading, probabilitiesMark } from './letters.ts';
import { plannedReadings, type ReadSetting, roomFor, tellers } from './ways-of-reading.ts';

/** One round for each way of reading that is wanted. `items` are those of a respondent now, by their plain ids. */
export async function* letterRounds(
  context: InstrumentContext,
  {
    read,
    titles,
    items,
    ...shared
  }: {
    instrument: string;
    log: string;
    read: ReadSetting;
    titles: Readonly<Record<LetterReading, string>>;
    items(respondent: Respondent, reading: LetterReading): readonly AskedItem[];
  },
): AsyncGenerator<Round> {
  if (read !== 'probabilities')
    yield answerRound(context, {
      ...{ ...shared, title: titles.text, maxTokens: roomFor(24) },
      items: (respondent) => items(respondent, 'text'),
    });
  if (read !== 'text')
    yield answerRound(context, {
      ...{ ...shared, title: titles.probabilities, maxTokens: 1 },
      items: (respondent) =>
        items(respondent, 'probabilities').map((item) => ({
          ...item,
          id: `${item.id}${probabilitiesMark}`,
          candidates,
        })),
      ...tellers(read),
    });
}

/** Letters of a token, as texts of this kind have them. */
const lettersPerToken = 4.4;
/** What a chat template adds. */
const templateTokens = 6;

/** The forecast of questions of these texts. */
export function plannedLetters(
  texts: readonly string[],
  read: ReadSetting,
  respondents: readonly Respondent[],
): Planned[] {
  const tokensIn = texts.reduce(
    (sum, text) => sum + text.length / lettersPerToken + templateTokens,
    0,
  );
  return plannedReadings(respondents, read, { questions: texts.length, tokensIn, answer: 2 });
}

/** A question of letters; `completion` frames it for models that continue with plain text, with {question} in it. */
export function letterItem(id: string, content: string, completion: string): AskedItem {
  return {
    id,
    request: (form, sampling) =>
      form === 'completion'
        ? {
            kind: 'completion',
            prompt: completion.replace('{question}', () => content),
            sampling: { ...sampling, stop: [...(sampling.stop ?? []), '\n'] },
          }
        : { kind: 'chat', messages: [{ role: 'user', content }], sampling },
  };
}
