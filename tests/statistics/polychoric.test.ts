import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bivariateNormalCdf } from '../../src/statistics/bivariate-normal.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/distributions.ts';
import { thresholdsOf } from '../../src/statistics/ordinal.ts';
import { polychoricOfColumns } from '../../src/statistics/polychoric.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { polychoricOfTable, tetrachoricOfTable } from '../../src/statistics/table-correlation.ts';
import { largestOff, readTable } from '../factor-analysis/reference.ts';
import { readReference } from './reference.ts';

const reference = readReference('bfi9-ordinal');
const { rows } = readTable('bfi9-ordinal');
const n = rows.length;
const p = 9;

function columns(value: (x: number) => number = (x) => x): Float64Array {
  return Float64Array.from({ length: n * p }, (_, at) => value(rows[at % n]![Math.floor(at / n)]!));
}

test('polychoric correlations and thresholds of nine six-point items', () => {
  const { correlation, thresholds, constant, sparse } = polychoricOfColumns(columns(), n, p);
  const { tight, psych } = reference.polychoric;
  // Both solve the same equation: the reference's root finder stops at 1e-13, its probabilities at 1e-15.
  expect(largestOff(Array.from(correlation), tight.flat())).toBeLessThan(1e-9);
  // psych's optimize() stops at about 2e-5.
  expect(largestOff(Array.from(correlation), psych.flat())).toBeLessThan(1e-4);
  expect(largestOff(thresholds.flat(), reference.polychoric.thresholds.flat())).toBeLessThan(1e-11);
  expect(constant).toEqual([]);
  expect(sparse).toEqual([]);
});

test('tetrachoric correlations and thresholds of the same, cut above 3', () => {
  const { correlation, thresholds } = polychoricOfColumns(
    columns((x) => Number(x > 3)),
    n,
    p,
  );
  const { tight, psych } = reference.tetrachoric;
  expect(largestOff(Array.from(correlation), tight.flat())).toBeLessThan(1e-9);
  expect(largestOff(Array.from(correlation), psych.flat())).toBeLessThan(1e-4);
  expect(largestOff(thresholds.flat(), reference.tetrachoric.thresholds)).toBeLessThan(1e-11);
});

test('without gaps and empty cells a tetrachoric reproduces the share of its first cell', () => {
  const count = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 400 }));
  fc.assert(
    fc.property(fc.tuple(count, count, count, count), ([a, b, c, d]) => {
      const total = a + b + c + d;
      const h = normalQuantile((a + b) / total);
      const k = normalQuantile((a + c) / total);
      const r = tetrachoricOfTable([a, b, c, d], h, k);
      expect(Math.abs(bivariateNormalCdf(h, k, r) - a / total)).toBeLessThan(1e-14);
    }),
  );
});

/** A table of normal deviates with correlation rho, cut into categories. */
function drawnTable(
  seed: number,
  rows: number,
  columns: number,
  rho: number,
  n = 300,
): Float64Array {
  const random = createRandom(seed);
  const table = new Float64Array(rows * columns);
  const cut = (z: number, categories: number) =>
    Math.min(categories - 1, Math.floor(normalCdf(z) ** 1.5 * categories));
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    const y = rho * x + Math.sqrt(1 - rho * rho) * random.normal();
    const at = cut(x, rows) * columns + cut(y, columns);
    table[at] = table[at]! + 1;
  }
  return table;
}

const margin = (counts: number[]) => thresholdsOf(Float64Array.from(counts));
const rowSums = (t: Float64Array, m: number, w: number) =>
  Array.from({ length: m }, (_, i) => t.subarray(i * w, (i + 1) * w).reduce((a, b) => a + b, 0));
const columnSums = (t: Float64Array, m: number, w: number) =>
  Array.from({ length: w }, (_, j) =>
    Array.from({ length: m }, (_, i) => t[i * w + j]!).reduce((a, b) => a + b, 0),
  );

test('the two ways to solve a 2 × 2 table agree', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.double({ min: -0.95, max: 0.95, noNaN: true }),
      (seed, rho) => {
        const t = drawnTable(seed, 2, 2, rho).map((x) => x + 1);
        const a = margin(rowSums(t, 2, 2));
        const b = margin(columnSums(t, 2, 2));
        const r = tetrachoricOfTable(t, a.thresholds[0]!, b.thresholds[0]!);
        expect(Math.abs(polychoricOfTable(t, a, b) - r)).toBeLessThan(1e-8);
      },
    ),
  );
});

test('turning a table over transposes, and reversing one variable negates its correlation', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 3, max: 6 }),
      fc.double({ min: -0.9, max: 0.9, noNaN: true }),
      (seed, m, w, rho) => {
        const t = drawnTable(seed, m, w, rho).map((x) => x + 0.25);
        const turned = Float64Array.from(
          { length: m * w },
          (_, at) => t[(at % m) * w + Math.floor(at / m)]!,
        );
        const back = Float64Array.from(
          { length: m * w },
          (_, at) => t[at - (at % w) + w - 1 - (at % w)]!,
        );
        const a = rowSums(t, m, w);
        const b = columnSums(t, m, w);
        const r = polychoricOfTable(t, margin(a), margin(b));
        expect(polychoricOfTable(turned, margin(b), margin(a))).toBeCloseTo(r, 8);
        expect(polychoricOfTable(back, margin(a), margin([...b].reverse()))).toBeCloseTo(-r, 8);
        // 300 rows: well within .35 of the truth.
        expect(Math.abs(r - rho)).toBeLessThan(0.35);
      },
    ),
  );
});

