/** The largest eigenpairs of a symmetric matrix from a start near their span, without reducing the whole matrix. */
import { largestEigenpairs, type SymmetricEigen } from './eigen.ts';
import { placeSquare, roundUp, workspace } from './kernels/kernels.ts';

/** Steps between two looks at what has converged. */
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
  const { kernels, at, arrays } = workspace(
    width * width,
    (most + 1) * width,
    small,
    most + 1,
    small,
    small,
    most * small,
  );
  const [matrix, basis, alpha, beta, diagonal, off, turned] = at as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [matrixArray, basisArray, alphas, betas, values, couplings, vectors] = arrays as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  placeSquare(matrixArray, a, n, width);
  basisArray.fill(0, 0, width);
  basisArray.set(start);
  betas[0] = 0;
  const scale = largestRow(a, n);
  let done = 0;
  for (let m = Math.min(most, k + stride); ; m = Math.min(most, m + stride)) {
    const reached = kernels.lanczos(
      matrix,
      width,
      width,
      basis,
      done,
      m,
      alpha,
      beta,
      1e-14 * scale,
    );
    if (reached < m) break;
    done = m;
    values.set(alphas.subarray(0, m));
    couplings.set(betas.subarray(0, m));
    const row = roundUp(m, 2);
    vectors.fill(0, 0, m * row);
    for (let i = 0; i < m; i++) vectors[i * row + i] = 1;
    if (!kernels.implicitQl(diagonal, off, m, turned, row)) break;
    const order = Array.from({ length: m }, (_, i) => i)
      .sort((i, j) => values[j]! - values[i]!)
      .slice(0, k);
    const bound = tolerance * Math.max(Math.abs(values[order[0]!]!), Number.MIN_VALUE);
    const rest = betas[m]!;
    if (order.every((i) => rest * Math.abs(vectors[i * row + m - 1]!) <= bound)) {
      const out = new Float64Array(k * n);
      order.forEach((from, j) => {
        for (let b = 0; b < m; b++) {
          const c = vectors[from * row + b]!;
          for (let i = 0; i < n; i++)
            out[j * n + i] = out[j * n + i]! + c * basisArray[b * width + i]!;
        }
      });
      return { values: Float64Array.from(order, (i) => values[i]!), vectors: out };
    }
    if (m === most) break;
  }
  const all = largestEigenpairs(a, n, k);
  return { values: all.values.slice(0, k), vectors: all.vectors };
}

/** The largest sum of absolute values in a row: no eigenvalue is larger in size. */
function largestRow(a: Float64Array, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(a[i * n + j]!);
    largest = Math.max(largest, sum);
  }
  return largest;
}
