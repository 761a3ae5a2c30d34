import { expect, test } from 'vitest';
import { adequacy } from '../../src/factor-analysis/adequacy.ts';
import { empiricalKaiser, kaiserGuttman } from '../../src/factor-analysis/empirical-kaiser.ts';
import { smoothCorrelation } from '../../src/factor-analysis/smoothing.ts';
import { flatten, unflatten } from '../../src/statistics/dense.ts';
import { largestOff, off, readReference } from './reference.ts';

const { correlation, meta, smoothed } = readReference('burt8');

test('Burt’s eight variables, as psych smooths them', () => {
  const found = smoothCorrelation(flatten(correlation), 8);
  // An eigenproblem on both sides.
  expect(largestOff(Array.from(found.matrix), smoothed.matrix.flat())).toBeLessThan(1e-10);
  expect(found.smoothed).toBe(true);
  expect(found.smallestEigenvalue).toBeLessThan(0);
  const moves = Array.from(found.matrix, (x, at) => Math.abs(x - correlation.flat()[at]));
  expect(found.largestMove).toBeCloseTo(Math.max(...moves), 14);
  expect(found.moved).toBeCloseTo(Math.hypot(...moves), 14);
});

test('what is measured of the smoothed matrix', () => {
  const found = adequacy(smoothed.matrix, meta.nObs);
  // Its least eigenvalue is 1e-10, so an inverse keeps about 6 of 16 digits.
  expect(off(found.kmo.overall, smoothed.kmo.overall)).toBeLessThan(1e-3);
  expect(off(found.bartlett.chisq, smoothed.bartlett.chisq)).toBeLessThan(1e-4);
  expect(largestOff(found.eigenvalues, smoothed.eigenvalues)).toBeLessThan(1e-9);
  expect(largestOff(found.smc, smoothed.smc)).toBeLessThan(1e-6);
  expect(kaiserGuttman(found.eigenvalues)).toBe(smoothed.kaiserGuttman);
  const ekc = empiricalKaiser(found.eigenvalues, meta.nObs);
  expect(largestOff(ekc.reference, smoothed.empiricalKaiser.reference)).toBeLessThan(1e-9);
  expect(ekc.suggested).toBe(smoothed.empiricalKaiser.suggested);
});

test('a positive definite matrix stays as it is', () => {
  const r = flatten(readReference('thurstone9').correlation);
  const found = smoothCorrelation(r, 9);
  expect(found).toMatchObject({ smoothed: false, moved: 0, largestMove: 0 });
  expect(found.matrix).toBe(r);
});

test('smoothing leaves a correlation matrix: unit diagonal, symmetric, positive definite', () => {
  const r = Float64Array.from([1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1]);
  const { matrix } = smoothCorrelation(r, 3);
  const rows = unflatten(matrix, 3, 3);
  for (let i = 0; i < 3; i++) {
    expect(rows[i]![i]).toBe(1);
    for (let j = 0; j < 3; j++) expect(rows[i]![j]).toBeCloseTo(rows[j]![i]!, 14);
  }
  expect(Math.min(...adequacy(rows, 100).eigenvalues)).toBeGreaterThan(0);
});
