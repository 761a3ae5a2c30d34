import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import { curatorsOfRun } from '../../src/clustering/curators-of-run.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import { homeEdit, openDisputes } from '../../src/clustering/settle.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace } from './spaces.ts';

const planted = groupedSpace([4, 3, 5, 2], 0.1, createRandom(1));
const clustering = clusterWords(planted.words, planted.space, { k: 4 });
const words = planted.words.map(({ word }) => word);

const compared = (first: readonly Edit[], second: readonly Edit[]) =>
  curatorsOfRun({
    ...{ clustering, k: clustering.k, first, absent: [] },
    seconds: [{ name: 'ann', edits: second }],
  });

/** Settles every disputed word in its order, as the second curator had it or as the first. */
function settleAll(first: readonly Edit[], second: readonly Edit[], took: 'first' | 'second') {
  const log = [...first];
  const { seconds } = compared(first, second);
  for (const dispute of seconds[0]!.disputes) {
    const edit = homeEdit(dispute, took, seconds[0]!, replayEdits(clustering, log));
    const settled = { word: dispute.word, by: 'cem', second: 'ann', took, seconds: 1 };
    log.push({ ...edit, settled });
  }
  return log;
}

const placesOf = (edits: readonly Edit[]) => {
  const { clusters, discarded } = replayEdits(clustering, edits);
  return [
    ...clusters.map((one) => [...one.words].sort().join()),
    `- ${discarded.map((one) => one.word).sort()}`,
  ].sort();
};

const word = fc.constantFrom(...words);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    edit: fc.constant('move' as const),
    word,
    to: fc.oneof(
      fc.constant(null),
      word.map((one) => [one]),
    ),
  }),
  fc.record({ edit: fc.constant('discard' as const), words: word.map((one) => [one]) }),
  fc.record({
    edit: fc.constant('merge' as const),
    clusters: fc.tuple(
      word.map((one) => [one]),
      word.map((one) => [one]),
    ),
  }),
);
const edits = fc.array(edit, { maxLength: 8 });

describe('settling', () => {
  it('leaves all as it was where the first curator is right each time', () => {
    fc.assert(
      fc.property(edits, edits, (first, second) => {
        const log = settleAll(first, second, 'first');
        expect(placesOf(log)).toEqual(placesOf(first));
        expect(log.slice(first.length).every((one) => one.edit === 'confirm')).toBe(true);
      }),
    );
  });

  it('makes the clusters those of the second curator where that one is right each time', () => {
    fc.assert(
      fc.property(edits, edits, (first, second) => {
        expect(placesOf(settleAll(first, second, 'second'))).toEqual(placesOf(second));
      }),
    );
  });

  it('is not a decision of the first curator: the agreement stays, and what is settled is told', () => {
    const first: Edit[] = [{ edit: 'discard', words: ['a1'] }];
    const second: Edit[] = [{ edit: 'merge', clusters: [['b0'], ['d0']] }];
    const before = compared(first, second);
    const log = settleAll(first, second, 'second');
    const after = compared(log, second);
    expect(after.pairs).toEqual(before.pairs);
    expect(after.seconds).toEqual(before.seconds);
    expect(after.settled.map((one) => one.word).sort()).toEqual(
      before.seconds[0]!.disputes.map((one) => one.word).sort(),
    );
    expect(openDisputes(after.seconds[0]!, replayEdits(clustering, log))).toEqual([]);
    // An undo opens the last one again.
    const undone = replayEdits(clustering, [...log, { edit: 'undo' }]);
    expect(openDisputes(after.seconds[0]!, undone)).toEqual([before.seconds[0]!.disputes.at(-1)]);
  });

  it('confirms what stays discarded, which teaches nothing', () => {
    const log = settleAll([{ edit: 'discard', words: ['a1'] }], [], 'first');
    expect(log.at(-1)).toMatchObject({ edit: 'confirm', word: 'a1' });
    const { applied, unplaced } = replayEdits(clustering, log);
    expect(unplaced).toEqual([]);
    expect(applied.at(-1)!.text).toBe('confirm a1 as discarded');
  });
});

describe('a second curator', () => {
  it('may ask for another number of clusters', () => {
    const { people } = compared([], [{ edit: 'clusters', k: 6 }]);
    expect(people.map(({ clusters }) => clusters)).toEqual([4, 6]);
  });

  it('is left out, and told so, where k-means would have to be cut again', () => {
    const result = curatorsOfRun({
      ...{ clustering: { ...clustering, method: 'k-means' as const }, k: clustering.k },
      ...{ first: [], absent: [] },
      seconds: [{ name: 'ann', edits: [{ edit: 'clusters', k: 6 }] }],
    });
    expect(result.seconds).toEqual([]);
    expect(result.absent).toEqual([{ name: 'ann', why: expect.stringContaining('k-means') }]);
  });
});
