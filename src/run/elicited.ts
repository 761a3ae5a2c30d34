/** Counts of the answers of every model, in one pass. */

import type { Responses } from '../facts/response-log.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';

export type Elicited = {
  answers: number;
  refusals: number;
  /** Distinct value words. */
  words: number;
  /** Answers that ended at the limit of tokens. */
  cutOff: number;
  /** Dollars. */
  spend: number;
};

/** By model, in the order in which they first answered; refusals and words are 0 while there is no lexicon. */
export function elicitedByModel(
  responses: Responses,
  lexicon: Lexicon | null,
): Map<string, Elicited> {
  const found = new Map(
    responses
      .counts()
      .map(({ model, answers, cutOff, dollars }): [string, Elicited] => [
        model,
        { answers, refusals: 0, words: 0, cutOff, spend: dollars },
      ]),
  );
  if (lexicon) addRead(lexicon, found);
  return found;
}

function addRead({ answers }: Lexicon, found: ReadonlyMap<string, Elicited>): void {
  const { words, first, named, refused, models, respondent } = answers;
  const said = new Map([...new Set(models)].map((model) => [model, new Uint8Array(words.length)]));
  const saidBy = models.map((model) => said.get(model)!);
  for (let place = 0; place < answers.count; place++) {
    const who = respondent[place]!;
    if (refused[place] === 1) found.get(models[who]!)!.refusals += 1;
    for (let at = first[place]!; at < first[place + 1]!; at++) saidBy[who]![named[at]!] = 1;
  }
  for (const [model, own] of said) found.get(model)!.words = own.reduce((sum, one) => sum + one, 0);
}
