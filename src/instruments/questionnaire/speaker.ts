/**
 * How simulated models fill in the questionnaire: each with a planted level on each value, acquiescence, and a
 * leaning to the first options.
 */
import { promptFiles } from '../../prompts/load.ts';
import { createRandom } from '../../statistics/random.ts';
import type { Speaker } from '../contract.ts';
import { lastAsked } from '../shared/answer-round.ts';
import { type Items, keyed, scaleOf } from './items.ts';
import { loadItems } from './load-items.ts';
import { askedQuestions, languageOf, type Question, textOf } from './questions.ts';
import { settingsSchema } from './settings.ts';

let known: Map<string, Question> | null = null;

/** Questions that ship, by their text in each language. */
function questions(): Map<string, Question> {
  if (known) return known;
  const settings = settingsSchema.parse({ conditions: ['none', 'es'] });
  const items: Items = loadItems(settings, promptFiles(), null);
  known = new Map(
    items.conditions.flatMap((condition) =>
      askedQuestions(items, 'thorough').flatMap((one) => {
        const language = languageOf(items, condition);
        const text = textOf(one, language)!;
        return [text, `${text}\n\n${language.cue}`].map((asked) => [asked, one] as const);
      }),
    ),
  );
  return known;
}

/** The question of a text, and what a condition has said before it in plain text. */
function questionIn(text: string): { question: Question; before: string } | null {
  const whole = questions().get(text);
  if (whole) return { question: whole, before: '' };
  const at = text.indexOf('\n\n');
  const question = questions().get(text.slice(at + 2));
  return question ? { question, before: text.slice(0, at) } : null;
}

/** The planted level of a model with this seed, 1.5 to 5.5 on six options. */
export function plantedLevel(seed: number, value: string): number {
  return 1.5 + 4 * createRandom(`${seed}|questionnaire|${value}`).next();
}

/** How much higher it rates any statement, −0.4 to 0.8. */
export function plantedAcquiescence(seed: number): number {
  return -0.4 + 1.2 * createRandom(`${seed}|questionnaire|agrees`).next();
}

/** How much higher it rates with the options upward than with the options downward, −0.6 to 0.6. */
export function plantedOrder(seed: number): number {
  return -0.6 + 1.2 * createRandom(`${seed}|questionnaire|order`).next();
}

/** How far a model goes up (down) when it is asked to make the best (worst) impression, on each value. */
const pretends: readonly (readonly [RegExp, number])[] = [
  [/\bbest impression\b/, 1],
  [/\bworst impression\b/, -1],
];

/** The range within which ratings of one model on one value differ between items, and between versions. */
const spread = { item: 0.8, version: 0.4 };

export const speaker: Speaker = (request, { seed }) => {
  const asked = lastAsked(request);
  if (!/\b[16]\b/.test(asked)) return null;
  const found = questionIn(asked);
  if (!found) return null;
  const { question, before } = found;
  const { set, item, order } = question;
  const [{ value, key }] = item.counts as [(typeof item.counts)[number]];
  const scale = scaleOf(set);
  const noise = (name: string) => createRandom(`${seed}|${name}`).next() - 0.5;
  const system =
    request.kind === 'chat'
      ? (request.messages.find(({ role }) => role === 'system')?.content ?? '')
      : before;
  const pretended = pretends.find(([told]) => told.test(system))?.[1] ?? 0;
  const meant = keyed(plantedLevel(seed, value) + pretended, key, scale);
  const level =
    meant +
    plantedAcquiescence(seed) +
    (order === 'forward' ? 0.5 : -0.5) * plantedOrder(seed) +
    spread.item * noise(item.id) +
    spread.version * noise(asked);
  const rating = Math.min(scale, Math.max(1, Math.round(level)));
  return String(order === 'reversed' ? scale + 1 - rating : rating);
};
