import { describe, expect, test } from 'vitest';
import { firstBelow } from '../../src/factor-analysis/parallel/summary.ts';
import { parallelAnalysis } from '../../src/factor-analysis/parallel-analysis.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { largestOff, readReference, readTable } from './reference.ts';

describe.each(['harman74', 'attitude', 'harman5', 'ability'])('%s against R', (name) => {
  const reference = readReference(name);
  const n: number = reference.meta.nObs;

  test.each((['normal', 'resampled'] as const).filter((method) => reference.parallel[method]))(
    '%s',
    (method) => {
      const input =
        reference.meta.input === 'raw'
          ? { rows: readTable(name).rows }
          : { correlation: reference.correlation, n };
      const iterations = 400;
      const lines = ['pc', 'smc', 'fa'] as const;
      const result = parallelAnalysis(input, { method, iterations, lines, seed: 7 });
      for (const line of lines) {
        const expected = reference.parallel[method][line];
        const actual = result[line];
        // psych's minres stops short of the optimum.
        const tolerance = line === 'fa' ? 1e-3 : 1e-8;
        expect(largestOff(actual.observed, expected.observed)).toBeLessThan(tolerance);
        for (let j = 0; j < expected.mean.length; j++) {
          // Both sides are simulated: four standard errors of the difference, on some hundred comparisons.
          const ofMean = Math.sqrt(1 / iterations + 1 / expected.iterations) * expected.sd[j];
          expect(Math.abs(actual.mean[j]! - expected.mean[j])).toBeLessThan(4.5 * ofMean);
          const ratio = Math.sqrt(1 + expected.iterations / iterations);
          const ofQuantile = expected.q95StandardError[j] * ratio;
          expect(Math.abs(actual.quantile[j]! - expected.q95[j])).toBeLessThan(
            4.5 * ofQuantile + 1e-6,
          );
        }
        expect(actual.suggestedByMean).toBe(expected.suggestedByMean);
        expect(actual.suggestedByQuantile).toBe(expected.suggestedByQ95);
      }
    },
  );
});

/** Unrelated columns whose rows share something with the other rows of their group. */
function nested(seed: number, groups: number, size: number, p: number, icc: number) {
  const random = createRandom(seed);
  const labels: string[] = [];
  const rows: number[][] = [];
  for (let g = 0; g < groups; g++) {
    const shared = Array.from({ length: p }, () => Math.sqrt(icc) * random.normal());
    for (let i = 0; i < size; i++) {
      labels.push(`model ${g}`);
      rows.push(shared.map((x) => x + Math.sqrt(1 - icc) * random.normal()));
    }
  }
  return { rows, labels };
}

test('block permutation does not take what rows of one model share for factors', () => {
  let ordinary = 0;
  let blocks = 0;
  for (let seed = 0; seed < 5; seed++) {
    const { rows, labels } = nested(seed, 25, 21, 20, 0.3);
    ordinary += parallelAnalysis({ rows }, { iterations: 40 }).pc.suggestedByQuantile;
    blocks += parallelAnalysis({ rows }, { groups: labels, iterations: 40 }).pc.suggestedByQuantile;
  }
  expect(ordinary / 5).toBeGreaterThan(2);
  expect(blocks / 5).toBeLessThanOrEqual(0.6);
});

test('block permutation still finds true factors, with groups of unequal size', () => {
  const random = createRandom('true factors');
  const rows: number[][] = [];
  const groups: number[] = [];
  for (let g = 0; g < 24; g++) {
    const level = Array.from({ length: 15 }, () => 0.4 * random.normal());
    for (let i = 0; i < 10 + (g % 7); i++) {
      const f = [random.normal(), random.normal(), random.normal()];
      groups.push(g);
      rows.push(level.map((x, j) => x + 0.8 * f[j % 3]! + 0.5 * random.normal()));
    }
  }
  const result = parallelAnalysis({ rows }, { groups, iterations: 60 });
  expect(result.method).toBe('blocks');
  expect(result.pc.suggestedByQuantile).toBe(3);
});

