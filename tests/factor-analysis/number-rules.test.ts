import { describe, expect, test } from 'vitest';
import { adequacy } from '../../src/factor-analysis/adequacy.ts';
import { empiricalKaiser, kaiserGuttman } from '../../src/factor-analysis/empirical-kaiser.ts';
import { minimumAveragePartial } from '../../src/factor-analysis/map.ts';
import { verySimpleStructure } from '../../src/factor-analysis/vss.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { largestOff, off, readReference, readTable } from './reference.ts';

const sets = [
  'thurstone9',
  'harman74',
  'ability',
  'attitude',
  'harman5',
  'burt8',
  'bfi25',
  'bfi25-missing',
  'bfi9-ordinal',
];

/** The numbers of factors at which psych's minres, with its one start, ends in a higher minimum than ours. */
const lowerThanPsych: Record<string, number[]> = { thurstone9: [4, 5] };

describe.each(sets)('%s against R', (name) => {
  const reference = readReference(name);
  const n: number = reference.meta.nObs;
  const correlation: number[][] =
    reference.correlation ??
    correlationMatrix(readTable(name).rows, { missing: 'pairwise' }).correlation;

  test('minimum average partial', () => {
    const map = minimumAveragePartial(correlation);
    const { values, suggested } = reference.map;
    // Plain arithmetic on both sides; the last components divide by variances that are nearly used up.
    expect(largestOff(map.values.slice(0, values.length), values)).toBeLessThan(1e-8);
    expect(map.suggested).toBe(suggested);
  });

  test('empirical Kaiser criterion and Kaiser–Guttman', () => {
    const { eigenvalues } = adequacy(correlation, n);
    const found = empiricalKaiser(eigenvalues, n);
    // A formula of the eigenvalues, which meet to 1e-9.
    expect(largestOff(found.reference, reference.empiricalKaiser.reference)).toBeLessThan(1e-9);
    expect(found.suggested).toBe(reference.empiricalKaiser.suggested);
    expect(kaiserGuttman(eigenvalues)).toBe(reference.kaiserGuttman);
  });

  test('very simple structure', () => {
    const expected = reference.vss;
    const found = verySimpleStructure(correlation, n, expected.table.length);
    const lower = lowerThanPsych[name] ?? [];
    for (const k of lower)
      expect(found.table[k - 1]!.SRMR).toBeLessThan(0.9 * expected.table[k - 1].SRMR);
    // Without degrees of freedom a solution is one of many.
    const comparable = found.table
      .filter(({ dof, factors }) => dof > 0 && !lower.includes(factors))
      .map(({ factors }) => factors - 1);
    for (const i of comparable) {
      // varimax stops where psych's does, minres continues where psych stops (its loadings are off by 1e-6 to 2e-4).
      expect(Math.abs(found.complexity1[i]! - expected.complexity1[i])).toBeLessThan(5e-5);
      expect(Math.abs(found.complexity2[i]! - expected.complexity2[i])).toBeLessThan(5e-5);
      for (const [key, value] of Object.entries(expected.table[i])) {
        const actual = found.table[i]![key as keyof (typeof found.table)[0]];
        // A chi-square near its number of degrees of freedom moves more than the loadings do.
        expect(off(actual, value as number | null), `${i + 1} ${key}`).toBeLessThan(3e-4);
      }
    }
    // psych counts solutions without degrees of freedom; of harman5's three it takes such a one.
    if (name !== 'harman5') {
      expect([found.max1, found.max2]).toEqual([expected.max1, expected.max2]);
    }
  });
});

test('unrelated columns: nothing is least without components, and no rule finds any', () => {
  const random = createRandom('unrelated');
  const rows = Array.from({ length: 600 }, () => Array.from({ length: 12 }, () => random.normal()));
  const { correlation } = correlationMatrix(rows);
  const map = minimumAveragePartial(correlation);
  expect(map.noneIsLeast).toBe(true);
  expect(map.revised.noneIsLeast).toBe(true);
  const { eigenvalues } = adequacy(correlation, 600);
  expect(empiricalKaiser(eigenvalues, 600).suggested).toBeLessThan(2);
  // Half of the eigenvalues lie above 1 by chance alone.
  expect(kaiserGuttman(eigenvalues)).toBeGreaterThan(3);
});

test('a clear structure: original, revised, and very simple structure agree', () => {
  const random = createRandom('clear');
  const rows = Array.from({ length: 500 }, () => {
    const f = [random.normal(), random.normal(), random.normal()];
    return Array.from({ length: 12 }, (_, j) => 0.8 * f[j % 3]! + 0.6 * random.normal());
  });
  const { correlation } = correlationMatrix(rows);
  const map = minimumAveragePartial(correlation);
  expect(map.suggested).toBe(3);
  expect(map.revised.suggested).toBe(3);
  expect(verySimpleStructure(correlation, 500, 5).max1).toBe(3);
  expect(empiricalKaiser(adequacy(correlation, 500).eigenvalues, 500).suggested).toBe(3);
});

test('a singular matrix: partial correlations end where variances are used up, as null', () => {
  const doubled = [
    [1, 1, 0.5, 0.5],
    [1, 1, 0.5, 0.5],
    [0.5, 0.5, 1, 1],
    [0.5, 0.5, 1, 1],
  ];
  const map = minimumAveragePartial(doubled);
  expect(map.values).toHaveLength(3);
  expect(map.values[2]).toBeNull();
  expect(map.values.every((value) => value === null || Number.isFinite(value))).toBe(true);
});

test('by hand: two columns that correlate .5 have an average square of .25 and no component to spare', () => {
  const map = minimumAveragePartial([
    [1, 0.5],
    [0.5, 1],
  ]);
  expect(map.none).toBeCloseTo(0.25, 15);
  expect(map.revised.none).toBeCloseTo(0.0625, 15);
  // With one component out, what is left of the two is the same but for its sign.
  expect(map.values).toHaveLength(1);
  expect(map.values[0]).toBeCloseTo(1, 12);
  expect(map.noneIsLeast).toBe(true);
});
