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

/** The dot product of two vectors of one length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** All dot products, words × words, row-major. */
export function dotProducts(vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from(exactProducts(vectors));
}

/** The same in double precision. */
export function exactProducts(vectors: readonly Float32Array[]): Float64Array {
  const n = vectors.length;
  const size = vectors[0]?.length ?? 0;
  // Two rows by four at a time: a number is read once for several products. Rows of zeros fill the last block.
  const rows = new Float64Array(Math.ceil(n / 4) * 4 * size);
  for (const [i, vector] of vectors.entries()) rows.set(vector, i * size);
  const products = new Float64Array(n * n);
  const put = (i: number, j: number, product: number) => {
    if (i >= n || j >= n) return;
    products[i * n + j] = product;
    products[j * n + i] = product;
  };
  for (let i = 0; i < n; i += 2) {
    const a = i * size;
    const b = a + size;
    for (let j = i & ~3; j < n; j += 4) {
      const c = j * size;
      let [ac, ad, ae, af, bc, bd, be, bf] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < size; k++) {
        const x = rows[a + k]!;
        const y = rows[b + k]!;
        const p = rows[c + k]!;
        const q = rows[c + size + k]!;
        const r = rows[c + 2 * size + k]!;
        const s = rows[c + 3 * size + k]!;
        ac += x * p;
        ad += x * q;
        ae += x * r;
        af += x * s;
        bc += y * p;
        bd += y * q;
        be += y * r;
        bf += y * s;
      }
      put(i, j, ac);
      put(i, j + 1, ad);
      put(i, j + 2, ae);
      put(i, j + 3, af);
      put(i + 1, j, bc);
      put(i + 1, j + 1, bd);
      put(i + 1, j + 2, be);
      put(i + 1, j + 3, bf);
    }
  }
  return products;
}
