/** The largest eigenpairs of a symmetric matrix from a start near their span, without reducing the whole matrix. */
import { largestEigenpairs, type SymmetricEigen } from './eigen.ts';
import { placeSquare, roundUp, workspace } from './kernels/kernels.ts';

/** Steps between two checks of convergence. */
const stride = 6;

/**
 * The k largest eigenpairs of a symmetric n × n matrix by the Lanczos method with full reorthogonalisation
 * (Paige 1972; Parlett 1980), until each residual is below `tolerance` times the largest eigenvalue in size. `start` need not have
 * unit length; the nearer to the sum of the wanted eigenvectors, the fewer steps. Where that is
 * no gain (start closed under the matrix, or too many steps), all of it is done by `largestEigenpairs`.
 * An eigenvector at right angles to the start is not seen: repeated eigenvalues may come out once.
 * @returns the k values, descending, and their vectors
 */
export function nearbyEigenpairs(
  a: Float64Array,
  n: number,
  k: number,
  start: Float64Array,
  tolerance = 1e-12,
): SymmetricEigen {
  const most = Math.min(n - 1, Math.max(3 * k + 24, Math.ceil(n / 2)));
  const width = roundUp(n, 4);
  const small = roundUp(most, 2);
  const { kernels, at, arrays } = workspace({
    matrix: width * width,
    basis: (most + 1) * width,
    alpha: small,
    beta: most + 1,
    diagonal: small,
    off: small,
    turned: most * small,
  });
  const { matrix, basis, alpha, beta, diagonal, off, turned } = at;
  const { basis: basisArray, alpha: alphas, beta: betas } = arrays;
  const { diagonal: values, off: couplings, turned: vectors } = arrays;
  placeSquare(arrays.matrix, a, n, width);
  basisArray.fill(0, 0, width);
  basisArray.set(start);
  betas[0] = 0;
  let done = 0;
  for (let m = Math.min(most, k + stride); ; m = Math.min(most, m + stride)) {
    if (kernels.lanczos(matrix, width, width, basis, done, m, alpha, beta) < m) break;
    done = m;
    // The last elements of the small eigenvectors tell the residuals.
    const last = diagonalise(m, 2);
    if (!last) break;
    const order = Array.from({ length: m }, (_, i) => i)
      .sort((i, j) => values[j]! - values[i]!)
      .slice(0, k);
    const bound = tolerance * Math.max(Math.abs(values[order[0]!]!), Number.MIN_VALUE);
    if (order.every((i) => betas[m]! * Math.abs(last[i * 2]!) <= bound)) {
      // The same steps again, so the order is the same.
      const whole = diagonalise(m, roundUp(m, 2))!;
      return {
        values: Float64Array.from(order, (i) => values[i]!),
        vectors: ritzVectors(basisArray, width, whole, m, order, n),
      };
    }
    if (m === most) break;
  }
  const all = largestEigenpairs(a, n, k);
  return { values: all.values.slice(0, k), vectors: all.vectors };

  /**
   * The eigenvalues of the first m steps into `values`, their vectors a row: whole, or with `row` 2 the last element
   * alone. `undefined` where it does not converge.
   */
  function diagonalise(m: number, row: number): Float64Array | undefined {
    values.set(alphas.subarray(0, m));
    couplings.set(betas.subarray(0, m));
    vectors.fill(0, 0, m * row);
    if (row === 2) vectors[(m - 1) * 2] = 1;
    else for (let i = 0; i < m; i++) vectors[i * row + i] = 1;
    return kernels.implicitQl(diagonal, off, m, turned, row) ? vectors : undefined;
  }
}

/** Σ over the basis, weighted by the eigenvectors (rows of `small`, m each with room for even) in `order`. */
function ritzVectors(
  basis: Float64Array,
  width: number,
  small: Float64Array,
  m: number,
  order: readonly number[],
  n: number,
): Float64Array {
  const out = new Float64Array(order.length * n);
  const row = roundUp(m, 2);
  order.forEach((from, j) => {
    const one = out.subarray(j * n, (j + 1) * n);
    for (let b = 0; b < m; b++) {
      const c = small[from * row + b]!;
      const v = basis.subarray(b * width, b * width + n);
      for (let i = 0; i < n; i++) one[i] = one[i]! + c * v[i]!;
    }
  });
  return out;
}
