import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import { doubtsOf } from '../../src/clustering/doubts.ts';
import { normalised } from '../../src/clustering/vectors.ts';
import { spaceOf } from './spaces.ts';

/** Five groups on axes of their own, and one word between the first two. */
const names = ['a', 'b', 'c', 'd', 'e'].flatMap((group) => [0, 1, 2, 3].map((i) => group + i));
const words = [...names, 'between'].map((word, i) => ({ word, count: 40 - i, models: 1 }));
const vectors = words.map(({ word }, i) => {
  const vector = Float32Array.from({ length: 5 }, (_, axis) => 0.1 * Math.sin(i * 7 + axis * 3));
  if (word === 'between') {
    vector[0] = 1;
    vector[1] = 0.9;
  } else vector['abcde'.indexOf(word[0]!)]! += 1;
  return normalised(vector);
});
const clustering = clusterWords(words, spaceOf(words, vectors), { k: 5 });

describe('doubtsOf', () => {
  it('puts the word between two clusters first, with both as candidates, likeliest first', () => {
    const curated = replayEdits(clustering, []);
    const doubts = doubtsOf(clustering, curated, { least: 0 });
    expect(doubts.length).toBe(21);
    expect(doubts[0]!.word).toBe('between');
    expect(doubts[0]!.doubt).toBeGreaterThan(0.35);
    expect(doubts[1]!.doubt).toBeLessThan(0.2);
    const [first, second] = doubts[0]!.candidates;
    expect(curated.clusters[first!.cluster]!.words).toContain('a0');
    expect(curated.clusters[second!.cluster]!.words).toContain('b0');
    expect(first!.similarity).toBeGreaterThan(second!.similarity);
    expect(doubtsOf(clustering, curated, { least: 0.3 }).map(({ word }) => word)).toEqual([
      'between',
    ]);
  });

  it('leaves out what was confirmed, moved, or discarded, until that is undone', () => {
    const queue = (...edits: Parameters<typeof replayEdits>[1]) =>
      doubtsOf(clustering, replayEdits(clustering, edits), { least: 0.3 }).map(({ word }) => word);
    expect(queue({ edit: 'confirm', word: 'between' })).toEqual([]);
    expect(queue({ edit: 'move', word: 'between', to: ['b0'] })).toEqual([]);
    expect(queue({ edit: 'discard', words: ['between'] })).toEqual([]);
    expect(queue({ edit: 'confirm', word: 'between' }, { edit: 'undo' })).toEqual(['between']);
  });

  it('doubts a word that was left on its own beside a cluster near it', () => {
    const three = clusterWords(words, spaceOf(words, vectors), { k: 6 });
    const curated = replayEdits(three, []);
    const [first] = doubtsOf(three, curated, { least: 0.3 });
    expect(first!.word).toBe('between');
    expect(curated.clusters.some(({ words: own }) => own.join() === 'between')).toBe(true);
    expect(
      first!.candidates.every(({ cluster }) => curated.clusters[cluster]!.words.length > 1),
    ).toBe(true);
  });

  it('has nothing to ask with one cluster', () => {
    const one = clusterWords(words, spaceOf(words, vectors), { k: 1 });
    expect(doubtsOf(one, replayEdits(one, []), { least: 0 })).toEqual([]);
  });
});
