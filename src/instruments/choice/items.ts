/** The questions: which of a pair's two replies a model would give, with the serving one first, and second. */
import * as z from 'zod';
import { fillNames } from '../../prompts/template.ts';
import type { AskedItem } from '../shared/answer-round.ts';
import { letterItem } from '../shared/letter-rounds.ts';
import { probabilitiesMark } from '../shared/letters.ts';
import {
  framedPairs,
  type Pair,
  type PairSet,
  type PairSettings,
  wordingsOf,
} from '../shared/pairs/pair-items.ts';

const frameSchema = z.strictObject({
  /** With {request}, {first}, and {second} in it. */
  question: z.string().includes('{request}').includes('{first}').includes('{second}'),
  /** For models that continue with plain text; with {question} in it. */
  completion: z.string().includes('{question}'),
});

export type Items = z.infer<typeof frameSchema> & { sets: PairSet[] };

export const orders = ['forward', 'reversed'] as const;
/** `forward`: the serving reply is A; `reversed`: it is B. */
export type Order = (typeof orders)[number];

export type Question = { id: string; pair: Pair; system: string; wording: number; order: Order };

export const loadItems = framedPairs('choice/question.yaml', frameSchema);

/** Every pair in its wordings, each in both orders. */
export function questionsOf({ sets }: Items, { extent }: Pick<PairSettings, 'extent'>): Question[] {
  return sets.flatMap(({ system, items }) =>
    items.flatMap((pair) =>
      Array.from({ length: wordingsOf(pair, extent) }, (_, wording) =>
        orders.map((order) => ({
          id: idOf(pair.id, wording, order),
          pair,
          system,
          wording,
          order,
        })),
      ).flat(),
    ),
  );
}

/** The requests of the items, by their id in the log. */
export function wordsOf(items: Items): ReadonlyMap<string, string> {
  return new Map(
    questionsOf(items, { extent: 'thorough' }).flatMap(({ id, pair }) => [
      [id, pair.request] as const,
      [`${id}${probabilitiesMark}`, pair.request] as const,
    ]),
  );
}

/** `benevolence-2.1.forward` */
export function idOf(pair: string, wording: number, order: Order): string {
  return `${pair}.${wording + 1}.${order}`;
}

/** The replies as A and B. */
export function shownReplies({ pair, wording, order }: Question): [a: string, b: string] {
  const replies: [string, string] = [pair.serving[wording]!, pair.opposing[wording]!];
  return order === 'forward' ? replies : [replies[1], replies[0]];
}

export function textOf(question: Question, frame: Pick<Items, 'question'>): string {
  const [first, second] = shownReplies(question);
  return fillNames(frame.question, { request: question.pair.request, first, second });
}

export function askedItem(question: Question, frame: Items): AskedItem {
  return letterItem(question.id, textOf(question, frame), frame.completion);
}
