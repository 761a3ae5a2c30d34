/** The words of very many answers as columns: filled answer by answer, read by position. */
import { hashPair } from '../facts/hash-table.ts';
import type { AnswerColumns, AnswerText, AnswerWords } from './lexicon.ts';

export type AnswerColumnsBuilder = {
  add(answer: AnswerText, read: Omit<AnswerWords, 'id'>): void;
  columns(): AnswerColumns;
};

/** `expected`: the number of answers to come, for allocation; more may come. */
export function buildAnswerColumns(expected = 0): AnswerColumnsBuilder {
  const words = numbering();
  const languages = numbering();
  const respondents = numbering();
  const prompts = numbering();
  const models: string[] = [];
  let room = Math.max(16, expected);
  let first = new Uint32Array(room + 1);
  let refused = new Uint8Array(room);
  let language = new Uint8Array(room);
  let hash = new Uint32Array(room);
  let respondent = new Uint32Array(room);
  let prompt = new Uint32Array(room);
  let named = new Uint32Array(8 * room);
  let count = 0;
  let end = 0;

  function makeRoom(): void {
    room *= 2;
    first = longer(first, room + 1);
    refused = longer(refused, room);
    language = longer(language, room);
    hash = longer(hash, room);
    respondent = longer(respondent, room);
    prompt = longer(prompt, room);
  }

  return {
    add(answer, read) {
      if (count === room) makeRoom();
      if (end + read.words.length > named.length)
        named = longer(named, 2 * (named.length + read.words.length));
      for (const word of read.words) named[end++] = words.of(word);
      refused[count] = read.refused ? 1 : read.unread ? 2 : 0;
      language[count] = read.language === undefined ? 0 : languages.of(read.language) + 1;
      hash[count] = hashPair(answer.id).low;
      const who = respondents.of(answer.respondent);
      models[who] ??= answer.model;
      respondent[count] = who;
      prompt[count] = prompts.of(answer.prompt);
      count += 1;
      first[count] = end;
    },
    columns: () => ({
      count,
      words: words.names(),
      first: first.slice(0, count + 1),
      named: named.slice(0, end),
      refused: refused.slice(0, count),
      languages: languages.names(),
      language: language.slice(0, count),
      hash: hash.slice(0, count),
      respondents: respondents.names(),
      models,
      respondent: respondent.slice(0, count),
      prompts: prompts.names(),
      prompt: prompt.slice(0, count),
    }),
  };
}

/** Numbers names from 0, in the order in which they come. */
function numbering() {
  const known = new Map<string, number>();
  return {
    of(name: string): number {
      let number = known.get(name);
      if (number === undefined) {
        number = known.size;
        known.set(name, number);
      }
      return number;
    },
    names: () => [...known.keys()],
  };
}

function longer<T extends Uint32Array | Uint8Array>(column: T, length: number): T {
  const more = new (column.constructor as new (length: number) => T)(length);
  more.set(column);
  return more;
}

/** The words of the answer at a position. */
export function wordsAt(columns: AnswerColumns, place: number): Omit<AnswerWords, 'id'> {
  const { languages, language } = columns;
  return {
    refused: columns.refused[place] === 1,
    ...(columns.refused[place] === 2 ? { unread: true } : {}),
    ...(language[place]! > 0 ? { language: languages[language[place]! - 1]! } : {}),
    words: namesAt(columns, place),
  };
}

function namesAt({ words, first, named }: AnswerColumns, place: number): string[] {
  return Array.from(named.subarray(first[place], first[place + 1]), (word) => words[word]!);
}

/** The number of refusals, and of answers in a language that the lexicon cannot read. */
export function unansweredIn({ refused: kinds }: Pick<AnswerColumns, 'refused'>): {
  refused: number;
  unread: number;
} {
  let refused = 0;
  let unread = 0;
  for (const kind of kinds)
    if (kind === 1) refused += 1;
    else if (kind === 2) unread += 1;
  return { refused, unread };
}

/**
 * The descriptors of about `most` answers at most, for computations over pairs of words: all answers if there are
 * no more, else a sample by hash, which keeps the proportions of models and prompts.
 */
export function sampleOfAnswers(columns: AnswerColumns, most: number): string[][] {
  const every = Math.ceil(columns.count / most);
  const sample: string[][] = [];
  for (let place = 0; place < columns.count; place++)
    if (every <= 1 || columns.hash[place]! % every === 0) sample.push(namesAt(columns, place));
  return sample;
}
