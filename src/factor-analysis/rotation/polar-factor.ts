import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** The orthogonal matrix nearest to a flat k × k one: UVᵀ of its singular value decomposition. */
export function polarFactor(m: Float64Array, k: number): Float64Array {
  const svd = new SingularValueDecomposition(Matrix.from1DArray(k, k, Array.from(m)), {
    autoTranspose: false,
  });
  return Float64Array.from(
    svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose()).to1DArray(),
  );
}
