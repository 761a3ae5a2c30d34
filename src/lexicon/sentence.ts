/** A sentence while it is read, and how its words become candidates. */
import { type Candidate, candidateAt, type Standing } from './candidate.ts';
import { countWords, type Token } from './tokens.ts';
import { cueWords } from './word-lists.ts';

export type Sentence = {
  text: string;
  tokens: readonly Token[];
  /** Per token: does not count, as denied or part of an idiom. */
  denied: readonly (boolean | undefined)[];
  /** Per token: an offered good, not a value. */
  offered: readonly (boolean | undefined)[];
  found: Candidate[];
};

export const isPlainly = (word: string) =>
  cueWords.clauseStarts.has(word) || cueWords.verbs.has(word);

export function pushSpan(
  text: string,
  start: number,
  end: number,
  standing: Standing,
  found: Candidate[],
): void {
  const span = { start, end };
  if (standing !== 'mentioned' && countWords(text, span) > 7) return;
  const candidate = candidateAt(text, span, 'prose', standing);
  if (candidate) found.push(candidate);
}
