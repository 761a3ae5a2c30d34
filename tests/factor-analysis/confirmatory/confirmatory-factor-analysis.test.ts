import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import {
  type ConfirmatoryOptions,
  confirmatoryFactorAnalysis,
} from '../../../src/factor-analysis/confirmatory/confirmatory-factor-analysis.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { largestOff, off, readReference } from '../reference.ts';

const reference = readReference('own/confirmatory');
const { covariance, n } = reference;
const simple = Array.from({ length: 9 }, (_, i) => [i < 3, i >= 3 && i < 6, i >= 6]);
const cross = simple.map((row, i) => (i === 8 ? [true, false, true] : row));

function fitted(options: ConfirmatoryOptions, input = { covariance, n }) {
  const result = confirmatoryFactorAnalysis(input, options);
  if (result.withheld) throw new Error(result.reason);
  return result;
}

test('Holzinger and Swineford: what lavaan publishes', () => {
  const { fit, standardised } = fitted({ pattern: simple });
  expect(fit.chisq.toFixed(3)).toBe('85.306');
  expect(fit.dof).toBe(24);
  expect(fit.cfi!.toFixed(3)).toBe('0.931');
  expect(fit.tli!.toFixed(3)).toBe('0.896');
  expect(fit.rmsea!.value.toFixed(3)).toBe('0.092');
  expect(fit.rmsea!.lower!.toFixed(3)).toBe('0.071');
  expect(fit.rmsea!.upper!.toFixed(3)).toBe('0.114');
  expect(fit.srmr.toFixed(3)).toBe('0.065');
  expect(simple.map((row, i) => standardised[i]![row.indexOf(true)]!.toFixed(3))).toEqual(
    '0.772 0.424 0.581 0.852 0.855 0.838 0.570 0.723 0.665'.split(' '),
  );
});

describe.each([
  ['marker', { pattern: simple, scaling: 'marker' }],
  ['variance', { pattern: simple }],
  ['cross', { pattern: cross }],
  ['uncorrelated', { pattern: simple, correlated: false }],
] as [string, ConfirmatoryOptions][])('%s as lavaan', (name, options) => {
  const expected = reference[name];
  const result = fitted(options);
  // lavaan stops when its likelihood no longer changes: parameters to about 1e-6, fit to 1e-9.
  const near = 2e-5;

  test('estimates and standard errors', () => {
    for (const { variable, factor, estimate, standardError, standardised } of result.loadings) {
      const i = result.variables.indexOf(variable);
      expect(off(estimate, expected.loadings[i][factor - 1])).toBeLessThan(near);
      expect(off(standardError ?? 0, expected.loadingErrors[i][factor - 1])).toBeLessThan(near);
      expect(off(standardised, expected.standardised[i][factor - 1])).toBeLessThan(near);
    }
    for (const { factor, other, estimate, standardError } of result.factorCovariances) {
      expect(off(estimate, expected.factorCovariance[factor - 1][other - 1])).toBeLessThan(near);
      expect(off(standardError ?? 0, expected.factorErrors[factor - 1][other - 1])).toBeLessThan(
        near,
      );
    }
    const column = (key: 'estimate' | 'standardError') =>
      result.uniquenesses.map((one) => one[key]);
    expect(largestOff(column('estimate'), expected.uniquenesses)).toBeLessThan(near);
    expect(largestOff(column('standardError'), expected.uniquenessErrors)).toBeLessThan(near);
    expect(largestOff(result.phi.flat(), expected.phi.flat())).toBeLessThan(near);
    expect(largestOff(result.standardised.flat(), expected.standardised.flat())).toBeLessThan(near);
  });

  test('fit', () => {
    const { fit } = result;
    const e = expected.fit;
    expect(result.convergence.gradient).toBeLessThan(1e-9);
    const pairs: [string, number | null, number][] = [
      ['chisq', fit.chisq, e.chisq],
      ['df', fit.dof, e.df],
      ['baseline', fit.nullChisq, e['baseline.chisq']],
      ['baseline df', fit.nullDof, e['baseline.df']],
      ['cfi', fit.cfi, e.cfi],
      ['tli', fit.tli, e.tli],
      ['rmsea', fit.rmsea!.value, e.rmsea],
      ['close', fit.rmsea!.closeP, e['rmsea.pvalue']],
      ['logl', fit.logLikelihood, e.logl],
      ['aic', fit.aic, e.aic],
      ['bic', fit.bic, e.bic],
      ['parameters', fit.parameters, e.npar],
    ];
    for (const [key, actual, value] of pairs) expect(off(actual, value), key).toBeLessThan(1e-8);
    // First order in the parameters, where the rest is second.
    expect(off(fit.srmr, e.srmr)).toBeLessThan(1e-6);
    // lavaan's upper tail is 1 − the lower one: it underflows to 0.
    expect(Math.abs(fit.p! - e.pvalue)).toBeLessThan(1e-11);
    if (e.pvalue > 1e-9) expect(Math.abs(fit.p! / e.pvalue - 1)).toBeLessThan(1e-6);
    // lavaan finds the bounds by uniroot at its default tolerance.
    expect(off(fit.rmsea!.lower, e['rmsea.ci.lower'])).toBeLessThan(1e-5);
    expect(off(fit.rmsea!.upper, e['rmsea.ci.upper'])).toBeLessThan(1e-5);
  });
});

