import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cohenKappa,
  fleissKappa,
  type Kappa,
  kappaOfTable,
  lightKappa,
} from '../../../src/statistics/agreement/kappa.ts';
import { readReference } from '../reference.ts';

const [nine, table] = readReference('reliability').kappa;
const own = readReference('own/reliability').kappa;

/** Large-sample variance by the delta method, with derivatives by differences. */
function deltaVariance(counts: number[][], read: (found: Kappa) => number | null): number {
  const n = counts.flat().reduce((sum, x) => sum + x, 0);
  const shares = counts.map((row) => row.map((x) => x / n));
  const at = (a: number, b: number, step: number) => {
    // The function is taken at shares that need not add up to 1, so it is rebuilt from its parts.
    const moved = shares.map((row, i) => row.map((p, j) => p + (i === a && j === b ? step : 0)));
    const rows = moved.map((row) => row.reduce((sum, p) => sum + p, 0));
    const columns = moved.map((_, j) => moved.reduce((sum, row) => sum + row[j]!, 0));
    const weight = (i: number, j: number) => 1 - ((i - j) / (counts.length - 1)) ** 2;
    let observed = 0;
    let expected = 0;
    moved.forEach((row, i) => {
      row.forEach((p, j) => {
        observed += p * weight(i, j);
        expected += rows[i]! * columns[j]! * weight(i, j);
      });
    });
    return (observed - expected) / (1 - expected);
  };
  let mean = 0;
  let square = 0;
  shares.forEach((row, a) => {
    row.forEach((p, b) => {
      const slope = (at(a, b, 1e-5) - at(a, b, -1e-5)) / 2e-5;
      mean += p * slope;
      square += p * slope * slope;
    });
  });
  expect(read(kappaOfTable(counts))).toBeCloseTo(at(0, 0, 0), 10);
  return (square - mean * mean) / n;
}

