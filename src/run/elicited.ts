/** What every model answered, counted in one go however many answers there are. */

import type { Lines } from '../facts/lines.ts';
import type { Response } from '../facts/records.ts';
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
  lines: Lines<Response>,
  lexicon: Lexicon | null,
): Map<string, Elicited> {
  return 'isLarge' in lines && (lines as Responses).isLarge
    ? fromColumns(lines as Responses, lexicon)
    : fromLines(lines, lexicon);
}

const nothing: Elicited = { answers: 0, refusals: 0, words: 0, cutOff: 0, spend: 0 };

function fromLines(lines: Lines<Response>, lexicon: Lexicon | null): Map<string, Elicited> {
  const read = new Map(lexicon?.answers.map((answer) => [answer.id, answer]));
  const found = new Map<string, Elicited & { named: Set<string> }>();
  for (const line of lines) {
    let own = found.get(line.model);
    if (!own) {
      own = { ...nothing, named: new Set() };
      found.set(line.model, own);
    }
    const answer = read.get(line.id);
    own.answers += 1;
    own.spend += line.cost ?? 0;
    if (line.finish === 'length') own.cutOff += 1;
    if (answer?.refused) own.refusals += 1;
    for (const word of answer?.words ?? []) own.named.add(word);
  }
  return new Map(
    [...found].map(([model, { named, ...own }]) => [model, { ...own, words: named.size }]),
  );
}

function fromColumns(lines: Responses, lexicon: Lexicon | null): Map<string, Elicited> {
  const { columns, models } = lines.state;
  const read = lexicon?.answers.columns;
  const vocabulary = read?.words.length ?? 0;
  const named = new Uint8Array(models.length * vocabulary);
  const refusals = new Uint32Array(models.length);
  for (let place = 0; read && place < read.refused.length; place++) {
    const model = columns.model[place]!;
    if (read.refused[place]) refusals[model]! += 1;
    for (let at = read.first[place]!; at < read.first[place + 1]!; at++)
      named[model * vocabulary + read.named[at]!] = 1;
  }
  return new Map(
    lines.counts().map(({ model, answers, cutOff, dollars }, i) => {
      let words = 0;
      for (let w = 0; w < vocabulary; w++) words += named[i * vocabulary + w]!;
      return [model, { answers, cutOff, spend: dollars, refusals: refusals[i]!, words }];
    }),
  );
}