test('no correlation on a grid is likelier than the estimate, sparse tables and perfect ones included', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 3, max: 6 }),
      fc.double({ min: -0.999, max: 0.999, noNaN: true }),
      fc.constantFrom(8, 40, 300),
      (seed, m, w, rho, n) => {
        const t = drawnTable(seed, m, w, rho, n);
        const sums = [rowSums(t, m, w), columnSums(t, m, w)] as const;
        fc.pre(!sums.flat().includes(0));
        const [a, b] = [margin(sums[0]), margin(sums[1])];
        const at = likelihood(t, [...a.thresholds], [...b.thresholds]);
        const best = at(polychoricOfTable(t, a, b));
        for (let r = -0.99; r < 1; r += 0.01) expect(at(r)).toBeLessThan(best + 1e-6);
      },
    ),
    { numRuns: 60 },
  );
});

/** Log likelihood of a correlation, cell by cell. */
function likelihood(table: Float64Array, hs: number[], ks: number[]) {
  const ends = ([...cuts]: number[]) => [
    Number.NEGATIVE_INFINITY,
    ...cuts,
    Number.POSITIVE_INFINITY,
  ];
  const [h, k] = [ends(hs), ends(ks)];
  const w = ks.length + 1;
  return (rho: number) => {
    const below = h.map((x) => k.map((y) => bivariateNormalCdf(x, y, rho)));
    let sum = 0;
    table.forEach((count, at) => {
      if (count === 0) return;
      const [i, j] = [Math.floor(at / w), at % w];
      const cell = below[i + 1]![j + 1]! - below[i]![j + 1]! - below[i + 1]![j]! + below[i]![j]!;
      sum += count * Math.log(Math.max(cell, 1e-300));
    });
    return sum;
  };
}

describe('empty cells', () => {
  // 40 rows; the two never come together.
  const x = Float64Array.from({ length: 40 }, (_, i) => Number(i < 10));
  const y = Float64Array.from({ length: 40 }, (_, i) => Number(i >= 10 && i < 18));
  const both = Float64Array.from([...x, ...y]);

  test('count a half by default, and are listed', () => {
    const { correlation, sparse, atBoundary } = polychoricOfColumns(both, 40, 2);
    expect(sparse).toEqual([{ columns: [0, 1], counts: [22, 8, 10, 0] }]);
    expect(atBoundary).toEqual([]);
    // psych::tetrachoric(cbind(x, y)) gives -0.5229852.
    expect(correlation[1]).toBeCloseTo(-0.52299, 4);
  });

  test('left empty they put the estimate at −1, and it is said', () => {
    const { correlation, atBoundary } = polychoricOfColumns(both, 40, 2, { emptyCell: 0 });
    expect(correlation[1]).toBe(-1);
    expect(atBoundary).toEqual([[0, 1]]);
  });
});

test('a larger table whose likelihood only rises is given as 1', () => {
  const x = Float64Array.from({ length: 60 }, (_, i) => i % 3);
  const { correlation, atBoundary } = polychoricOfColumns(Float64Array.from([...x, ...x]), 60, 2);
  expect(correlation[1]).toBe(1);
  expect(atBoundary).toEqual([[0, 1]]);
});

test('gaps: thresholds from all answers of a column, tables from rows with both', () => {
  const data = columns((x) => Number(x > 3));
  const gapped = Float64Array.from(data);
  for (let i = 0; i < 50; i++) gapped[i] = Number.NaN;
  const { correlation, thresholds } = polychoricOfColumns(gapped, n, p);
  const without = polychoricOfColumns(data, n, p);
  // Pairs that do not touch the first column are as before.
  for (let i = 1; i < p; i++) {
    for (let j = 1; j < p; j++)
      expect(correlation[i * p + j]).toBeCloseTo(without.correlation[i * p + j]!, 12);
  }
  const lowest = gapped.subarray(50, n).filter((v) => v === 0).length;
  expect(thresholds[0]![0]).toBeCloseTo(normalQuantile(lowest / (n - 50)), 12);
  expect(thresholds[1]).toEqual(without.thresholds[1]);
});

test('one category, no common rows, too many categories', () => {
  const gap = Number.NaN;
  const odd = polychoricOfColumns(
    Float64Array.of(1, 1, 1, 1, 0, 1, gap, gap, gap, gap, 1, 0),
    4,
    3,
  );
  expect(odd.constant).toEqual([0]);
  expect(odd.withoutRows).toEqual([[1, 2]]);
  expect(odd.correlation[1]).toBe(0);
  const many = Float64Array.from({ length: 24 }, (_, i) => i % 12);
  expect(() => polychoricOfColumns(many, 12, 2)).toThrow(/more than 10 different values/);
});