describe('Cohen’s κ', () => {
  // Sums of a few products: only rounding is allowed.
  it('is psych’s, plain and with quadratic weights', () => {
    const data: number[][] = nine.data;
    const found = cohenKappa(
      data.map((row) => row[0]!),
      data.map((row) => row[1]!),
    );
    expect(found.kappa).toBeCloseTo(nine.kappa, 12);
    expect(found.weightedKappa).toBeCloseTo(nine.weightedKappa, 12);
    expect(found.varKappa).toBeCloseTo(nine.varKappa, 12);
    expect(found.varWeighted).toBeCloseTo(nine.varWeighted, 12);
    expect(found.weights).toEqual(nine.weights);
    for (const key of ['kappa', 'weighted'] as const)
      found.ci95[key]!.forEach((bound, i) => {
        expect(bound).toBeCloseTo(nine.ci95[key][i], 10);
      });
    const counted = kappaOfTable(table.data);
    expect(counted.kappa).toBeCloseTo(table.kappa, 12);
    expect(counted.weightedKappa).toBeCloseTo(table.weightedKappa, 12);
    expect(counted.varKappa).toBeCloseTo(table.varKappa, 12);
    counted.ci95.kappa!.forEach((bound, i) => {
      expect(bound).toBeCloseTo(table.ci95.kappa[i], 10);
    });
  });

  it('has the variance of Fleiss, Cohen, and Everitt when weighted, where psych mistakes the margins', () => {
    const counts: number[][] = table.data;
    const n = counts.flat().reduce((sum, x) => sum + x, 0);
    const found = kappaOfTable(counts);
    expect(found.varWeighted).toBeCloseTo(
      deltaVariance(counts, (one) => one.weightedKappa),
      9,
    );
    // psych 2.2.9 takes p_i. Σ_j w_ij where Σ_i w_ij p_i. belongs. With that its figure comes out.
    const weights: number[][] = table.weights;
    const rows = counts.map((row) => row.reduce((sum, x) => sum + x, 0) / n);
    const columns = counts.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0) / n);
    const sums = weights.map((row) => row.reduce((sum, w) => sum + w, 0));
    let observed = 0;
    let expected = 0;
    counts.forEach((row, i) => {
      row.forEach((count, j) => {
        observed += (count / n) * weights[i]![j]!;
        expected += rows[i]! * columns[j]! * weights[i]![j]!;
      });
    });
    const weighted = weights.map((row) => row.reduce((sum, w, i) => sum + w * columns[i]!, 0));
    const variance = (rowMean: number[], columnMean: number[]) => {
      let spread = 0;
      counts.forEach((row, i) => {
        row.forEach((count, j) => {
          const term =
            weights[i]![j]! * (1 - expected) - (rowMean[i]! + columnMean[j]!) * (1 - observed);
          spread += (count / n) * term * term;
        });
      });
      const shift = observed * expected - 2 * expected + observed;
      return (spread - shift * shift) / (n * (1 - expected) ** 4);
    };
    const mistaken = variance(
      weighted,
      sums.map((sum, i) => sum * rows[i]!),
    );
    expect(mistaken).toBeCloseTo(table.varWeighted, 12);
  });

  it('takes linear weights as psych does when given them', () => {
    const [a, b] = own.data;
    const linear = cohenKappa(a, b, { weights: 'linear' });
    expect(linear.weightedKappa).toBeCloseTo(own.linear.weightedKappa, 12);
    expect(linear.kappa).toBeCloseTo(own.linear.kappa, 12);
    expect(linear.varKappa).toBeCloseTo(own.linear.varKappa, 12);
    expect(cohenKappa(a, b).weightedKappa).toBeCloseTo(own.quadratic.weightedKappa, 12);
  });

  it('is Light’s mean over pairs for more raters', () => {
    const found = lightKappa(own.data);
    expect(found.pairs.map(({ raters }) => raters)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(found.kappa).toBeCloseTo(own.light, 12);
  });

  it('has a variance that the delta method gives, for any table', () => {
    const counts = fc.integer({ min: 2, max: 4 }).chain((q) =>
      fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: q, maxLength: q }), {
        minLength: q,
        maxLength: q,
      }),
    );
    fc.assert(
      fc.property(counts, (rows) => {
        const exact = deltaVariance(rows, (one) => one.weightedKappa);
        expect(Math.abs(kappaOfTable(rows).varWeighted! / exact - 1)).toBeLessThan(1e-5);
      }),
    );
  });

  it('is undefined with one category, leaves out gaps, and needs something in common', () => {
    expect(cohenKappa([1, 1], [1, 1])).toMatchObject({
      kappa: null,
      weightedKappa: null,
      varKappa: null,
      ci95: { kappa: null, weighted: null },
    });
    expect(cohenKappa([1, 2, Number.NaN, 1], [1, 2, 2, 1]).n).toBe(3);
    expect(() => cohenKappa([1, Number.NaN], [Number.NaN, 1])).toThrow(/nothing that both/);
    expect(() => kappaOfTable([[1, 2]])).toThrow(/square/);
    // Known categories that nobody used stretch the weights.
    const short = cohenKappa([1, 2, 2], [1, 2, 1]);
    const long = cohenKappa([1, 2, 2], [1, 2, 1], { categories: [1, 2, 3] });
    expect(long.kappa).toBeCloseTo(short.kappa!, 12);
    expect(long.categories).toEqual([1, 2, 3]);
  });
});

describe('Fleiss’ κ', () => {
  it('gives the textbook figure: 14 raters, 10 things, κ = .210', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const things = counts.map((row) => row.flatMap((times, c) => Array(times).fill(c + 1)));
    const raters = Array.from({ length: 14 }, (_, r) => things.map((values) => values[r]!));
    expect(fleissKappa(raters).kappa).toBeCloseTo(0.21, 3);
    raters[0]![0] = Number.NaN;
    expect(fleissKappa(raters)).toMatchObject({ n: 9, dropped: 1, raters: 14 });
    expect(fleissKappa([[1], [1]]).kappa).toBeNull();
  });
});
