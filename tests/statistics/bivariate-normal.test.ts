import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bivariateNormalCdf,
  bivariateNormalDensity,
  cdfGrid,
} from '../../src/statistics/bivariate-normal.ts';
import { normalCdf } from '../../src/statistics/distributions.ts';
import { gaussLegendre } from '../../src/statistics/gauss-legendre.ts';
import { readReference } from './reference.ts';

test('meets 130 probabilities that mpmath integrated to 20 digits', () => {
  for (const { h, k, rho, p } of readReference('own/bivariate-normal')) {
    // 1e-15, and what rounding ρ to a double moves.
    const allowed = 1e-15 + bivariateNormalDensity(h, k, rho) * Number.EPSILON;
    const miss = Math.abs(bivariateNormalCdf(h, k, rho) - Number(p));
    expect(miss, `${h} ${k} ${rho}`).toBeLessThan(allowed);
  }
});

const z = fc.double({ min: -4, max: 4, noNaN: true });
const r = fc.double({ min: -0.9999, max: 0.9999, noNaN: true });

test('is symmetric, and its four quadrants add up to the margins', () => {
  fc.assert(
    fc.property(z, z, r, (h, k, rho) => {
      const p = bivariateNormalCdf(h, k, rho);
      expect(Math.abs(p - bivariateNormalCdf(k, h, rho))).toBeLessThan(1e-15);
      expect(Math.abs(p + bivariateNormalCdf(h, -k, -rho) - normalCdf(h))).toBeLessThan(2e-15);
    }),
  );
});

test('its slope over the correlation is the density', () => {
  fc.assert(
    fc.property(z, z, fc.double({ min: -0.98, max: 0.98, noNaN: true }), (h, k, rho) => {
      const step = 1e-5 * (1 - rho * rho);
      const slope =
        (bivariateNormalCdf(h, k, rho + step) - bivariateNormalCdf(h, k, rho - step)) / (2 * step);
      const density = bivariateNormalDensity(h, k, rho);
      // Rounding of a difference over 2e-5 (1 − ρ²), and the cut-off of central differences.
      expect(Math.abs(slope - density)).toBeLessThan(1e-8 / (1 - rho * rho));
    }),
  );
});

test('a grid holds what single calls give', () => {
  const hs = Float64Array.of(-1.3, 0.2, 2);
  const ks = Float64Array.of(-0.4, 0.9);
  const out = new Float64Array(6);
  for (const rho of [-0.97, -0.6, 0, 0.2, 0.8, 0.95]) {
    cdfGrid(hs, ks, rho, hs.map(normalCdf), ks.map(normalCdf), out);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 2; j++) {
        const single = bivariateNormalCdf(hs[i]!, ks[j]!, rho);
        expect(Math.abs(out[i * 2 + j]! - single)).toBeLessThan(1e-15);
      }
    }
  }
});

test('edges: perfect correlation, infinite limits, impossible input', () => {
  expect(bivariateNormalCdf(0.3, 1, 1)).toBe(normalCdf(0.3));
  expect(bivariateNormalCdf(0.3, 1, -1)).toBeCloseTo(normalCdf(0.3) - normalCdf(-1), 15);
  expect(bivariateNormalCdf(-1, -1, -1)).toBe(0);
  expect(bivariateNormalCdf(Number.POSITIVE_INFINITY, 1, 0.5)).toBe(normalCdf(1));
  expect(bivariateNormalCdf(Number.NEGATIVE_INFINITY, 1, 0.5)).toBe(0);
  expect(bivariateNormalCdf(0, 0, 1.1)).toBeNaN();
  expect(bivariateNormalDensity(0, 0, 0)).toBeCloseTo(1 / (2 * Math.PI), 15);
});

test('Gauss–Legendre integrates polynomials of degree 2n − 1 exactly', () => {
  const { nodes, weights } = gaussLegendre(6);
  for (let degree = 0; degree <= 11; degree++) {
    let sum = 0;
    nodes.forEach((x, i) => {
      sum += weights[i]! * (x ** degree + (-x) ** degree);
    });
    expect(sum).toBeCloseTo(degree % 2 === 0 ? 2 / (degree + 1) : 0, 14);
  }
});
