/** A thesaurus as lists of words that can stand for each other: which lists name a word. Pure. */
import { spellingKey } from '../clustering/links.ts';

export type ThesaurusData = {
  /** Sorted. */
  words: string[];
  /** Numbers of the lists that name each word, ascending. */
  listsOf: Uint16Array[];
  /** Words in each list. */
  sizes: Uint16Array;
};

export type Thesaurus = {
  /** How many lists there are. */
  lists: number;
  /** Words in a list. */
  sizeOf(list: number): number;
  /** Numbers of the lists that name the word, ascending; null where it is unknown. */
  listsOf(word: string): Uint16Array | null;
};

/** Look-ups by word; other spellings (hyphens, spaces, British or American) find the same. */
export function createThesaurus({ words, listsOf, sizes }: ThesaurusData): Thesaurus {
  const exact = new Map(words.map((word, i) => [word, i]));
  let loose: Map<string, number> | null = null;
  return {
    lists: sizes.length,
    sizeOf: (list) => sizes[list]!,
    listsOf(word) {
      const key = word.toLowerCase();
      let at = exact.get(key);
      if (at === undefined) {
        loose ??= new Map(words.map((one, i) => [spellingKey(one), i]));
        at = loose.get(spellingKey(key));
      }
      return at === undefined ? null : listsOf[at]!;
    },
  };
}
