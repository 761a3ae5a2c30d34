import { expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { factorScores, regressionWeights } from '../../src/factor-analysis/factor-scores.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { flatten, multiply, unflatten } from '../../src/statistics/dense.ts';
import { largestOff, readReference, readTable } from './reference.ts';

test.each(['attitude', 'harman5', 'bfi25'])('%s: Thurstone scores of psych', (name) => {
  const reference = readReference(name);
  const { rows } = readTable(name);
  const p: number = reference.meta.nVars;
  const k: number = reference.meta.nFactors;
  const r = flatten(correlationMatrix(rows).correlation);
  for (const which of ['minres_oblimin', 'minres_varimax']) {
    const { loadings, phi, Thurstone } = reference.scores[which];
    const structure = phi ? multiply(flatten(loadings), flatten(phi), p, k, k) : flatten(loadings);
    const { weights } = regressionWeights(r, structure, p, k);
    const table = unflatten(weights, p, k);
    // Small determinants (harman5: .0017) multiply the twelve digits that are kept of the loadings.
    expect(largestOff(table.flat(), Thurstone.weights.flat())).toBeLessThan(1e-7);
    const scores = factorScores(rows, table).slice(0, Thurstone.scores.length);
    expect(largestOff(scores.flat(), Thurstone.scores.flat())).toBeLessThan(1e-7);
  }
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
