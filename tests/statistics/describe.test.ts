import { expect, test } from 'vitest';
import {
  mean,
  median,
  quantile,
  ranks,
  standardDeviation,
  variance,
} from '../../src/statistics/describe.ts';
import { readReference } from './reference.ts';

const hours = [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487];

test('boot::aircondit', () => {
  const { mean: average, se } = readReference('bootstrap').mean[0];
  expect(mean(hours)).toBeCloseTo(average, 10);
  // The reference's exact standard error has n where the sample variance has n − 1.
  expect(standardDeviation(hours)).toBeCloseTo((se.exact * 12) / Math.sqrt(11), 10);
  expect(median(hours)).toBe(88);
  // Type 7 by hand: positions 1.1 and 9.9 counted from 0.
  expect(quantile(hours, 0.1)).toBeCloseTo(5.2, 12);
  expect(quantile(hours, 0.9)).toBeCloseTo(220, 12);
  expect(quantile(hours, 1)).toBe(487);
});

test('edges', () => {
  expect(variance([4])).toBeNaN();
  expect(mean([])).toBeNaN();
  expect(quantile([], 0.5)).toBeNaN();
  expect(() => quantile(hours, 1.1)).toThrow(RangeError);
  expect(Array.from(ranks([10, 20, 10, 30]))).toEqual([1.5, 3, 1.5, 4]);
});