test('a Heywood case is reported, not clipped', () => {
  // One factor, three variables: λ₁² = .9 × .9 / .6 = 1.35, exactly.
  const r = [
    [1, 0.9, 0.9],
    [0.9, 1, 0.7],
    [0.9, 0.7, 1],
  ];
  const result = fitted({ pattern: [[true], [true], [true]] }, { covariance: r, n: 100 });
  expect(result.heywood).toEqual(['V1']);
  expect(off(result.standardised[0]![0]! ** 2, 0.81 / 0.7)).toBeLessThan(1e-8);
  expect(result.warnings[0]).toContain('V1');
  expect(result.fit.dof).toBe(0);
  expect(result.fit.cfi).toBeNull();
});

test('an item that runs the other way gets a negative loading', () => {
  const turned = covariance.map((row: number[], i: number) =>
    row.map((x, j) => x * (i === 4 ? -1 : 1) * (j === 4 ? -1 : 1)),
  );
  const result = fitted({ pattern: simple }, { covariance: turned, n });
  expect(off(result.fit.chisq, reference.variance.fit.chisq)).toBeLessThan(1e-8);
  expect(off(result.standardised[4]![1], -reference.variance.standardised[4][1])).toBeLessThan(
    1e-5,
  );
});

test('rows give what their covariances give; units change nothing that is standardised', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const random = createRandom(seed);
      const rows = Array.from({ length: 150 }, () => {
        const f = [random.normal(), random.normal()];
        return Array.from(
          { length: 6 },
          (_, j) => 0.8 * f[j % 2]! + 0.2 * f[0]! + 0.6 * random.normal(),
        );
      });
      const pattern = Array.from({ length: 6 }, (_, j) => [j % 2 === 0, j % 2 === 1]);
      const plain = confirmatoryFactorAnalysis({ rows }, { pattern });
      const other = confirmatoryFactorAnalysis(
        { rows: rows.map((row) => row.map((x, j) => 5 + (j + 1) * 10 * x)) },
        { pattern, scaling: 'marker' },
      );
      if (plain.withheld || other.withheld) throw new Error('not fitted');
      expect(off(other.fit.chisq, plain.fit.chisq)).toBeLessThan(1e-7);
      expect(largestOff(other.standardised.flat(), plain.standardised.flat())).toBeLessThan(1e-6);
    }),
    { numRuns: 15 },
  );
});

describe('withheld with the reason', () => {
  const reasonOf = (options: ConfirmatoryOptions, input = { covariance, n }) => {
    const result = confirmatoryFactorAnalysis(input, options);
    return result.withheld ? result.reason : 'fitted';
  };

  test('a full pattern can be rotated, so it is not identified', () => {
    const pattern = Array.from({ length: 9 }, () => [true, true]);
    expect(reasonOf({ pattern })).toMatch(/not identified/);
  });

  test('more parameters than covariances', () => {
    const pattern = Array.from({ length: 9 }, () => Array.from({ length: 5 }, () => true));
    expect(reasonOf({ pattern })).toMatch(/are more than the 45/);
  });

  test('a singular matrix', () => {
    const same = [
      [1, 1, 0.3],
      [1, 1, 0.3],
      [0.3, 0.3, 1],
    ];
    expect(reasonOf({ pattern: [[true], [true], [true]] }, { covariance: same, n: 50 })).toMatch(
      /singular/,
    );
  });
});

test('patterns that do not fit the data are told', () => {
  expect(() => fitted({ pattern: simple.slice(1) })).toThrow(UserError);
  expect(() => fitted({ pattern: simple.map(() => [true, false]) })).toThrow(/on factor 2/);
  expect(() => fitted({ pattern: simple.map((_, i) => [i > 0]) })).toThrow(/no factor: V1/);
});
