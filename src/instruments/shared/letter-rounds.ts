/** Asking for a letter: by text, and by the probabilities of the letters where a model tells them. */
import * as z from 'zod';
import type { Respondent } from '../../asking/respondents.ts';
import type { Model } from '../../models/model.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import { type AskedItem, answerRound } from './answer-round.ts';
import { candidates, type LetterReading, probabilitiesMark } from './letters.ts';

/** `auto`: by text, and by probabilities too where a model tells them. */
export const readSetting = z.enum(['auto', 'text', 'probabilities']).default('auto');

type ReadSetting = z.infer<typeof readSetting>;

/** Room for an answer; a reasoning model thinks before it. */
const room = { answer: 24, thoughts: 2000 };

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
      ...{ ...shared, title: titles.text },
      maxTokens: (model) => (thinks(model) ? room.thoughts : room.answer),
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
      ...(read === 'auto'
        ? { fits: tellsProbabilities }
        : {
            needs: ({ tokenProbabilities }) =>
              tokenProbabilities === 'none' ? 'it tells no token probabilities' : null,
          }),
    });
}

/** What a reasoning model would answer without its thoughts is not what it answers. */
function tellsProbabilities(model: Model): boolean {
  return model.capabilities.tokenProbabilities !== 'none' && !thinks(model);
}

function thinks({ info, capabilities }: Model): boolean {
  return info.tags.training === 'reasoning' || capabilities.reasoning === true;
}

/** Letters of a token, as texts of this kind have them. */
const lettersPerToken = 4.4;
/** What a chat template adds. */
const templateTokens = 6;

/**
 * The forecast of questions of these texts. Whether a model tells probabilities shows only when it is opened: all are
 * taken to, but simulated ones and those tagged as reasoning.
 */
export function plannedLetters(
  texts: readonly string[],
  read: ReadSetting,
  respondents: readonly Respondent[],
): Planned[] {
  const tokens = texts.reduce(
    (sum, text) => sum + text.length / lettersPerToken + templateTokens,
    0,
  );
  return [...Map.groupBy(respondents, ({ entry }) => entry.id)].map(([model, own]) => {
    const isReasoning = own[0]!.entry.tags?.training === 'reasoning';
    const tells = !model.startsWith('sim:') && !isReasoning;
    const times = own.length * (read === 'auto' && tells ? 2 : 1);
    const requests = texts.length * times;
    return {
      ...{ model, requests, tokensIn: Math.round(tokens * times) },
      tokensOut: requests * (isReasoning ? room.thoughts / 4 : 2),
    };
  });
}
