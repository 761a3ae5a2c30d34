/**
 * Ratings collected elsewhere. A row is one rating (columns rating or answer, wording, order, condition), or one item
 * in all its versions: v1, v1_reversed, … v3_reversed, as Value Portrait publishes them.
 */
import { UserError } from '../../errors.ts';
import { lettersOf } from '../../safe-text/letters.ts';
import { isGap } from '../../table-files/gaps.ts';
import { quoteCell } from '../../table-files/table-file.ts';
import type { ImportRow } from '../contract.ts';
import { importedAnswer } from '../shared/answer-round.ts';
import { type ItemSet, type Items, scaleOf } from './items.ts';
import { allQuestions, type Question, questionId } from './questions.ts';

type Version = { wording: number; order: Question['order'] };

/** The columns of an item's versions. */
const versions = new Map(
  [1, 2, 3].flatMap((wording): [string, Version][] => [
    [`v${wording}`, { wording, order: 'forward' }],
    [`v${wording}_reversed`, { wording, order: 'reversed' }],
  ]),
);

const known = new WeakMap<Items, ReadonlyMap<string, Question>>();

function questionsOf(items: Items): ReadonlyMap<string, Question> {
  const found = known.get(items) ?? new Map(allQuestions(items).map((one) => [one.id, one]));
  known.set(items, found);
  return found;
}

export const importRow: ImportRow<Items> = {
  required: ['model', 'item'],
  optional: ['rating', 'answer', 'wording', 'order', 'condition', ...versions.keys()],
  wide: {
    cell: 'rating',
    ids: ({ sets }) => sets.flatMap((set) => set.items.map(({ id }) => id)),
  },
  lines(row, { items, where, columns, ...about }) {
    const wide = [...versions].filter(([name]) => columns.includes(name));
    const condition = conditionOf(row.condition, items, where);
    if (wide.length > 0)
      return wide.map(([name, version]) => lineOf(version, row[name] ?? '', name, name));
    const version = { wording: wordingOf(row.wording, where), order: orderOf(row.order, where) };
    if (columns.includes('rating')) return [lineOf(version, row.rating ?? '', 'rating', '')];
    if (columns.includes('answer')) {
      const question = questionOf(version);
      return [stored(question, row.answer ?? '', '')];
    }
    throw new UserError('This table has no ratings.', {
      where,
      hint: 'It needs a column rating (or answer, as a model said it), or the columns v1, v1_reversed, … v3_reversed.',
    });

    function questionOf({ wording, order }: Version): Question {
      const item = row.item!.trim();
      const found = questionsOf(items).get(questionId(item, wording, order));
      if (found) return found;
      const other = questionsOf(items).has(questionId(item, 1, order));
      throw new UserError(
        other ? `The item ${item} has no wording ${wording}.` : `There is no item ${item}.`,
        {
          where,
          hint: other
            ? 'Number its wordings from 1.'
            : 'Items are named <value>-<number>, like benevolence-2; your own are told with --items <file>.',
        },
      );
    }

    /** A rating on the scale, from the least to the most, whatever the order of the options. */
    function lineOf(version: Version, cell: string, column: string, mark: string) {
      const question = questionOf(version);
      const scale = scaleOf(question.set);
      const text = cell.trim();
      if (isGap(text)) return stored(question, '', mark);
      const { language } = items.conditions.find((one) => one.id === condition)!;
      const options = optionsOf(question.set, items, language);
      const rating = ratingOf(text, options);
      if (rating === null)
        throw new UserError(
          `${column}: ${quoteCell(text)} is not a rating of ${question.item.id} from 1 to ${scale}.`,
          {
            where,
            hint: `${text === '0' ? 'Where the least is 0, add 1 to each rating. ' : ''}Write 1 (${options[0]}) to ${scale} (${options.at(-1)}), or leave the cell empty where nothing was answered; texts of models go into a column answer.`,
          },
        );
      const shown = question.order === 'reversed' ? scale + 1 - rating : rating;
      return stored(question, String(shown), mark);
    }

    function stored(question: Question, text: string, mark: string) {
      const line = importedAnswer(
        { id: mark === '' ? about.id : `${about.id}|${mark}`, at: about.at },
        { model: row.model!.trim(), item: question.id, text },
      );
      return { log: 'answers', line: { ...line, condition } };
    }
  },
};

/** From the least to the most. */
function optionsOf(set: ItemSet, { languages }: Items, language: string): readonly string[] {
  return set.options ?? languages.find(({ id }) => id === language)!.options[set.kind];
}

/** A number of the scale, or the words of one of its options, or both; null for anything else. */
function ratingOf(text: string, options: readonly string[]): number | null {
  const { number, words } = /^\s*(?<number>\d*)(?<words>.*)$/s.exec(text)!.groups!;
  const letters = lettersOf(words!);
  const named = letters === '' ? -1 : options.findIndex((one) => lettersOf(one) === letters);
  if (letters !== '' && named < 0) return null;
  const rating = number === '' ? named + 1 : Number(number);
  if (rating < 1 || rating > options.length) return null;
  return named >= 0 && named + 1 !== rating ? null : rating;
}

function conditionOf(told: string | undefined, { conditions }: Items, where: string): string {
  const id = told?.trim() || conditions[0]!.id;
  if (conditions.some((one) => one.id === id)) return id;
  throw new UserError(`There is no condition ${id} in this questionnaire.`, {
    where,
    hint: `It has ${conditions.map((one) => one.id).join(', ')}; name others in its settings (conditions).`,
  });
}

function wordingOf(told: string | undefined, where: string): number {
  const wording = Number(told?.trim() || 1);
  if (Number.isInteger(wording) && wording >= 1) return wording;
  throw new UserError(`wording: "${told}" is not a number of a wording.`, {
    where,
    hint: 'Number wordings from 1.',
  });
}

function orderOf(told: string | undefined, where: string): Question['order'] {
  const order = told?.trim().toLowerCase() || 'forward';
  if (order === 'forward' || order === 'reversed') return order;
  throw new UserError(`order: "${told}" is not an order of options.`, {
    where,
    hint: 'Write forward (the least first) or reversed.',
  });
}
