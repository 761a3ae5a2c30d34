/** From items to requests: every item in its wordings and orders of options, in the language of a condition. */
import { fillNames } from '../../prompts/template.ts';
import type { Condition, Item, ItemSet, Items, Language } from './items.ts';
import { scaleOf } from './items.ts';
import type { Settings } from './settings.ts';

/** An item as it is asked. Its id is the same in all languages. */
export type Question = {
  id: string;
  set: ItemSet;
  item: Item;
  /** 1-based. */
  wording: number;
  order: 'forward' | 'reversed';
};

const orders = ['forward', 'reversed'] as const;

export function questionId(item: string, wording: number, order: Question['order']): string {
  return `${item}.${wording}.${order}`;
}

/** Suffixes of the ids of questions that are asked once more, and of questions about probabilities. */
export const againMark = '.again';
export const probabilitiesMark = '.p';

/** All questions that a run with these items can contain. */
export function allQuestions({ sets }: Pick<Items, 'sets'>): Question[] {
  return sets.flatMap((set) =>
    set.items.flatMap((item) =>
      wordingsOf(set).flatMap((wording) =>
        orders.map((order) => ({
          ...{ id: questionId(item.id, wording, order), set, item, wording, order },
        })),
      ),
    ),
  );
}

/** The questions to ask: without items that have no text or count for no value. */
export function askedQuestions(items: Pick<Items, 'sets'>, extent: Settings['extent']): Question[] {
  const all = allQuestions(items).filter(({ item }) => item.text && item.counts.length > 0);
  if (extent === 'thorough') return all;
  const first = all.filter(({ wording }) => wording === 1);
  if (extent === 'default') return first;
  const place = new Map<Item, number>();
  for (const { item } of first) if (!place.has(item)) place.set(item, place.size);
  // Every second item in reverse, so that order and value are not confounded.
  return first.filter(({ item, order }) => orders[place.get(item)! % 2] === order);
}

function wordingsOf({ wordings }: ItemSet): number[] {
  return wordings ? wordings.map((_, i) => i + 1) : [1, 2, 3];
}

/** The options as they are shown, the first as 1. */
function shownOptions({ set, order }: Question, language: Language): string[] {
  const options = set.options ?? language.options[set.kind];
  return order === 'forward' ? [...options] : [...options].reverse();
}

/** The text of a question in a language; null where the item has none in it. */
export function textOf(question: Question, language: Language, again = false): string | null {
  const { set, item, wording } = question;
  const statement = item.text?.[language.id];
  const situation = item.situation?.[language.id];
  if (statement === undefined || (item.situation && situation === undefined)) return null;
  const template = (set.wordings ?? language.wordings[set.kind])[wording - 1]!;
  const list = shownOptions(question, language).map((option, at) => `${at + 1} = ${option}`);
  const text = fillNames(template, {
    ...{ statement, situation: situation ?? '', options: list.join('\n') },
    count: String(scaleOf(set)),
  });
  return again
    ? `${text}\n\n${fillNames(language.again, { numbers: numbersOf(set).join(', ') })}`
    : text;
}

/** The numbers that can be answered. */
export function numbersOf(set: ItemSet): string[] {
  return Array.from({ length: scaleOf(set) }, (_, i) => String(i + 1));
}

export function languageOf({ languages }: Items, { language }: Condition): Language {
  return languages.find(({ id }) => id === language)!;
}
