/** The descriptors of very many answers as columns: filled one after another, read as if they were a list. */
import { type Lines, lazyLines } from '../facts/lines.ts';
import type { AnswerColumns, AnswerWords, Lexicon } from './lexicon.ts';

export type AnswerColumnsBuilder = {
  add(answer: Pick<AnswerWords, 'words' | 'refused' | 'unread'>): void;
  columns(): AnswerColumns;
};

/** Columns for `count` answers, which are added in order. */
export function buildAnswerColumns(count: number): AnswerColumnsBuilder {
  const words: string[] = [];
  const places = new Map<string, number>();
  const first = new Uint32Array(count + 1);
  const refused = new Uint8Array(count);
  let named = new Uint32Array(Math.max(1024, 8 * count));
  let at = 0;
  let end = 0;
  return {
    add(answer) {
      if (at === count) throw new RangeError('More answers than were said to come');
      if (end + answer.words.length > named.length) {
        const before = named;
        named = new Uint32Array(2 * (before.length + answer.words.length));
        named.set(before);
      }
      for (const word of answer.words) {
        let place = places.get(word);
        if (place === undefined) {
          place = words.length;
          words.push(word);
          places.set(word, place);
        }
        named[end++] = place;
      }
      refused[at] = answer.refused ? 1 : answer.unread ? 2 : 0;
      at += 1;
      first[at] = end;
    },
    columns() {
      if (at !== count) throw new RangeError('Fewer answers than were said to come');
      return { words, first, named: named.slice(0, end), refused };
    },
  };
}

/** Columns read as a list; `idOf` tells the id of the answer at a place when somebody asks. */
export function answersOfColumns(
  columns: AnswerColumns,
  idOf: (place: number) => string,
): Lines<AnswerWords> & { readonly columns: AnswerColumns } {
  const { words, first, named, refused } = columns;
  const at = (place: number): AnswerWords => ({
    get id() {
      return idOf(place);
    },
    refused: refused[place] === 1,
    ...(refused[place] === 2 ? { unread: true as const } : {}),
    get words() {
      return Array.from(named.subarray(first[place], first[place + 1]), (word) => words[word]!);
    },
  });
  return Object.defineProperties({} as Lines<AnswerWords> & { readonly columns: AnswerColumns }, {
    ...Object.getOwnPropertyDescriptors(
      lazyLines({
        length: () => refused.length,
        at,
        *from(place) {
          for (let i = place; i < refused.length; i++) yield at(i);
        },
      }),
    ),
    columns: { value: columns, enumerable: true },
  });
}

/** The columns of a list of answers: its own, or made of it. */
export function columnsOf(answers: Lexicon['answers']): AnswerColumns {
  if (answers.columns) return answers.columns;
  const builder = buildAnswerColumns(answers.length);
  for (const answer of answers) builder.add(answer);
  return builder.columns();
}

/** How many refused, and how many are in a language that nobody here reads. */
export function unansweredIn(answers: Lexicon['answers']): { refused: number; unread: number } {
  const counts = [0, 0, 0];
  if (answers.columns) for (const kind of answers.columns.refused) counts[kind]! += 1;
  else for (const { refused, unread } of answers) counts[refused ? 1 : unread ? 2 : 0]! += 1;
  return { refused: counts[1]!, unread: counts[2]! };
}

/**
 * At most `most` answers' descriptors, for what is computed over pairs of words: all where there are no more, else
 * every so-manieth by a hash of its place, so that models and prompts come in as often as they answered.
 */
export function sampleOfAnswers(
  answers: Lines<AnswerWords> & { readonly columns?: AnswerColumns },
  most: number,
): string[][] {
  const every = Math.ceil(answers.length / most);
  if (every <= 1) return answers.map((answer) => answer.words);
  const sample: string[][] = [];
  for (let place = 0; place < answers.length; place++)
    if ((Math.imul(place + 1, 0x9e3779b1) >>> 0) % every === 0)
      sample.push(answers.at(place)!.words);
  return sample;
}
