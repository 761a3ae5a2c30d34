/** Lexical links: relations of two words in WordNet, in addition to their vectors. */
import type { WordNet } from '../wordnet/wordnet.ts';
import { type Definition, possibleDefinitions } from './definitions.ts';

/** The strength of each kind of link; the strongest counts, an antonym before all others. */
export const linkWeights = {
  spelling: 1.5,
  synset: 1,
  adjective: 0.8,
  similar: 0.6,
  hypernym: 0.6,
  /** The definition of one names the other, or its adjective: candor, "the quality of being honest". */
  definition: 0.5,
  ancestor: 0.35,
  antonym: -1,
} as const;

/** Hypernyms nearer to the root than this hold half of all abstract nouns. */
const leastDepth = 5;
/** Steps up from a word to a hypernym that two words may share. */
const mostSteps = 2;

type Entry = {
  spelling: string;
  synsets: Set<number>;
  adjectives: Set<string>;
  /** Synsets of those adjectives, and of adjectives similar to them. */
  near: Set<number>;
  core: Set<number>;
  parents: Set<number>;
  ancestors: Set<number>;
  antonyms: Set<string>;
  lemmas: Set<string>;
  /** The word, its synonyms, and its adjectives. */
  stems: Set<string>;
  /** Lemmas in its definition. */
  named: Set<string>;
};

/**
 * Links among words, words × words, row-major, −1…1.5, 0 for none and on the diagonal. `chosen`
 * holds each word's definition, null where it has none.
 */
export function lexicalLinks(
  words: readonly string[],
  chosen: readonly (Definition | null)[],
  wordNet: WordNet,
): Float32Array {
  const depths = new Map<number, number>();
  const lemmas = lemmaFinder(wordNet);
  const entries = words.map((word, i) => entryOf(word, chosen[i] ?? null, wordNet, lemmas, depths));
  const n = words.length;
  const links = new Float32Array(n * n);
  for (const { weight, ofOne, ofOther } of linkKinds)
    forPairsThatShare(entries, ofOne, ofOther, (i, j) => {
      links[i * n + j] = weight;
      links[j * n + i] = weight;
    });
  return links;
}

type Part = (entry: Entry) => Iterable<string | number>;

/** What two words share where they are linked, from the weakest kind to the one that counts before all others. */
const linkKinds: readonly { weight: number; ofOne: Part; ofOther: Part }[] = [
  { weight: linkWeights.ancestor, ofOne: (a) => a.ancestors, ofOther: (b) => b.ancestors },
  { weight: linkWeights.definition, ofOne: (a) => a.stems, ofOther: (b) => b.named },
  { weight: linkWeights.hypernym, ofOne: (a) => a.parents, ofOther: (b) => b.synsets },
  { weight: linkWeights.similar, ofOne: (a) => a.near, ofOther: (b) => b.core },
  { weight: linkWeights.adjective, ofOne: (a) => a.adjectives, ofOther: (b) => b.adjectives },
  { weight: linkWeights.synset, ofOne: (a) => a.synsets, ofOther: (b) => b.synsets },
  { weight: linkWeights.antonym, ofOne: (a) => a.antonyms, ofOther: (b) => b.lemmas },
  { weight: linkWeights.spelling, ofOne: (a) => [a.spelling], ofOther: (b) => [b.spelling] },
];

/** Calls `visit` for pairs of different entries whose parts have something in common, found by an index: most pairs have nothing. */
function forPairsThatShare(
  entries: readonly Entry[],
  ofOne: Part,
  ofOther: Part,
  visit: (i: number, j: number) => void,
): void {
  const holders = new Map<string | number, number[]>();
  for (const [j, entry] of entries.entries())
    for (const item of ofOther(entry)) {
      const known = holders.get(item);
      if (known) known.push(j);
      else holders.set(item, [j]);
    }
  for (const [i, entry] of entries.entries())
    for (const item of ofOne(entry))
      for (const j of holders.get(item) ?? []) if (i !== j) visit(i, j);
}

