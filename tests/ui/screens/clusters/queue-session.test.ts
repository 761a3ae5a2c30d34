/** Scripted sessions in the queue: 180 words in planted groups. */
import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../../../src/clustering/clustering.ts';
import { createRandom } from '../../../../src/statistics/random.ts';
import { groupedSpace } from '../../../clustering/spaces.ts';
import { entering, knowing, scriptedSession } from './scripted-session.ts';

/** 50 groups: a dozen words on their own, and up to ten words that mean the same. */
const sizes = [12, 10, 10, 0, 8, 0, 6, 2, 0, 2].flatMap((many, i) =>
  Array.from({ length: many }, () => i + 1),
);

describe.each([1, 2, 3])('180 words in planted groups, seed %d', (seed) => {
  const planted = groupedSpace(sizes, 0.22, createRandom(seed));
  const groups = new Map(planted.words.map(({ word }, i) => [word, planted.groups[i]!]));
  const clustering = clusterWords(planted.words, planted.space, { resamples: 0 });

  it('stand as planted to .95 in fewer than 300 keys, and the open decisions only fall', () => {
    const { start, end, keysTo95, opened } = scriptedSession(clustering, groups, knowing);
    expect(groups.size).toBe(180);
    expect(start).toBeLessThan(0.75);
    expect(end).toBeGreaterThanOrEqual(0.97);
    expect(keysTo95).toBeLessThan(300);
    expect(opened).toEqual(opened.toSorted((a, b) => b - a));
  });

  it('are left no worse by who only presses Enter', () => {
    const { start, end } = scriptedSession(clustering, groups, entering);
    expect(end).toBeGreaterThanOrEqual(start);
  });
});
