import { expect, test } from 'vitest';
import { nestedPopulation } from '../../src/factor-analysis/nested-simulation.ts';
import { power } from '../../src/factor-analysis/power.ts';

const p = 12;
const loadings = (size: number) =>
  Array.from({ length: p }, (_, j) =>
    Array.from({ length: 2 }, (__, m) => (j % 2 === m ? size : 0)),
  );
const nested = (size: number, factorIcc = 0.3) =>
  nestedPopulation({
    loadings: loadings(size),
    phi: null,
    icc: new Array<number>(p).fill(0.3),
    factorIcc,
  });
const options = { factors: 2, rotation: 'varimax', rowsEach: 6, draws: 30, seed: 2 } as const;

test('recovery grows with the number of models, and the number needed lies between those tried', () => {
  const found = power(nested(0.5), loadings(0.5), { ...options, models: [60, 6, 20] });
  expect(found.sizes.map((size) => size.models)).toEqual([6, 20, 60]);
  const worst = found.sizes.map((size) => Math.min(...size.factors.map((one) => one.mean)));
  expect(worst[0]).toBeLessThan(worst[1]!);
  expect(worst[1]).toBeLessThan(worst[2]!);
  for (const size of found.sizes) {
    expect(size.rows).toBe(size.models * 6);
    for (const factor of size.factors) expect(factor.lower).toBeLessThanOrEqual(factor.mean);
  }
  const recovered = found.sizes.map((size) => size.allRecovered);
  expect(recovered[0]).toBeLessThan(0.8);
  expect(recovered[2]).toBeGreaterThanOrEqual(0.8);
  expect(found.needed).toBeGreaterThan(6);
  expect(found.needed).toBeLessThanOrEqual(60);
  expect(found.words).toMatch(/^About \d+ models are needed for 80 % of studies to recover/);
});

test('a size is enough where 80 % of studies recover every factor, not where the mean does', () => {
  const half = power(nested(0.5), loadings(0.5), { ...options, models: [14] });
  const [size] = half.sizes;
  expect(Math.min(...size!.factors.map((one) => one.mean))).toBeGreaterThan(0.92);
  expect(size!.allRecovered).toBeLessThan(0.8);
  expect(half.needed).toBeNull();
  const families = { ...options, unit: 'families', models: [14] };
  expect(power(nested(0.5), loadings(0.5), families).words).toMatch(/^More than 14 families/);
});

test('rows of one model are worth less than rows of several', () => {
  const alike = nestedPopulation({
    loadings: loadings(0.5),
    phi: null,
    icc: new Array<number>(p).fill(0.9),
    factorIcc: 0.9,
  });
  const meanAt = (population: typeof alike) =>
    power(population, loadings(0.5), { ...options, models: [12] }).sizes[0]!.factors[0]!.mean;
  expect(meanAt(alike)).toBeLessThan(meanAt(nested(0.5)) - 0.03);
});

test('strong and weak structures are told in words', () => {
  const strong = power(nested(0.8), loadings(0.8), { ...options, models: [40, 80] });
  expect(strong.words).toMatch(/^40 models are enough .* with 40, 100 % do\.$/);
  const few = power(nested(0.8), loadings(0.8), { ...options, models: [40], draws: 10 });
  expect(few.words).toMatch(/100 % \(95 %: 72 % to 100 %, from 10 simulated studies\) do\.$/);
  expect(strong.sizes[0]!.heywood).toBe(0);
  const weak = power(nested(0.2), loadings(0.2), { ...options, models: [8] });
  expect(weak.needed).toBeNull();
  expect(weak.words).toMatch(/^More than 8 models are needed .*: with 8, \d+ % do\.$/);
});

test('the same seed gives the same figures; parallel analysis counts on request', () => {
  const population = nested(0.7);
  const settings = { ...options, models: [20], draws: 10, parallelDraws: 20 };
  const one = power(population, loadings(0.7), settings);
  expect(power(population, loadings(0.7), settings)).toEqual(one);
  expect(one.sizes[0]!.foundNumber).toBeGreaterThan(0.5);
  const { parallelDraws: _, ...without } = settings;
  expect(power(population, loadings(0.7), without).sizes[0]!.foundNumber).toBeNull();
});

test('columns so rare that they do not vary fail, and are counted', () => {
  const rare = { values: Float64Array.from([0, 1]), cuts: Float64Array.from([2.5]) };
  const population = nestedPopulation({
    loadings: loadings(0.5),
    phi: null,
    marginals: Array.from({ length: p }, () => rare),
  });
  const found = power(population, loadings(0.5), { ...options, models: [4] });
  expect(found.sizes[0]!.failed).toBe(30);
  expect(found.sizes[0]!.draws).toBe(0);
  expect(found.words).toContain('could be factored');
});

test('sizes that carry nothing are refused', () => {
  expect(() => power(nested(0.5), loadings(0.5), { ...options, models: [1] })).toThrow(
    'at least 2 models',
  );
  expect(() => power(nested(0.5), loadings(0.5), { ...options, models: [] })).toThrow('no number');
});
