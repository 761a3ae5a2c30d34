import { expect, test } from 'vitest';
import type { UserError } from '../../src/errors.ts';
import { checkColumns } from '../../src/factor-analysis/columns.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const rows = [
  [1, 5, 2, 1, Number.NaN, 3],
  [2, 5, 1, 2, Number.NaN, Number.NaN],
  [3, 5, 7, 3, Number.NaN, 9],
  [5, 5, 4, 5, 1, 1],
];

test('constant, duplicate, and empty columns are left out, gaps are counted', () => {
  const { usable, problems } = checkColumns(rows, names);
  expect(usable.map((j) => names[j])).toEqual(['a', 'c', 'f']);
  expect(problems.map(({ name, kind }) => [name, kind])).toEqual([
    ['b', 'constant'],
    ['d', 'duplicate'],
    ['e', 'empty'],
    ['f', 'missing'],
  ]);
  expect(problems[1]!.message).toBe('d equals a and is left out');
  expect(problems[3]!.message).toContain('1 of 4 rows (first: 2)');
});

test('fewer than three usable columns says what is needed and what is wrong', () => {
  const two = rows.map((row) => row.slice(0, 3));
  expect(() => checkColumns(two, names.slice(0, 3))).toThrow(
    'at least 3 usable columns; 2 of 3 are usable',
  );
  try {
    checkColumns(two, names.slice(0, 3));
  } catch (error) {
    expect((error as UserError).hint).toContain('b is 5 in every row');
  }
});

test('ragged and short tables', () => {
  expect(() =>
    checkColumns([
      [1, 2, 3],
      [1, 2],
    ]),
  ).toThrow('row 2 has 2 cells where 3 are expected');
  expect(() =>
    checkColumns([
      [1, 2, 3],
      [3, 2, 1],
    ]),
  ).toThrow(/at least 3 rows/);
});
