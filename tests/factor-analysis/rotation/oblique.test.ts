import { expect, test } from 'vitest';
import type { Criterion } from '../../../src/factor-analysis/rotation/gradient-projection.ts';
import { obliminCriterion, rotateOblique } from '../../../src/factor-analysis/rotation/oblique.ts';
import { randomStart } from '../../../src/factor-analysis/rotation/random-start.ts';
import { createRandom } from '../../../src/statistics/random.ts';

test.each([
  [7, 2, 0],
  [12, 3, 0],
  [13, 4, -0.5],
  [30, 5, 0.2],
])('%i × %i, gamma %f: the kernel agrees with the formula', (p, k, gamma) => {
  const random = createRandom(p);
  const loadings = Float64Array.from({ length: p * k }, () => random.next() - 0.3);
  const kernel = obliminCriterion(gamma);
  // The same function without its kernel.
  const formula: Criterion = (at, gradient, rows, columns) => kernel(at, gradient, rows, columns);
  const start = randomStart(k, random);
  // Two steps: far from the end, where every difference shows.
  for (const maxIterations of [0, 1, 2]) {
    const a = rotateOblique(loadings, p, k, kernel, start, { maxIterations })!;
    const b = rotateOblique(loadings, p, k, formula, start, { maxIterations })!;
    expect(a.criterion).toBeCloseTo(b.criterion, 12);
    expect(a.gradient).toBeCloseTo(b.gradient, 11);
    a.turn.forEach((value, at) => {
      expect(value).toBeCloseTo(b.turn[at]!, 11);
    });
    a.loadings.forEach((value, at) => {
      expect(value).toBeCloseTo(b.loadings[at]!, 11);
    });
  }
});

test('a start without an inverse gives no rotation', () => {
  const loadings = Float64Array.of(0.6, 0.1, 0.5, 0.2, 0.1, 0.7);
  expect(
    rotateOblique(loadings, 3, 2, obliminCriterion(), Float64Array.of(1, 1, 0, 0)),
  ).toBeUndefined();
});
