import { expect, test } from 'vitest';
import { factorRecoveryPage, mostFalse } from '../../src/validity/factor-recovery-page.ts';
import { falseDesign, falseRules, keepFalse } from '../../src/validity/false-factors.ts';
import {
  expectedCongruence,
  plantedDesign,
  plantedRates,
  plantedSizes,
  promised,
  recoverPlanted,
} from '../../src/validity/planted-factors.ts';

test('planted factors come back above .95 where theory promises it, at its value', () => {
  for (const rate of [null, 0.5, 0.15]) {
    const figures = recoverPlanted(
      plantedDesign,
      { models: 25, rowsEach: 21 },
      rate,
      8,
      'recovery test',
    );
    expect(promised(figures)).toBe(true);
    expect(figures.failed).toBe(0);
    expect(figures.congruence).toBeGreaterThan(0.95);
    expect(Math.abs(figures.congruence - figures.expected)).toBeLessThan(0.015);
    expect(figures.foundNumber).toBeGreaterThan(0.8);
  }
});

test('rare words in few models: theory promises nothing, and little comes back', () => {
  const figures = recoverPlanted(plantedDesign, { models: 10, rowsEach: 15 }, 0.05, 8, 'rare test');
  expect(promised(figures)).toBe(false);
  expect(figures.congruence).toBeLessThan(0.95);
  expect(figures.draws + figures.failed).toBe(8);
});

test('what theory expects grows with rows and with loadings, and falls with likeness', () => {
  const at = (size: { models: number; rowsEach: number }, loading: number, icc: number) =>
    expectedCongruence({ ...plantedDesign, loading, icc }, size, null);
  const size = { models: 20, rowsEach: 10 };
  expect(at({ models: 40, rowsEach: 10 }, 0.6, 0.2)).toBeGreaterThan(at(size, 0.6, 0.2));
  expect(at(size, 0.7, 0.2)).toBeGreaterThan(at(size, 0.6, 0.2));
  expect(at(size, 0.6, 0.5)).toBeLessThan(at(size, 0.6, 0.2));
});

test.each([
  ['normal', 0.3],
  ['0/1', 0.5],
] as const)(
  'unrelated %s columns, ICC %d: ordinary rules see factors, the block-permuted one does not',
  (cells, icc) => {
    const { kept } = keepFalse(falseDesign, cells, icc, 24, 60, 'false test');
    expect(kept[falseRules[0]]).toBeLessThanOrEqual(mostFalse);
    expect(kept['ordinary parallel analysis, components']).toBeGreaterThan(5);
    expect(kept['eigenvalues above 1 (Kaiser)']).toBeGreaterThan(10);
    expect(kept['empirical Kaiser criterion, rows counted as what they are worth']).toBeLessThan(
      kept['empirical Kaiser criterion'] / 2,
    );
  },
);

test('the page has a row a shape and a rule, and no hole', () => {
  const planted = plantedRates.flatMap((rate) =>
    plantedSizes.map((size) => recoverPlanted(plantedDesign, size, rate, 1, 'page')),
  );
  const unrelated = (['normal', '0/1'] as const).flatMap((cells) =>
    [0.1, 0.2, 0.3, 0.5].map((icc) => keepFalse(falseDesign, cells, icc, 1, 20, 'page')),
  );
  const page = factorRecoveryPage({ seed: 'page', planted, unrelated, parallelDraws: 20 });
  for (const rule of falseRules) expect(page).toContain(`| ${rule} |`);
  expect(page.match(/^\| 0\/1, \.05 ones \|/gm)).toHaveLength(2);
  expect(page).not.toMatch(/NaN|undefined|null/);
});
