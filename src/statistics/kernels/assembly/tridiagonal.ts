/** Symmetric eigenproblems: Householder reduction to tridiagonal form, and implicit QL. */

// @ts-ignore: decorator
@inline
function at(base: usize, i: i32): usize {
  return base + (<usize>i << 3);
}

// @ts-ignore: decorator
@inline
function get(base: usize, i: i32): f64 {
  return load<f64>(at(base, i));
}

// @ts-ignore: decorator
@inline
function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/**
 * Reduces a symmetric matrix (n rows, `stride` numbers apart, stride even; only the lower triangle is read) to
 * `diagonal` and `off` (`off[i]` couples i − 1 and i). The matrix is overwritten: row i then holds the
 * Householder vector of step i, of half squared length `norms[i]`, 0 where there was no step. `work` has room for 3 × stride.
 * The rank-two update of one step and the product with the next vector share one pass.
 */
export function tridiagonalise(
  a: usize,
  n: i32,
  stride: i32,
  diagonal: usize,
  off: usize,
  norms: usize,
  work: usize,
): void {
  const row = <usize>stride << 3;
  const zero = work;
  let q = work + row;
  let spare = work + 2 * row;
  memory.fill(work, 0, 3 * row);
  memory.fill(norms, 0, <usize>n << 3);
  memory.fill(off, 0, <usize>n << 3);
  // The update that is still owed: a −= u qᵀ + q uᵀ.
  let owedU = zero;
  let owedQ = zero;
  for (let i = n - 1; i > 0; i--) {
    const u = a + <usize>i * row;
    const uOwed = get(owedU, i);
    const qOwed = get(owedQ, i);
    let scale: f64 = 0;
    for (let k = 0; k <= i; k++) {
      const x = get(u, k) - (uOwed * get(owedQ, k) + qOwed * get(owedU, k));
      store<f64>(at(u, k), x);
      if (k < i) scale += abs(x);
    }
    store<f64>(at(diagonal, i), get(u, i));
    let by = u;
    let h: f64 = 0;
    if (i === 1 || scale === 0) {
      store<f64>(at(off, i), get(u, i - 1));
      by = zero;
    } else {
      for (let k = 0; k < i; k++) {
        const x = get(u, k) / scale;
        store<f64>(at(u, k), x);
        h += x * x;
      }
      const f = get(u, i - 1);
      const g = f >= 0 ? -sqrt(h) : sqrt(h);
      store<f64>(at(off, i), scale * g);
      h -= f * g;
      store<f64>(at(u, i - 1), f - g);
      store<f64>(at(norms, i), h);
    }
    memory.fill(q, 0, row);
    // Nothing is owed to the rows from i on but what has just been paid.
    pass(a, row, i, owedU, owedQ, by, q);
    if (h > 0) {
      let uq: f64 = 0;
      for (let j = 0; j < i; j++) {
        const x = get(q, j) / h;
        store<f64>(at(q, j), x);
        uq += x * get(u, j);
      }
      const half = uq / (h + h);
      for (let j = 0; j < i; j++) store<f64>(at(q, j), get(q, j) - half * get(u, j));
      owedU = u;
      owedQ = q;
      q = spare;
      spare = owedQ;
    } else {
      owedU = zero;
      owedQ = zero;
    }
  }
  store<f64>(diagonal, load<f64>(a));
}

