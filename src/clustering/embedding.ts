/** The first recipe for meaning: vectors, definitions, and lexical links become one similarity of words. */
import { UserError } from '../errors.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import {
  type Definition,
  definitionText,
  nearestDefinition,
  possibleDefinitions,
} from './definitions.ts';
import { lexicalLinks } from './links.ts';
import { addLinks, meanOfSimilarities } from './similarity.ts';
import { centred, dotProducts, meanVector, normalised } from './vectors.ts';

/** Vectors of texts, in order; `Embedder` of src/embedding is one. */
export type EmbedTexts = {
  name: string;
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void },
  ): Promise<Float32Array[]>;
};

export type SpaceOptions = {
  /** Add vectors of "word: definition", half and half; default true. */
  definitions?: boolean;
  /** Subtract the list's mean vector; default true. */
  centre?: boolean;
  /** Weight of the lexical links, default 0.3; 0 leaves them out. */
  linkWeight?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, of: number) => void;
};

/** The words of a list and how near in meaning they are. */
export type MeaningSpace = {
  /** "use-lite + definitions + links" */
  name: string;
  words: string[];
  /** The definition that was taken for each word, null where WordNet has none. */
  definitions: (string | null)[];
  /** Of length 1, for methods that need vectors (k-means). */
  vectors: Float32Array[];
  /** words × words, row-major; cosine + weight × link, 1 on the diagonal. */
  similarity: Float32Array;
  /** How usual each word is in English, for names; none in the first recipe. */
  common?: number[];
};

/**
 * Embeds the words and their definitions and gives their similarity (docs/clustering.md has the
 * recipe's figures). What `embed` throws passes through; an abort rejects with the signal's reason.
 */
export async function meaningSpace(
  words: readonly string[],
  { name, embed }: EmbedTexts,
  wordNet: WordNet,
  options: SpaceOptions = {},
): Promise<MeaningSpace> {
  const { definitions = true, centre = true, linkWeight = 0.3, signal, onProgress } = options;
  const candidates = words.map((word) =>
    definitions || linkWeight !== 0 ? possibleDefinitions(word, wordNet) : [],
  );
  const texts = [
    ...words,
    ...candidates.flatMap((senses, i) =>
      senses.map(({ gloss }) => definitionText(words[i]!, gloss)),
    ),
  ];
  const embedded = await embed(texts, {
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  const size = embedded[0]?.length ?? 0;
  if (embedded.length !== texts.length || embedded.some((vector) => vector.length !== size))
    throw new UserError(`${name} gave vectors of different lengths, or too few`, {
      hint: 'Try another embedding model.',
    });

  const spread = (vectors: Float32Array[]) =>
    centre ? centred(vectors) : vectors.map((vector) => normalised(vector));
  const wordVectors = spread(embedded.slice(0, words.length).map(normalised));
  const chosen = chooseDefinitions(candidates, embedded.slice(words.length).map(normalised));

  let vectors = wordVectors;
  let similarity = dotProducts(wordVectors);
  if (definitions) {
    const defined = words.map((_, i) => i).filter((i) => chosen[i]);
    const spreadDefinitions = spread(defined.map((i) => chosen[i]!.vector));
    const definitionVectors: (Float32Array | null)[] = words.map(() => null);
    for (const [at, i] of defined.entries()) definitionVectors[i] = spreadDefinitions[at]!;
    similarity = meanOfSimilarities(wordVectors, definitionVectors);
    vectors = wordVectors.map((vector, i) => sideBySide(vector, definitionVectors[i] ?? vector));
  }
  if (linkWeight !== 0) {
    const links = lexicalLinks(
      words,
      chosen.map((choice) => choice?.definition ?? null),
      wordNet,
    );
    similarity = addLinks(similarity, links, linkWeight);
  }
  for (let i = 0; i < words.length; i++) similarity[i * words.length + i] = 1;
  return {
    name: [
      name,
      ...(definitions ? ['definitions'] : []),
      ...(linkWeight !== 0 ? ['links'] : []),
    ].join(' + '),
    words: [...words],
    definitions: chosen.map((choice) => choice?.definition.gloss ?? null),
    vectors,
    similarity,
  };
}

/** Per word the sense nearest to the mean of all words' first senses: among values, *faith* is no sect. */
function chooseDefinitions(
  candidates: readonly Definition[][],
  vectors: readonly Float32Array[],
): ({ definition: Definition; vector: Float32Array } | null)[] {
  const starts: number[] = [];
  let start = 0;
  for (const senses of candidates) {
    starts.push(start);
    start += senses.length;
  }
  const first = starts.filter((_, i) => candidates[i]!.length > 0).map((at) => vectors[at]!);
  const mean = meanVector(first);
  return candidates.map((senses, i) =>
    nearestDefinition(senses, vectors.slice(starts[i]!, starts[i]! + senses.length), mean),
  );
}

/** Two unit vectors as one. */
export function sideBySide(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return normalised(both);
}
