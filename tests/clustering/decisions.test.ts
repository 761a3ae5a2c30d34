import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import {
  type Decision,
  firstDecisions,
  openDecisions,
  type WordDecision,
} from '../../src/clustering/decisions.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import { paceOf } from '../../src/clustering/pace.ts';
import { normalised } from '../../src/clustering/vectors.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace, spaceOf } from './spaces.ts';

/** Five groups, cut into four clusters too many. */
const planted = groupedSpace([6, 5, 4, 4, 3], 0.25, createRandom(2));
const clustering = clusterWords(planted.words, planted.space, { k: 9 });
const first = firstDecisions(clustering, []);
const open = (...edits: Edit[]) => openDecisions(first, clustering, replayEdits(clustering, edits));
const clusters = replayEdits(clustering, []).clusters;
const wordsOf = (decisions: readonly Decision[]) =>
  decisions.flatMap((one) => (one.kind === 'word' ? [one] : []));

describe('open decisions', () => {
  it('hold doubted words, clusters of one word, near pairs, and clusters to look over', () => {
    const { open: all, unseen, total, totalUnseen } = open();
    expect(all).toHaveLength(total);
    expect(unseen).toHaveLength(totalUnseen);
    const alone = clusters.filter(({ words }) => words.length === 1).map(({ words }) => words[0]!);
    expect(alone.length).toBeGreaterThan(0);
    const words = wordsOf(all);
    expect(
      words
        .filter((one) => one.alone)
        .map(({ word }) => word)
        .sort(),
    ).toEqual(alone.sort());
    expect(unseen.length).toBeGreaterThan(0);
    for (const { cluster, candidates } of words) {
      expect(candidates.length).toBeGreaterThan(0);
      expect(candidates.map((one) => one.cluster)).not.toContain(cluster);
      const near = candidates.map(({ similarity }) => similarity);
      expect(near).toEqual(near.toSorted((a, b) => b - a));
    }
    expect(all.some(({ kind }) => kind === 'merge')).toBe(true);
  });

  it('close a word that was put in its place, discarded, or split off, and open it again by undo', () => {
    const [asked] = wordsOf(open().open);
    const { word, candidates } = asked!;
    const is = (...edits: Edit[]) => wordsOf(open(...edits).open).some((one) => one.word === word);
    const to = clusters[candidates[0]!.cluster]!.words;
    const ways: Edit[] = [
      { edit: 'confirm', word },
      { edit: 'move', word, to },
      { edit: 'gather', words: [word], to: null },
      { edit: 'discard', words: [word] },
      { edit: 'approve', cluster: clusters[asked!.cluster]!.words },
    ];
    for (const edit of ways) {
      expect(is(edit)).toBe(false);
      expect(is(edit, { edit: 'undo' })).toBe(true);
    }
  });

  it('close a pair that is one or is kept apart, and never ask for it again', () => {
    const pair = open().open.find((one) => one.kind === 'merge')!;
    const two: [string[], string[]] = [clusters[pair.from]!.words, clusters[pair.into]!.words];
    const merges = (...edits: Edit[]) => open(...edits).open.filter(({ kind }) => kind === 'merge');
    const before = merges().length;
    expect(merges({ edit: 'apart', clusters: two })).toHaveLength(before - 1);
    expect(merges({ edit: 'merge', clusters: two }).length).toBeLessThan(before);
    const split: Edit = { edit: 'split', cluster: two.flat(), out: two[0] };
    expect(merges({ edit: 'merge', clusters: two }, split).length).toBeLessThan(before);
  });

  it('close a suggested name with any name that a person gave', () => {
    const names = [{ words: clusters[0]!.words, name: 'candour', by: 'a model' }];
    const named = firstDecisions(clustering, [], names);
    const renames = (...edits: Edit[]) =>
      openDecisions(named, clustering, replayEdits(clustering, edits)).open.filter(
        (one) => one.kind === 'rename' && one.cluster === 0,
      );
    expect(renames()).toMatchObject([{ name: 'Candour', why: 'suggested by a model' }]);
    expect(renames({ edit: 'rename', cluster: clusters[0]!.words, name: 'Frankness' })).toEqual([]);
    expect(
      renames({ edit: 'rename', cluster: clusters[0]!.words, name: clusters[0]!.name }),
    ).toEqual([]);
  });

  it('never grow by an edit, whatever it is', () => {
    const word = fc.constantFrom(...planted.words.map((one) => one.word));
    const at = fc.nat({ max: clusters.length - 1 }).map((i) => clusters[i]!.words);
    const edit: fc.Arbitrary<Edit> = fc.oneof(
      fc.record({ edit: fc.constant('confirm' as const), word }),
      fc.record({ edit: fc.constant('move' as const), word, to: fc.option(at) }),
      fc.record({ edit: fc.constant('approve' as const), cluster: at }),
      fc.record({ edit: fc.constant('discard' as const), words: fc.tuple(word) }),
      fc.record({ edit: fc.constant('apart' as const), clusters: fc.tuple(at, at) }),
      fc.record({
        edit: fc.constant('merge' as const),
        clusters: fc.tuple(at, at).filter(([a, b]) => a !== b),
      }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        let [words, unseen] = [wordsOf(open().open).length, open().unseen.length];
        for (let i = 1; i <= edits.length; i++) {
          const now = open(...edits.slice(0, i));
          expect(wordsOf(now.open).length).toBeLessThanOrEqual(words);
          expect(now.open.length).toBeLessThanOrEqual(now.total);
          expect(now.unseen.length).toBeLessThanOrEqual(unseen);
          [words, unseen] = [wordsOf(now.open).length, now.unseen.length];
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are all taken when every cluster was approved', () => {
    const edits = clusters.map(({ words }): Edit => ({ edit: 'approve', cluster: words }));
    const now = open(...edits);
    expect(wordsOf(now.open)).toEqual([]);
    expect(now.unseen).toEqual([]);
  });
});

describe('a candidate', () => {
  const axes = (a: number, b: number) => normalised(Float32Array.from([a, b, 0.01]));
  /** Two groups of three, and a word that the cut put with the wrong one. */
  const words = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'stray'].map((word, i) => ({
    ...{ word, count: 9 - i, models: 1 },
  }));
  const space = spaceOf(words, [
    ...[axes(1, 0), axes(1, 0.05), axes(1, 0.1)],
    ...[axes(0, 1), axes(0.05, 1), axes(0.1, 1)],
    axes(1, 0.45),
  ]);
  const computed = clusterWords(words, space, { k: 2 });
  const decide = (edits: Edit[], similarity = computed.similarity) => {
    const now = { ...computed, similarity };
    const all = {
      ...firstDecisions(now, []),
      words: [{ word: 'stray', alone: false }],
    };
    return openDecisions(all, now, replayEdits(now, edits)).open.find(
      (one): one is WordDecision => one.kind === 'word',
    )!;
  };

  it('is pointed at only where it leads clearly and has several words', () => {
    expect(decide([]).clear).toBe(false);
    const apart: Edit = { edit: 'split', cluster: ['a1', 'a2', 'a3', 'stray'], out: ['a1'] };
    // A split settles what it takes out, not what stays.
    expect(decide([apart]).word).toBe('stray');
    const misplaced = {
      ...computed,
      clusters: [
        { ...computed.clusters[0]!, words: ['a1', 'a2', 'a3'] },
        { ...computed.clusters[1]!, words: ['b1', 'b2', 'b3', 'stray'] },
      ],
    };
    const all = { ...firstDecisions(misplaced, []), words: [{ word: 'stray', alone: false }] };
    const [decision] = wordsOf(openDecisions(all, misplaced, replayEdits(misplaced, [])).open);
    expect(decision!.clear).toBe(true);
  });

  it('is marked where it holds the opposite', () => {
    const n = words.length;
    const similarity = Float32Array.from(computed.similarity);
    const [stray, b1] = [6, 3];
    similarity[stray * n + b1] = -1;
    similarity[b1 * n + stray] = -1;
    const { candidates } = decide([], similarity);
    expect(candidates.map(({ opposite }) => opposite)).toEqual([true]);
    expect(decide([]).candidates.map(({ opposite }) => opposite)).toEqual([false]);
  });
});

describe('paceOf', () => {
  it('counts decisions, those that followed the pointer, and their median time', () => {
    const decided = (pointed: number, taken: number | null, seconds: number) => ({
      ...{ edit: 'confirm' as const, word: 'a0' },
      decided: { pointed, taken, seconds },
    });
    const edits = [decided(0, 0, 2), decided(1, 1, 9), decided(0, 2, 4), decided(0, null, 5)];
    const curated = replayEdits(clustering, [...edits, { edit: 'confirm', word: 'b0' }]);
    expect(paceOf(curated)).toEqual({ decisions: 4, followed: 2, seconds: 4.5 });
    expect(paceOf(replayEdits(clustering, []))).toBeNull();
  });
});
