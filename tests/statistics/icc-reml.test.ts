import { expect, test } from 'vitest';
import { iccByReml } from '../../src/statistics/icc-reml.ts';
import { readReference } from './reference.ts';

type Case = {
  what: string;
  data: number[][];
  lmer: { type: string[]; icc: number[]; meanSquares: number[]; msw: number };
};
const { icc } = readReference('reliability') as { icc: Case[] };

test.each(icc)('psych::ICC(lmer = TRUE): $what', ({ data, lmer }) => {
  const { values, meanSquares } = iccByReml(data);
  // psych's figures end where lme4's default optimiser does: about 1e-5 of a component.
  lmer.type.forEach((type, i) => {
    expect(values[type as keyof typeof values], type).toBeCloseTo(lmer.icc[i]!, 4);
  });
  const { targets, raters, residual, within } = meanSquares;
  [targets, raters, residual, within].forEach((value, i) => {
    const expected = [...lmer.meanSquares, lmer.msw][i]!;
    expect(Math.abs(value / expected - 1)).toBeLessThan(5e-5);
  });
});

test('without a negative component it equals the mean squares of the complete table', () => {
  const { data, anova } = readReference('reliability').icc[0];
  const { values } = iccByReml(data);
  anova.type.forEach((type: keyof typeof values, i: number) => {
    expect(values[type]).toBeCloseTo(anova.icc[i], 6);
  });
});

test('a target with a gap keeps its ratings', () => {
  const data = icc[0]!.data.map((row, t) =>
    row.map((x, j) => (t === 1 && j === 2 ? Number.NaN : x)),
  );
  const result = iccByReml(data);
  expect(result).toMatchObject({ targets: 6, raters: 4, missing: 1, converged: true });
  expect(result.values.ICC3).toBeGreaterThan(0.5);
  expect(result.values.ICC3).toBeLessThan(0.85);
});

test('too little is an error', () => {
  expect(() => iccByReml([[1, 2]])).toThrow(/at least 2 rated targets and 2 raters/);
  expect(() =>
    iccByReml([
      [1, Number.NaN],
      [Number.NaN, 2],
    ]),
  ).toThrow(/targets that two raters rated/);
});
