import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { multiply } from '../../src/statistics/dense.ts';
import {
  largestEigenpairs,
  pseudoInverse,
  symmetricEigen,
  symmetricEigenvalues,
} from '../../src/statistics/eigen.ts';
import { createRandom } from '../../src/statistics/random.ts';

function symmetric(n: number, seed: number, rank = n): Float64Array {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: n * rank }, () => random.normal());
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let m = 0; m < rank; m++) {
        out[i * n + j] = out[i * n + j]! + x[i * rank + m]! * x[j * rank + m]! * (m % 2 ? 1 : -1);
      }
    }
  }
  return out;
}

function residual(
  a: Float64Array,
  n: number,
  values: Float64Array,
  vectors: Float64Array,
  k: number,
) {
  let worst = 0;
  for (let j = 0; j < k; j++) {
    const v = vectors.subarray(j * n, (j + 1) * n);
    const av = multiply(a, Float64Array.from(v), n, n, 1);
    for (let i = 0; i < n; i++) worst = Math.max(worst, Math.abs(av[i]! - values[j]! * v[i]!));
    for (let l = 0; l <= j; l++) {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += v[i]! * vectors[l * n + i]!;
      worst = Math.max(worst, Math.abs(dot - (l === j ? 1 : 0)));
    }
  }
  return worst;
}

test('pairs satisfy A v = λ v with orthonormal v, values agree with ml-matrix', () => {
  const sizes = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
    // Low rank makes eigenvalues of 0 that coincide.
    lack: fc.integer({ min: 0, max: 30 }),
  });
  fc.assert(
    fc.property(sizes, ({ n, seed, lack }) => {
      const a = symmetric(n, seed, Math.max(1, n - lack));
      const scale = Math.max(1, ...a.map(Math.abs)) * n;
      const all = symmetricEigen(a, n);
      expect(residual(a, n, all.values, all.vectors, n) / scale).toBeLessThan(1e-12);
      const k = Math.max(1, Math.floor(n / 3));
      const top = largestEigenpairs(a, n, k);
      expect(residual(a, n, top.values, top.vectors, k) / scale).toBeLessThan(1e-11);
      const expected = new EigenvalueDecomposition(Matrix.from1DArray(n, n, Array.from(a)), {
        assumeSymmetric: true,
      }).realEigenvalues.sort((x, y) => y - x);
      const values = symmetricEigenvalues(a, n);
      expected.forEach((value, i) => {
        expect(Math.abs(values[i]! - value) / scale).toBeLessThan(1e-12);
      });
    }),
    { numRuns: 60 },
  );
});

test('the identity, whose eigenvalues are all the same', () => {
  const unit = Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 1 : 0));
  const { values, vectors } = largestEigenpairs(unit, 5, 3);
  expect(Array.from(values)).toEqual([1, 1, 1, 1, 1]);
  expect(residual(unit, 5, values, vectors, 3)).toBeLessThan(1e-12);
});

test('the pseudo-inverse of a singular matrix is a generalised inverse', () => {
  const a = symmetric(8, 3, 5);
  const w = pseudoInverse(a, 8);
  const awa = multiply(multiply(a, w, 8, 8, 8), a, 8, 8, 8);
  awa.forEach((value, i) => {
    expect(value).toBeCloseTo(a[i]!, 9);
  });
});
