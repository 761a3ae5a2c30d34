import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Curation,
  disputesOf,
  figuresOfCurator,
  pairOfCurators,
} from '../../src/clustering/curators.ts';
import { adjustedRandIndex } from '../../src/statistics/partition-agreement.ts';

const clustersOf = (groups: readonly (readonly string[])[]) =>
  groups.map((words) => ({
    name: words[0]!,
    named: false,
    words: [...words],
    cohesion: null,
    count: 0,
  }));
const curation = (name: string, groups: string[][], discarded: string[] = []): Curation => ({
  name,
  clusters: clustersOf(groups),
  discarded: discarded.map((word) => ({ word, count: 1 })),
  applied: [],
});
const automatic = (groups: readonly (readonly string[])[]) => ({
  words: groups.flat().map((word, at) => ({ word, count: 100 - at, models: 1 })),
  clusters: clustersOf(groups),
});

const began = automatic([
  ['honesty', 'candor', 'truth'],
  ['care', 'help'],
  ['order', 'law'],
]);
const first = curation(
  'first',
  [['honesty', 'candor', 'truth'], ['care', 'help'], ['order']],
  ['law'],
);
const ann = curation('ann', [
  ['honesty', 'truth'],
  ['care', 'help', 'candor'],
  ['order', 'law'],
]);

describe('two curators', () => {
  it('agree on words that stand in clusters that continue as each other', () => {
    const pair = pairOfCurators(began, first, ann);
    expect(pair).toMatchObject({ words: 7, kept: 6 });
    expect(pair.alike).toBeCloseTo(5 / 7, 12);
    expect(pair.onKept!.value).toBeCloseTo(
      adjustedRandIndex([0, 0, 0, 1, 1, 2], [0, 1, 0, 1, 1, 2]),
      12,
    );
    // What one discarded is a cluster of its own.
    expect(pair.onAll!.value).toBeCloseTo(
      adjustedRandIndex([0, 0, 0, 1, 1, 2, 3], [0, 1, 0, 1, 1, 2, 2]),
      12,
    );
    // Three clusters are too few for an interval.
    expect(pair.onKept).toMatchObject({ low: null, high: null });
  });

  it('dispute the other words, those said most first, each with both homes', () => {
    expect(disputesOf(began, first, ann)).toEqual([
      { word: 'candor', count: 99, first: ['honesty', 'truth'], second: ['care', 'help'] },
      { word: 'law', count: 94, first: null, second: ['order'] },
    ]);
  });

  it('are compared on the words that both saw', () => {
    const more = curation('bo', [...ann.clusters.map(({ words }) => words), ['new']]);
    expect(pairOfCurators(began, first, more)).toEqual({
      ...pairOfCurators(began, first, ann),
      b: 'bo',
    });
  });

  it('are near to the automatic clusters by what they kept', () => {
    const figures = figuresOfCurator(began, first);
    expect(figures).toMatchObject({ clusters: 3, kept: 6, discarded: 1, pace: null });
    expect(figures.withAutomatic).toEqual({ value: 1, low: null, high: null });
  });

  it('have an interval that leaves out each automatic cluster, which holds the index', () => {
    const groups = Array.from({ length: 12 }, (_, at) => [`a${at}`, `b${at}`, `c${at}`]);
    const moved = groups.map((words, at) => (at % 3 === 0 ? words.slice(0, 2) : words));
    const alone = groups.filter((_, at) => at % 3 === 0).map((words) => [words[2]!]);
    const pair = pairOfCurators(
      automatic(groups),
      curation('first', groups),
      curation('ann', [...moved, ...alone]),
    );
    const { value, low, high } = pair.onKept!;
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(high).toBeLessThan(1);
  });

  it('agree wholly with themselves, whatever the names and the order', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(labels, (given) => {
        const groups = [...Map.groupBy(given.keys(), (at) => given[at]!).values()].map((members) =>
          [...members].map((at) => `w${at}`),
        );
        const one = curation('a', groups);
        const same = curation('b', groups.toReversed());
        const pair = pairOfCurators(automatic(groups), one, same);
        expect(pair.alike).toBe(1);
        expect(pair.onAll!.value).toBe(1);
        expect(disputesOf(automatic(groups), one, same)).toEqual([]);
      }),
    );
  });
});