test('the same seed gives the same lines; replicates do not depend on one another', () => {
  const { rows } = readTable('attitude');
  const a = parallelAnalysis({ rows }, { iterations: 20, seed: 'x' });
  const b = parallelAnalysis({ rows }, { iterations: 20, seed: 'x' });
  const c = parallelAnalysis({ rows }, { iterations: 20, seed: 'y' });
  expect(b).toEqual(a);
  expect(c.pc.mean).not.toEqual(a.pc.mean);
});

test('stops when told to, and tells its progress', () => {
  const seen: number[] = [];
  const result = parallelAnalysis(
    { rows: readTable('attitude').rows },
    { iterations: 50, onProgress: (done) => seen.push(done), shouldStop: () => seen.length >= 3 },
  );
  expect(seen).toEqual([1, 2, 3]);
  expect(result).toMatchObject({ iterations: 3, stopped: true });
});

test('needs rows to permute, and groups to permute by group', () => {
  const { correlation } = readReference('harman74');
  expect(() => parallelAnalysis({ correlation, n: 145 }, { method: 'permuted' })).toThrow(
    /needs the rows/,
  );
  const { rows } = readTable('attitude');
  expect(() => parallelAnalysis({ rows }, { method: 'blocks' })).toThrow(/group of each row/);
  const groups = rows.map(() => 'one');
  expect(() => parallelAnalysis({ rows }, { groups })).toThrow(/at least 2 groups/);
});

test('firstBelow counts up to the first value that is not above', () => {
  expect(firstBelow([3, 2, 0.5, 2], [1, 1, 1, 1])).toBe(2);
  expect(firstBelow([3, 2], [1, 1])).toBe(2);
  expect(firstBelow([1], [1])).toBe(0);
});

/** Columns that share nothing; models lie in families, and most of what is between models is the family's. */
function inFamilies(sizes: number[], seed: string) {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const groups: string[] = [];
  const families: string[] = [];
  sizes.forEach((size, f) => {
    const ofFamily = Array.from({ length: 10 }, () => 0.6 * random.normal());
    for (let m = 0; m < size; m++) {
      const ofModel = ofFamily.map((one) => one + 0.2 * random.normal());
      for (let r = 0; r < 4; r++) {
        rows.push(ofModel.map((one) => one + 0.7 * random.normal()));
        groups.push(`${f}-${m}`);
        families.push(`${f}`);
      }
    }
  });
  return { rows, groups, families };
}

test.each([
  ['one size', [5, 5, 5, 5, 5, 5, 5], 'blocks'],
  ['many sizes', [14, 8, 5, 3, 2, 2, 1], 'components'],
] as const)('families of %s are what is independent', (_name, sizes, method) => {
  let [models, own] = [0, 0];
  for (let seed = 0; seed < 6; seed++) {
    const { rows, groups, families } = inFamilies([...sizes], `families ${seed}`);
    const options = { groups, iterations: 39, lines: ['pc'] as const };
    if (parallelAnalysis({ rows }, options).pc.suggested > 0) models++;
    const found = parallelAnalysis({ rows }, { ...options, families });
    expect(found.method).toBe(method);
    if (found.pc.suggested > 0) own++;
  }
  expect(models).toBeGreaterThanOrEqual(5);
  expect(own).toBeLessThanOrEqual(1);
});

test('the p of an eigenvalue counts the data among the draws, and factors are tested one after another', () => {
  const { rows, groups } = inFamilies([1, 1, 1, 1, 1, 1, 1, 1], 'p');
  const { pc, iterations } = parallelAnalysis({ rows }, { groups, iterations: 19, lines: ['pc'] });
  expect(iterations).toBe(19);
  for (const p of pc.p) expect(Math.round(20 * p)).toBeCloseTo(20 * p, 10);
  expect(Math.min(...pc.p)).toBeGreaterThanOrEqual(0.05);
  const first = pc.p.findIndex((p) => p > 0.05);
  expect(pc.suggested).toBe(first);
});
