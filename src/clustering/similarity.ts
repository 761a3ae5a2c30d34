/** One similarity out of several: words × words, row-major, symmetric. */
import { rowProducts } from '../statistics/row-products.ts';

/**
 * Half the product of the word vectors and half that of the definitions' vectors; of the words
 * alone where one of the two has no definition. All vectors of length 1.
 */
export function meanOfSimilarities(
  words: readonly Float32Array[],
  definitions: readonly (Float32Array | null)[],
): Float32Array {
  const n = words.length;
  const ofWords = rowProducts(words);
  const similarity = Float32Array.from(ofWords);
  const defined = definitions.flatMap((vector, i) => (vector ? [i] : []));
  const ofDefinitions = rowProducts(defined.map((i) => definitions[i]!));
  for (let a = 0; a < defined.length; a++) {
    const row = defined[a]! * n;
    for (let b = 0; b < defined.length; b++) {
      const at = row + defined[b]!;
      similarity[at] = (ofWords[at]! + ofDefinitions[a * defined.length + b]!) / 2;
    }
  }
  return similarity;
}

/** cosine + weight × link */
export function addLinks(
  similarity: Float32Array,
  links: Float32Array,
  weight: number,
): Float32Array {
  const linked = new Float32Array(similarity.length);
  for (let i = 0; i < linked.length; i++) linked[i] = similarity[i]! + weight * links[i]!;
  return linked;
}

/** Mean and standard deviation over all pairs of different words; zeros below two words. */
export function pairMoments(similarity: Float32Array, n: number): { mean: number; sd: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const value = similarity[i * n + j]!;
      sum += value;
      squares += value * value;
    }
  }
  const pairs = (n * (n - 1)) / 2;
  if (pairs === 0) return { mean: 0, sd: 0 };
  const mean = sum / pairs;
  return { mean, sd: Math.sqrt(Math.max(0, squares / pairs - mean * mean)) };
}

/** Mean similarity of word `i` to the members (itself left out); null when there is no other. */
export function meanSimilarityTo(
  similarity: Float32Array,
  n: number,
  i: number,
  members: readonly number[],
): number | null {
  let sum = 0;
  let others = 0;
  for (const j of members) {
    if (j === i) continue;
    sum += similarity[i * n + j]!;
    others++;
  }
  return others === 0 ? null : sum / others;
}

/** Mean similarity over pairs of different members; null below two. */
export function cohesionOf(
  similarity: Float32Array,
  n: number,
  members: readonly number[],
): number | null {
  if (members.length < 2) return null;
  let sum = 0;
  for (const i of members) sum += meanSimilarityTo(similarity, n, i, members)!;
  // Similarities are of single precision, and those of equal words may lie a little above 1.
  return Math.min(1, sum / members.length);
}

/** Mean similarity over pairs across two groups: what average link merges by. */
export function similarityBetween(
  similarity: Float32Array,
  n: number,
  a: readonly number[],
  b: readonly number[],
): number {
  let sum = 0;
  for (const i of a) for (const j of b) sum += similarity[i * n + j]!;
  return sum / (a.length * b.length);
}
