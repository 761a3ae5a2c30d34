import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { applyMatch, assign, matchFactors, tuckerCongruence } from '../../src/statistics/tucker.ts';
import { readReference } from './reference.ts';

test('as psych::factor.congruence', () => {
  for (const { a, b, congruence } of readReference('congruence').sets) {
    const actual = tuckerCongruence(a, b);
    actual.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(congruence[i][j], 9);
      });
    });
  }
});

test('matching undoes any order and signs of columns', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 7 }), (seed, k) => {
      const random = createRandom(seed);
      const target = Array.from({ length: 20 }, () =>
        Array.from({ length: k }, () => random.normal()),
      );
      const order = random.sample(k, k);
      const signs = order.map(() => (random.next() < 0.5 ? -1 : 1));
      const other = target.map((row) => order.map((from, i) => row[from]! * signs[i]! * 2));
      const match = matchFactors(target, other);
      for (const value of match.congruence) expect(value).toBeCloseTo(1, 12);
      const back = applyMatch(other, match);
      back.forEach((row, i) => {
        row.forEach((value, j) => {
          expect(value).toBeCloseTo(2 * target[i]![j]!, 12);
        });
      });
    }),
  );
});

test('assignment is optimal, where greedy choice is not', () => {
  expect(
    assign([
      [1, 2],
      [2, 10],
    ]),
  ).toEqual([1, 0]);
  const permutations = (n: number): number[][] =>
    n === 0
      ? [[]]
      : permutations(n - 1).flatMap((rest) =>
          Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
        );
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 5 }), (seed, n) => {
      const random = createRandom(seed);
      const cost = Array.from({ length: n }, () =>
        Array.from({ length: n }, () => random.normal()),
      );
      const of = (columns: number[]) => columns.reduce((sum, j, i) => sum + cost[i]![j]!, 0);
      const best = Math.min(...permutations(n).map(of));
      expect(of(assign(cost))).toBeCloseTo(best, 12);
    }),
  );
});

test('fewer factors in the other solution leave one without a partner', () => {
  const target = [
    [1, 0],
    [1, 0.1],
    [0, 1],
  ];
  const match = matchFactors(target, [[0], [0.1], [-1]]);
  expect(match.order).toEqual([-1, 0]);
  expect(match.signs[1]).toBe(-1);
  expect(applyMatch([[0], [0.1], [-1]], match)[2]).toEqual([0, 1]);
});
