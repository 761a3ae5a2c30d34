/** What the tests of the questionnaire share. */
import type { Items } from '../../../src/instruments/questionnaire/items.ts';
import { loadItems } from '../../../src/instruments/questionnaire/load-items.ts';
import { allQuestions, type Question } from '../../../src/instruments/questionnaire/questions.ts';
import {
  type Result,
  type SystemResult,
  scoreQuestionnaire,
} from '../../../src/instruments/questionnaire/score.ts';
import { settingsSchema } from '../../../src/instruments/questionnaire/settings.ts';
import { type AnswerLine, importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { promptFiles } from '../../../src/prompts/load.ts';

export const prompts = promptFiles();

export function itemsOf(settings: object = {}, before: Items | null = null): Items {
  return loadItems(settingsSchema.parse(settings), prompts, before);
}

/** A line of a model that answered a question itself; nothing where `textOf` gives null. */
export function answers(
  model: string,
  items: Items,
  textOf: (one: Question) => string | null,
  {
    condition = 'none',
    wordings = 1,
    mark = '',
  }: { condition?: string; wordings?: number; mark?: string } = {},
): AnswerLine[] {
  return allQuestions(items)
    .filter(({ wording }) => wording <= wordings)
    .flatMap((one) => {
      const text = textOf(one);
      if (text === null) return [];
      const id = `${model}|${condition}|${one.id}${mark}`;
      const about = { id, at: '2026-11-30T00:00:00Z' };
      const line = importedAnswer(about, { model, item: `${one.id}${mark}`, text });
      return [{ ...line, source: 'model' as const, condition }];
    });
}

/** What is answered to mean a rating. */
export function shown(rating: number, { order }: Question): string {
  return String(order === 'reversed' ? 7 - rating : rating);
}

/** What is answered by whoever stands for the value so much. */
export function meaning(level: number, question: Question): string {
  const key = question.item.counts[0]?.key ?? 'for';
  return shown(key === 'for' ? level : 7 - level, question);
}

export function score(items: Items, lines: AnswerLine[], families: Record<string, string> = {}) {
  const result = scoreQuestionnaire({
    ...{ items, lines: { answers: lines }, raters: [], seed: 1, texts: {} },
    models: Object.entries(families).map(([name, family]) => ({
      name,
      tags: { family, size: null, training: 'unknown' as const },
    })),
    derived: { ownSystem: null },
  });
  if ('unavailable' in result) throw new Error(result.unavailable);
  return result;
}

export function systemIn({ systems }: Result, id: string): SystemResult {
  return systems.find((one) => one.id === id)!;
}