function entryOf(
  word: string,
  chosen: Definition | null,
  wordNet: WordNet,
  lemmasIn: (gloss: string) => Set<string>,
  depths: Map<number, number>,
): Entry {
  const entry: Entry = {
    spelling: spellingKey(word),
    synsets: new Set(),
    adjectives: new Set(),
    near: new Set(),
    core: new Set(),
    parents: new Set(),
    ancestors: new Set(),
    antonyms: new Set(),
    lemmas: new Set([word]),
    stems: new Set([word]),
    named: new Set(),
  };
  if (!chosen) return entry;
  entry.lemmas.add(chosen.lemma);
  const pos = wordNet.isNoun(chosen.lemma) ? 'noun' : 'adjective';
  for (const antonym of wordNet.antonyms(chosen.lemma, pos)) entry.antonyms.add(antonym);
  // The two most usual senses beside the chosen one: WordNet's senses are finer than values.
  for (const { synset } of possibleDefinitions(word, wordNet).slice(0, 2))
    entry.synsets.add(synset);
  entry.synsets.add(chosen.synset);

  const adjectives =
    pos === 'adjective'
      ? [chosen.lemma]
      : wordNet.derived(chosen.lemma, 'noun', 'adjective').map((adjective) => adjective.lemma);
  for (const synset of entry.synsets)
    for (const expressed of wordNet.attributes(synset)) entry.core.add(expressed);
  for (const adjective of adjectives) {
    entry.adjectives.add(adjective);
    for (const antonym of wordNet.antonyms(adjective, 'adjective'))
      for (const noun of wordNet.derivedNouns(antonym, 'adjective')) entry.antonyms.add(noun.lemma);
    for (const { synset } of wordNet.senses(adjective, 'adjective').slice(0, 2))
      entry.core.add(synset);
  }
  for (const synset of entry.core) {
    entry.near.add(synset);
    for (const similar of wordNet.similar(synset)) entry.near.add(similar);
  }
  for (const lemma of [chosen.lemma, ...wordNet.members(chosen.synset), ...adjectives])
    entry.stems.add(lemma);
  entry.named = lemmasIn(chosen.gloss);
  for (const parent of wordNet.hypernyms(chosen.synset)) entry.parents.add(parent);
  let level = [chosen.synset];
  for (let step = 0; step < mostSteps; step++) {
    level = level.flatMap((synset) => wordNet.hypernyms(synset));
    for (const synset of level)
      if (depthOf(synset, wordNet, depths) >= leastDepth) entry.ancestors.add(synset);
  }
  return entry;
}

/** Words that definitions of any value use. */
const definers = new Set(
  'ability act being character disposition doing feeling good having make person property quality someone something state tendency trait'.split(
    ' ',
  ),
);

/** Finds the lemmas in definitions; those of a word are looked up once, since definitions share most of their words. */
function lemmaFinder(wordNet: WordNet): (gloss: string) => Set<string> {
  const known = new Map<string, string[]>();
  const lemmasOf = (word: string) => {
    let lemmas = known.get(word);
    if (!lemmas) {
      lemmas = (['noun', 'adjective'] as const).flatMap((pos) => wordNet.baseForms(word, pos));
      known.set(word, lemmas);
    }
    return lemmas;
  };
  return (gloss) => {
    const lemmas = new Set<string>();
    for (const word of gloss.toLowerCase().split(/[^a-z-]+/)) {
      if (word.length < 4 || definers.has(word)) continue;
      lemmas.add(word);
      for (const lemma of lemmasOf(word)) lemmas.add(lemma);
    }
    return lemmas;
  };
}

/** Steps to the root, by the longest way. */
function depthOf(synset: number, wordNet: WordNet, depths: Map<number, number>): number {
  const known = depths.get(synset);
  if (known !== undefined) return known;
  const above = wordNet.hypernyms(synset).map((parent) => depthOf(parent, wordNet, depths));
  const depth = above.length === 0 ? 0 : 1 + Math.max(...above);
  depths.set(synset, depth);
  return depth;
}

/** Alike for words that differ only in hyphens, spaces, or British and American spelling. */
export function spellingKey(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s'’‐-]+/g, '')
    .replace(/is(e|es|ed|ing|ation|er)$/, 'iz$1')
    .replace(/yz(e|ing|er)$/, 'ys$1')
    .replace(/our(?=$|s$|ed$|ful|able|ing)/, 'or')
    .replace(/(?<=[aeiou]l)l(?=ing|ed|er)/, '')
    .replace(/([ae])nc[ey]$/, '$1nce')
    .replace(/([^aeiou])re$/, '$1er')
    .replace(/aesth/, 'esth')
    .replace(/s$/, '');
}
