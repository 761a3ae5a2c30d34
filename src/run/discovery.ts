/** New descriptors as answers come in: the discovery curve, the newest words, the models that refused. */

import type { Response } from '../facts/records.ts';
import { createReader } from '../lexicon/build-lexicon.ts';
import type { AnswerColumns, AnswerWords, Lexicon } from '../lexicon/lexicon.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Discovery } from './state.ts';

const newestKept = 8;

const nothingYet: Discovery = {
  perHundred: [],
  descriptors: 0,
  newest: [],
  refused: [],
  unread: 0,
  answers: 0,
};

/** With `wordnet`, reads each answer as it comes; without it (a large run being opened), the lexicon gives the figures. */
export function createDiscovery(wordnet: WordNet | null) {
  let read = wordnet && createReader({ wordnet });
  let seen = new Set<string>();
  let settled: Lexicon | null = null;
  let state: Discovery = nothingYet;
  /** The changes since the last `state`; copying everything at every answer would be slow in a large run. */
  let open: Discovery | null = null;

  function count(
    model: string,
    { words, refused, unread }: Pick<AnswerWords, 'words' | 'refused' | 'unread'>,
  ): void {
    open ??= {
      ...state,
      perHundred: [...state.perHundred],
      refused: state.refused.map((one) => ({ ...one })),
    };
    const { perHundred } = open;
    const slot = Math.floor(open.answers / 100);
    while (perHundred.length <= slot) perHundred.push(0);
    const fresh = words.filter((word) => !seen.has(word));
    for (const word of fresh) seen.add(word);
    perHundred[slot]! += fresh.length;
    if (fresh.length > 0)
      open.newest = [...fresh.map((word) => ({ word, model })), ...open.newest].slice(
        0,
        newestKept,
      );
    open.descriptors = seen.size;
    open.answers += 1;
    if (unread) open.unread += 1;
    if (!refused) return;
    const known = open.refused.find((one) => one.model === model);
    if (known) known.count += 1;
    else open.refused.push({ model, count: 1 });
  }

  function figures(): Discovery {
    if (open) state = open;
    open = null;
    return state;
  }

  return {
    state: figures,
    /** Reads the answers that come from now on. */
    readWith(words: WordNet): void {
      read ??= createReader({ wordnet: words });
    },
    /** Reads all answers so far, unless the lexicon has counted them all, and those that come from now on. */
    readAgain(words: WordNet, lines: Iterable<Response> & { readonly length: number }): void {
      read = createReader({ wordnet: words });
      if (settled?.answers.count === lines.length) return;
      seen = new Set();
      settled = null;
      open = null;
      state = nothingYet;
      for (const line of lines) count(line.model, read(line.text));
    },
    add(line: Response): void {
      if (!read) {
        state = { ...figures(), answers: figures().answers + 1 };
        return;
      }
      count(line.model, read(line.text));
    },
    /** Counts answers that are not read one by one: the lexicon gives their figures. */
    skip(answers: number): void {
      state = { ...figures(), answers: figures().answers + answers };
    },
    /** Takes the figures from the lexicon of all `answers`, in their order of arrival; a lexicon of fewer answers changes nothing. */
    settle(lexicon: Lexicon | null, answers: number): void {
      if (!lexicon || lexicon === settled || lexicon.answers.count !== answers) return;
      settled = lexicon;
      open = null;
      state = discoveryIn(lexicon.answers);
      seen = new Set(lexicon.answers.words);
    },
  };
}

/** The same figures of the answers of a lexicon. */
function discoveryIn(answers: AnswerColumns): Discovery {
  const { count, words, first, named, refused, models, respondent } = answers;
  const perHundred = new Array<number>(Math.ceil(count / 100)).fill(0);
  const seen = new Uint8Array(words.length);
  const refusals = new Map<string, number>();
  let unread = 0;
  let newest: { word: string; model: string }[] = [];
  for (let place = 0; place < count; place++) {
    const model = models[respondent[place]!]!;
    const fresh: { word: string; model: string }[] = [];
    for (let at = first[place]!; at < first[place + 1]!; at++) {
      const word = named[at]!;
      if (seen[word]) continue;
      seen[word] = 1;
      perHundred[Math.floor(place / 100)]! += 1;
      fresh.push({ word: words[word]!, model });
    }
    if (fresh.length > 0) newest = [...fresh, ...newest].slice(0, newestKept);
    if (refused[place] === 2) unread += 1;
    if (refused[place] === 1) refusals.set(model, (refusals.get(model) ?? 0) + 1);
  }
  return {
    perHundred,
    descriptors: words.length,
    newest,
    refused: [...refusals].map(([model, count]) => ({ model, count })),
    unread,
    answers: count,
  };
}

/** The curve in at most `most` parts of equal length: new descriptors per `every` answers. */
export function foldedCurve(
  perHundred: readonly number[],
  most: number,
): { every: number; fresh: number[] } {
  const step = Math.max(1, Math.ceil(perHundred.length / most));
  const fresh = new Array<number>(Math.ceil(perHundred.length / step)).fill(0);
  for (const [at, count] of perHundred.entries()) fresh[Math.floor(at / step)]! += count;
  return { every: 100 * step, fresh };
}
