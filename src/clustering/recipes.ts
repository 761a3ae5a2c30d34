/**
 * The ways from words to their similarity, by number. A run keeps the one that its study names, so a
 * better one never changes clusters that a researcher has worked on; docs/clustering.md has their figures.
 */
import type { Thesaurus } from '../thesaurus/thesaurus.ts';
import type { WordVectors } from '../word-vectors/word-vectors.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import { coreOfDefinition } from './definitions.ts';
import { type EmbedTexts, type MeaningSpace, meaningSpace } from './embedding.ts';
import type { Recipe } from './recipe-numbers.ts';
import { thesaurusSpace } from './thesaurus-space.ts';

/** Word data, each read when a recipe needs it. */
export type WordSources = {
  wordNet(): Promise<WordNet>;
  thesaurus(): Promise<Thesaurus>;
  wordVectors(): Promise<WordVectors>;
};

/** What the third recipe embeds: 27 % fewer tokens than the second (docs/clustering.md). */
const fewerTokens = { senses: 3, shorten: coreOfDefinition };

/** The similarity of the words by a recipe, by default the first. Throws as the recipes and the sources do. */
export async function spaceByRecipe(
  recipe: Recipe | undefined,
  words: readonly string[],
  embedder: EmbedTexts,
  sources: WordSources,
  options: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void } = {},
): Promise<MeaningSpace> {
  if ((recipe ?? 1) === 1) return meaningSpace(words, embedder, await sources.wordNet(), options);
  const [wordNet, thesaurus, wordVectors] = await Promise.all([
    sources.wordNet(),
    sources.thesaurus(),
    sources.wordVectors(),
  ]);
  return thesaurusSpace(
    words,
    embedder,
    { wordNet, thesaurus, wordVectors },
    { ...options, ...(recipe === 3 ? fewerTokens : {}) },
  );
}
