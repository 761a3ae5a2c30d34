import { describe, expect, test } from 'vitest';
import { mean, variance } from '../../../src/statistics/describe.ts';
import { normalCdf } from '../../../src/statistics/distributions.ts';
import {
  drawBetween,
  intervalProbability,
} from '../../../src/statistics/latent-ratings/normal-interval.ts';
import {
  drawDeviation,
  drawFromPrecision,
  drawGamma,
  drawInverseWishart,
  inverseColumn,
  sliceStep,
} from '../../../src/statistics/latent-ratings/variates.ts';
import { createRandom } from '../../../src/statistics/random.ts';

const infinite = Number.POSITIVE_INFINITY;

describe('intervals of the normal curve', () => {
  test.each([
    [-infinite, infinite, 1],
    [-infinite, 0, 0.5],
    [-1, 1, 0.6826894921370859],
    [0.3, 0.31, normalCdf(0.31) - normalCdf(0.3)],
    [-3.999, -3.9, normalCdf(-3.9) - normalCdf(-3.999)],
    [-4.2, -3.7, normalCdf(-3.7) - normalCdf(-4.2)],
  ])('from %d to %d', (low, high, expected) => {
    expect(Math.abs(intervalProbability(low, high) - expected)).toBeLessThan(1e-11);
    expect(Math.abs(intervalProbability(-high, -low) - expected)).toBeLessThan(1e-11);
  });

  test('keep their digits in both tails', () => {
    const tail = normalCdf(-9);
    expect(intervalProbability(9, infinite) / tail).toBeCloseTo(1, 12);
    expect(intervalProbability(-infinite, -9) / tail).toBeCloseTo(1, 12);
    expect(intervalProbability(50, 51)).toBe(1e-300);
  });

  test.each([
    [-infinite, -0.5],
    [-0.2, 0.9],
    [1, infinite],
    [2.5, 2.6],
    [5, infinite],
    [-infinite, -45],
  ])('draws between %d and %d lie there, with the mean of the truncated normal', (low, high) => {
    const random = createRandom(`between ${low}`);
    const draws = Array.from({ length: 20_000 }, () => drawBetween(low, high, random));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...draws)).toBeLessThanOrEqual(high);
    const density = (z: number) =>
      Number.isFinite(z) ? Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) : 0;
    // Mills' ratio where the probability is too small for a number.
    const expected =
      high < -40
        ? high + 1 / high
        : (density(low) - density(high)) / intervalProbability(low, high);
    const error = Math.sqrt(variance(draws) / draws.length);
    expect(Math.abs(mean(draws) - expected)).toBeLessThan(4 * error + 1e-4);
  });
});

describe('other draws', () => {
  test('gamma has the mean and variance of its shape', () => {
    for (const shape of [0.5, 1, 4.2, 300]) {
      const random = createRandom(`gamma ${shape}`);
      const draws = Array.from({ length: 20_000 }, () => drawGamma(shape, random));
      expect(Math.abs(mean(draws) / shape - 1)).toBeLessThan(4 / Math.sqrt(20_000 * shape));
      expect(variance(draws) / shape).toBeGreaterThan(0.9);
      expect(variance(draws) / shape).toBeLessThan(1.1);
    }
  });

  test('inverse Wishart has the mean scale / (df − p − 1)', () => {
    const scale = Float64Array.from([3, 1, 1, 2]);
    const random = createRandom('wishart');
    const sum = new Float64Array(4);
    const n = 20_000;
    for (let i = 0; i < n; i++)
      drawInverseWishart(12, scale, 2, random).forEach((x, k) => {
        sum[k]! += x / n;
      });
    sum.forEach((x, k) => {
      expect(Math.abs(x - scale[k]! / 9)).toBeLessThan(0.01);
    });
  });

  test('a normal vector has the mean and covariance of its precision', () => {
    const random = createRandom('precision');
    const precision = Float64Array.from([2, -1, -1, 2]);
    // Its inverse is [2 1; 1 2] / 3, its mean for (1, 0) is (2, 1) / 3.
    const draws = Array.from({ length: 20_000 }, () =>
      drawFromPrecision(precision.slice(), Float64Array.from([1, 0]), 2, random),
    );
    const [x, y] = [draws.map((one) => one[0]!), draws.map((one) => one[1]!)];
    expect(mean(x)).toBeCloseTo(2 / 3, 1);
    expect(mean(y)).toBeCloseTo(1 / 3, 1);
    expect(variance(x)).toBeCloseTo(2 / 3, 1);
    const [meanX, meanY] = [mean(x), mean(y)];
    expect(mean(x.map((one, i) => (one - meanX) * (y[i]! - meanY)))).toBeCloseTo(1 / 3, 1);
    const factor = Float64Array.from([Math.SQRT2, 0, -Math.SQRT1_2, Math.sqrt(1.5)]);
    const column = inverseColumn(factor, 1, 2);
    expect(column[0]).toBeCloseTo(1 / 3, 12);
    expect(column[1]).toBeCloseTo(2 / 3, 12);
  });

  test('slice steps leave a distribution as it is', () => {
    const random = createRandom('slice');
    let x = 0.5;
    const draws = Array.from({ length: 20_000 }, () => {
      // Exponential.
      x = sliceStep(x, 1, (at) => (at > 0 ? -at : Number.NEGATIVE_INFINITY), random);
      return x;
    });
    expect(mean(draws)).toBeCloseTo(1, 1);
    expect(variance(draws)).toBeCloseTo(1, 0);
  });

  test('a deviation is what its effects and what is known beforehand say', () => {
    const random = createRandom('deviation');
    let sd = 1;
    const draws = Array.from({ length: 4000 }, () => {
      sd = drawDeviation(sd, { count: 400, squares: 100, scale: 2 }, random);
      return sd;
    });
    // √(100 / 400), with a standard error of .5 / √800.
    expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(0.005);
    expect(Math.sqrt(variance(draws))).toBeCloseTo(0.0177, 2);
    let alone = 1;
    const before = Array.from({ length: 20_000 }, () => {
      alone = drawDeviation(alone, { count: 0, squares: 0, scale: 2 }, random);
      return alone;
    });
    expect(Math.abs(mean(before) - 2 * Math.sqrt(2 / Math.PI))).toBeLessThan(0.06);
  });
});
