/**
 * Eigenvalues and eigenvectors of real symmetric matrices, flat and row-major.
 * Householder tridiagonalisation (only the lower triangle is read, row by row, so that inner loops are
 * contiguous), then implicit QL (Wilkinson and Reinsch 1971; EISPACK tred2, tql1, tql2). Where only the
 * largest pairs are wanted: QL for the values, inverse iteration for those vectors (LAPACK's dstein route).
 */

export interface SymmetricEigen {
  /** In descending order. */
  values: Float64Array;
  /** Row j of this k × n array is the unit eigenvector of `values[j]`. */
  vectors: Float64Array;
}

interface Tridiagonal {
  diagonal: Float64Array;
  /** `off[i]` couples i − 1 and i; `off[0]` is 0. */
  off: Float64Array;
  /** Row i holds the scaled Householder vector of step i. */
  reflectors: Float64Array;
  norms: Float64Array;
}

/** All eigenvalues of a symmetric n × n matrix, descending. R: `eigen(a, TRUE, only.values = TRUE)`. */
export function symmetricEigenvalues(a: Float64Array, n: number): Float64Array {
  const t = tridiagonalise(a, n);
  implicitQl(t.diagonal, t.off, n, undefined);
  return t.diagonal.sort().reverse();
}

/** All eigenvalues and eigenvectors of a symmetric n × n matrix. */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  const t = tridiagonalise(a, n);
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  implicitQl(t.diagonal, t.off, n, rows);
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => t.diagonal[j]! - t.diagonal[i]!,
  );
  const vectors = new Float64Array(n * n);
  for (let j = 0; j < n; j++) vectors.set(rows.subarray(order[j]! * n, (order[j]! + 1) * n), j * n);
  backTransform(t, vectors, n, n);
  return { values: Float64Array.from(order, (i) => t.diagonal[i]!), vectors };
}

/**
 * All eigenvalues, but only the eigenvectors of the k largest: several times cheaper than
 * `symmetricEigen` once n is above about 40.
 */
export function largestEigenpairs(a: Float64Array, n: number, k: number): SymmetricEigen {
  const t = tridiagonalise(a, n);
  const diagonal = Float64Array.from(t.diagonal);
  const off = Float64Array.from(t.off);
  implicitQl(diagonal, off, n, undefined);
  const values = diagonal.sort().reverse();
  const vectors = new Float64Array(k * n);
  inverseIteration(t, values, vectors, n, k);
  backTransform(t, vectors, n, k);
  return { values, vectors };
}

function tridiagonalise(source: Float64Array, n: number): Tridiagonal {
  const a = Float64Array.from(source);
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const norms = new Float64Array(n);
  const q = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(a[row + k]!);
    if (i === 1 || scale === 0) {
      off[i] = a[row + i - 1]!;
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) {
      const x = a[row + k]! / scale;
      a[row + k] = x;
      h += x * x;
    }
    const f = a[row + i - 1]!;
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    off[i] = scale * g;
    h -= f * g;
    a[row + i - 1] = f - g;
    norms[i] = h;
    // q = A u / h from the lower triangle, each row read once.
    q.fill(0, 0, i);
    for (let j = 0; j < i; j++) {
      const at = j * n;
      const uj = a[row + j]!;
      let sum = a[at + j]! * uj;
      for (let k = 0; k < j; k++) {
        const x = a[at + k]!;
        sum += x * a[row + k]!;
        q[k] = q[k]! + x * uj;
      }
      q[j] = q[j]! + sum;
    }
    let uq = 0;
    for (let j = 0; j < i; j++) {
      const x = q[j]! / h;
      q[j] = x;
      uq += x * a[row + j]!;
    }
    const half = uq / (h + h);
    for (let j = 0; j < i; j++) q[j] = q[j]! - half * a[row + j]!;
    for (let j = 0; j < i; j++) {
      const at = j * n;
      const uj = a[row + j]!;
      const qj = q[j]!;
      for (let k = 0; k <= j; k++) a[at + k] = a[at + k]! - (uj * q[k]! + qj * a[row + k]!);
    }
  }
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i]!;
  return { diagonal, off, reflectors: a, norms };
}

/** Turns eigenvectors of the tridiagonal matrix (rows) into those of the original. */
function backTransform(t: Tridiagonal, vectors: Float64Array, n: number, k: number): void {
  const { reflectors, norms } = t;
  for (let i = 2; i < n; i++) {
    const h = norms[i]!;
    if (h === 0) continue;
    const row = i * n;
    for (let v = 0; v < k; v++) {
      const at = v * n;
      let sum = 0;
      for (let j = 0; j < i; j++) sum += reflectors[row + j]! * vectors[at + j]!;
      sum /= h;
      for (let j = 0; j < i; j++) vectors[at + j] = vectors[at + j]! - sum * reflectors[row + j]!;
    }
  }
}

