import { describe, expect, test } from 'vitest';
import { tQuantile } from '../../src/statistics/distributions.ts';
import { fewestItems, maxTComparison, maxTOfPair } from '../../src/statistics/max-t.ts';
import { createRandom } from '../../src/statistics/random.ts';

function scores(levels: number[], items: number, seed: number | string, sd = levels.map(() => 1)) {
  const random = createRandom(seed);
  // Stems differ a lot; pairing takes that out.
  const difficulty = Array.from({ length: items }, () => 5 * random.normal());
  return levels.map((level, m) => difficulty.map((d) => level + d + sd[m]! * random.normal()));
}

test('models that differ are told apart, equal ones are not', () => {
  const { letters, pairs } = maxTComparison(scores([3, 0, 3, 0.02], 30, 'levels'));
  expect(letters).toEqual(['a', 'b', 'a', 'b']);
  const first = pairs[0]!;
  expect(first.difference).toBeGreaterThan(2);
  expect(first.lower).toBeGreaterThan(0);
  expect(first.p).toBeLessThan(0.01);
});

test('two models have the interval of the paired t test', () => {
  const data = scores([0.4, 0], 12, 'pair');
  const [{ difference, standardError, lower, upper, df }] = maxTComparison(data).pairs as [
    ReturnType<typeof maxTOfPair>,
  ];
  const d = data[0]!.map((value, s) => value - data[1]![s]!);
  const mean = d.reduce((sum, one) => sum + one, 0) / 12;
  const error = Math.sqrt(d.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 11 / 12);
  expect(difference).toBeCloseTo(mean, 12);
  expect(standardError).toBeCloseTo(error, 12);
  expect(df).toBe(11);
  // Wallace’s deviate is t to three digits.
  expect((upper! - lower!) / 2 / error).toBeCloseTo(tQuantile(0.975, 11), 2);
});

test('the largest of ten models on six items lies where one t test of forty-five would', () => {
  const { pairs } = maxTComparison(scores(new Array(10).fill(0), 6, 'null'));
  const half = (pairs[0]!.upper! - pairs[0]!.lower!) / 2 / pairs[0]!.standardError!;
  // Above t of a single pair (2.57), below Bonferroni’s for 45 pairs (7.4).
  expect(half).toBeGreaterThan(5.5);
  expect(half).toBeLessThan(7.4);
});

describe('too few items', () => {
  test('have no letters and no intervals, whatever lies between the models', () => {
    const data = scores([100, 0, 50, 25, 75], 3, 'far');
    const { letters, pairs } = maxTComparison(data);
    expect(letters).toBeNull();
    for (const pair of pairs) {
      expect(pair).toMatchObject({ lower: null, upper: null, p: null, distinct: false, items: 3 });
      expect(Number.isFinite(pair.difference)).toBe(true);
      expect(pair.standardError).toBeGreaterThan(0);
    }
    expect(maxTComparison(scores([100, 0, 50], 5, 1)).letters).toBeNull();
    expect(maxTComparison(scores([100, 0, 50], 6, 1)).letters).not.toBeNull();
  });

  test('are seven where there are more than ten models', () => {
    expect([2, 10, 11, 100].map(fewestItems)).toEqual([6, 6, 8, 8]);
    const many = Array.from({ length: 11 }, (_, m) => 100 * m);
    expect(maxTComparison(scores(many, 7, 1)).letters).toBeNull();
    expect(new Set(maxTComparison(scores(many, 8, 1)).letters).size).toBe(11);
  });
});

test('each pair has the items that both models have', () => {
  const data = scores([0, 0, 4], 12, 'gaps');
  data[0]![0] = Number.NaN;
  data[1]![1] = Number.NaN;
  data[1]![2] = Number.NaN;
  const { pairs, completeItems, letters } = maxTComparison(data);
  expect(pairs.map((pair) => pair.items)).toEqual([9, 11, 10]);
  expect(completeItems).toBe(9);
  expect(letters).toEqual(['b', 'b', 'a']);
  for (let s = 0; s < 8; s++) data[0]![s] = Number.NaN;
  // Model 0 is left with four items: it shares a letter with everyone, since nothing can be said of it.
  expect(maxTComparison(data).letters!.map((one) => one.length)).toEqual([2, 1, 1]);
});

test('raters as a sample widen every interval', () => {
  const data = scores([0, 1, 0.5], 24, 'raters');
  const fixed = maxTComparison(data).pairs[0]!;
  const sampled = maxTComparison(data, { raters: { variance: 0.09 / 4, df: 6 } }).pairs[0]!;
  expect(sampled.standardError! ** 2 - fixed.standardError! ** 2).toBeCloseTo(0.045, 10);
  expect(sampled.upper! - sampled.lower!).toBeGreaterThan(fixed.upper! - fixed.lower!);
  // Satterthwaite: between the smaller and the sum of 23 and 6.
  expect(sampled.df).toBeGreaterThan(6);
  expect(sampled.df).toBeLessThan(29);
});

test('models that are the same do not divide by zero; a constant difference is one', () => {
  const data = scores([0], 8, 1)[0]!;
  const same = maxTComparison([data, data]);
  expect(same.letters).toEqual(['a', 'a']);
  expect(same.pairs[0]!.p).toBe(1);
  const apart = maxTComparison([data, data.map((value) => value + 1)]);
  expect(apart.letters).toEqual(['b', 'a']);
  expect(apart.pairs[0]!.p).toBeLessThan(1e-10);
});

test('one pair is judged as it is among all', () => {
  const data = scores([0, 1, 0.4, 2, 0.1], 10, 'one pair');
  data[2]![4] = Number.NaN;
  for (const raters of [null, { variance: 0.1, df: 5 }])
    for (const pair of maxTComparison(data, { raters }).pairs)
      expect(maxTOfPair(data, pair.a, pair.b, { raters })).toEqual(pair);
});

test('a comparison needs two models', () => {
  expect(() => maxTComparison(scores([0], 8, 1))).toThrow(/at least 2 models/);
});