/** a −= u qᵀ + q uᵀ on the leading n × n triangle, and q⁺ += a w with the new a. */
// @ts-ignore: decorator
@inline
function pass(a: usize, row: usize, n: i32, u: usize, q: usize, w: usize, next: usize): void {
  let j = 0;
  for (; j + 1 < n; j += 2) {
    const first = a + <usize>j * row;
    const second = first + row;
    const u0 = get(u, j);
    const u1 = get(u, j + 1);
    const q0 = get(q, j);
    const q1 = get(q, j + 1);
    const w0 = get(w, j);
    const w1 = get(w, j + 1);
    const uu0 = f64x2.splat(u0);
    const uu1 = f64x2.splat(u1);
    const qq0 = f64x2.splat(q0);
    const qq1 = f64x2.splat(q1);
    const ww0 = f64x2.splat(w0);
    const ww1 = f64x2.splat(w1);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    const end = <usize>j << 3;
    for (let k: usize = 0; k < end; k += 16) {
      const uk = v128.load(u + k);
      const qk = v128.load(q + k);
      const wk = v128.load(w + k);
      const x = f64x2.sub(
        v128.load(first + k),
        f64x2.add(f64x2.mul(uu0, qk), f64x2.mul(qq0, uk)),
      );
      const y = f64x2.sub(
        v128.load(second + k),
        f64x2.add(f64x2.mul(uu1, qk), f64x2.mul(qq1, uk)),
      );
      v128.store(first + k, x);
      v128.store(second + k, y);
      s0 = f64x2.add(s0, f64x2.mul(x, wk));
      s1 = f64x2.add(s1, f64x2.mul(y, wk));
      const both = f64x2.add(f64x2.mul(x, ww0), f64x2.mul(y, ww1));
      v128.store(next + k, f64x2.add(v128.load(next + k), both));
    }
    const x = get(first, j) - 2 * u0 * q0;
    const y = get(second, j) - (u1 * q0 + q1 * u0);
    const z = get(second, j + 1) - 2 * u1 * q1;
    store<f64>(at(first, j), x);
    store<f64>(at(second, j), y);
    store<f64>(at(second, j + 1), z);
    store<f64>(at(next, j), get(next, j) + sum2(s0) + x * w0 + y * w1);
    store<f64>(at(next, j + 1), get(next, j + 1) + sum2(s1) + y * w0 + z * w1);
  }
  if (j < n) {
    const first = a + <usize>j * row;
    const u0 = get(u, j);
    const q0 = get(q, j);
    const w0 = get(w, j);
    const uu0 = f64x2.splat(u0);
    const qq0 = f64x2.splat(q0);
    const ww0 = f64x2.splat(w0);
    let s0 = f64x2.splat(0);
    const end = <usize>j << 3;
    for (let k: usize = 0; k < end; k += 16) {
      const x = f64x2.sub(
        v128.load(first + k),
        f64x2.add(f64x2.mul(uu0, v128.load(q + k)), f64x2.mul(qq0, v128.load(u + k))),
      );
      v128.store(first + k, x);
      s0 = f64x2.add(s0, f64x2.mul(x, v128.load(w + k)));
      v128.store(next + k, f64x2.add(v128.load(next + k), f64x2.mul(x, ww0)));
    }
    const x = get(first, j) - 2 * u0 * q0;
    store<f64>(at(first, j), x);
    store<f64>(at(next, j), get(next, j) + sum2(s0) + x * w0);
  }
}

/**
 * Implicit QL on a tridiagonal matrix. `d` becomes its eigenvalues, unordered; `e` (as `off` above) is lost.
 * The n rows at `rows`, `width` (even, or 0 for none) numbers each, are turned along: unit rows become the
 * eigenvectors, one a row. False where it does not converge, which only not-finite input can bring about.
 */
export function implicitQl(d: usize, e: usize, n: i32, rows: usize, width: i32): bool {
  for (let i = 1; i < n; i++) store<f64>(at(e, i - 1), get(e, i));
  store<f64>(at(e, n - 1), 0);
  const bytes = <usize>width << 3;
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      for (; m < n - 1; m++) {
        const size = abs(get(d, m)) + abs(get(d, m + 1));
        if (abs(get(e, m)) <= f64.EPSILON * size) break;
      }
      if (m === l) break;
      if (sweep > 60) return false;
      const dl = get(d, l);
      const el = get(e, l);
      let g = (get(d, l + 1) - dl) / (2 * el);
      let r = sqrt(g * g + 1);
      g = get(d, m) - dl + el / (g + (g >= 0 ? r : -r));
      let s: f64 = 1;
      let c: f64 = 1;
      let p: f64 = 0;
      let i = m - 1;
      let high = get(d, m);
      for (; i >= l; i--) {
        const f = s * get(e, i);
        const b = c * get(e, i);
        const low = get(d, i);
        r = sqrt(f * f + g * g);
        store<f64>(at(e, i + 1), r);
        if (r === 0) {
          store<f64>(at(d, i + 1), high - p);
          store<f64>(at(e, m), 0);
          break;
        }
        const inverse = 1 / r;
        s = f * inverse;
        c = g * inverse;
        g = high - p;
        r = (low - g) * s + 2 * c * b;
        p = s * r;
        store<f64>(at(d, i + 1), g + p);
        g = c * r - b;
        high = low;
        if (bytes > 0) turn(rows + <usize>i * bytes, bytes, c, s);
      }
      if (r === 0 && i >= l) continue;
      store<f64>(at(d, l), high - p);
      store<f64>(at(e, l), g);
      store<f64>(at(e, m), 0);
    }
  }
  return true;
}

