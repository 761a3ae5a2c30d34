import { expect, test } from 'vitest';
import { normalCdf } from '../../src/statistics/distributions.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { rankFromErrors, rankFromItems } from '../../src/statistics/rank.ts';

const random = () => createRandom('rank');

test('two models: the share of first places is a normal probability', () => {
  const { probabilities, lower, upper } = rankFromErrors([1, 0.5], [0.6, 0.8], 0, {
    random: random(),
    draws: 20_000,
  });
  expect(probabilities[0]).toBeCloseTo(normalCdf(0.5), 1);
  expect(Math.abs(probabilities[0]! - normalCdf(0.5))).toBeLessThan(0.015);
  expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 12);
  expect([lower, upper]).toEqual([1, 2]);
});

test('what items share between models cancels', () => {
  const r = createRandom(1);
  const hard = Array.from({ length: 20 }, () => 10 * r.normal());
  const scores = [2, 1, 0].map((level) => hard.map((d) => level + d + 0.3 * r.normal()));
  expect(rankFromItems(scores, 1, { random: random() })).toMatchObject({
    median: 2,
    lower: 2,
    upper: 2,
  });
});

test('ties share their ranks; bad input is refused', () => {
  const tied = rankFromErrors([1, 1, 1], [0, 0, 0], 2, { random: random(), draws: 10 });
  for (const share of tied.probabilities) expect(share).toBeCloseTo(1 / 3, 12);
  expect(tied.median).toBe(2);
  expect(() => rankFromErrors([1], [], 0, { random: random() })).toThrow(/1 means/);
  expect(() => rankFromErrors([1, 2], [1, 1], 2, { random: random() })).toThrow(/no model 2/);
  expect(() => rankFromItems([[1], [2]], 0, { random: random() })).toThrow(/at least 2 items/);
});
