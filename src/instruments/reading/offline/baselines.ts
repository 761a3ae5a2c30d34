/** Baselines by words alone: a reader must be better than these. */
import { soundsRefused } from '../../../lexicon/refusal.ts';
import type { Subdimension } from '../../../values/value-system.ts';

/** The number of first letters that count as the root of a word: *honest* matches *honesty*. */
const rootLetters = 5;

const rootsOf = (text: string) =>
  (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, rootLetters));

/**
 * How many words of the text share a root with the value's name or its words in the system. Words of fewer than
 * four letters are ignored: answers are longer than the endings of the exam, whose `keywordsIn` counts all words,
 * and would often contain *fun* or *law* by chance. The published figures of each use its own count.
 */
export function keywordCount(text: string, value: Pick<Subdimension, 'name' | 'words'>): number {
  const roots = new Set([value.name, ...value.words].flatMap(rootsOf));
  return rootsOf(text).filter((root) => roots.has(root)).length;
}

/** Whether the text has the words of a refusal; a refusal counts as a text for every value. */
export const refuses = soundsRefused;
