/** WordNet 3.1 (Fellbaum 1998) in memory: look-ups of lemmas, senses, and relations. Pure. */
import { baseForms } from './base-forms.ts';
import type { Packed, Rows } from './pack.ts';

export type PartOfSpeech = 'noun' | 'verb' | 'adjective' | 'adverb';

const partsOfSpeech: readonly PartOfSpeech[] = ['noun', 'verb', 'adjective', 'adverb'];

export type Sense = {
  /** Number of the synset in this data file. */
  synset: number;
  /** Lexicographer class without its part of speech: "attribute", "state", "all". */
  lexname: string;
  /** The definition without examples; kept for adjectives and for nouns of abstract classes. */
  gloss: string | null;
  /** How often the sense was tagged in WordNet's corpora. */
  frequency: number;
  /** A named individual: "Paris". */
  instance: boolean;
};

export type RankedLemma = { lemma: string; frequency: number; synset: number };

/** Lemmas are lower case with spaces; look-ups take any case, and underscores for spaces. */
export type WordNet = {
  licence: string;
  /** Senses in WordNet's order (most usual first); empty when the lemma is unknown. */
  senses(lemma: string, pos: PartOfSpeech): Sense[];
  isNoun(lemma: string): boolean;
  isVerb(lemma: string): boolean;
  isAdjective(lemma: string): boolean;
  isAdverb(lemma: string): boolean;
  /** Tagged occurrences over all senses of the part of speech. */
  frequency(lemma: string, pos: PartOfSpeech): number;
  /** Lemmas that the word may be an inflection of, itself first if it is one: children → child. */
  baseForms(word: string, pos: PartOfSpeech): string[];
  /**
   * Nouns derived from the lemma (or that it pertains to) and their synonyms of the same stem, most
   * frequent first, without the lemma itself. An adverb has those of its adjective. honest → honesty.
   */
  derivedNouns(lemma: string, pos: PartOfSpeech): RankedLemma[];
  /** Derivationally related lemmas of another part of speech, most frequent first. */
  derived(lemma: string, from: PartOfSpeech, to: PartOfSpeech): RankedLemma[];
  /** What the lemma pertains to: musical → music; honestly → honest. */
  pertainyms(lemma: string, pos: 'adjective' | 'adverb'): RankedLemma[];
  antonyms(lemma: string, pos: PartOfSpeech): string[];
  /** Direct hypernyms. */
  hypernyms(synset: number): number[];
  /** Synsets of similar adjectives. */
  similar(synset: number): number[];
  /** Adjectives that express an attribute noun, and the reverse: honesty ↔ honest. */
  attributes(synset: number): number[];
  /** Lemmas of a synset. */
  members(synset: number): string[];
  lexname(synset: number): string;
  gloss(synset: number): string | null;
};

