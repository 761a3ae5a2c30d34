/** The readings of a run: the verdicts of each reader on each text. */
import { identityOf } from '../../asking/identity.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { Facts } from '../contract.ts';
import { type AnswerLine, answersIn } from '../shared/answer-round.ts';
import { anchorId } from '../shared/exam/grade-exam.ts';
import { type ExamResult, gradeReader } from './exam.ts';
import { examSetsFor } from './exam-sets.ts';
import type { Items } from './items.ts';
import { examItemId } from './kept-exams.ts';
import type { ModelFile } from './offline/model-file.ts';
import { readAnswer, standsIn, type WhyUnread } from './read-answer.ts';
import { type ReadText, textsIn } from './texts.ts';
import type { Verdicts } from './verdicts.ts';

/** The id of the item for a text. */
export function itemIdOf(system: string, text: string): string {
  return identityOf(system, text);
}

export type Reading = {
  text: ReadText;
  line: AnswerLine;
  /** Null if the answer has none. */
  verdicts: Verdicts | null;
  concept: string;
  missing: WhyUnread | null;
  /** The number of passages that the reader quotes, and of those that do not occur in the text. */
  quoted: number;
  absent: readonly string[];
};

/** The readings of one reader in one system. */
export type ReaderReadings = {
  system: ValueSystem;
  reader: string;
  readings: Reading[];
  exam: ExamResult | null;
  /** The exam is passed, by a reader of a kind that is shown to recognise sides. */
  proven: boolean;
  /** The file of a trained reader; null for a model. */
  trained: ModelFile | null;
};

/** Whether the reader can find the value in a text at all. */
export function knowsValue({ trained }: Pick<ReaderReadings, 'trained'>, value: string): boolean {
  return trained === null || trained.presence.some((head) => head.value === value);
}

export function textsOfFacts(facts: Facts<Items>): ReadText[] {
  return textsIn(facts.lines.texts ?? [], Object.values(facts.texts));
}

const known = new WeakMap<Facts['lines'][string], ReaderReadings[]>();

/** By system and reader, in the order of the texts. */
export function readingsOf(facts: Facts<Items>): ReaderReadings[] {
  const lines = answersIn(facts.lines.readings);
  const found = known.get(lines);
  if (found) return found;
  const texts = textsOfFacts(facts);
  const byReader = Map.groupBy(lines, ({ model }) => model);
  const all = facts.items.systems.flatMap((system) =>
    [...byReader].map(([reader, own]) => {
      const byItem = new Map(own.map((line) => [line.item, line]));
      const readings = texts.flatMap((text) => {
        const line = byItem.get(itemIdOf(system.id, text.id));
        return line ? [readingOf(text, line, system)] : [];
      });
      const exam = examOf(facts, reader, system);
      const trained = facts.items.trained?.[reader] ?? null;
      const proven = exam?.verdict === 'passes' && trained === null;
      return { system, reader, readings, exam, proven, trained };
    }),
  );
  // Within each system, readers that passed their exam come first.
  const ordered = all
    .filter(({ readings }) => readings.length > 0)
    .toSorted((a, b) => (a.system === b.system ? Number(b.proven) - Number(a.proven) : 0));
  known.set(lines, ordered);
  return ordered;
}

/** The result of a reader's exam; null if it has not taken all of it. */
function examOf(facts: Facts<Items>, reader: string, system: ValueSystem): ExamResult | null {
  const own = new Map(
    answersIn(facts.lines.exams)
      .filter(({ model }) => model === reader)
      .map((line) => [line.item, line]),
  );
  const sets = examSetsFor(reader, system, facts.items);
  const verdicts = sets.flatMap((set) =>
    set.texts.flatMap((_, i): [string, Verdicts | null][] => {
      const id = anchorId(set, i);
      const line = own.get(examItemId(system.id, id));
      if (!line) return [];
      const read = readAnswer(line.text, system);
      return [[id, 'missing' in read ? null : read.verdicts]];
    }),
  );
  return gradeReader(sets, new Map(verdicts), system);
}

function readingOf(text: ReadText, line: AnswerLine, system: ValueSystem): Reading {
  const about = { text, line, verdicts: null, concept: '', quoted: 0, absent: [] };
  if (line.finish === 'filter') return { ...about, missing: 'refused' };
  const read = readAnswer(line.text, system);
  if ('missing' in read) return { ...about, missing: read.missing };
  const passages = Object.values(read.verdicts).flatMap(({ words }) => words);
  return {
    ...{ text, line, missing: null, ...read },
    quoted: passages.length,
    absent: passages.filter((one) => !standsIn(one, text.text)),
  };
}
