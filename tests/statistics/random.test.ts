import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mean, variance } from '../../src/statistics/describe.ts';
import { createRandom, hashSeed } from '../../src/statistics/random.ts';

const take = (random: ReturnType<typeof createRandom>, n: number) =>
  Array.from({ length: n }, () => random.next());

test('the same seed, the same numbers; another seed, others', () => {
  expect(take(createRandom(7), 5)).toEqual(take(createRandom('7'), 5));
  expect(take(createRandom(7), 5)).not.toEqual(take(createRandom(8), 5));
  expect(hashSeed('a')).not.toBe(hashSeed('b'));
});

test('a fork depends on seed and label, not on what was drawn', () => {
  const a = createRandom('study');
  const b = createRandom('study');
  take(b, 100);
  expect(take(a.fork('x'), 5)).toEqual(take(b.fork('x'), 5));
  expect(take(a.fork('x'), 5)).not.toEqual(take(a.fork('y'), 5));
  expect(take(a.fork(1).fork(2), 5)).not.toEqual(take(a.fork(12), 5));
});

test('uniform and normal moments', () => {
  const random = createRandom('moments');
  const u = take(random, 40_000);
  expect(Math.abs(mean(u) - 0.5)).toBeLessThan(0.007);
  expect(Math.abs(variance(u) - 1 / 12)).toBeLessThan(0.002);
  expect(u.every((x) => x >= 0 && x < 1)).toBe(true);
  const z = Array.from({ length: 40_000 }, () => random.normal());
  expect(Math.abs(mean(z))).toBeLessThan(0.025);
  expect(Math.abs(variance(z) - 1)).toBeLessThan(0.035);
  expect(Math.abs(mean(z.map((x) => x ** 4)) - 3)).toBeLessThan(0.25);
});

test('integers are even, samples differ, shuffling keeps what is there', () => {
  const random = createRandom(3);
  const counts = new Array(6).fill(0);
  for (let i = 0; i < 12_000; i++) counts[random.integer(6)]++;
  // Chi-square with 5 degrees of freedom: beyond 25 once in ten thousand seeds.
  expect(counts.reduce((sum, c) => sum + (c - 2000) ** 2 / 2000, 0)).toBeLessThan(25);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer(), (n, seed) => {
      const r = createRandom(seed);
      const k = n === 0 ? 0 : r.integer(n + 1);
      const drawn = r.sample(n, k);
      expect(new Set(drawn).size).toBe(k);
      expect(drawn.every((x) => x >= 0 && x < n)).toBe(true);
      const all = r.shuffle(Array.from({ length: n }, (_, i) => i));
      expect([...all].sort((x, y) => x - y)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
  expect(() => random.sample(2, 3)).toThrow(RangeError);
  expect(() => random.integer(0)).toThrow(RangeError);
});
