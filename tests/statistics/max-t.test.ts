import { describe, expect, test } from 'vitest';
import { quantileOfSorted } from '../../src/statistics/describe.ts';
import { maxTComparison, maxTOfPair } from '../../src/statistics/max-t.ts';
import { createRandom } from '../../src/statistics/random.ts';

function scores(levels: number[], stems: number, seed: number | string) {
  const random = createRandom(seed);
  // Stems differ a lot; pairing takes that out.
  const difficulty = Array.from({ length: stems }, () => 5 * random.normal());
  return levels.map((level) => difficulty.map((d) => level + d + random.normal()));
}

test('models that differ are told apart, equal ones are not', () => {
  const data = scores([3, 0, 3, 0.02], 30, 'levels');
  for (const method of ['sign-flip', 'bootstrap'] as const) {
    const { letters, pairs, critical, means } = maxTComparison(data, {
      random: createRandom(1),
      method,
      resamples: 500,
    });
    expect(letters).toEqual(['a', 'b', 'a', 'b']);
    expect(critical).toBeGreaterThan(2.3);
    const first = pairs[0]!;
    expect(first.difference).toBeCloseTo(means[0]! - means[1]!, 10);
    expect(first.lower).toBeGreaterThan(0);
    expect(first.p).toBeLessThan(0.01);
  }
});

test('without differences some pair is declared different about once in twenty', () => {
  let wrong = 0;
  const runs = 200;
  for (let seed = 0; seed < runs; seed++) {
    const { pairs } = maxTComparison(scores([0, 0, 0, 0], 24, seed), {
      random: createRandom(seed),
      resamples: 200,
    });
    if (pairs.some((pair) => pair.distinct)) wrong++;
  }
  // Binomial(200, .05): above 23 less than once in five hundred.
  expect(wrong).toBeLessThanOrEqual(23);
  expect(wrong).toBeGreaterThan(0);
});

test('stems that a model lacks are dropped; too few are an error; equal models do not divide by zero', () => {
  const data = scores([0, 1], 8, 1);
  data[1]![2] = Number.NaN;
  expect(maxTComparison(data, { random: createRandom(1), resamples: 50 })).toMatchObject({
    stems: 7,
    droppedStems: 1,
  });
  expect(() =>
    maxTComparison(
      data.map((row) => row.slice(0, 3)),
      { random: createRandom(1) },
    ),
  ).toThrow(/at least 3 stems/);
  const same = maxTComparison([data[0]!, data[0]!], { random: createRandom(1), resamples: 50 });
  expect(same.letters).toEqual(['a', 'a']);
  expect(same.pairs[0]!.t).toBe(0);
});

describe('the largest |T| of all pairs', () => {
  /** Each resample's largest |T|, with a look at every pair, and the signs drawn in the same order. */
  function plainLargest(data: number[][], seed: number, resamples: number): number[] {
    const random = createRandom(seed);
    const n = data[0]!.length;
    const centred = data.map((row) => {
      const mean = row.reduce((sum, x) => sum + x, 0) / n;
      return row.map((x) => x - mean);
    });
    const pairs = data.flatMap((_, a) => data.slice(a + 1).map((_, i) => [a, a + 1 + i] as const));
    return Array.from({ length: resamples }, () => {
      const signs = centred[0]!.map(() => (random.next() < 0.5 ? -1 : 1));
      const sums = centred.map((row) => row.reduce((sum, x, s) => sum + signs[s]! * x, 0));
      const ts = pairs.map(([a, b]) => {
        const squares = centred[a]!.reduce((sum, x, s) => sum + (x - centred[b]![s]!) ** 2, 0);
        const difference = (sums[a]! - sums[b]!) / n;
        const error = Math.sqrt(Math.max(0, squares - n * difference * difference) / ((n - 1) * n));
        if (difference === 0) return 0;
        return error > 0 ? Math.abs(difference / error) : 1e9;
      });
      return Math.max(...ts);
    }).sort((a, b) => a - b);
  }

  test('is what a look at every pair finds, to the last digit', () => {
    const rounded = (rows: number[][]) => rows.map((row) => row.map(Math.round));
    const many = scores(
      Array.from({ length: 30 }, (_, m) => m / 15),
      12,
      'many',
    );
    // Stems that swing all models alike, next to which the differences are tiny; and models that are the same.
    const shifted = many.map((row) => row.map((x, s) => 1e6 * Math.sin(s) + 1e-3 * x));
    const twins = [...rounded(many), ...rounded(many)];
    for (const data of [many, rounded(many), shifted, twins, many.slice(0, 2)]) {
      const largest = plainLargest(data, 3, 200);
      const { pairs } = maxTComparison(data, { random: createRandom(3), resamples: 200 });
      for (const pair of pairs)
        expect(pair.p).toBe((largest.filter((t) => t >= Math.abs(pair.t)).length + 1) / 201);
      for (const level of [0.5, 0.9, 0.95, 0.99])
        expect(
          maxTComparison(data, { random: createRandom(3), resamples: 200, level }).critical,
        ).toBe(quantileOfSorted(largest, level));
    }
  });

  test('judges one pair as it judges it among all', () => {
    const data = scores([0, 1, 0.4, 2, 0.1], 10, 'one pair');
    for (const method of ['sign-flip', 'bootstrap'] as const) {
      const options = () => ({ random: createRandom(4), resamples: 300, method });
      for (const pair of maxTComparison(data, options()).pairs)
        expect(maxTOfPair(data, pair.a, pair.b, options())).toEqual(pair);
    }
  });
});
