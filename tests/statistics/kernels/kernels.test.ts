import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlateColumns } from '../../../src/statistics/correlation.ts';
import {
  identity,
  inverseDiagonal,
  invertPositiveDefinite,
  logDeterminant,
  multiply,
} from '../../../src/statistics/dense.ts';
import { placeSquare, takeRows, workspace } from '../../../src/statistics/kernels/kernels.ts';
import { createRandom } from '../../../src/statistics/random.ts';

/** p columns of length n about 100, the last of them constant. */
function columns(n: number, p: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n * p }, (_, at) =>
    at >= n * (p - 1) ? 0.1 : 100 + random.normal(),
  );
}

function byHand(x: Float64Array, n: number, i: number, j: number): number {
  const mean = (c: number) => x.subarray(c * n, (c + 1) * n).reduce((sum, v) => sum + v, 0) / n;
  const [a, b] = [mean(i), mean(j)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let r = 0; r < n; r++) {
    const u = x[i * n + r]! - a;
    const v = x[j * n + r]! - b;
    xy += u * v;
    xx += u * u;
    yy += v * v;
  }
  return xy / Math.sqrt(xx * yy);
}

test.each([
  [3, 1],
  [4, 2],
  [7, 5],
  [512, 6],
  [513, 9],
  [1031, 3],
])('correlations of %i rows and %i columns as by hand', (n, p) => {
  const x = columns(n, p, n + p);
  const before = Float64Array.from(x);
  const { correlation, constant } = correlateColumns(x, n, p);
  expect(x).toEqual(before);
  expect(constant).toEqual([p - 1]);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const expected = i === j ? 1 : Math.max(i, j) === p - 1 ? 0 : byHand(x, n, i, j);
      expect(correlation[i * p + j]).toBeCloseTo(expected, 12);
    }
  }
});

test('the inverse of a positive definite matrix, and its diagonal alone', () => {
  const matrices = fc.record({ n: fc.integer({ min: 1, max: 30 }), seed: fc.nat() });
  fc.assert(
    fc.property(matrices, ({ n, seed }) => {
      const random = createRandom(seed);
      const x = Float64Array.from({ length: n * n }, () => random.normal());
      const a = identity(n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          for (let m = 0; m < n; m++) a[i * n + j] = a[i * n + j]! + x[i * n + m]! * x[j * n + m]!;
        }
      }
      const inverse = invertPositiveDefinite(a, n)!;
      const unit = multiply(a, inverse, n, n, n);
      unit.forEach((value, at) => {
        expect(value).toBeCloseTo(at % (n + 1) === 0 ? 1 : 0, 8);
      });
      inverseDiagonal(a, n)!.forEach((value, i) => {
        expect(value).toBeCloseTo(inverse[i * n + i]!, 10);
      });
    }),
    { numRuns: 40 },
  );
});

test('the logarithm of a determinant', () => {
  expect(logDeterminant(Float64Array.of(2, 1, 1, 3), 2)).toBeCloseTo(Math.log(5), 14);
  expect(logDeterminant(Float64Array.of(4, 0, 0, 0, 5, 2, 0, 2, 6), 3)).toBeCloseTo(
    Math.log(4 * 26),
    13,
  );
  expect(logDeterminant(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
});

test('what is not positive definite has no such inverse', () => {
  expect(invertPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
  expect(inverseDiagonal(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toBeUndefined();
});

test('a workspace is current until the next one', () => {
  const first = workspace({ four: 4, three: 3 });
  expect(Object.values(first.arrays).map((array) => array.length)).toEqual([4, 3]);
  expect(first.isCurrent()).toBe(true);
  const second = workspace({ one: 1 });
  expect(first.isCurrent()).toBe(false);
  expect(second.isCurrent()).toBe(true);
});

test('rows are laid out with room between them, which is 0', () => {
  const to = new Float64Array(8).fill(9);
  placeSquare(to, Float64Array.of(1, 2, 3, 4), 2, 4);
  expect(Array.from(to)).toEqual([1, 2, 0, 0, 3, 4, 0, 0]);
  expect(Array.from(takeRows(to, 2, 2, 4))).toEqual([1, 2, 3, 4]);
});