/**
 * The eigenvalues alone, without square roots in the inner loop (Pal, Walker and Kahan; Parlett 1980, § 8.15). `d`
 * becomes the eigenvalues, unordered; `e` (as `off` above) is lost. False as for `implicitQl`.
 */
export function rootFreeQl(d: usize, e: usize, n: i32): bool {
  for (let i = 1; i < n; i++) store<f64>(at(e, i - 1), get(e, i) * get(e, i));
  store<f64>(at(e, n - 1), 0);
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      for (; m < n - 1; m++) {
        const bound = f64.EPSILON * (abs(get(d, m)) + abs(get(d, m + 1)));
        if (get(e, m) <= bound * bound) break;
      }
      if (m === l) break;
      if (sweep > 60) return false;
      const root = sqrt(get(e, l));
      let sigma = (get(d, l + 1) - get(d, l)) / (2 * root);
      sigma = get(d, l) - root / (sigma + copysign(sqrt(sigma * sigma + 1), sigma));
      let c: f64 = 1;
      let s: f64 = 0;
      let gamma = get(d, m) - sigma;
      let p = gamma * gamma;
      for (let i = m - 1; i >= l; i--) {
        const b = get(e, i);
        const r = p + b;
        if (i < m - 1) store<f64>(at(e, i + 1), s * r);
        const before = c;
        c = p / r;
        // 1 / c, told by what is known as early as c is.
        const inverse = r / p;
        s = b / r;
        const low = get(d, i);
        const next = c * (low - sigma) - s * gamma;
        store<f64>(at(d, i + 1), gamma + (low - next));
        gamma = next;
        // Towards c = 0 both come to the same, but 1 / c overflows.
        p = c > 1e-200 ? gamma * gamma * inverse : before * b;
      }
      store<f64>(at(e, l), s * p);
      store<f64>(at(d, l), sigma + gamma);
      store<f64>(at(e, m), 0);
    }
  }
  return true;
}

/** Turns two rows that lie one after the other. */
// @ts-ignore: decorator
@inline
function turn(low: usize, bytes: usize, c: f64, s: f64): void {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  const end = low + bytes;
  for (let k = low; k < end; k += 16) {
    const x = v128.load(k + bytes);
    const y = v128.load(k);
    v128.store(k + bytes, f64x2.add(f64x2.mul(ss, y), f64x2.mul(cc, x)));
    v128.store(k, f64x2.sub(f64x2.mul(cc, y), f64x2.mul(ss, x)));
  }
}

/**
 * Turns k eigenvectors of the tridiagonal matrix (rows of `stride` numbers at `vectors`) into those of the matrix
 * that `tridiagonalise` reduced to it.
 */
export function backTransform(
  reflectors: usize,
  norms: usize,
  n: i32,
  stride: i32,
  vectors: usize,
  k: i32,
): void {
  const row = <usize>stride << 3;
  for (let v = 0; v < k; v++) {
    const x = vectors + <usize>v * row;
    for (let i = 2; i < n; i++) {
      const h = get(norms, i);
      if (h === 0) continue;
      const u = reflectors + <usize>i * row;
      const even = <usize>(i & ~1) << 3;
      let sums = f64x2.splat(0);
      for (let j: usize = 0; j < even; j += 16) {
        sums = f64x2.add(sums, f64x2.mul(v128.load(u + j), v128.load(x + j)));
      }
      let sum = sum2(sums);
      if (i & 1) sum += get(u, i - 1) * get(x, i - 1);
      sum /= h;
      const by = f64x2.splat(sum);
      for (let j: usize = 0; j < even; j += 16) {
        v128.store(x + j, f64x2.sub(v128.load(x + j), f64x2.mul(by, v128.load(u + j))));
      }
      if (i & 1) store<f64>(at(x, i - 1), get(x, i - 1) - sum * get(u, i - 1));
    }
  }
}
