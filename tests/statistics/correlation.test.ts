import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlationMatrix, pearson, spearman } from '../../src/statistics/correlation.ts';
import { flatten } from '../../src/statistics/dense.ts';
import { symmetricEigenvalues } from '../../src/statistics/eigen.ts';

test('Pearson and Spearman by hand', () => {
  // x − 2.5 and y − 3: cross 4, squares 5 and 6.
  expect(pearson([1, 2, 3, 4], [2, 2, 4, 4])).toBeCloseTo(4 / Math.sqrt(5 * 4), 12);
  expect(spearman([1, 2, 3, 4], [1, 8, 27, 640])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3], [3, 1, 2])).toBeCloseTo(-0.5, 12);
  expect(pearson([1, 1, 1], [1, 2, 3])).toBeNaN();
  // A tenth is not a binary fraction: its mean is off by rounding, and yet the column is constant.
  expect(
    pearson(
      new Array(30).fill(0.1),
      Array.from({ length: 30 }, (_, i) => i),
    ),
  ).toBeNaN();
});

test('a correlation matrix is symmetric, has a unit diagonal, and is positive semidefinite', () => {
  const table = fc
    .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 6 }))
    .chain(([n, p]) =>
      fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: p, maxLength: p }), {
        minLength: n,
        maxLength: n,
      }),
    );
  fc.assert(
    fc.property(table, fc.constantFrom('pearson' as const, 'spearman' as const), (rows, kind) => {
      const { correlation, constant } = correlationMatrix(rows, { kind });
      const p = correlation.length;
      for (let i = 0; i < p; i++) {
        expect(correlation[i]![i]).toBe(1);
        for (let j = 0; j < p; j++) expect(correlation[i]![j]).toBe(correlation[j]![i]);
      }
      expect(symmetricEigenvalues(flatten(correlation), p)[p - 1]).toBeGreaterThan(-1e-12);
      expect(constant).toEqual(
        rows[0]!.map((_, j) => j).filter((j) => rows.every((row) => row[j] === rows[0]![j])),
      );
    }),
  );
});

test('gaps: listwise drops rows and says how many, pairwise keeps what it can', () => {
  const rows = [
    [1, 2, 1],
    [2, 1, Number.NaN],
    [3, 4, 2],
    [4, 3, 5],
    [5, 6, 3],
  ];
  const listwise = correlationMatrix(rows);
  expect(listwise).toMatchObject({ n: 4, droppedRows: 1 });
  expect(listwise.correlation[0]![1]).toBeCloseTo(pearson([1, 3, 4, 5], [2, 4, 3, 6]), 12);
  const pairwise = correlationMatrix(rows, { missing: 'pairwise' });
  expect(pairwise).toMatchObject({ n: 5, droppedRows: 0 });
  expect(pairwise.correlation[0]![1]).toBeCloseTo(pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 6]), 12);
  expect(pairwise.correlation[0]![2]).toBeCloseTo(listwise.correlation[0]![2]!, 12);
});
