/** All products of many vectors with one another. */
import { roundUp, workspace } from './kernels/kernels.ts';

/** Rows of one group: the kernel works on four by four. */
const group = 4;

/**
 * The dot products of rows of one length, rows × rows, row-major. Each is added up in double precision in the order of
 * the columns, so it equals that of a plain loop to the last digit.
 * @throws RangeError where the rows take more than 4 GB as doubles
 */
export function rowProducts(rows: readonly Float32Array[]): Float64Array {
  const n = rows.length;
  const size = rows[0]?.length ?? 0;
  const width = roundUp(n, group);
  const { kernels, at, arrays } = workspace({ rows: width * size, out: group * width });
  arrays.rows.fill(0);
  for (const [i, row] of rows.entries()) {
    const start = (i - (i % group)) * size + (i % group);
    for (let k = 0; k < size; k++) arrays.rows[start + group * k] = row[k]!;
  }
  const products = new Float64Array(n * n);
  for (let first = 0; first < n; first += group) {
    kernels.rowProducts(at.rows, width / group, size, first / group, at.out);
    for (let r = 0; r < group && first + r < n; r++) {
      const i = first + r;
      for (let j = i; j < n; j++) {
        const product = arrays.out[r * width + j]!;
        products[i * n + j] = product;
        products[j * n + i] = product;
      }
    }
  }
  return products;
}
