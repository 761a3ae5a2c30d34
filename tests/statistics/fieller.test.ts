import { expect, it } from 'vitest';
import { fiellerInterval } from '../../src/statistics/fieller.ts';

it('is the interval of an estimate where the slope is known', () => {
  const { low, high } = fiellerInterval(2, 2, { own: 0.25, square: 0 });
  expect([low, high]).toEqual([1, 3]);
});

it('is Fieller’s for a ratio: longer on the far side', () => {
  // 6 ± 1 over 3 ± .5, t = 2: roots of (9 − 1) x² − 36 x + (36 − 4).
  const { low, high } = fiellerInterval(2, 2, { own: 1 / 9, square: 0.25 / 9 });
  expect(low).toBeCloseTo((36 - Math.sqrt(36 ** 2 - 4 * 8 * 32)) / 16, 10);
  expect(high).toBeCloseTo((36 + Math.sqrt(36 ** 2 - 4 * 8 * 32)) / 16, 10);
  expect(high - 2).toBeGreaterThan(2 - low);
});

it('has no end where the slope may be 0, and holds all where 0 is in it too', () => {
  const sure = fiellerInterval(2, 2, { own: 0.01, square: 0.5 });
  expect(sure.low).toBeGreaterThan(0);
  expect(sure.high).toBe(Infinity);
  expect(fiellerInterval(0.1, 2, { own: 1, square: 0.5 })).toEqual({
    low: -Infinity,
    high: Infinity,
  });
});
