import { expect, test } from 'vitest';
import {
  cronbachAlpha,
  type IccForm,
  intraclassCorrelation,
  krippendorffAlpha,
  spearmanBrown,
} from '../../src/statistics/agreement.ts';
import { readTable } from '../factor-analysis/reference.ts';
import { readReference } from './reference.ts';

const reference = readReference('reliability');

test('Krippendorff (2011): four coders, twelve units, gaps', () => {
  const { data, nominal, ordinal, interval } = reference.krippendorff[0];
  const ratings = data.map((row: (number | null)[]) => row.map((x) => x ?? Number.NaN));
  expect(krippendorffAlpha(ratings, 'nominal')).toBeCloseTo(nominal, 12);
  expect(krippendorffAlpha(ratings, 'ordinal')).toBeCloseTo(ordinal, 12);
  expect(krippendorffAlpha(ratings, 'interval')).toBeCloseTo(interval, 12);
  expect(
    krippendorffAlpha([
      [1, 1],
      [1, 1],
    ]),
  ).toBeNull();
  expect(
    krippendorffAlpha([
      [1, Number.NaN],
      [Number.NaN, 2],
    ]),
  ).toBeNull();
});

test('intraclass correlations and their intervals as psych::ICC', () => {
  for (const { data, anova } of reference.icc) {
    const { forms, meanSquares } = intraclassCorrelation(data);
    expect(meanSquares.targets).toBeCloseTo(anova.meanSquares[0], 10);
    expect(meanSquares.judges).toBeCloseTo(anova.meanSquares[1], 10);
    expect(meanSquares.residual).toBeCloseTo(anova.meanSquares[2], 10);
    anova.type.forEach((type: IccForm, i: number) => {
      const form = forms[type];
      expect(form.value).toBeCloseTo(anova.icc[i], 10);
      expect(form.f).toBeCloseTo(anova.F[i], 9);
      expect(form.p).toBeCloseTo(anova.p[i], 10);
      expect(form.lower).toBeCloseTo(anova.lower[i], 8);
      expect(form.upper).toBeCloseTo(anova.upper[i], 8);
    });
  }
});

test('intraclass correlation: gaps, full agreement, and too little', () => {
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

test("Cronbach's alpha as psych::alpha", () => {
  expect(cronbachAlpha(readTable('attitude').rows)).toBeCloseTo(reference.alpha[0].raw, 12);
  const items = readTable('bfi25').rows.map((row) => [7 - row[0]!, ...row.slice(1, 5)]);
  expect(cronbachAlpha(items)).toBeCloseTo(reference.alpha[1].raw, 12);
  expect(cronbachAlpha([[1], [2]])).toBeNull();
});

test('Spearman–Brown', () => {
  expect(spearmanBrown(0.5, 2)).toBeCloseTo(2 / 3, 12);
  expect(spearmanBrown(0.6, 1)).toBeCloseTo(0.6, 12);
  expect(spearmanBrown(spearmanBrown(0.3, 4), 1 / 4)).toBeCloseTo(0.3, 12);
});
