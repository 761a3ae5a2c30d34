import { describe, expect, test } from 'vitest';
import { rotate } from '../../../src/factor-analysis/rotation/rotate.ts';
import type { RotationName } from '../../../src/factor-analysis/rotation/rotation-names.ts';
import { flatten, unflatten } from '../../../src/statistics/dense.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { distance, largestOff, off, readReference } from '../reference.ts';

const reference = readReference('own/rotations');
const unrotated = flatten(reference.unrotated);
const p: number = reference.unrotated.length;
const k: number = reference.unrotated[0].length;
const names: RotationName[] = ['oblimin', 'geomin', 'quartimax', 'varimax', 'equamax'];

describe.each(names)('%s against GPArotation', (name) => {
  test.each([false, true])("Kaiser's normalisation: %s", (kaiser) => {
    const expected = reference[`${name}${kaiser ? 'Kaiser' : ''}`];
    const result = rotate(unrotated, p, k, name, { kaiser, tight: true });
    // GPArotation ran to a gradient norm of 1e-7, or as near as 1500 steps bring it.
    expect(distance(unflatten(result.loadings, p, k), expected.loadings)).toBeLessThan(1e-5);
    if (expected.phi) {
      const sizes = (phi: number[]) => phi.map(Math.abs).sort((a, b) => a - b);
      expect(largestOff(sizes(Array.from(result.phi!)), sizes(expected.phi.flat()))).toBeLessThan(
        1e-6,
      );
    } else {
      expect(result.phi).toBeUndefined();
    }
    expect(result.starts).toBe(30);
    expect(result.shareAtBest).toBeGreaterThan(0);
  });
});

test('seven factors of noise: the starts of varimax end at two minima, and the better one is kept', () => {
  const random = createRandom(19);
  const noise = Float64Array.from(
    { length: 70 },
    () => (random.next() < 0.5 ? 0.1 : 0.7) * random.normal(),
  );
  const many = rotate(noise, 10, 7, 'varimax', { tight: true });
  const one = rotate(noise, 10, 7, 'varimax', { tight: true, starts: 1 });
  expect(many.distinctMinima).toBe(2);
  expect(many.shareAtBest).toBeLessThan(1);
  expect(many.criterion!).toBeLessThan(one.criterion! - 1e-3);
  expect(one.distinctMinima).toBe(1);
  expect(off(many.gradient, 0)).toBeLessThan(1e-12);
  // R's early stop explains less than that, so without `tight` it is kept too.
  const usual = rotate(noise, 10, 7, 'varimax');
  expect(largestOff(Array.from(usual.loadings), Array.from(many.loadings))).toBeLessThan(1e-12);
});

test('Kaiser’s normalisation is off for equamax, as in psych', () => {
  const { loadings } = rotate(unrotated, p, k, 'equamax', { tight: true });
  expect(distance(unflatten(loadings, p, k), reference.equamax.loadings)).toBeLessThan(1e-5);
  expect(distance(unflatten(loadings, p, k), reference.equamaxKaiser.loadings)).toBeGreaterThan(
    1e-3,
  );
});
