import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import {
  factorScores,
  scoreMethods,
  scoreWeights,
} from '../../src/factor-analysis/factor-scores.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { largestOff, off, readReference, readTable } from './reference.ts';

const size = (n: number) => ({ minLength: n, maxLength: n });

describe.each(['attitude', 'harman5', 'bfi25', 'bfi9-ordinal'])('%s: scores of psych', (name) => {
  const reference = readReference(name);
  const { rows } = readTable(name);
  const { correlation } = correlationMatrix(rows);
  const solutions = ['minres_oblimin', 'minres_varimax'];
  const cases = solutions.flatMap((which) =>
    scoreMethods
      .filter((method) => reference.scores[which][method])
      .map((m) => [which, m] as const),
  );

  test.each(cases)('%s, %s', (which, method) => {
    const { loadings, phi, [method]: expected } = reference.scores[which];
    const result = scoreWeights({ correlation, loadings, phi: phi ?? null }, method);
    if (result.withheld) throw new Error(result.reason);
    // Twelve digits of the loadings are kept; a small determinant (harman5: .0017), and dividing by a
    // uniqueness of .0015 there, multiply their rounding.
    expect(largestOff(result.weights.flat(), expected.weights.flat())).toBeLessThan(1e-7);
    const scores = factorScores(rows, result.weights).slice(0, expected.scores.length);
    expect(largestOff(scores.flat(), expected.scores.flat())).toBeLessThan(1e-7);
    expect(largestOff(result.correlations.flat(), expected.scoreCorrelations.flat())).toBeLessThan(
      1e-8,
    );
    // psych leaves out what lies above 1, if only by rounding.
    expected.R2.forEach((r2: number | null, m: number) => {
      if (r2 === null) expect(result.covariance[m]).toBeGreaterThan(1 - 1e-9);
      else expect(off(result.covariance[m], r2)).toBeLessThan(1e-8);
    });
    if (method === 'Thurstone') {
      const mine = result.r2.map((r2, m) => r2 ?? result.covariance[m]!);
      expect(largestOff(mine, result.covariance)).toBeLessThan(1e-9);
    }
  });
});

test.each(['attitude', 'harman5', 'bfi25', 'bfi9-ordinal'])(
  '%s: component scores of psych',
  (name) => {
    const { loadings, regression } = readReference(name).scores.pca_varimax;
    const { rows } = readTable(name);
    const { correlation } = correlationMatrix(rows);
    const result = scoreWeights(
      { correlation, loadings, phi: null, extraction: 'pca' },
      'Thurstone',
    );
    if (result.withheld) throw new Error(result.reason);
    expect(largestOff(result.weights.flat(), regression.weights.flat())).toBeLessThan(1e-7);
    const scores = factorScores(rows, result.weights).slice(0, regression.scores.length);
    expect(largestOff(scores.flat(), regression.scores.flat())).toBeLessThan(1e-7);
  },
);

describe('what defines each method', () => {
  const { rows } = readTable('bfi25');
  const oblique = factorAnalysis({ rows }, { factors: 5 });
  const straight = factorAnalysis({ rows }, { factors: 5, rotation: 'varimax' });
  const given = (solution: typeof oblique, method: (typeof scoreMethods)[number]) => {
    const result = scoreWeights(solution, method);
    if (result.withheld) throw new Error(result.reason);
    return result;
  };

  test('Thurstone: the most valid; what the analysis itself gives', () => {
    const best = given(oblique, 'Thurstone');
    expect(largestOff(best.weights.flat(), oblique.weights.flat())).toBeLessThan(1e-12);
    for (const method of ['Bartlett', 'tenBerge'] as const) {
      given(oblique, method).r2.forEach((r2, m) => {
        expect(r2!).toBeLessThan(best.r2[m]!);
      });
    }
  });

  test('Bartlett: scores of exact common parts are the factors themselves', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), size(5)), (factors) => {
        const { weights } = given(oblique, 'Bartlett');
        const common = oblique.loadings.map((row) =>
          row.reduce((sum, l, m) => sum + l * factors[m]!, 0),
        );
        const scores = factors.map((_, m) =>
          common.reduce((sum, x, i) => sum + x * weights[i]![m]!, 0),
        );
        expect(largestOff(scores, factors)).toBeLessThan(1e-9);
      }),
    );
  });

  test('tenBerge: scores correlate as the factors do', () => {
    expect(
      largestOff(given(oblique, 'tenBerge').correlations.flat(), oblique.phi!.flat()),
    ).toBeLessThan(1e-10);
  });

  test('Anderson: uncorrelated scores of unit variance, for uncorrelated factors only', () => {
    const scores = factorScores(rows, given(straight, 'Anderson').weights);
    const { correlation } = correlationMatrix(scores);
    correlation.forEach((row, i) => {
      row.forEach((x, j) => {
        if (i !== j) expect(Math.abs(x)).toBeLessThan(1e-10);
      });
    });
    const withheld = scoreWeights(oblique, 'Anderson');
    expect(withheld.withheld && withheld.reason).toMatch(/use tenBerge/);
  });

  test('withheld: at a uniqueness of zero, and for components', () => {
    const loadings = [[1], [0.5], [0.5], [0.4]];
    const correlation = loadings.map(([a], i) => loadings.map(([b], j) => (i === j ? 1 : a! * b!)));
    const heywood = scoreWeights({ correlation, loadings, phi: null }, 'Bartlett');
    expect(heywood.withheld && heywood.reason).toMatch(/Heywood/);
    const pca = factorAnalysis({ rows }, { factors: 2, extraction: 'pca' });
    expect(scoreWeights(pca, 'tenBerge').withheld).toBe(true);
    expect(scoreWeights(pca, 'Thurstone').withheld).toBe(false);
  });
});

test('components: scores are exact and uncorrelated after varimax', () => {
  const reference = readReference('attitude');
  const { rows } = readTable('attitude');
  const result = factorAnalysis({ rows }, { factors: 2, extraction: 'pca', rotation: 'varimax' });
  expect(
    largestOff(result.weights.flat(), reference.scores.pca_varimax.regression.weights.flat()),
  ).toBeLessThan(1e-8);
  expect(largestOff(result.scoreR2, [1, 1])).toBeLessThan(1e-10);
  const scores = factorScores(rows, result.weights);
  expect(Math.abs(correlationMatrix(scores).correlation[0]![1]!)).toBeLessThan(1e-10);
});

test('a row with a gap has no scores, the others keep theirs', () => {
  const rows = [
    [1, 2],
    [2, 1],
    [Number.NaN, 3],
    [4, 4],
  ];
  const scores = factorScores(rows, [[1], [1]]);
  expect(scores[2]![0]).toBeNaN();
  expect(scores.filter((_, i) => i !== 2)).toEqual(
    factorScores(
      rows.filter((_, i) => i !== 2),
      [[1], [1]],
    ),
  );
});
