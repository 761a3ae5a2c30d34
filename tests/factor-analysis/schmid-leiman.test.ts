import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { schmidLeiman } from '../../src/factor-analysis/schmid-leiman.ts';
import { largestOff } from './reference.ts';

const unit = fc.double({ min: 0.35, max: 0.9, noNaN: true });

test('with three factors a known hierarchy comes back', () => {
  fc.assert(
    fc.property(
      fc.tuple(unit, unit, unit),
      fc.array(fc.tuple(unit, unit, unit), { minLength: 4, maxLength: 9 }),
      (gamma, pattern) => {
        const phi = gamma.map((a, i) => gamma.map((b, j) => (i === j ? 1 : a * b)));
        const layers = schmidLeiman(pattern, phi);
        expect(largestOff(layers.secondOrder, gamma)).toBeLessThan(1e-6);
        // General and group loadings together give back every communality.
        const sums = layers.general.map(
          (g, i) => g * g + layers.group[i]!.reduce((sum, l) => sum + l * l, 0),
        );
        expect(largestOff(sums, layers.communality)).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 50 },
  );
});

test('two factors: the rule decides, and the result says that it is not identified', () => {
  const pattern = [
    [0.7, 0],
    [0, 0.6],
    [0.5, 0.1],
  ];
  const phi = [
    [1, -0.36],
    [-0.36, 1],
  ];
  const equal = schmidLeiman(pattern, phi);
  expect(equal.identified).toBe(false);
  expect(largestOff(equal.secondOrder, [0.6, -0.6])).toBeLessThan(1e-12);
  expect(schmidLeiman(pattern, phi, 'first').secondOrder).toEqual([1, -0.36]);
  expect(schmidLeiman(pattern, phi, 'second').secondOrder).toEqual([-0.36, 1]);
  expect(schmidLeiman(pattern, phi, 'first').heywood).toEqual([1]);
});

test('sizes that do not fit are told', () => {
  expect(() => schmidLeiman([[0.5]], [[1]])).toThrow(UserError);
  expect(() =>
    schmidLeiman(
      [[0.5]],
      [
        [1, 0],
        [0, 1],
      ],
    ),
  ).toThrow(/2 columns/);
});
