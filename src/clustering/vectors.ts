/** Arithmetic on lists of vectors. */
import { rowProducts } from '../statistics/row-products.ts';

/** In −1…1; 0 where a vector is all zeros. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]! / vectors.length;
  return mean;
}

/** Of length 1; all zeros stay. */
export function normalised(vector: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  if (!(sum > 0)) return vector;
  const length = Math.sqrt(sum);
  const unit = new Float32Array(vector.length);
  for (let i = 0; i < unit.length; i++) unit[i] = vector[i]! / length;
  return unit;
}

/** Each minus the mean of all, of length 1. */
export function centred(vectors: readonly Float32Array[]): Float32Array[] {
  const mean = meanVector(vectors);
  return vectors.map((vector) => {
    const moved = new Float32Array(vector.length);
    for (let i = 0; i < moved.length; i++) moved[i] = vector[i]! - mean[i]!;
    return normalised(moved);
  });
}

/** All dot products, words × words, row-major. */
export function dotProducts(vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rowProducts(vectors));
}
