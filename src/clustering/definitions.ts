/** The WordNet sense of a word within its list: the one nearest to the list's mean. */
import type { Sense, WordNet } from '../wordnet/wordnet.ts';
import { cosine } from './vectors.ts';

export type Definition = {
  /** The lemma under which WordNet has the word. */
  lemma: string;
  synset: number;
  gloss: string;
};

/** A value word rarely has one of the later senses of a common noun. */
const mostSenses = 5;

/** Endings of nouns made from adjectives, and the adjectives' endings. */
const nounEndings: readonly (readonly [RegExp, string])[] = [
  [/iness$/, 'y'],
  [/ness$/, ''],
  [/([ai])bility$/, '$1ble'],
  [/ivity$/, 'ive'],
  [/ality$/, 'al'],
  [/osity$/, 'ous'],
  [/ity$/, ''],
  [/ity$/, 'e'],
  [/([ae])n(ce|cy)$/, '$1nt'],
];

/**
 * The senses of a descriptor that have a definition, most usual first: those of nouns of abstract
 * classes, else of adjectives, else of the adjective that its ending points to (supportiveness →
 * supportive). Hyphens and spaces are tried for each other. Empty where WordNet has none.
 */
export function possibleDefinitions(word: string, wordNet: WordNet): Definition[] {
  const spellings = new Set([word, word.replaceAll('-', ' '), word.replaceAll('-', '')]);
  spellings.add(word.replaceAll(' ', '-'));
  const adjectives = new Set(spellings);
  for (const spelling of spellings)
    for (const [ending, replacement] of nounEndings)
      if (ending.test(spelling)) adjectives.add(spelling.replace(ending, replacement));
  for (const pos of ['noun', 'adjective'] as const) {
    for (const spelling of pos === 'noun' ? spellings : adjectives) {
      const lemma = wordNet.baseForms(spelling, pos)[0];
      if (lemma === undefined) continue;
      const found = wordNet
        .senses(lemma, pos)
        .filter((sense): sense is Sense & { gloss: string } => sense.gloss !== null)
        .slice(0, mostSenses)
        .map(({ synset, gloss }) => ({ lemma, synset, gloss }));
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** The text embedded for one sense of a word: "honesty: the quality of being honest". */
export function definitionText(word: string, gloss: string): string {
  return `${word}: ${gloss}`;
}

/** After so many words a definition is cut. */
const mostWords = 7;

/**
 * The core of a definition: without what stands in brackets, to the first semicolon, at most seven
 * words. Where nothing is left, the whole definition.
 */
export function coreOfDefinition(gloss: string): string {
  const [first = ''] = gloss.replace(/\([^()]*\)/g, ' ').split(';');
  return first.split(/\s+/).filter(Boolean).slice(0, mostWords).join(' ') || gloss;
}

/** The candidate nearest to `mean` by cosine; of equals the first. `vectors` belong to the candidates. */
export function nearestDefinition(
  candidates: readonly Definition[],
  vectors: readonly Float32Array[],
  mean: Float32Array,
): { definition: Definition; vector: Float32Array } | null {
  let best: { definition: Definition; vector: Float32Array } | null = null;
  let nearest = Number.NEGATIVE_INFINITY;
  for (const [i, definition] of candidates.entries()) {
    const vector = vectors[i]!;
    const nearness = cosine(vector, mean);
    if (nearness > nearest) {
      nearest = nearness;
      best = { definition, vector };
    }
  }
  return best;
}
