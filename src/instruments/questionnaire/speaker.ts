/** How simulated models fill in the questionnaire: each with a planted level for each value. */
import { promptFiles } from '../../prompts/load.ts';
import { createRandom } from '../../statistics/random.ts';
import type { Speaker } from '../contract.ts';
import { lastAsked } from '../shared/answer-round.ts';
import { type Items, loadItems, questionsOf } from './items.ts';

let known: { items: Items; values: Map<string, { value: string; reversed: boolean }> } | null =
  null;

/** A request's value and order, by its text. */
function questions() {
  if (known) return known;
  const items = loadItems('schwartz', promptFiles());
  known = { items, values: new Map(questionsOf(items).map((one) => [one.text, one])) };
  return known;
}

/** What a model with this seed stands for, 1.5 to 5.5 on six options. */
export function plantedLevel(seed: number, value: string): number {
  return 1.5 + 4 * createRandom(`${seed}|questionnaire|${value}`).next();
}

export const speaker: Speaker = (request, { seed }) => {
  const asked = lastAsked(request);
  if (!asked.endsWith('Answer with one number from 1 to 6.')) return null;
  const question = questions().values.get(asked);
  if (!question) return null;
  const noise = createRandom(`${seed}|${asked}`).next() - 0.5;
  const level = plantedLevel(seed, question.value) + 1.2 * noise;
  const rating = Math.min(6, Math.max(1, Math.round(level)));
  return String(question.reversed ? 7 - rating : rating);
};
