import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chiSquareUpperTail,
  fQuantile,
  fUpperTail,
  noncentralChiSquareCdf,
  normalCdf,
  normalQuantile,
  tQuantile,
  tTwoSided,
} from '../../src/statistics/distributions.ts';
import { readReference } from './reference.ts';

const near = (actual: number, expected: number) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12);

test('closed forms', () => {
  near(normalQuantile(0.975), 1.959963984540054);
  near(chiSquareUpperTail(normalQuantile(0.975) ** 2, 1), 0.05);
  // Two degrees of freedom: e^(−x/2); ten: e^(−x/2) Σ (x/2)^j / j!, j < 5, deep in the tail.
  near(chiSquareUpperTail(700, 2), Math.exp(-350));
  const sum = 1 + 500 + 500 ** 2 / 2 + 500 ** 3 / 6 + 500 ** 4 / 24;
  near(chiSquareUpperTail(1000, 10), Math.exp(-500) * sum);
  for (const x of [0.01, 0.7, 3, 40]) {
    near(fUpperTail(x, 2, 7), (1 + (2 * x) / 7) ** -3.5);
    near(tTwoSided(x, 1), 1 - (2 / Math.PI) * Math.atan(x));
  }
  near(fQuantile(0.95, 2, 7), 3.5 * (0.05 ** (-1 / 3.5) - 1));
  near(tQuantile(0.975, 1), Math.tan(0.475 * Math.PI));
});

test("tails of R's Bartlett tests and intraclass correlations", () => {
  for (const name of ['thurstone9', 'ability', 'attitude', 'harman5']) {
    const { chisq, df, p } = readReference(name).bartlett;
    // Twelve digits of a chi-square of a thousand leave nine of its tail.
    expect(Math.abs(chiSquareUpperTail(chisq, df) / p - 1)).toBeLessThan(1e-8);
  }
  for (const { anova } of readReference('reliability').icc) {
    anova.p.forEach((p: number, i: number) => {
      const tail = fUpperTail(anova.F[i], anova.df1[i], anova.df2[i]);
      expect(Math.abs(tail / p - 1)).toBeLessThan(1e-9);
    });
  }
});

test('many degrees of freedom: neighbours differ by the density, as the recurrence demands', () => {
  for (const df of [260, 301, 2001, 3901, 20_000]) {
    for (const share of [0.9, 0.98, 1, 1.02, 1.1]) {
      const x = share * df;
      const a = df / 2;
      let log = a * Math.log(x / 2) - x / 2;
      for (let z = a + 1; ; z++) {
        // ln Γ(a + 1) by shifting to where Stirling's first term is enough.
        if (z > a + 3000) {
          log -= (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * z);
          break;
        }
        log += Math.log(z);
      }
      const step = chiSquareUpperTail(x, df + 2) - chiSquareUpperTail(x, df);
      expect(Math.abs(step - Math.exp(log))).toBeLessThan(1e-11);
    }
  }
});

test('quantiles undo distributions', () => {
  const p = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  const df = fc.double({ min: 0.5, max: 200, noNaN: true });
  fc.assert(
    fc.property(p, df, df, (probability, df1, df2) => {
      expect(fUpperTail(fQuantile(probability, df1, df2), df1, df2)).toBeCloseTo(
        1 - probability,
        9,
      );
      expect(normalCdf(normalQuantile(probability))).toBeCloseTo(probability, 12);
      const t = tQuantile(probability, df1);
      expect(tTwoSided(t, df1)).toBeCloseTo(2 * Math.min(probability, 1 - probability), 9);
    }),
  );
});

test('the non-central chi-square agrees with a plain sum of its mixture', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 300, noNaN: true }),
      fc.integer({ min: 1, max: 80 }),
      fc.double({ min: 0.01, max: 250, noNaN: true }),
      (x, df, ncp) => {
        let sum = 0;
        let logWeight = -ncp / 2;
        for (let j = 0; j < 600; j++) {
          sum += Math.exp(logWeight) * (1 - chiSquareUpperTail(x, df + 2 * j));
          logWeight += Math.log(ncp / 2) - Math.log(j + 1);
        }
        expect(noncentralChiSquareCdf(x, df, ncp)).toBeCloseTo(sum, 10);
      },
    ),
  );
  // One degree of freedom: (Z + √ncp)² ≤ x has a closed form, also where weights underflow.
  const exact = (x: number, ncp: number) =>
    normalCdf(Math.sqrt(x) - Math.sqrt(ncp)) - normalCdf(-Math.sqrt(x) - Math.sqrt(ncp));
  for (const [x, ncp] of [
    [3, 2],
    [5000, 5200],
    [4000, 3900],
  ] as const) {
    expect(noncentralChiSquareCdf(x, 1, ncp)).toBeCloseTo(exact(x, ncp), 10);
  }
});
