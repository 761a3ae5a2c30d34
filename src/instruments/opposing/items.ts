/** The questions: how likely each pair's replies are after their request, and after neutral requests. */
import * as z from 'zod';
import type { Respondent } from '../../asking/respondents.ts';
import type { Context } from '../../models/model.ts';
import type { Planned } from '../contract.ts';
import type { ScoredItem } from '../shared/likelihood-round.ts';
import {
  framedPairs,
  type Pair,
  type PairSet,
  type PairSettings,
  wordingsOf,
} from '../shared/pairs/pair-items.ts';

const frameSchema = z.strictObject({
  /** Neutral requests, which have nothing to do with the pair. */
  neutral: z.array(z.string().min(1)).min(1),
  /** For models that continue with plain text. */
  completion: z
    .string()
    .includes('{request}', { error: 'the frame has {request} in it, where this is put in' }),
});

export type Items = z.infer<typeof frameSchema> & { sets: PairSet[] };

/** The request before the replies: 0 is the request of the pair, the others are the neutral ones. */
export type Question = { id: string; pair: Pair; wording: number; after: number };

export const loadItems = framedPairs('opposing/frame.yaml', frameSchema);

/** Every pair in its wordings, first after its own request, then after each neutral one. */
export function questionsOf(
  { neutral, sets }: Items,
  { extent }: Pick<PairSettings, 'extent'>,
): Question[] {
  const asked = sets.flatMap(({ items }) =>
    items.flatMap((pair) =>
      Array.from({ length: wordingsOf(pair, extent) }, (_, wording) => ({ pair, wording })),
    ),
  );
  return [0, ...neutral.map((_, i) => i + 1)].flatMap((after) =>
    asked.map((one) => ({ ...one, after, id: idOf(one.pair.id, one.wording, after) })),
  );
}

/** `benevolence-2.1`; after the second neutral request `benevolence-2.1.neutral-2`. */
export function idOf(pair: string, wording: number, after: number): string {
  return `${pair}.${wording + 1}${after === 0 ? '' : `.neutral-${after}`}`;
}

/** The two replies of a question, the serving one first. */
export function repliesOf({ pair, wording }: Question): [serving: string, opposing: string] {
  return [pair.serving[wording]!, pair.opposing[wording]!];
}

function requestOf({ pair, after }: Question, { neutral }: Items): string {
  return after === 0 ? pair.request : neutral[after - 1]!;
}

/** A question as a request for likelihoods. */
export function scoredItem(question: Question, items: Items): ScoredItem {
  const request = requestOf(question, items);
  return {
    id: question.id,
    continuations: repliesOf(question),
    context: (form): Context =>
      form === 'chat'
        ? { kind: 'chat', messages: [{ role: 'user', content: request }] }
        : // The space before the reply belongs to the reply's first token.
          {
            kind: 'completion',
            prompt: `${items.completion.replace('{request}', () => request)} `,
          },
  };
}

/** The requests of the items, by their id in the log. */
export function wordsOf(items: Items): ReadonlyMap<string, string> {
  return new Map(
    questionsOf(items, { extent: 'thorough' }).map(({ id, pair }) => [id, pair.request]),
  );
}

/** Letters per token in texts of this kind. */
const lettersPerToken = 4.4;
/** Tokens that a chat template adds. */
const templateTokens = 6;

/** The forecast: a context is read once for each of its two replies. */
export function plannedQuestions(
  items: Items,
  settings: PairSettings,
  respondents: readonly Respondent[],
): Planned[] {
  const questions = questionsOf(items, settings);
  const tokens = questions.reduce((sum, question) => {
    const [serving, opposing] = repliesOf(question);
    const letters = 2 * requestOf(question, items).length + serving.length + opposing.length;
    return sum + letters / lettersPerToken + 2 * templateTokens;
  }, 0);
  return [...Map.groupBy(respondents, ({ entry }) => entry.id)].map(([model, own]) => ({
    model,
    requests: questions.length * own.length,
    tokensIn: Math.round(tokens * own.length),
    tokensOut: 0,
  }));
}
