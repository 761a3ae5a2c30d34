/** Reads the words of a phrase: which are in a list, which value an adjective names, where an object ends. */
import type { WordNet } from '../wordnet/wordnet.ts';
import {
  bare,
  degrees,
  determiners,
  isAlike,
  light,
  type Phrases,
  persons,
  slots,
} from './frame-lists.ts';
import { nominalise } from './nominalise.ts';
import { exceptions, headPrepositions, knownValues } from './word-lists.ts';

export type PhraseReader = ReturnType<typeof createPhraseReader>;

/** "pay what is owed" */
export const clauseObject = /^(?:what|whatever|whoever|those)$/;

/** Places are counted from 0; the words are those of one phrase, in lower case. */
export function createPhraseReader(wordnet: WordNet) {
  const verbOf = (word: string): string[] => wordnet.baseForms(word, 'verb');
  /**
   * The phrase of the list at a place that says most; its first word may be a form of the verb. `isOpen`: it ends
   * with a slot, so that what fills it may name a value of its own.
   */
  const at = (words: readonly string[], place: number, phrases: Phrases, isVerb = true) => {
    const word = words[place];
    if (word === undefined) return null;
    for (const first of isVerb ? [word, ...verbOf(word)] : [word])
      for (const phrase of phrases.get(first) ?? []) {
        const end = endOfMatch(words, place + 1, phrase.words, 1);
        if (end >= 0) return { to: phrase.to, end, isOpen: phrase.words.at(-1)!.startsWith('<') };
      }
    return null;
  };
  /** Where the parts of a phrase from the k-th on end, if they stand at a place; −1 where they do not. */
  const endOfMatch = (
    words: readonly string[],
    place: number,
    parts: readonly string[],
    k: number,
  ): number => {
    const part = parts[k];
    if (part === undefined) return place;
    const word = words[place];
    if (word === undefined) return -1;
    if (!part.startsWith('<'))
      return isAlike(part, word) ? endOfMatch(words, place + 1, parts, k + 1) : -1;
    if (headPrepositions.has(word)) return -1;
    const start = skipDeterminers(words, place);
    for (let end = Math.max(endOfNoun(words, start), place + 1); end > place; end--) {
      if (!isInSlot(words, place, Math.min(start, end - 1), end, part)) continue;
      const last = endOfMatch(words, end, parts, k + 1);
      if (last >= 0) return last;
    }
    return -1;
  };
  /** Whether the noun phrase at `place`, without its determiners from `start` on, is of a slot. */
  const isInSlot = (
    words: readonly string[],
    place: number,
    start: number,
    end: number,
    name: string,
  ): boolean => {
    if (name === '<any>') return true;
    const { nouns, classes } = slots.get(name)!;
    const head = singular(words[end - 1]!);
    return (
      nouns.has(words.slice(place, end).join(' ')) ||
      nouns.has(words.slice(start, end).join(' ')) ||
      nouns.has(words[end - 1]!) ||
      nouns.has(head) ||
      (classes.size > 0 && classes.has(wordnet.senses(head, 'noun')[0]?.lexname ?? ''))
    );
  };
  /** Synonyms of a word, then its hypernyms, as many floors up as told, each in its usual sense. */
  const kindsOf = (word: string, pos: 'noun' | 'verb', floors: number): string[] => {
    const usual = wordnet.senses(word, pos)[0];
    if (usual === undefined) return [];
    let level = [usual.synset];
    const found: string[] = [];
    for (let floor = 0; floor <= floors; floor++) {
      for (const synset of level)
        for (const member of wordnet.members(synset))
          if (wordnet.senses(member, pos)[0]?.synset === synset) found.push(member);
      level = level.flatMap((synset) => wordnet.hypernyms(synset));
    }
    return found;
  };
  /** What a list says of a verb that it lacks: by a synonym ("console": "comfort"), or what the verb is a kind of. */
  const byKind = (word: string, phrases: Phrases, floors: number): string | null => {
    const base = verbOf(word)[0];
    if (base === undefined || knownValues.has(base)) return null;
    for (const kind of kindsOf(base, 'verb', floors)) {
      const listed = phrases.get(kind)?.find((phrase) => phrase.words.length === 1);
      if (listed && !light.has(kind) && !bare.has(kind)) return listed.to;
    }
    return null;
  };
  const known = (word: string): string | null => {
    if (knownValues.has(word)) return word;
    const listed = exceptions.get(word);
    return listed !== undefined && knownValues.has(listed) ? listed : null;
  };
  /** The value that an adjective or an adverb names. */
  const quality = (word: string): string | null => {
    if (degrees.has(word)) return null;
    const listed = known(word);
    if (listed !== null) return listed;
    if (!wordnet.isAdjective(word) && !word.endsWith('ly')) return null;
    const noun = nominalise(word, wordnet)?.to;
    return noun === undefined ? null : known(noun);
  };
  const isMostlyAdjective = (word: string): boolean =>
    word !== 'together' && wordnet.frequency(word, 'adjective') > wordnet.frequency(word, 'noun');
  const skipDeterminers = (words: readonly string[], from: number): number => {
    let place = from;
    while (place < words.length && determiners.test(words[place]!)) place++;
    return place;
  };
  /** Where the noun phrase that begins at a place ends. */
  const endOfNoun = (words: readonly string[], from: number): number => {
    let end = from;
    while (end < words.length && end - from < 4 && !isJoint(words[end]!)) end++;
    return end;
  };
  const isJoint = (word: string) =>
    headPrepositions.has(word) || /^(?:and|or|but|is|are|than|so|because|rather|even)$/.test(word);
  const singular = (word: string): string =>
    wordnet.isNoun(word) ? word : (wordnet.baseForms(word, 'noun')[0] ?? word);
  /** The known value that an object is: "the dignity of every person". */
  const valueOfObject = (words: readonly string[], from: number): string | null => {
    const start = skipDeterminers(words, from);
    const end = endOfNoun(words, start);
    for (let first = start; first < end; first++) {
      const phrase = words.slice(first, end).join(' ');
      if (knownValues.has(phrase)) return phrase;
      if (knownValues.has(singular(phrase))) return singular(phrase);
    }
    return null;
  };
  const classOf = (words: readonly string[], from: number, lists: Phrases): string | null => {
    for (const start of new Set([from, skipDeterminers(words, from)]))
      for (let place = start; place < Math.max(start + 1, endOfNoun(words, start)); place++) {
        const found =
          at(words, place, lists, false) ?? at([singular(words[place] ?? '')], 0, lists, false);
        if (found) return found.to;
      }
    return null;
  };
  /** The class of the head by what it is a kind of: "whales" are animals, "my nieces" are relatives. */
  const kindOfHead = (words: readonly string[], from: number, lists: Phrases): string | null => {
    const start = skipDeterminers(words, from);
    const head = words[endOfNoun(words, start) - 1];
    if (head === undefined) return null;
    const noun = singular(head);
    const floors = wordnet.senses(noun, 'noun')[0]?.lexname === 'animal' ? 12 : 2;
    for (const kind of kindsOf(noun, 'noun', floors)) {
      const listed = lists.get(kind)?.find((phrase) => phrase.words.length === 1);
      if (listed) return listed.to;
    }
    return null;
  };
  const isPerson = (words: readonly string[], from: number): boolean => {
    if (classOf(words, from, persons) !== null) return true;
    const start = skipDeterminers(words, from);
    const head = words[endOfNoun(words, start) - 1];
    return head !== undefined && wordnet.senses(singular(head), 'noun')[0]?.lexname === 'person';
  };
  const isPlural = (word: string): boolean =>
    wordnet.baseForms(word, 'noun').some((base) => base !== word);
  /** Whether the word is a verb: an object, or nothing, follows it. */
  const takesObject = (words: readonly string[]): boolean => {
    const next = words[1];
    if (next === undefined || isJoint(next)) return false;
    if (determiners.test(next) || clauseObject.test(next) || isPerson(words, 1)) return true;
    if (words.slice(1, 5).some((word) => word.endsWith('ly') && quality(word) !== null))
      return true;
    return isPlural(words[endOfNoun(words, 1) - 1] ?? next);
  };

  const hasObject = (words: readonly string[]): boolean =>
    words[1] !== undefined &&
    !isJoint(words[1]) &&
    !/ly$|^(?:together|ahead|always|well|more|freely|new|something|things|myself|yourself)$/.test(
      words[1],
    );

  return {
    wordnet,
    verbOf,
    at,
    quality,
    isMostlyAdjective,
    skipDeterminers,
    isJoint,
    valueOfObject,
    classOf,
    byKind,
    kindOfHead,
    takesObject,
    hasObject,
  };
}
