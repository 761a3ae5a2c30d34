import { expect, it } from 'vitest';
import { groupDifference } from '../../src/statistics/group-difference.ts';

const values = [5.1, 6.2, 4.8, 7.0, 5.9, 3.2, 4.1, 2.8, 3.9];
const inPart = values.map((_, i) => i < 5);

it('has the error of Welch’s test where each value is a unit of its own', () => {
  const found = groupDifference(values, inPart, values.map(String))!;
  // R: t.test(a, b)$stderr, with t of 7 degrees of freedom for the interval.
  expect(found).toMatchObject({ units: [5, 4] });
  expect(found.difference).toBeCloseTo(2.3, 12);
  const se = 0.4966555;
  expect(found.low).toBeCloseTo(2.3 - 2.364624 * se, 4);
  expect(found.high).toBeCloseTo(2.3 + 2.364624 * se, 4);
});

it('takes what is the same on both sides of a family out of the difference', () => {
  const families = ['a', 'b', 'c', 'd'];
  const level = [0, 10, 20, 30];
  const rows = families.flatMap((unit, f) => [
    { unit, value: level[f]! + 2 + 0.1 * f, part: true },
    { unit, value: level[f]!, part: false },
  ]);
  const of = (units: string[]) =>
    groupDifference(
      rows.map(({ value }) => value),
      rows.map(({ part }) => part),
      units,
    )!;
  const paired = of(rows.map(({ unit }) => unit));
  // As the paired t test: mean 2.15, SD of .1 steps .1291 over 4 families.
  expect(paired.high! - paired.low!).toBeCloseTo((2 * 3.182446 * 0.1290994) / 2, 5);
  expect(of(rows.map((_, i) => String(i))).low!).toBeLessThan(0);
});

it('gives no interval below three units on a side, and nothing where a side is empty', () => {
  const few = groupDifference(
    [1, 2, 3, 4, 5],
    [true, true, false, false, false],
    ['a', 'b', 'c', 'd', 'e'],
  )!;
  expect(few).toMatchObject({ part: 1.5, rest: 4, low: null, high: null, p: null });
  expect(groupDifference([1, 2], [true, true], ['a', 'b'])).toBeNull();
});
