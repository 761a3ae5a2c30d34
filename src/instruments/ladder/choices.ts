/** From letters to choices: an option counts as chosen where both orders agree on it. */
import type { AnswerLine } from '../shared/answer-round.ts';
import { type Letter, type LetterReading, readingOf, takenLetter } from '../shared/letters.ts';
import {
  dependsMark,
  dependsOption,
  type History,
  histories,
  type Items,
  orders,
  type Question,
  questionsOf,
  shownOptions,
  sideOf,
} from './items.ts';

/** The choice in one answer. */
export type Taken = {
  line: AnswerLine;
  question: Question;
  reading: LetterReading;
  /** Whether the question had "it depends" as a third option. */
  depends: boolean;
  letter: Letter | null;
  missing: 'refused' | 'no choice' | null;
};

/** A step in one history: both orders agree on an option, or on a letter, or something is missing. */
export type Outcome = {
  question: Question;
  chosen: 'a' | 'b' | 'by position' | 'missing';
  /** The letter, where it was taken in both orders. */
  letter: Letter | null;
};

/** Reads lines of answers to the questions of a run, which are looked up once. */
export function readerOf(items: Items): (line: AnswerLine) => Taken | null {
  const questions = new Map(questionsOf(items, histories).map((one) => [one.id, one]));
  return (line) => {
    const { item, reading } = readingOf(line.item);
    const depends = item.endsWith(dependsMark);
    const question = questions.get(depends ? item.slice(0, -dependsMark.length) : item);
    if (!question) return null;
    const options = shownOptions(question);
    const taken = takenLetter<Letter>(
      line,
      reading,
      depends ? { ...options, C: dependsOption } : (options as Record<Letter, string>),
    );
    return { line, question, reading, depends, ...taken };
  };
}

/** The option that an answer takes; null for none, and for "it depends". */
export function sideTaken({ letter, question }: Taken): 'a' | 'b' | null {
  return letter === 'A' || letter === 'B' ? sideOf(letter, question.order) : null;
}

/** One model's steps that were answered in both orders. */
export function outcomesOf(taken: readonly Taken[]): Outcome[] {
  const plain = taken.filter(({ depends }) => !depends);
  const places = Map.groupBy(plain, ({ question: { ladder, way, step, history } }) =>
    [ladder.id, way, step, history].join('\n'),
  );
  return [...places.values()].flatMap((own): Outcome[] => {
    const [forward, reversed] = orders.map((order) =>
      own.find(({ question }) => question.order === order),
    );
    if (!forward || !reversed) return [];
    const { question } = forward;
    const [first, second] = [sideTaken(forward), sideTaken(reversed)];
    if (first === null || second === null) return [{ question, chosen: 'missing', letter: null }];
    return first === second
      ? [{ question, chosen: first, letter: null }]
      : [{ question, chosen: 'by position', letter: forward.letter }];
  });
}

/** The outcomes of each way up in one history, by step; the start belongs to all ways of its ladder. */
export function climbedIn(
  outcomes: readonly Outcome[],
  history: History,
): { question: Question; steps: (Outcome['chosen'] | null)[] }[] {
  const starts = new Map(
    outcomes.flatMap(({ question, chosen }) =>
      question.step === 1 ? [[question.ladder.id, chosen] as const] : [],
    ),
  );
  const later = outcomes.filter(
    ({ question }) => question.step > 1 && question.history === history,
  );
  const climbs = Map.groupBy(later, ({ question }) => `${question.ladder.id}\n${question.way}`);
  return [...climbs.values()].map((own) => {
    const { question } = own[0]!;
    const byStep = new Map(own.map((one) => [one.question.step, one.chosen]));
    return {
      question,
      steps: question.climb.steps.map((_, at) =>
        at === 0 ? (starts.get(question.ladder.id) ?? null) : (byStep.get(at + 1) ?? null),
      ),
    };
  });
}
