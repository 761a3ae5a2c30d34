import { describe, expect, test } from 'vitest';
import { descriptives } from '../../src/statistics/descriptives.ts';
import { largestOff, readTable } from '../factor-analysis/reference.ts';
import { readReference } from './reference.ts';

describe.each(['attitude', 'harman5', 'bfi25', 'bfi25-missing', 'bfi9-ordinal'])('%s', (name) => {
  test('mean, sd, n, skew, and kurtosis as psych has them', () => {
    const expected = readReference(name).descriptives;
    const found = descriptives(readTable(name).rows);
    // Formulas on both sides; the reference has 12 digits.
    for (const key of ['mean', 'sd', 'n', 'skew', 'kurtosis'] as const) {
      expect(largestOff(found[key], expected[key]), key).toBeLessThan(1e-10);
    }
  });
});

test('by hand, and what is not defined', () => {
  const gap = Number.NaN;
  const rows = [
    [1, 5, gap, gap],
    [2, 5, 3, gap],
    [6, 5, gap, gap],
  ];
  const found = descriptives(rows);
  // Deviations −2, −1, 3 about 3: squares 14, cubes 18, fourth powers 98; sd² = 7.
  expect(found.skew[0]).toBeCloseTo(18 / 3 / 7 ** 1.5, 14);
  expect(found.kurtosis[0]).toBeCloseTo(98 / 3 / 49 - 3, 14);
  expect(found).toMatchObject({
    n: [3, 3, 1, 0],
    mean: [3, 5, 3, null],
    min: [1, 5, 3, null],
    max: [6, 5, 3, null],
  });
  expect(found.sd.slice(1)).toEqual([0, null, null]);
  expect(found.skew.slice(1)).toEqual([null, null, null]);
  expect(found.kurtosis.slice(1)).toEqual([null, null, null]);
});