/** Implicit QL. Overwrites `d` with the eigenvalues and rotates the rows of `rows`, when given. */
function implicitQl(
  d: Float64Array,
  off: Float64Array,
  n: number,
  rows: Float64Array | undefined,
): void {
  const e = new Float64Array(n);
  for (let i = 1; i < n; i++) e[i - 1] = off[i]!;
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      for (; m < n - 1; m++) {
        const size = Math.abs(d[m]!) + Math.abs(d[m + 1]!);
        if (Math.abs(e[m]!) <= Number.EPSILON * size) break;
      }
      if (m === l) break;
      if (sweep > 60) throw new RangeError('the eigenvalues of the matrix could not be computed');
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = Math.hypot(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] = d[i + 1]! - p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        r = (d[i]! - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        if (rows) {
          const low = i * n;
          const high = low + n;
          for (let k = 0; k < n; k++) {
            const x = rows[high + k]!;
            const y = rows[low + k]!;
            rows[high + k] = s * y + c * x;
            rows[low + k] = c * y - s * x;
          }
        }
      }
      if (r === 0 && i >= l) continue;
      d[l] = d[l]! - p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

function inverseIteration(
  t: Tridiagonal,
  values: Float64Array,
  vectors: Float64Array,
  n: number,
  k: number,
): void {
  const norm = Math.max(Math.abs(values[0]!), Math.abs(values[n - 1]!), Number.MIN_VALUE);
  const main = new Float64Array(n);
  const upper = new Float64Array(n);
  const second = new Float64Array(n);
  let shift = Number.POSITIVE_INFINITY;
  let noise = 12345;
  for (let j = 0; j < k; j++) {
    // Equal eigenvalues get shifts a hair apart, so that their solves do not coincide.
    shift = Math.min(values[j]!, shift - 4 * Number.EPSILON * norm);
    const x = vectors.subarray(j * n, (j + 1) * n);
    for (let i = 0; i < n; i++) {
      noise = (Math.imul(noise, 1103515245) + 12345) & 0x7fffffff;
      x[i] = noise / 0x40000000 - 1;
    }
    for (let pass = 0; pass < 4; pass++) {
      solveShifted(t, shift, norm, x, main, upper, second, n);
      for (let before = 0; before < j; before++) {
        if (values[before]! - values[j]! > 1e-3 * norm) continue;
        let dot = 0;
        for (let i = 0; i < n; i++) dot += x[i]! * vectors[before * n + i]!;
        for (let i = 0; i < n; i++) x[i] = x[i]! - dot * vectors[before * n + i]!;
      }
      normalise(x);
    }
  }
}

/** Solves (T − shift) x = b in place by elimination with row exchanges; `x` comes in as b. */
function solveShifted(
  t: Tridiagonal,
  shift: number,
  norm: number,
  x: Float64Array,
  main: Float64Array,
  upper: Float64Array,
  second: Float64Array,
  n: number,
): void {
  const tiny = Number.EPSILON * norm;
  for (let i = 0; i < n; i++) {
    main[i] = t.diagonal[i]! - shift;
    upper[i] = i + 1 < n ? t.off[i + 1]! : 0;
    second[i] = 0;
  }
  for (let i = 0; i + 1 < n; i++) {
    const below = t.off[i + 1]!;
    if (Math.abs(main[i]!) >= Math.abs(below)) {
      if (Math.abs(main[i]!) < tiny) main[i] = tiny;
      const f = below / main[i]!;
      main[i + 1] = main[i + 1]! - f * upper[i]!;
      x[i + 1] = x[i + 1]! - f * x[i]!;
    } else {
      const f = main[i]! / below;
      main[i] = below;
      const held = main[i + 1]!;
      main[i + 1] = upper[i]! - f * held;
      second[i] = upper[i + 1]!;
      upper[i] = held;
      upper[i + 1] = -f * second[i]!;
      const heldX = x[i]!;
      x[i] = x[i + 1]!;
      x[i + 1] = heldX - f * x[i]!;
    }
  }
  if (Math.abs(main[n - 1]!) < tiny) main[n - 1] = tiny;
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    if (i + 1 < n) sum -= upper[i]! * x[i + 1]!;
    if (i + 2 < n) sum -= second[i]! * x[i + 2]!;
    x[i] = sum / main[i]!;
  }
  normalise(x);
}

function normalise(x: Float64Array): void {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]! / largest;
    x[i] = value;
    sum += value * value;
  }
  const length = Math.sqrt(sum);
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / length;
}

/**
 * Moore–Penrose inverse of a symmetric n × n matrix: eigenvalues no larger in size than
 * √ε times the largest count as zero (psych's `Pinv`).
 */
export function pseudoInverse(a: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(a, n);
  const largest = Math.max(Math.abs(values[0]!), Math.abs(values[n - 1]!));
  const bound = Math.sqrt(Number.EPSILON) * largest;
  const out = new Float64Array(n * n);
  for (let m = 0; m < n; m++) {
    if (Math.abs(values[m]!) <= bound) continue;
    for (let i = 0; i < n; i++) {
      const x = vectors[m * n + i]! / values[m]!;
      for (let j = 0; j < n; j++) out[i * n + j] = out[i * n + j]! + x * vectors[m * n + j]!;
    }
  }
  return out;
}
