import { agnes } from 'ml-hclust';
import { describe, expect, it } from 'vitest';
import { mergesOf } from '../../src/clustering/average-link.ts';
import { cutTree } from '../../src/clustering/cut.ts';
import { adjustedRandIndex } from '../../src/statistics/adjusted-rand.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { randomSimilarity } from './spaces.ts';

describe('mergesOf', () => {
  it.each([
    ['average', 'average'],
    ['ward', 'ward2'],
  ] as const)('gives the %s tree of ml-hclust', (linkage, method) => {
    for (const seed of [1, 2, 3]) {
      const n = 60;
      const similarity = randomSimilarity(n, createRandom(seed));
      const merges = mergesOf(similarity, n, linkage);
      const apart = (i: number, j: number) => {
        const distance = 1 - similarity[i * n + j]!;
        return i === j ? 0 : linkage === 'ward' ? Math.sqrt(2 * distance) : distance;
      };
      const matrix = Array.from({ length: n }, (_, i) =>
        Array.from({ length: n }, (_, j) => apart(i, j)),
      );
      const tree = agnes(matrix, { method, isDistanceMatrix: true });
      const heights: number[] = [];
      tree.traverse((cluster) => {
        if (!cluster.isLeaf) heights.push(cluster.height);
      });
      heights.sort((a, b) => a - b);
      expect(merges.length).toBe(n - 1);
      for (const [i, merge] of merges.entries()) expect(merge.height).toBeCloseTo(heights[i]!, 5);
      for (const k of [2, 7, 25]) {
        const theirs = new Array<number>(n);
        for (const [label, cluster] of tree.group(k).children.entries())
          for (const index of cluster.indices()) theirs[index] = label;
        expect(adjustedRandIndex(Array.from(cutTree(merges, k)), theirs)).toBe(1);
      }
    }
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
});
