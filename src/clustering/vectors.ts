/** Arithmetic on lists of vectors. */

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
  for (const value of vector) sum += value * value;
  return sum > 0 ? vector.map((value) => value / Math.sqrt(sum)) : vector;
}

/** Each minus the mean of all, of length 1. */
export function centred(vectors: readonly Float32Array[]): Float32Array[] {
  const mean = meanVector(vectors);
  return vectors.map((vector) => normalised(vector.map((value, i) => value - mean[i]!)));
}

/** The dot product of two vectors of one length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** All dot products, words × words, row-major. */
export function dotProducts(vectors: readonly Float32Array[]): Float32Array {
  const n = vectors.length;
  const products = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    const a = vectors[i]!;
    for (let j = i; j < n; j++) {
      const product = dot(a, vectors[j]!);
      products[i * n + j] = product;
      products[j * n + i] = product;
    }
  }
  return products;
}
