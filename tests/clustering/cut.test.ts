import { describe, expect, it } from 'vitest';
import { mergesOf } from '../../src/clustering/average-link.ts';
import {
  cutSimilarity,
  groupsOf,
  silhouettesOf,
  stabilityOf,
  suggestedNumber,
} from '../../src/clustering/cut.ts';
import { similarityBetween } from '../../src/clustering/similarity.ts';
import { cutTree } from '../../src/statistics/dendrogram.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace, randomSimilarity } from './spaces.ts';

describe('cutTree', () => {
  it('gives k labels, numbered by first word, for every k', () => {
    const n = 30;
    const merges = mergesOf(randomSimilarity(n, createRandom(1)), n);
    for (let k = 1; k <= n; k++) {
      const labels = cutTree(merges, k);
      expect(new Set(labels).size).toBe(k);
      const firsts = groupsOf(labels).map((members) => members[0]!);
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }
    expect(new Set(cutTree(merges, 99)).size).toBe(n);
    expect(new Set(cutTree(merges, 0)).size).toBe(1);
  });

  it('is nested: a finer cut never joins what a coarser one parts', () => {
    const n = 30;
    const merges = mergesOf(randomSimilarity(n, createRandom(2)), n);
    const coarse = cutTree(merges, 5);
    for (const members of groupsOf(cutTree(merges, 12)))
      expect(new Set(members.map((i) => coarse[i])).size).toBe(1);
  });
});

describe('suggestedNumber', () => {
  it('finds planted groups', () => {
    const { words, space } = groupedSpace([6, 5, 7, 4, 6, 5, 4, 8], 0.1, createRandom(3));
    const merges = mergesOf(space.similarity, words.length);
    expect(suggestedNumber(merges, space.similarity)).toBe(8);
  });

  it('merges exactly the pairs of clusters whose mean similarity exceeds the rule', () => {
    const n = 40;
    const similarity = randomSimilarity(n, createRandom(4));
    const merges = mergesOf(similarity, n);
    const groups = groupsOf(cutTree(merges, suggestedNumber(merges, similarity)));
    const least = cutSimilarity(similarity, n);
    for (const [i, a] of groups.entries())
      for (const b of groups.slice(i + 1))
        expect(similarityBetween(similarity, n, a, b)).toBeLessThanOrEqual(least + 1e-6);
  });
});

describe('quality', () => {
  it('has its best silhouette and full stability at the planted number', () => {
    const { words, space } = groupedSpace([6, 5, 7, 4, 6], 0.12, createRandom(6));
    const merges = mergesOf(space.similarity, words.length);
    const silhouettes = silhouettesOf(
      space.similarity,
      [2, 3, 4, 5, 6, 8].map((k) => cutTree(merges, k)),
    );
    expect(silhouettes.indexOf(Math.max(...silhouettes))).toBe(3);
    const [atTrue, atFalse] = stabilityOf(space.similarity, merges, [5, 12], createRandom(7));
    expect(atTrue).toBe(1);
    expect(atFalse).toBeLessThan(0.95);
  });

  it('finds noise unstable, and the same with the same seed', () => {
    const n = 60;
    const similarity = randomSimilarity(n, createRandom(8));
    const merges = mergesOf(similarity, n);
    const once = stabilityOf(similarity, merges, [6], createRandom(9));
    expect(once[0]).toBeLessThan(0.6);
    expect(stabilityOf(similarity, merges, [6], createRandom(9))).toEqual(once);
  });
});
