/** Values of models by the words that they named, for the comparison of methods. */
import type { Profile } from '../methods/profiles.ts';
import { mean, standardDeviation } from '../statistics/describe.ts';
import { subdimensionsOf, type ValueSystem } from '../values/value-system.ts';
import type { AnswerColumns, Lexicon } from './lexicon.ts';

/**
 * By model and value of the system: the share of its answers that name a word of the value, averaged over prompts
 * (0–1; answers that are refused or not read are left out), with the standard error over prompts where there are
 * several. Values that no answer names are left out, and models that name none of the values.
 */
export function wordsProfile(
  { answers, merges }: Pick<Lexicon, 'answers' | 'merges'>,
  system: ValueSystem,
): Profile {
  const descriptorOf = new Map(merges.map(({ from, to }) => [from.toLowerCase(), to]));
  const placeOf = new Map(answers.words.map((word, at) => [word, at]));
  const values = subdimensionsOf(system).map(({ id, words }) => ({
    id,
    places: new Set(
      words.flatMap((word) => {
        const own = word.toLowerCase();
        return placeOf.get(descriptorOf.get(own) ?? own) ?? [];
      }),
    ),
  }));
  const shares = sharesBy(
    answers,
    values.map(({ places }) => places),
  );
  const models = [...shares].flatMap(([model, prompts]) => {
    const scores = values.map((_, v) => prompts.map((one) => one.named[v]! / one.answers));
    const isSilent = scores.every((own) => own.every((share) => share === 0));
    return isSilent ? [] : [{ model, prompts, scores }];
  });
  const named = values.map((_, v) => models.some(({ scores }) => mean(scores[v]!) > 0));
  return {
    system: system.id,
    method: 'self-report',
    scores: models.flatMap(({ model, prompts, scores }) =>
      values.flatMap(({ id }, v) => {
        if (!named[v]) return [];
        const own = scores[v]!;
        return [
          {
            ...{ model, value: id, estimate: mean(own) },
            se: own.length > 1 ? standardDeviation(own) / Math.sqrt(own.length) : null,
            n: prompts.reduce((sum, one) => sum + one.answers, 0),
          },
        ];
      }),
    ),
  };
}

/** How many answers there are, and how many of them name each set of words. */
type Shares = { answers: number; named: number[] };

/** By model, for each prompt that it answered. */
function sharesBy(columns: AnswerColumns, sets: readonly ReadonlySet<number>[]) {
  const byModel = new Map<string, Map<number, Shares>>();
  for (let at = 0; at < columns.count; at++) {
    if (columns.refused[at] !== 0) continue;
    const model = columns.models[columns.respondent[at]!]!;
    const prompts = byModel.get(model) ?? new Map();
    byModel.set(model, prompts);
    const prompt = columns.prompt[at]!;
    const own = prompts.get(prompt) ?? { answers: 0, named: sets.map(() => 0) };
    prompts.set(prompt, own);
    own.answers += 1;
    const words = columns.named.subarray(columns.first[at]!, columns.first[at + 1]!);
    for (const [v, set] of sets.entries())
      if (words.some((word) => set.has(word))) own.named[v] += 1;
  }
  // In an order that does not depend on the order of answers: sums differ by it in their last digits.
  const inOrder = (prompts: ReadonlyMap<number, Shares>) =>
    [...prompts]
      .sort(([a], [b]) => (columns.prompts[a]! < columns.prompts[b]! ? -1 : 1))
      .map(([, shares]) => shares);
  return new Map([...byModel].map(([model, prompts]) => [model, inOrder(prompts)]));
}
