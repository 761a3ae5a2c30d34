import { expect, test } from 'vitest';
import { errorVariances, gappedMeans } from '../../src/statistics/gapped-means.ts';
import { maxTComparison } from '../../src/statistics/max-t.ts';
import { createRandom } from '../../src/statistics/random.ts';

const [models, items] = [4, 9];

function gapped(seed: string, missing: number) {
  const random = createRandom(seed);
  const size = models * items;
  const has = Uint8Array.from({ length: size }, () => (random.next() < missing ? 0 : 1));
  const x = Float64Array.from({ length: size }, (_, at) =>
    has[at] ? random.normal() : Number.NaN,
  );
  return { has, x };
}

test('means are those of weighted least squares: what is left sums to 0 in each model and each item', () => {
  const { has, x } = gapped('normal equations', 0.3);
  const variances = Float64Array.of(1, 0.5, 2, 1);
  const means = gappedMeans({ models, items, has }, variances)!.of(x);
  const there = (m: number, s: number) => has[m * items + s] === 1;
  const every = Array.from({ length: models }, (_, m) => m);
  const item = Array.from({ length: items }, (_, s) => {
    const own = every.filter((m) => there(m, s));
    const weight = own.reduce((sum, m) => sum + 1 / variances[m]!, 0);
    return (
      own.reduce((sum, m) => sum + (x[m * items + s]! - means[m]!) / variances[m]!, 0) / weight
    );
  });
  for (const m of every) {
    let left = 0;
    for (let s = 0; s < items; s++)
      if (there(m, s)) left += x[m * items + s]! - means[m]! - item[s]!;
    expect(left).toBeCloseTo(0, 10);
  }
});

test('squared weights are those of each score in a difference', () => {
  const { has } = gapped('weights', 0.3);
  const found = gappedMeans({ models, items, has }, Float64Array.of(1, 0.5, 2, 1))!;
  const expected = new Float64Array(models);
  for (let at = 0; at < has.length; at++) {
    if (!has[at]) continue;
    const means = found.of(Float64Array.from(has, (_, k) => (k === at ? 1 : 0)));
    expected[Math.floor(at / items)]! += (means[0]! - means[2]!) ** 2;
  }
  found.squaredWeights(0, 2).forEach((one, m) => {
    expect(one).toBeCloseTo(expected[m]!, 12);
  });
});

test('models that hang together through nothing have no common means', () => {
  const has = new Uint8Array(models * items);
  // The first two models have the first four items, the others the rest.
  for (let m = 0; m < models; m++)
    for (let s = 0; s < items; s++) if (m < 2 === s < 4) has[m * items + s] = 1;
  expect(gappedMeans({ models, items, has }, new Float64Array(models).fill(1))).toBeNull();
});

test('variances of errors come from those of pairs', () => {
  const own = [1, 0.5, 2, 0.8];
  const pairs = Float64Array.from({ length: 16 }, (_, at) =>
    at % 5 === 0 ? Number.NaN : own[Math.floor(at / 4)]! + own[at % 4]!,
  );
  errorVariances(pairs, 4).forEach((one, m) => {
    expect(one).toBeCloseTo(own[m]!, 6);
  });
  // None is nearly 0, which would let one model set the items.
  const least = errorVariances(
    Float64Array.of(Number.NaN, 1, 1, 1, Number.NaN, 4, 1, 4, Number.NaN),
    3,
  );
  expect(least[0]).toBeCloseTo(0.1, 10);
});

test('a pair with gaps has a smaller error than its common items alone give it', () => {
  const random = createRandom('gain');
  const item = Array.from({ length: 24 }, () => 3 * random.normal());
  const scores = Array.from({ length: 10 }, (_, m) =>
    item.map((one, s) => ((s + 2 * m) % 5 === 0 ? Number.NaN : one + random.normal())),
  );
  let [shared, ours] = [0, 0];
  for (const { a, b, standardError, items: n } of maxTComparison(scores).pairs) {
    const d = item.flatMap((_, s) => {
      const one = scores[a]![s]! - scores[b]![s]!;
      return Number.isFinite(one) ? [one] : [];
    });
    expect(d).toHaveLength(n);
    const middle = d.reduce((sum, one) => sum + one, 0) / n;
    shared += d.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (n - 1) / n;
    ours += standardError! ** 2;
  }
  // Ten models with four fifths of 24 items: what least squares makes of it.
  expect(ours / shared).toBeGreaterThan(0.7);
  expect(ours / shared).toBeLessThan(0.95);
});
