import { expect, test } from 'vitest';
import { confirmatoryFactorAnalysis } from '../../src/factor-analysis/confirmatory/confirmatory-factor-analysis.ts';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { groupMoments } from '../../src/factor-analysis/group-moments.ts';
import {
  adjusted,
  contributions,
  tracesOfFactors,
  tracesOfIndependence,
} from '../../src/factor-analysis/nested-fit.ts';
import { flatten, multiply, transpose } from '../../src/statistics/dense.ts';
import { createRandom } from '../../src/statistics/random.ts';

const p = 6;

/** One factor with loadings of .6; models share `between` of all variance. */
function study(models: number, each: number, between: number, seed: string) {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const groups: string[] = [];
  const [a, b] = [Math.sqrt(between), Math.sqrt(1 - between)];
  for (let m = 0; m < models; m++) {
    const factor = a * random.normal();
    const own = Array.from({ length: p }, () => a * random.normal());
    for (let i = 0; i < each; i++) {
      const f = factor + b * random.normal();
      rows.push(own.map((x) => 0.6 * f + 0.8 * (x + b * random.normal())));
      groups.push(`m${m}`);
    }
  }
  return { rows, groups };
}

test('with independent normal rows the mean of χ² is its degrees of freedom', () => {
  const { rows } = study(4000, 1, 0, 'independent');
  const { correlation, loadings } = factorAnalysis({ rows }, { factors: 1, extraction: 'ml' });
  const moments = groupMoments(
    rows,
    rows.map((_, i) => i),
  );
  const each = contributions(moments, flatten(correlation));
  const l = flatten(loadings, 1);
  const sigma = multiply(l, transpose(l, p, 1), p, 1, p).map((x, at) =>
    at % (p + 1) === 0 ? 1 : x,
  );
  const model = tracesOfFactors(each, sigma, l, p, 1, rows.length)!;
  expect(model.mean).toBeCloseTo(9, 0);
  expect(model.square).toBeCloseTo(9, 0);
  const none = tracesOfIndependence(each, p, rows.length);
  // Columns do correlate, so it is more than the 15 of columns that do not.
  expect(none.mean).toBeGreaterThan(15);
  const { chisq, dof } = adjusted(12, { groups: 10, mean: 18, square: 36 });
  expect([chisq, dof]).toEqual([6, 9]);
});

test('rows of one model: χ² and Bartlett’s test are adjusted, CFI and RMSEA count with the mean', () => {
  const { rows, groups } = study(40, 15, 0.5, 'nested');
  const options = { factors: 1, extraction: 'ml' } as const;
  const plain = factorAnalysis({ rows }, options);
  const nested = factorAnalysis({ rows, groups }, options);
  expect(plain.fit.p!).toBeLessThan(0.01);
  expect(nested.fit.p!).toBeGreaterThan(0.05);
  expect(nested.fit.nested).toMatchObject({ groups: 40 });
  expect(nested.fit.nested!.chisqDof!).toBeLessThan(9);
  expect(nested.fit.cfi!).toBeGreaterThan(plain.fit.cfi!);
  expect(nested.fit.rmsea!.value).toBeLessThan(plain.fit.rmsea!.value);
  expect(nested.fit.bic).toBeNull();
  expect(nested.loadings).toEqual(plain.loadings);
  expect(nested.bartlett.nested!.groups).toBe(40);
  expect(nested.bartlett.p!).toBeGreaterThan(plain.bartlett.p!);
});

test('withheld where groups are fewer than degrees of freedom, with the reason', () => {
  const { rows, groups } = study(8, 15, 0.5, 'few');
  const { fit, bartlett } = factorAnalysis({ rows, groups }, { factors: 1 });
  expect([fit.chisq, fit.p, fit.tli, fit.cfi]).toEqual([null, null, null, null]);
  expect(fit.rmsea).toBeNull();
  const more = study(12, 15, 0.5, 'twelve');
  const nine = more.rows.map((row) => [...row, row[0]! + row[1]!, row[2]! - row[3]!, row[4]! ** 2]);
  const wider = factorAnalysis({ rows: nine, groups: more.groups }, { factors: 1 }).fit;
  expect(wider.rmsea).toMatchObject({ lower: null, upper: null });
  expect(wider.rmsea!.value).toBeGreaterThan(0);
  expect(fit.withheld).toMatch(/as many independent groups as degrees of freedom: 8 for 9/);
  expect(bartlett).toMatchObject({ chisq: null, p: null, nested: { groups: 8, chisqDof: null } });
});

test('groups of one row each change nothing; one group alone tells nothing of groups', () => {
  const { rows } = study(100, 1, 0, 'single');
  const plain = factorAnalysis({ rows }, { factors: 1 });
  const single = rows.map((_, i) => i);
  const one = rows.map(() => 'a');
  expect(factorAnalysis({ rows, groups: single }, { factors: 1 }).fit).toEqual(plain.fit);
  expect(factorAnalysis({ rows, groups: one }, { factors: 1 }).fit).toEqual(plain.fit);
});

test('a confirmatory model of one factor has the traces of the exploratory one', () => {
  const { rows, groups } = study(40, 15, 0.5, 'both');
  const { correlation, fit, bartlett } = factorAnalysis(
    { rows, groups },
    { factors: 1, extraction: 'ml' },
  );
  const found = confirmatoryFactorAnalysis(
    {
      covariance: correlation,
      n: rows.length,
      groups: contributions(groupMoments(rows, groups), flatten(correlation)),
    },
    { pattern: correlation.map(() => [true]) },
  );
  if (found.withheld) throw new Error(found.reason);
  expect(bartlett.nested!.groups).toBe(40);
  // The two differ in what they multiply the discrepancy with: n, and n − 1 − (2p + 5) / 6 − 2k / 3.
  expect(Math.abs(found.fit.p! - fit.p!)).toBeLessThan(0.01);
  expect(Math.abs(found.fit.cfi! - fit.cfi!)).toBeLessThan(0.01);
});
