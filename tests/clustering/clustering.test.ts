import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { UserError } from '../../src/errors.ts';
import { adjustedRandIndex } from '../../src/statistics/partition-agreement.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace, spaceOf } from './spaces.ts';

const planted = groupedSpace([6, 5, 7, 4, 6], 0.12, createRandom(1));

function labelsOf(clusters: { words: string[] }[], words: readonly { word: string }[]): number[] {
  return words.map(({ word }) => clusters.findIndex((cluster) => cluster.words.includes(word)));
}

describe('clusterWords', () => {
  it.each(['average', 'ward', 'k-means'] as const)('finds planted groups by %s', (method) => {
    const result = clusterWords(planted.words, planted.space, { method, k: 5 });
    const labels = labelsOf(result.clusters, planted.words);
    expect(adjustedRandIndex(labels, planted.groups)).toBe(1);
    expect(result.k).toBe(5);
    expect(result.suggestedK).toBe(5);
    expect(result.quality.find((quality) => quality.k === 5)!.silhouette).toBeGreaterThan(0.5);
  });

  it('describes clusters: most said first, named by a member, with count and cohesion', () => {
    const { clusters, words } = clusterWords(planted.words, planted.space);
    expect(clusters.map((cluster) => cluster.count)).toEqual(
      clusters.map((cluster) => cluster.count).sort((a, b) => b - a),
    );
    for (const cluster of clusters) {
      expect(cluster.words.map((word) => word.toUpperCase())).toContain(cluster.name.toUpperCase());
      expect(cluster.named).toBe(false);
      expect(cluster.cohesion).toBeGreaterThan(0.7);
      const counts = cluster.words.map((word) => words.find((w) => w.word === word)!.count);
      expect(cluster.count).toBe(counts.reduce((a, b) => a + b));
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    }
  });

  it('gives the same for the same input, and nothing depends on the order of words', () => {
    const once = clusterWords(planted.words, planted.space);
    expect(clusterWords(planted.words, planted.space)).toEqual(once);
    const turned = clusterWords([...planted.words].reverse(), planted.space);
    expect(turned.clusters.map(({ name, words, count }) => ({ name, words, count }))).toEqual(
      once.clusters.map(({ name, words, count }) => ({ name, words, count })),
    );
  });

  it('puts the map’s groups apart, within −1…1', () => {
    const { map } = clusterWords(planted.words, planted.space);
    expect(map.every(({ x, y }) => Math.abs(x) <= 1 && Math.abs(y) <= 1)).toBe(true);
    expect(Math.max(...map.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))))).toBeCloseTo(1);
    const spread = (members: number[]) => {
      const x = members.reduce((sum, i) => sum + map[i]!.x, 0) / members.length;
      const y = members.reduce((sum, i) => sum + map[i]!.y, 0) / members.length;
      return members.reduce((sum, i) => sum + (map[i]!.x - x) ** 2 + (map[i]!.y - y) ** 2, 0);
    };
    const all = planted.words.map((_, i) => i);
    const within = [0, 1, 2, 3, 4].reduce(
      (sum, group) => sum + spread(all.filter((i) => planted.groups[i] === group)),
      0,
    );
    expect(within / spread(all)).toBeLessThan(0.25);
  });

  it('takes one word and two, and a k out of range', () => {
    const words = planted.words.slice(0, 2);
    const space = spaceOf(words, planted.space.vectors.slice(0, 2));
    expect(clusterWords(words.slice(0, 1), space).clusters).toMatchObject([{ cohesion: null }]);
    expect(clusterWords(words, space, { k: 9 }).clusters.length).toBe(2);
    expect(clusterWords(words, space, { k: 1 }).clusters.length).toBe(1);
  });

  it('says what is missing', () => {
    expect(() => clusterWords([], planted.space)).toThrow(UserError);
    const strange = [{ word: 'strange', count: 1, models: 1 }];
    expect(() => clusterWords(strange, planted.space)).toThrow('"strange" has no vector');
  });
});
