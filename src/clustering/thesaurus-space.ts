/** The second and third recipe for meaning: several senses of a word, a thesaurus and word vectors beside the embedding, opposites apart. */
import { UserError } from '../errors.ts';
import { thesaurusNearness } from '../thesaurus/nearness.ts';
import type { Thesaurus } from '../thesaurus/thesaurus.ts';
import type { WordVectors } from '../word-vectors/word-vectors.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import { commonness } from './commonness.ts';
import {
  type Definition,
  definitionText,
  nearestDefinition,
  possibleDefinitions,
} from './definitions.ts';
import { type EmbedTexts, type MeaningSpace, sideBySide } from './embedding.ts';
import { lexicalLinks } from './links.ts';
import { oppositesAmong } from './opposites.ts';
import { addLinks, meanOfSimilarities } from './similarity.ts';
import { centred, cosine, dotProducts, meanVector, normalised } from './vectors.ts';

/** Each was measured on half a of the gold list: docs/clustering.md. */
const linkWeight = 0.4;
const thesaurusWeight = 0.5;
const companyWeight = 0.5;
/** How sharply the sense nearest to the list's mean is preferred. */
const sharpness = 20;
/** No cluster holds two opposites unless everything else in it draws them together. */
const oppositeSimilarity = -1;
/** With fewer known pairs the others are not estimated. */
const leastPairs = 10;

/** Word data of these recipes. */
export type WordData = { wordNet: WordNet; thesaurus: Thesaurus; wordVectors: WordVectors };

/**
 * Embeds the words and their definitions and gives their similarity: the mean of the cosines of the
 * words and of their definitions, + 0.5 × √ nearness in the thesaurus + 0.5 × the cosine of the words'
 * company + 0.4 × lexical link; −1 for opposites. Of a word at most `senses` senses are embedded, each
 * by what `shorten` leaves of its definition. What `embed` throws passes through; an abort rejects with the signal's reason.
 */
export async function thesaurusSpace(
  words: readonly string[],
  { name, embed }: EmbedTexts,
  { wordNet, thesaurus, wordVectors }: WordData,
  {
    senses: most,
    shorten = (gloss) => gloss,
    ...options
  }: {
    senses?: number;
    shorten?: (gloss: string) => string;
    signal?: AbortSignal;
    onProgress?: (done: number, of: number) => void;
  } = {},
): Promise<MeaningSpace> {
  const n = words.length;
  const senses = words.map((word) => possibleDefinitions(word, wordNet).slice(0, most));
  const texts = [
    ...words,
    ...senses.flatMap((list, i) =>
      list.map(({ gloss }) => definitionText(words[i]!, shorten(gloss))),
    ),
  ];
  const embedded = (await embed(texts, options)).map(normalised);
  if (embedded.length !== texts.length || new Set(embedded.map((one) => one.length)).size > 1)
    throw new UserError(`${name} gave vectors of different lengths, or too few`, {
      hint: 'Try another embedding model.',
    });
  const ofWords = centred(embedded.slice(0, n));
  const { chosen, vectors } = weighSenses(senses, embedded.slice(n));
  const defined = centred(vectors.filter((vector) => vector !== null));
  let next = 0;
  const ofDefinitions = vectors.map((vector) => vector && defined[next++]!);

  const links = lexicalLinks(words, chosen, wordNet);
  const cosines = meanOfSimilarities(ofWords, ofDefinitions);
  const listed = withoutGaps(thesaurusNearness(words, thesaurus).map(Math.sqrt), cosines, n);
  const company = withoutGaps(companyOf(words, wordVectors), cosines, n);
  let similarity = addLinks(cosines, listed, thesaurusWeight);
  similarity = addLinks(similarity, company, companyWeight);
  similarity = addLinks(similarity, links, linkWeight);
  for (const [i, j] of oppositesAmong(words, links)) {
    similarity[i * n + j] = Math.min(similarity[i * n + j]!, oppositeSimilarity);
    similarity[j * n + i] = similarity[i * n + j]!;
  }
  for (let i = 0; i < n; i++) similarity[i * n + i] = 1;
  return {
    name: `${name} + definitions + thesaurus + company + links`,
    words: [...words],
    definitions: chosen.map((choice) => choice?.gloss ?? null),
    vectors: ofWords.map((vector, i) => sideBySide(vector, ofDefinitions[i] ?? vector)),
    similarity,
    common: words.map((word) => commonness(word, wordVectors)),
  };
}

/**
 * Per word the mean vector of its senses, more common senses and those nearer to the mean of all
 * words' first senses weighing more; and the nearest sense alone, which decides the links.
 */
function weighSenses(
  senses: readonly Definition[][],
  embedded: readonly Float32Array[],
): { chosen: (Definition | null)[]; vectors: (Float32Array | null)[] } {
  let start = 0;
  const ofWord = senses.map((list) => {
    start += list.length;
    return embedded.slice(start - list.length, start);
  });
  const mean = meanVector(ofWord.flatMap((list) => list.slice(0, 1)));
  return {
    chosen: senses.map((list, i) => nearestDefinition(list, ofWord[i]!, mean)?.definition ?? null),
    vectors: ofWord.map((list) => {
      if (list.length === 0) return null;
      const weights = list.map(
        (vector, rank) => Math.exp(sharpness * cosine(vector, mean)) / (rank + 1),
      );
      const sum = new Float32Array(mean.length);
      for (const [rank, vector] of list.entries())
        for (let at = 0; at < sum.length; at++) sum[at]! += weights[rank]! * vector[at]!;
      return normalised(sum);
    }),
  };
}

/** Cosines of the words' centred word vectors; NaN where a word is unknown. */
function companyOf(words: readonly string[], wordVectors: WordVectors): Float32Array {
  const n = words.length;
  const known = words.flatMap((word, i) => {
    const vector = wordVectors.vectorOf(word);
    return vector ? [{ i, vector: normalised(vector) }] : [];
  });
  const products = dotProducts(centred(known.map(({ vector }) => vector)));
  const cosines = new Float32Array(n * n).fill(Number.NaN);
  const places = Int32Array.from(known, ({ i }) => i);
  for (let a = 0; a < places.length; a++)
    for (let b = 0; b < places.length; b++)
      cosines[places[a]! * n + places[b]!] = products[a * places.length + b]!;
  return cosines;
}

/**
 * Where one of two words is unknown, the expected value of pairs that are as near in the
 * embedding (least squares on cosines above 0), so that rare words and phrases are not far from all others.
 */
function withoutGaps(known: Float32Array, cosines: Float32Array, n: number): Float32Array {
  let [pairs, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  const nearnessOf = (at: number) => Math.max(0, cosines[at]!);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const y = known[i * n + j]!;
      if (Number.isNaN(y)) continue;
      const x = nearnessOf(i * n + j);
      pairs++;
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
    }
  const spread = sxx - (sx * sx) / pairs;
  const usable = pairs >= leastPairs && spread > 0;
  const slope = usable ? (sxy - (sx * sy) / pairs) / spread : 0;
  const level = usable ? (sy - slope * sx) / pairs : 0;
  const filled = known.slice();
  for (let at = 0; at < filled.length; at++)
    if (Number.isNaN(filled[at]!)) filled[at] = level + slope * nearnessOf(at);
  return filled;
}
