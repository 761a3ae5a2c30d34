import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { procrustes } from '../../../src/factor-analysis/rotation/procrustes.ts';
import { randomStart } from '../../../src/factor-analysis/rotation/random-start.ts';
import { flatten, multiply, unflatten } from '../../../src/statistics/dense.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { largestOff, off, readReference } from '../reference.ts';

const cases = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  p: fc.integer({ min: 6, max: 20 }),
  k: fc.integer({ min: 1, max: 4 }),
});

function planted(seed: number, p: number, k: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: p }, (_, i) =>
    Array.from({ length: k }, (_, m) => (i % k === m ? 0.7 : 0) + 0.15 * random.normal()),
  );
}

test('a matrix that was rotated comes back', () => {
  fc.assert(
    fc.property(cases, ({ seed, p, k }) => {
      const target = planted(seed, p, k);
      const turn = randomStart(k, createRandom(seed).fork('turn'));
      const turned = unflatten(multiply(flatten(target), turn, p, k, k), p, k);
      const back = procrustes(turned, target);
      expect(largestOff(back.loadings.flat(), target.flat())).toBeLessThan(1e-10);
      expect(largestOff(back.congruence, new Array(k).fill(1))).toBeLessThan(1e-10);
      expect(back.rmsDifference).toBeLessThan(1e-10);
    }),
    { numRuns: 60 },
  );
});

test('orthogonal: lengths of rows stay; oblique: at least as near, factors of unit variance', () => {
  fc.assert(
    fc.property(cases, ({ seed, p, k }) => {
      const loadings = planted(seed, p, k);
      const target = planted(seed + 1, p, k);
      const straight = procrustes(loadings, target);
      straight.loadings.forEach((row, i) => {
        expect(off(Math.hypot(...row), Math.hypot(...loadings[i]!))).toBeLessThan(1e-10);
      });
      const oblique = procrustes(loadings, target, { oblique: true });
      expect(oblique.rmsDifference).toBeLessThanOrEqual(straight.rmsDifference + 1e-9);
      const unit = oblique.phi!.map((row, m) => row[m]!);
      expect(largestOff(unit, new Array(k).fill(1))).toBeLessThan(1e-10);
    }),
    { numRuns: 40 },
  );
});

test('fully given targets are met as GPArotation meets them', () => {
  const { unrotated, full, orthogonalFull, obliqueFull } = readReference('own/target-rotation');
  const straight = procrustes(unrotated, full);
  expect(largestOff(straight.loadings.flat(), orthogonalFull.loadings.flat())).toBeLessThan(1e-6);
  const oblique = procrustes(unrotated, full, { oblique: true });
  expect(largestOff(oblique.loadings.flat(), obliqueFull.loadings.flat())).toBeLessThan(1e-5);
});

test('sizes that differ are told', () => {
  expect(() => procrustes([[1, 0]], [[1]])).toThrow(UserError);
});
