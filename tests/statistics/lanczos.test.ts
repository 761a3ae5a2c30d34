import { expect, test } from 'vitest';
import { largestEigenpairs } from '../../src/statistics/eigen.ts';
import { nearbyEigenpairs } from '../../src/statistics/lanczos.ts';
import { createRandom } from '../../src/statistics/random.ts';

/** Σ of k strong outer products and noise, symmetric p × p. */
function planted(p: number, strengths: readonly number[], seed: number): Float64Array {
  const random = createRandom(seed);
  const a = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) a[i * p + j] = a[j * p + i] = 0.1 * random.normal();
  }
  for (const strength of strengths) {
    const v = Float64Array.from({ length: p }, () => random.normal());
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) a[i * p + j] = a[i * p + j]! + (strength * v[i]! * v[j]!) / p;
    }
  }
  return a;
}

test.each([
  [61, 1],
  [90, 3],
  [91, 5],
])('%i × %i: the same pairs as from the whole matrix, in sign or turned', (p, k) => {
  const random = createRandom(p);
  const a = planted(p, [9, 7, 5, 4, 3], p);
  const start = Float64Array.from({ length: p }, () => random.normal());
  const expected = largestEigenpairs(a, p, k);
  const { values, vectors } = nearbyEigenpairs(a, p, k, start);
  expect(values).toHaveLength(k);
  for (let m = 0; m < k; m++) {
    expect(values[m]).toBeCloseTo(expected.values[m]!, 11);
    const one = vectors.subarray(m * p, (m + 1) * p);
    const other = expected.vectors.subarray(m * p, (m + 1) * p);
    const sign = one[0]! * other[0]! < 0 ? -1 : 1;
    for (let i = 0; i < p; i++) expect(one[i]).toBeCloseTo(sign * other[i]!, 10);
  }
});

test('a start that is closed under the matrix does not end the search', () => {
  const p = 70;
  const a = new Float64Array(p * p);
  for (let i = 0; i < p; i++) a[i * p + i] = i;
  const start = new Float64Array(p);
  start[3] = 1;
  expect(nearbyEigenpairs(a, p, 1, start).values[0]).toBeCloseTo(69, 12);
});
