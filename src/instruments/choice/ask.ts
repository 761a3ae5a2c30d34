/** The questions for each model: every question by text, and by the probabilities of its letters where a model gives them. */
import * as z from 'zod';
import type { Respondent } from '../../asking/respondents.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import { letterRounds, plannedLetters } from '../shared/letter-rounds.ts';
import { pairSettings } from '../shared/pairs/pair-items.ts';
import { readSetting } from '../shared/ways-of-reading.ts';
import { askedItem, type Items, questionsOf, textOf } from './items.ts';

export const settingsSchema = z.strictObject({ ...pairSettings, read: readSetting });

export type Settings = z.infer<typeof settingsSchema>;

export function askChoice(
  context: InstrumentContext<Items>,
  settings: Settings,
): AsyncGenerator<Round> {
  const { items } = context.run;
  const asked = questionsOf(items, settings).map((question) => askedItem(question, items));
  return letterRounds(context, {
    ...{ instrument: 'choice', log: 'answers', read: settings.read },
    titles: {
      text: 'choosing between replies',
      probabilities: 'reading probabilities of letters',
    },
    items: () => asked,
  });
}

export function plannedQuestions(
  items: Items,
  settings: Settings,
  respondents: readonly Respondent[],
): Planned[] {
  const texts = questionsOf(items, settings).map((question) => textOf(question, items));
  return plannedLetters(texts, settings.read, respondents);
}
