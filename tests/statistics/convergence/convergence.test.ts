import { expect, test } from 'vitest';
import { bulkDraws, tailDraws } from '../../../src/statistics/convergence/effective-draws.ts';
import { rHat } from '../../../src/statistics/convergence/rhat.ts';
import reference from '../../reference/own/convergence.json' with { type: 'json' };

/** As `tests/reference/own/convergence.R` makes them. */
function series(seed: number, n: number, rho: number): Float64Array {
  let state = seed;
  const uniform = Array.from({ length: 2 * n }, () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  });
  const x = Float64Array.from(
    { length: n },
    (_, i) => Math.sqrt(-2 * Math.log(uniform[i]!)) * Math.cos(2 * Math.PI * uniform[n + i]!),
  );
  for (let t = 1; t < n; t++) x[t] = rho * x[t - 1]! + Math.sqrt(1 - rho ** 2) * x[t]!;
  return x;
}

const four = (prime: number, n: number, rho: number) =>
  [1, 2, 3, 4].map((c) => series(c * prime, n, rho));

const cases = {
  independent: four(7919, 200, 0),
  slow: four(104729, 500, 0.95),
  alternating: four(1299709, 300, -0.6),
  apart: four(15485863, 201, 0.5).map((chain, c) => chain.map((x) => x + (c === 3 ? 1 : 0))),
  wide: four(32452843, 150, 0.3).map((chain, c) => chain.map((x) => x * (c === 0 ? 4 : 1))),
  steps: four(49979687, 250, 0.7).map((chain) => chain.map((x) => Math.round(2 * x))),
};

for (const [name, chains] of Object.entries(cases)) {
  test(`R̂ and effective draws of ${name} are those of R's posterior`, () => {
    const expected = reference[name as keyof typeof reference];
    expect(rHat(chains)).toBeCloseTo(expected.rHat, 9);
    expect(bulkDraws(chains) / expected.bulk).toBeCloseTo(1, 9);
    expect(tailDraws(chains) / expected.tail).toBeCloseTo(1, 9);
  });
}

test('nothing is told of draws that are all alike, or not finite', () => {
  const same = [new Float64Array(50).fill(2), new Float64Array(50).fill(2)];
  const broken = [Float64Array.from({ length: 50 }, (_, i) => (i === 9 ? Number.NaN : i))];
  for (const chains of [same, broken]) {
    expect(rHat(chains)).toBeNaN();
    expect(bulkDraws(chains)).toBeNaN();
    expect(tailDraws(chains)).toBeNaN();
  }
});
