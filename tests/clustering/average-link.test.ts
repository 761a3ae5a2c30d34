import { describe, expect, it } from 'vitest';
import { copheneticOfWords, mergesOf } from '../../src/clustering/average-link.ts';
import { agglomerate } from '../../src/statistics/agglomerate.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace, randomSimilarity } from './spaces.ts';

describe('mergesOf', () => {
  it('takes 1 − similarity for average link, the distance of unit vectors for Ward', () => {
    const n = 60;
    const similarity = randomSimilarity(n, createRandom(1));
    const condensed = (of: (similarity: number) => number) => {
      const values: number[] = [];
      for (let i = 0; i < n; i++)
        for (let j = i + 1; j < n; j++) values.push(of(similarity[i * n + j]!));
      return Float64Array.from(values);
    };
    expect(mergesOf(similarity, n)).toEqual(
      agglomerate(
        condensed((s) => 1 - s),
        'average',
      ),
    );
    expect(mergesOf(similarity, n, 'ward')).toEqual(
      agglomerate(
        condensed((s) => Math.sqrt(2 * (1 - s))),
        'ward',
      ),
    );
  });

  it('never lets a height fall, and ends with all words', () => {
    const n = 200;
    const merges = mergesOf(randomSimilarity(n, createRandom(5)), n);
    for (let i = 1; i < merges.length; i++)
      expect(merges[i]!.height).toBeGreaterThanOrEqual(merges[i - 1]!.height);
    expect(merges.at(-1)!.size).toBe(n);
  });

  it('takes ties, one word, and none', () => {
    const merges = mergesOf(new Float32Array(25).fill(1), 5);
    expect(merges.map((merge) => merge.height)).toEqual([0, 0, 0, 0]);
    expect(mergesOf(Float32Array.of(1), 1)).toEqual([]);
    expect(mergesOf(new Float32Array(0), 0)).toEqual([]);
  });

  it('says how well the tree keeps the distances', () => {
    const { words, space } = groupedSpace([6, 5, 7], 0.05, createRandom(2));
    expect(copheneticOfWords(space.similarity, words.length)).toBeGreaterThan(0.95);
    const noise = copheneticOfWords(randomSimilarity(40, createRandom(3)), 40);
    expect(noise).toBeLessThan(0.8);
    expect(copheneticOfWords(Float32Array.of(1, 0.2, 0.2, 1), 2)).toBeNull();
  });
});
