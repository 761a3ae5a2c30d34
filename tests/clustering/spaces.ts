/** Small made-up spaces of words for the tests of this room. */
import type { WordCount } from '../../src/clustering/clusters.ts';
import type { MeaningSpace } from '../../src/clustering/embedding.ts';
import { dotProducts, normalised } from '../../src/clustering/vectors.ts';
import type { Random } from '../../src/statistics/random.ts';

/** Words `a0 a1 … b0 …`: groups round axes of their own, `noise` apart. */
export function groupedSpace(sizes: readonly number[], noise: number, random: Random) {
  const words: WordCount[] = [];
  const groups: number[] = [];
  const vectors: Float32Array[] = [];
  for (const [group, size] of sizes.entries()) {
    for (let i = 0; i < size; i++) {
      words.push({
        word: `${String.fromCharCode(97 + group)}${i}`,
        count: 10 * size - 3 * i + group,
        models: 2,
      });
      groups.push(group);
      vectors.push(
        normalised(
          Float32Array.from(
            { length: sizes.length },
            (_, axis) => (axis === group ? 1 : 0) + noise * random.normal(),
          ),
        ),
      );
    }
  }
  return { words, groups, space: spaceOf(words, vectors) };
}

export function spaceOf(words: readonly WordCount[], vectors: Float32Array[]): MeaningSpace {
  return {
    name: 'made up',
    words: words.map(({ word }) => word),
    definitions: words.map(() => null),
    vectors,
    similarity: dotProducts(vectors),
  };
}

/** A symmetric n × n matrix of similarities below 1, 1 on the diagonal. */
export function randomSimilarity(n: number, random: Random): Float32Array {
  const similarity = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    similarity[i * n + i] = 1;
    for (let j = 0; j < i; j++) {
      const value = random.next() * 1.8 - 0.8;
      similarity[i * n + j] = value;
      similarity[j * n + i] = value;
    }
  }
  return similarity;
}
