import { expect, test } from 'vitest';
import { nesting } from '../../src/factor-analysis/nesting.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { largestOff, readReference } from './reference.ts';

const own = readReference('own/nesting');

test('intraclass, within, and between matrices against psych::statsBy and Muthén’s formula', () => {
  const found = nesting(own.rows, own.groups);
  expect(found.n0).toBeCloseTo(own.n0, 12);
  // Against mean squares of aov() with n₀; statsBy puts the mean group size in its place.
  expect(
    largestOff(
      found.columns.map((column) => column.icc),
      own.icc1,
    ),
  ).toBeLessThan(1e-12);
  const meanSize = own.rows.length / found.groups;
  const asStatsBy = found.columns.map(({ icc }) => {
    const ratio = (1 + (found.n0 - 1) * icc!) / (1 - icc!);
    return (ratio - 1) / (ratio + meanSize - 1);
  });
  expect(largestOff(asStatsBy, own.icc1StatsBy)).toBeLessThan(1e-11);
  expect(largestOff(found.within!.flat(), own.within.flat())).toBeLessThan(1e-12);
  expect(largestOff(found.means.flat(), own.means.flat())).toBeLessThan(1e-12);
  // The fourth column varies less between groups than within: its variance comes out negative.
  expect(largestOff(found.between!.correlation.flat(), own.between.flat())).toBeLessThan(1e-11);
  expect(found.between!.correlation[3]!.every((cell) => cell === null)).toBe(true);
  expect(found.between!.positiveSemidefinite).toBe(false);
  expect(found.between!.note).toContain('not positive semidefinite');
});

test('a negative intraclass correlation adds no rows', () => {
  const fourth = nesting(own.rows, own.groups).columns[3]!;
  expect(fourth.icc).toBeLessThan(0);
  expect(fourth.designEffect).toBe(1);
  expect(fourth.effectiveRows).toBe(own.rows.length);
});

test('rows count like what the spread of means and of correlations over studies says', () => {
  const models = 25;
  const each = 21;
  const icc = 0.4;
  const means: number[] = [];
  const correlations: number[] = [];
  let told = { mean: 0, correlation: 0 };
  const studies = 400;
  for (let s = 0; s < studies; s++) {
    const random = createRandom(`study ${s}`);
    const column = () =>
      Array.from({ length: models }, () => random.normal()).flatMap((level) =>
        Array.from(
          { length: each },
          () => Math.sqrt(icc) * level + Math.sqrt(1 - icc) * random.normal(),
        ),
      );
    const x = column();
    const y = column();
    const n = x.length;
    means.push(x.reduce((sum, value) => sum + value, 0) / n);
    correlations.push(x.reduce((sum, value, i) => sum + value * y[i]!, 0) / n);
    if (s < 100) {
      const rows = x.map((value, i) => [value, y[i]!]);
      const found = nesting(
        rows,
        rows.map((_, i) => Math.floor(i / each)),
      );
      told = {
        mean: told.mean + found.effectiveRows! / 100,
        correlation: told.correlation + found.effectiveRowsForCorrelations! / 100,
      };
    }
  }
  const likeRows = (values: number[]) =>
    studies / values.reduce((sum, value) => sum + value * value, 0);
  // Variances over 400 studies have a standard error of 7 %; four of them.
  expect(Math.abs(told.mean / likeRows(means) - 1)).toBeLessThan(0.28);
  expect(Math.abs(told.correlation / likeRows(correlations) - 1)).toBeLessThan(0.28);
  expect(told.mean).toBeGreaterThan(50);
  expect(told.mean).toBeLessThan(75);
});

test('words for a reader', () => {
  const rows = [
    [1, 2],
    [1, 3],
    [2, 2],
    [5, 3],
    [5, 2],
    [6, 3],
  ];
  const { words } = nesting(rows, ['a', 'a', 'a', 'b', 'b', 'b'], { unit: 'models' });
  expect(words[0]).toMatch(/^6 rows of 2 models count like \d+ for a mean/);
  expect(words.some((line) => line.includes('at least 25'))).toBe(true);
});

test('one row per group: nothing within, and that is said', () => {
  const rows = [
    [1, 2],
    [2, 1],
    [3, 5],
  ];
  const found = nesting(rows, ['a', 'b', 'c']);
  expect(found.icc).toBeNull();
  expect(found.within).toBeNull();
  expect(found.between).toBeNull();
  expect(found.words[0]).toContain('has one row');
});

test('a constant column has no intraclass correlation, and one group is an error', () => {
  const rows = [
    [1, 2],
    [1, 3],
    [1, 5],
    [1, 4],
  ];
  const found = nesting(rows, ['a', 'a', 'b', 'b']);
  expect(found.columns[0]!.icc).toBeNull();
  expect(found.within![0]![1]).toBeNull();
  expect(() => nesting(rows, ['a', 'a', 'a', 'a'])).toThrow('at least 2');
  expect(() => nesting(rows, ['a', 'b'])).toThrow('2 group labels were given for 4 rows');
});
