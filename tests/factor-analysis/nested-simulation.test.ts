import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import {
  hermiteLoadings,
  latentCorrelation,
  marginalOf,
  valueAt,
  valueCorrelation,
} from '../../src/factor-analysis/latent-normal.ts';
import {
  drawNested,
  nestedPopulation,
  populationOfRows,
} from '../../src/factor-analysis/nested-simulation.ts';
import { nesting } from '../../src/factor-analysis/nesting.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { createRandom } from '../../src/statistics/random.ts';

const p = 9;
const loadings = Array.from({ length: p }, (_, j) =>
  Array.from({ length: 3 }, (__, m) => (j % 3 === m ? 0.4 + 0.03 * j : 0)),
);
const phi = [
  [1, 0.3, 0],
  [0.3, 1, 0.2],
  [0, 0.2, 1],
];
const implied = (i: number, j: number) =>
  loadings[i]!.reduce(
    (sum, x, a) => sum + x * loadings[j]!.reduce((inner, y, b) => inner + y * phi[a]![b]!, 0),
    0,
  );
const binary = (rate: number) =>
  marginalOf(Array.from({ length: 400 }, (_, i) => (i < rate * 400 ? 1 : 0)));

test.each([
  ['normal', undefined],
  ['0/1', Array.from({ length: p }, (_, j) => binary(0.1 + 0.05 * j))],
  [
    'shares of 15 prompts',
    Array.from({ length: p }, (_, j) =>
      marginalOf(
        Array.from({ length: 600 }, (__, i) => Math.floor(15 * (i / 600) ** (1 + j / 3)) / 15),
      ),
    ),
  ],
])('%s columns correlate, and are nested, as the model says', (_, marginals) => {
  const population = nestedPopulation({
    loadings,
    phi,
    icc: new Array<number>(p).fill(0.3),
    factorIcc: 0.4,
    ...(marginals ? { marginals } : {}),
  });
  expect(population.unreachable).toBe(0);
  const { rows, groups } = drawNested(population, 1500, 8, createRandom('nested'));
  const { correlation } = correlationMatrix(rows);
  const found = nesting(rows, groups);
  // The standard error of a correlation is at most .012 here, with design effects of up to 1.8.
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++)
      expect(Math.abs(correlation[i]![j]! - implied(i, j))).toBeLessThan(0.05);
    expect(Math.abs(found.columns[i]!.icc! - 0.3)).toBeLessThan(0.06);
  }
  const fit = factorAnalysis({ rows }, { factors: 3 });
  const again = populationOfRows(rows, groups, fit);
  expect(again.factorIcc).toBeGreaterThan(0.34);
  expect(again.factorIcc).toBeLessThan(0.46);
});

test('values keep their shares', () => {
  const marginal = marginalOf([0, 0, 0, 0, 0, 0, 1, 1, 2, 5]);
  const random = createRandom('shares');
  const drawn = Array.from({ length: 20_000 }, () => valueAt(marginal, random.normal()));
  const share = (value: number) => drawn.filter((x) => x === value).length / drawn.length;
  expect(share(0)).toBeCloseTo(0.6, 1);
  expect(share(1)).toBeCloseTo(0.2, 1);
  expect(share(5)).toBeCloseTo(0.1, 1);
  expect(marginalOf(Array.from({ length: 100 }, (_, i) => Math.sin(i)))).toBeNull();
});

test('two 0/1 columns cut at the middle: the arcsine law', () => {
  const a = hermiteLoadings(binary(0.5));
  for (const rho of [-0.7, -0.2, 0.1, 0.5, 0.8])
    expect(valueCorrelation(a, a, rho)).toBeCloseTo((2 / Math.PI) * Math.asin(rho), 4);
});

test('the correlation of the deviates is found again, whatever the shapes', () => {
  const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 12, maxLength: 40 });
  fc.assert(
    fc.property(shape, shape, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (x, y, rho) => {
      fc.pre(new Set(x).size > 1 && new Set(y).size > 1);
      const a = hermiteLoadings(marginalOf(x));
      const b = hermiteLoadings(marginalOf(y));
      const found = latentCorrelation(a, b, valueCorrelation(a, b, rho));
      expect(valueCorrelation(a, b, found)).toBeCloseTo(valueCorrelation(a, b, rho), 8);
    }),
    { numRuns: 60 },
  );
});

test('correlations that the shapes cannot have are counted', () => {
  const marginals = [binary(0.02), binary(0.9), binary(0.5)];
  const strong = [[0.95], [0.95], [0.95]];
  expect(nestedPopulation({ loadings: strong, phi: null, marginals }).unreachable).toBeGreaterThan(
    0,
  );
});
