/** The facts of a questionnaire as ratings: one row per model, condition, item, wording, order, and way of reading. */
import type { Facts } from '../contract.ts';
import { type AnswerLine, answersIn } from '../shared/answer-round.ts';
import { type Item, type ItemSet, type Items, scaleOf } from './items.ts';
import { questionOfOld } from './old-items.ts';
import { againMark, allQuestions, languageOf, probabilitiesMark } from './questions.ts';
import { type Distribution, type Missing, readProbabilities, readRating } from './read.ts';

export type ReadBy = 'text' | 'probabilities';

export type Rated = {
  model: string;
  condition: string;
  set: ItemSet;
  item: Item;
  wording: number;
  order: 'forward' | 'reversed';
  reading: ReadBy;
  /** 1 … the scale of the set, from the least to the most, whatever the order of options; not yet turned by its key. */
  rating: number | null;
  missing: Missing | null;
  /** Where it was read by probabilities. */
  distribution: Distribution | null;
  /** The line that holds it. */
  line: string;
};

/**
 * Every rating that was asked for, missing ones too. What was asked once more counts in place of the first answer.
 * A version (wording and order) without any imported rating of a model was not asked.
 * Lines of items that the run does not hold any more are left out.
 */
export function ratingsOf({ items, lines }: Pick<Facts<Items>, 'items' | 'lines'>): Rated[] {
  const questions = new Map(allQuestions(items).map((one) => [one.id, one]));
  const conditions = new Map(items.conditions.map((one) => [one.id, one]));
  const answers = answersIn(lines.answers);
  const asked = new Map<string, AnswerLine>();
  for (const line of answers) {
    const isAgain = line.item.endsWith(againMark);
    const first = isAgain ? line.item.slice(0, -againMark.length) : line.item;
    const key = `${line.model}\n${line.condition}\n${first}`;
    if (isAgain || !asked.has(key)) asked.set(key, { ...line, item: first });
  }
  const rated = [...asked.values()].flatMap((line): Rated[] => {
    const isChoice = line.item.endsWith(probabilitiesMark);
    const id = isChoice ? line.item.slice(0, -probabilitiesMark.length) : line.item;
    const question = questions.get(questionOfOld(id));
    const condition = conditions.get(line.condition) ?? items.conditions[0]!;
    if (!question) return [];
    const { set, item, wording, order } = question;
    const shown = { scale: scaleOf(set), order };
    const read: { missing: Missing } | { rating: number; distribution?: Distribution } =
      isChoice && line.probabilities
        ? readProbabilities(line.probabilities, shown)
        : readRating(line.text, shown, languageOf(items, condition));
    return [
      {
        ...{ model: line.model, condition: line.condition, set, item, wording, order },
        reading: isChoice ? 'probabilities' : 'text',
        rating: 'rating' in read ? read.rating : null,
        missing: 'missing' in read ? read.missing : null,
        distribution: ('rating' in read && read.distribution) || null,
        line: line.id,
      },
    ];
  });
  return withoutUnasked(rated, answers);
}

function withoutUnasked(rated: readonly Rated[], answers: readonly AnswerLine[]): Rated[] {
  const imported = new Set(
    answers.filter(({ source }) => source === 'import').map(({ model }) => model),
  );
  const versionOf = ({ model, condition, set, wording, order, reading }: Rated) =>
    [model, condition, set.id, wording, order, reading].join('\n');
  const answered = new Set(
    rated.filter(({ missing }) => missing !== 'empty').map((one) => versionOf(one)),
  );
  return rated.filter((one) => !imported.has(one.model) || answered.has(versionOf(one)));
}
