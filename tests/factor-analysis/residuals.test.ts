import { expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { residualsOf } from '../../src/factor-analysis/residuals.ts';
import { largestOff, off, readReference } from './reference.ts';

const reference = readReference('harman74');
const input = {
  correlation: reference.correlation as number[][],
  n: reference.meta.nObs as number,
  variables: reference.variables as string[],
};

test('residuals add up to the fit measures of the analysis', () => {
  const result = factorAnalysis(input, { factors: 4 });
  const residuals = residualsOf(result, 5);
  expect(off(residuals.rmsr, result.fit.rmsr)).toBeLessThan(1e-12);
  expect(
    largestOff(
      residuals.matrix.map((row, i) => row[i]!),
      result.uniquenesses,
    ),
  ).toBeLessThan(1e-10);
  expect(residuals.largest).toHaveLength(5);
  const sizes = residuals.largest.map((pair) => Math.abs(pair.residual));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  for (const { first, second, correlation, implied, residual } of residuals.largest) {
    const i = input.variables.indexOf(first);
    const j = input.variables.indexOf(second);
    expect(correlation).toBe(input.correlation[i]![j]);
    expect(off(correlation - implied, residual)).toBeLessThan(1e-15);
    expect(residuals.matrix[i]![j]).toBe(residual);
  }
});

test('two variables that share something of their own come first', () => {
  const correlation = Array.from({ length: 6 }, (_, i): number[] =>
    Array.from({ length: 6 }, (_, j) => (i === j ? 1 : 0.36)),
  );
  correlation[1]![4] = 0.6;
  correlation[4]![1] = 0.6;
  const result = factorAnalysis({ correlation, n: 200 }, { factors: 1 });
  const { largest } = residualsOf(result);
  expect(largest[0]).toMatchObject({ first: 'V2', second: 'V5' });
  expect(largest[0]!.residual).toBeGreaterThan(0.05);
  expect(largest).toHaveLength(10);
});
