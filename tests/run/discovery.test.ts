import { expect, it } from 'vitest';
import { foldedCurve } from '../../src/run/discovery.ts';

it('tells a curve in a bounded number of parts that add up to the same', () => {
  expect(foldedCurve([5, 3, 1], 20)).toEqual({ every: 100, fresh: [5, 3, 1] });
  expect(foldedCurve([], 20)).toEqual({ every: 100, fresh: [] });
  const long = Array.from({ length: 10_000 }, (_, n) => (n < 3 ? 10 - n : n % 997 === 0 ? 1 : 0));
  const { every, fresh } = foldedCurve(long, 20);
  expect(every).toBe(50_000);
  expect(fresh).toHaveLength(20);
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
  expect(sum(fresh)).toBe(sum(long));
});
