/** What is asked of whom: every question by text, and by the probabilities of its letters where a model tells them. */
import * as z from 'zod';
import type { Respondent } from '../../asking/respondents.ts';
import type { Model } from '../../models/model.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import { answerRound } from '../shared/answer-round.ts';
import { pairSettings } from '../shared/pairs/pair-items.ts';
import {
  askedItem,
  candidates,
  type Items,
  probabilitiesMark,
  questionsOf,
  textOf,
} from './items.ts';

export const settingsSchema = z.strictObject({
  ...pairSettings,
  /** `auto`: by text, and by probabilities too where a model tells them. */
  read: z.enum(['auto', 'text', 'probabilities']).default('auto'),
});

export type Settings = z.infer<typeof settingsSchema>;

const shared = { instrument: 'choice', log: 'answers' } as const;

/** Room for an answer; a reasoning model thinks before it. */
const room = { answer: 24, thoughts: 2000 };

export async function* askChoice(
  context: InstrumentContext<Items>,
  settings: Settings,
): AsyncGenerator<Round> {
  const { items } = context.run;
  const asked = questionsOf(items, settings).map((question) => askedItem(question, items));
  if (settings.read !== 'probabilities')
    yield answerRound(context, {
      ...{ ...shared, title: 'choosing between replies' },
      maxTokens: (model) => (thinks(model) ? room.thoughts : room.answer),
      items: () => asked,
    });
  if (settings.read !== 'text')
    yield answerRound(context, {
      ...{ ...shared, title: 'reading probabilities of letters', maxTokens: 1 },
      items: () =>
        asked.map((item) => ({ ...item, id: `${item.id}${probabilitiesMark}`, candidates })),
      ...(settings.read === 'auto'
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
 * The forecast. Whether a model tells probabilities shows only when it is opened: all are taken to, but simulated
 * ones and those tagged as reasoning.
 */
export function plannedQuestions(
  items: Items,
  settings: Settings,
  respondents: readonly Respondent[],
): Planned[] {
  const questions = questionsOf(items, settings);
  const tokens = questions.reduce(
    (sum, one) => sum + textOf(one, items).length / lettersPerToken + templateTokens,
    0,
  );
  return [...Map.groupBy(respondents, ({ entry }) => entry.id)].map(([model, own]) => {
    const isReasoning = own[0]!.entry.tags?.training === 'reasoning';
    const tells = !model.startsWith('sim:') && !isReasoning;
    const times = own.length * (settings.read === 'auto' && tells ? 2 : 1);
    const requests = questions.length * times;
    return {
      ...{ model, requests, tokensIn: Math.round(tokens * times) },
      tokensOut: requests * (isReasoning ? room.thoughts / 4 : 2),
    };
  });
}