/** Look-ups over an unpacked data file. */
export function createWordNet(data: Packed): WordNet {
  const lemmaCount = data.lemmaStart.length - 1;
  const lemmaAt = (index: number) =>
    data.lemmaText.slice(data.lemmaStart[index], data.lemmaStart[index + 1]);

  function lemmaIndex(word: string): number {
    const key = word.toLowerCase().replaceAll('_', ' ');
    let low = 0;
    let high = lemmaCount - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const lemma = lemmaAt(middle);
      if (lemma === key) return middle;
      if (lemma < key) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  function lemmaOfSense(sense: number): number {
    let low = 0;
    let high = lemmaCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (data.senseStart[middle]! <= sense) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const posOf = (synset: number): PartOfSpeech =>
    partsOfSpeech[data.firstOf.findLastIndex((first) => first <= synset)]!;

  /** Where the corpora say nothing, more senses, then fewer letters, mark the usual word. */
  const byUse = (pos: PartOfSpeech) => (a: RankedLemma, b: RankedLemma) =>
    b.frequency - a.frequency ||
    senseNumbers(b.lemma, pos).length - senseNumbers(a.lemma, pos).length ||
    a.lemma.length - b.lemma.length ||
    (a.lemma < b.lemma ? -1 : a.lemma > b.lemma ? 1 : 0);

  let senseOfSynset: Rows | null = null;
  function membersOf(synset: number): string[] {
    senseOfSynset ??= invert(data.senseSynset, data.firstOf.at(-1)!);
    return Array.from(rowOf(senseOfSynset, synset), (sense) => lemmaAt(lemmaOfSense(sense)));
  }

  /** Positions in the sense table. */
  function senseNumbers(lemma: string, pos: PartOfSpeech): number[] {
    const index = lemmaIndex(lemma);
    if (index < 0) return [];
    const number = partsOfSpeech.indexOf(pos);
    const first = data.firstOf[number]!;
    const end = data.firstOf[number + 1]!;
    const found: number[] = [];
    for (let i = data.senseStart[index]!; i < data.senseStart[index + 1]!; i++) {
      const synset = data.senseSynset[i]!;
      if (synset >= first && synset < end) found.push(i);
    }
    return found;
  }

  const lexname = (synset: number) => {
    const name = data.lexnames[data.lexname[synset]!]!;
    return name.slice(name.indexOf('.') + 1);
  };
  const gloss = (synset: number) =>
    data.glossText.slice(data.glossStart[synset], data.glossStart[synset + 1]) || null;

  const frequency = (lemma: string, pos: PartOfSpeech) =>
    senseNumbers(lemma, pos).reduce((sum, sense) => sum + data.senseCount[sense]!, 0);

  const has = (lemma: string, pos: PartOfSpeech) => senseNumbers(lemma, pos).length > 0;

  /** Lemmas at the other end of a lexical relation; frequency of the lemma, synset of its nearest use. */
  function related(
    lemma: string,
    from: PartOfSpeech,
    relation: Rows,
    to: PartOfSpeech | null,
  ): RankedLemma[] {
    const found = new Map<string, RankedLemma>();
    for (const sense of senseNumbers(lemma, from)) {
      for (const target of rowOf(relation, sense)) {
        const synset = data.senseSynset[target]!;
        const pos = posOf(synset);
        if (to !== null && pos !== to) continue;
        const name = lemmaAt(lemmaOfSense(target));
        if (!found.has(name))
          found.set(name, { lemma: name, frequency: frequency(name, pos), synset });
      }
    }
    return [...found.values()].sort(byUse(to ?? from));
  }

  function derivedNouns(lemma: string, pos: PartOfSpeech): RankedLemma[] {
    const found = new Map<string, RankedLemma>();
    const put = (noun: RankedLemma) => {
      if (noun.lemma !== lemma.toLowerCase() && !found.has(noun.lemma)) found.set(noun.lemma, noun);
    };
    // WordNet links honest to honestness alone; honesty stands in the same synset.
    const add = (noun: RankedLemma) => {
      put(noun);
      for (const mate of membersOf(noun.synset))
        if (shareStem(mate, lemma))
          put({ lemma: mate, frequency: frequency(mate, 'noun'), synset: noun.synset });
    };
    for (const noun of related(lemma, pos, data.derivation, 'noun')) add(noun);
    for (const noun of related(lemma, pos, data.pertainym, 'noun')) add(noun);
    if (pos === 'adverb')
      for (const adjective of related(lemma, pos, data.pertainym, 'adjective'))
        for (const noun of derivedNouns(adjective.lemma, 'adjective')) add(noun);
    return [...found.values()].sort(byUse('noun'));
  }

  return {
    licence: data.licence,
    senses: (lemma, pos) =>
      senseNumbers(lemma, pos).map((sense) => {
        const synset = data.senseSynset[sense]!;
        return {
          synset,
          lexname: lexname(synset),
          gloss: gloss(synset),
          frequency: data.senseCount[sense]!,
          instance: data.instance[synset] === 1,
        };
      }),
    isNoun: (lemma) => has(lemma, 'noun'),
    isVerb: (lemma) => has(lemma, 'verb'),
    isAdjective: (lemma) => has(lemma, 'adjective'),
    isAdverb: (lemma) => has(lemma, 'adverb'),
    frequency,
    baseForms: (word, pos) => baseForms(word, pos, (lemma) => has(lemma, pos)),
    derivedNouns,
    derived: (lemma, from, to) => related(lemma, from, data.derivation, to),
    pertainyms: (lemma, pos) => related(lemma, pos, data.pertainym, null),
    antonyms: (lemma, pos) =>
      related(lemma, pos, data.antonym, null).map((antonym) => antonym.lemma),
    hypernyms: (synset) => [...rowOf(data.hypernym, synset)],
    similar: (synset) => [...rowOf(data.similar, synset)],
    attributes: (synset) => [...rowOf(data.attribute, synset)],
    members: membersOf,
    lexname,
    gloss,
  };
}

/** All but the last two letters of the shorter word, at least three. */
function shareStem(a: string, b: string): boolean {
  const length = Math.max(3, Math.min(a.length, b.length) - 2);
  return a.slice(0, length) === b.slice(0, length).toLowerCase();
}

const rowOf = (rows: Rows, row: number): Uint32Array =>
  rows.to.subarray(rows.start[row], rows.start[row + 1]);

/** value at i → rows of the i that have it. */
function invert(values: Uint32Array, length: number): Rows {
  const start = new Uint32Array(length + 1);
  for (const value of values) start[value + 1]!++;
  for (let i = 0; i < length; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const to = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) to[next[values[i]!]!++] = i;
  return { start, to };
}
