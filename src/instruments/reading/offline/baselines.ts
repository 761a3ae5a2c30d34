/** What words alone show: a reader that is no better reads nothing. */
import { soundsRefused } from '../../../lexicon/refusal.ts';
import type { Subdimension } from '../../../values/value-system.ts';

/** As many letters of a word count as its root: *honest* meets *honesty*. */
const rootLetters = 5;

const rootsOf = (text: string) =>
  (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, rootLetters));

/**
 * How many words of the text share a root with the value's name or its words in the system. Words of fewer than
 * four letters are passed over, since answers are longer than the endings of the exam, whose `keywordsIn` counts
 * all words: *fun* or *law* would often be met by chance. The published figures of each rest on its own count.
 */
export function keywordCount(text: string, value: Pick<Subdimension, 'name' | 'words'>): number {
  const roots = new Set([value.name, ...value.words].flatMap(rootsOf));
  return rootsOf(text).filter((root) => roots.has(root)).length;
}

/** Whether the text has the words of a refusal; a text that refuses counts as for every value. */
export const refuses = soundsRefused;
