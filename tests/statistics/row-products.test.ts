import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { rowProducts } from '../../src/statistics/row-products.ts';

describe('rowProducts', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 5],
    [3, 384],
    [4, 2],
    [5, 7],
    [9, 33],
    [13, 0],
  ])('gives to the last digit what a loop over two rows gives: %i rows of %i', (n, size) => {
    const random = createRandom(`${n} ${size}`);
    const rows = Array.from({ length: n }, () =>
      Float32Array.from({ length: size }, () => random.normal()),
    );
    const expected = rows.flatMap((a) =>
      rows.map((b) => {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += a[k]! * b[k]!;
        return sum;
      }),
    );
    expect([...rowProducts(rows)]).toEqual(expected);
  });
});
