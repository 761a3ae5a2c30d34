import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { factorAnalysis } from '../../../src/factor-analysis/factor-analysis.ts';
import { rotateToTarget } from '../../../src/factor-analysis/rotation/target.ts';
import { distance, largestOff, off, readReference } from '../reference.ts';

const reference = readReference('own/target-rotation');
const { unrotated, full, part } = reference;

test.each([
  ['orthogonalFull', full, false, false],
  ['orthogonalPart', part, false, false],
  ['obliqueFull', full, true, false],
  ['obliquePart', part, true, false],
  ['normalisedPart', part, true, true],
])('%s as GPArotation', (name, target, oblique, kaiser) => {
  const expected = reference[name];
  const result = rotateToTarget(unrotated, target, { oblique, kaiser });
  expect(result.converged).toBe(true);
  // GPArotation is asked for a gradient norm of 1e-8 in at most 3000 steps, which is not always enough.
  expect(off(result.criterion, expected.criterion)).toBeLessThan(1e-8);
  const lengths = (unrotated as number[][]).map((row) => (kaiser ? Math.hypot(...row) : 1));
  const loadings = (expected.loadings as number[][]).map((row, i) =>
    row.map((x) => x * lengths[i]!),
  );
  // Columns with nothing but zeros given may point either way in GPArotation.
  expect(distance(result.loadings, loadings)).toBeLessThan(1e-5);
  if (oblique) {
    const sizes = (phi: number[][]) => phi.flat().map(Math.abs);
    expect(largestOff(sizes(result.phi!), sizes(expected.phi))).toBeLessThan(1e-5);
  }
  if (!oblique) expect(result.phi).toBeNull();
});

test('NaN leaves a cell open as null does', () => {
  const withNaN = part.map((row: (number | null)[]) => row.map((x) => x ?? Number.NaN));
  expect(rotateToTarget(unrotated, withNaN).loadings).toEqual(
    rotateToTarget(unrotated, part).loadings,
  );
});

test('a target of the wrong size, or with every cell open, is told', () => {
  expect(() => rotateToTarget(unrotated, full.slice(1))).toThrow(UserError);
  expect(() => rotateToTarget([[1, 0]], [[null, Number.NaN]])).toThrow(/every cell open/);
});

test('Promax is promax on the loadings as they are', () => {
  const { correlation } = readReference('thurstone9');
  const input = { correlation, n: 213 };
  const named = factorAnalysis(input, { factors: 3, rotation: 'Promax' });
  const asked = factorAnalysis(input, { factors: 3, rotation: 'promax', kaiser: false });
  expect(named.loadings).toEqual(asked.loadings);
  const usual = factorAnalysis(input, { factors: 3, rotation: 'promax' });
  expect(largestOff(named.loadings.flat(), usual.loadings.flat())).toBeGreaterThan(1e-3);
});
