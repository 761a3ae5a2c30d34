import { expect, it } from 'vitest';
import { otherScales } from '../../src/table-files/other-scale.ts';

const ratings = [
  [1, 2, 3, 4, 5, 3],
  [2, 2, 3, 5, 5, Number.NaN],
  [1, 1, 4, 4, 5, 2],
];
const seconds = [3, 20, 41, 12, 77, 30];
const found = (...columns: number[][]) =>
  otherScales(columns, ['a', 'b', 'c', 'd', 'e'].slice(0, columns.length)).map(({ text }) => text);

it('names columns whose numbers lie elsewhere than those of the others', () => {
  expect(found(...ratings)).toEqual([]);
  expect(found(ratings[0]!, ratings[1]!, seconds)).toEqual([
    'c (3 to 77) is on another scale than the others (1 to 5)',
  ]);
  expect(found(...ratings, [0.1, 0.25, 0.5, 0.7, 0.31, 0.9])).toEqual([
    'd (0.10 to 0.90) is on another scale than the others (1 to 5)',
  ]);
  const income = seconds.map((x) => 1000 * x);
  expect(found(...ratings, seconds, income)).toHaveLength(2);
});

it('takes two columns for raters unless their ranges do not meet', () => {
  expect(found(ratings[0]!, seconds)).toEqual([]);
  expect(found(ratings[0]!, [10, 20, 30, 40, 50, 60])).toHaveLength(2);
  expect(found([], [1, 2])).toEqual([]);
});
