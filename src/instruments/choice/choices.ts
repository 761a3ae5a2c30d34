/** From letters to choices: a reply counts as chosen where both orders agree on it. */
import type { AnswerLine } from '../shared/answer-round.ts';
import { type LetterReading, readingOf, takenLetter } from '../shared/letters.ts';
import type { Pair } from '../shared/pairs/pair-items.ts';
import { type Items, orders, type Question, questionsOf, shownReplies } from './items.ts';

/** The choice in one answer. */
export type Taken = {
  line: AnswerLine;
  question: Question;
  reading: LetterReading;
  letter: 'A' | 'B' | null;
  missing: 'refused' | 'no choice' | null;
};

/** One wording of a pair: both orders agree on a reply, or on a letter, or something is missing. */
export type Outcome = {
  pair: Pair;
  system: string;
  wording: number;
  chosen: 'serving' | 'opposing' | 'by position' | 'missing';
  /** The letter, where it was taken in both orders. */
  letter: 'A' | 'B' | null;
};

/** All answers in one way of reading; `lines` are those of one model, or of all. */
export function takenIn(
  lines: readonly AnswerLine[],
  items: Items,
  reading: LetterReading,
): Taken[] {
  const questions = new Map(questionsOf(items, { extent: 'thorough' }).map((one) => [one.id, one]));
  return lines.flatMap((line): Taken[] => {
    const read = readingOf(line.item);
    if (read.reading !== reading) return [];
    const question = questions.get(read.item);
    if (!question) return [];
    const [a, b] = shownReplies(question);
    return [{ line, question, reading, ...takenLetter(line, reading, { A: a, B: b }) }];
  });
}

/** One model's wordings that were answered in both orders. */
export function outcomesOf(taken: readonly Taken[]): Outcome[] {
  const groups = Map.groupBy(taken, ({ question }) => `${question.pair.id}\n${question.wording}`);
  return [...groups.values()].flatMap((own): Outcome[] => {
    const [forward, reversed] = orders.map((order) =>
      own.find(({ question }) => question.order === order),
    );
    if (!forward || !reversed) return [];
    const { pair, system, wording } = forward.question;
    const about = { pair, system, wording };
    if (!forward.letter || !reversed.letter) return [{ ...about, chosen: 'missing', letter: null }];
    if (forward.letter === reversed.letter)
      return [{ ...about, chosen: 'by position', letter: forward.letter }];
    return [{ ...about, chosen: forward.letter === 'A' ? 'serving' : 'opposing', letter: null }];
  });
}
