import { expect, test } from 'vitest';
import { type IccForm, intraclassCorrelation } from '../../../src/statistics/agreement/icc.ts';
import { readReference } from '../reference.ts';

// Mean squares are sums of a few hundred products: only rounding (1e-10) is allowed. Bounds pass through F
// quantiles that R finds to about 1e-9.
test('intraclass correlations and their intervals as psych::ICC by mean squares', () => {
  for (const { data, anova } of readReference('reliability').icc) {
    const { forms, meanSquares } = intraclassCorrelation(data);
    expect(meanSquares.targets).toBeCloseTo(anova.meanSquares[0], 10);
    expect(meanSquares.raters).toBeCloseTo(anova.meanSquares[1], 10);
    expect(meanSquares.residual).toBeCloseTo(anova.meanSquares[2], 10);
    expect(meanSquares.within).toBeCloseTo(anova.msw, 10);
    anova.type.forEach((type: IccForm, i: number) => {
      const form = forms[type];
      expect(form.value).toBeCloseTo(anova.icc[i], 10);
      expect(form.f).toBeCloseTo(anova.F[i], 9);
      expect([form.df1, form.df2]).toEqual([anova.df1[i], anova.df2[i]]);
      expect(form.p).toBeCloseTo(anova.p[i], 10);
      expect(form.lower).toBeCloseTo(anova.lower[i], 8);
      expect(form.upper).toBeCloseTo(anova.upper[i], 8);
    });
  }
});

test('gaps, full agreement, and too little', () => {
  const full = intraclassCorrelation([
    [1, 1],
    [2, 2],
    [4, 4],
    [Number.NaN, 3],
  ]);
  expect(full.dropped).toBe(1);
  for (const form of Object.values(full.forms)) {
    expect(form.value).toBeCloseTo(1, 12);
    expect(Number.isFinite(form.lower) && Number.isFinite(form.upper)).toBe(true);
  }
  expect(() => intraclassCorrelation([[1, 2]])).toThrow(/at least 2 fully rated targets/);
  expect(() =>
    intraclassCorrelation([
      [3, 3],
      [3, 3],
    ]),
  ).toThrow(/all ratings are the same/);
});
