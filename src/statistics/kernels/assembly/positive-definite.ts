/** Cholesky factor and inverse of symmetric positive definite matrices, four rows at a time. */

// @ts-ignore: decorator
@inline
function get(base: usize, i: i32): f64 {
  return load<f64>(base + (<usize>i << 3));
}

// @ts-ignore: decorator
@inline
function put(base: usize, i: i32, x: f64): void {
  store<f64>(base + (<usize>i << 3), x);
}

// @ts-ignore: decorator
@inline
function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Product of the first `length` numbers of two rows; both rows have zeros up to an even length. */
// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, length: i32): f64 {
  let sums = f64x2.splat(0);
  const even = <usize>(length & ~1) << 3;
  for (let k: usize = 0; k < even; k += 16) {
    sums = f64x2.add(sums, f64x2.mul(v128.load(a + k), v128.load(b + k)));
  }
  const last = length & 1 ? get(a, length - 1) * get(b, length - 1) : 0;
  return sum2(sums) + last;
}

/**
 * Overwrites the lower triangle of a (n rows of `stride` numbers, n and stride multiples of 4) with its
 * Cholesky factor. False when a is not positive definite.
 */
export function cholesky(a: usize, n: i32, stride: i32): bool {
  const row = <usize>stride << 3;
  for (let i = 0; i < n; i += 4) {
    const r0 = a + <usize>i * row;
    const r1 = r0 + row;
    const r2 = r1 + row;
    const r3 = r2 + row;
    for (let j = 0; j < i; j++) {
      const l = a + <usize>j * row;
      const even = <usize>(j & ~1) << 3;
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let s3 = f64x2.splat(0);
      for (let k: usize = 0; k < even; k += 16) {
        const x = v128.load(l + k);
        s0 = f64x2.add(s0, f64x2.mul(x, v128.load(r0 + k)));
        s1 = f64x2.add(s1, f64x2.mul(x, v128.load(r1 + k)));
        s2 = f64x2.add(s2, f64x2.mul(x, v128.load(r2 + k)));
        s3 = f64x2.add(s3, f64x2.mul(x, v128.load(r3 + k)));
      }
      let t0 = get(r0, j) - sum2(s0);
      let t1 = get(r1, j) - sum2(s1);
      let t2 = get(r2, j) - sum2(s2);
      let t3 = get(r3, j) - sum2(s3);
      if (j & 1) {
        const x = get(l, j - 1);
        t0 -= x * get(r0, j - 1);
        t1 -= x * get(r1, j - 1);
        t2 -= x * get(r2, j - 1);
        t3 -= x * get(r3, j - 1);
      }
      const by = get(l, j);
      put(r0, j, t0 / by);
      put(r1, j, t1 / by);
      put(r2, j, t2 / by);
      put(r3, j, t3 / by);
    }
    for (let k = i; k < i + 4; k++) {
      const rk = a + <usize>k * row;
      for (let j = i; j <= k; j++) {
        const rj = a + <usize>j * row;
        const rest = get(rk, j) - dot(rk, rj, j);
        if (j < k) put(rk, j, rest / get(rj, j));
        else if (!(rest > 0)) return false;
        else put(rk, j, sqrt(rest));
      }
    }
  }
  return true;
}

/** The inverse of a lower triangular l (n and stride multiples of 4) into w, whose upper triangle becomes 0. */
export function invertLower(l: usize, n: i32, stride: i32, w: usize): void {
  const row = <usize>stride << 3;
  memory.fill(w, 0, <usize>n * row);
  for (let i = 0; i < n; i += 4) {
    const l0 = l + <usize>i * row;
    const w0 = w + <usize>i * row;
    // −(what lies left of the diagonal block) × (rows found so far), a tile of 4 × 4 at a time.
    for (let j = 0; j < i; j += 4) {
      let a0 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let a2 = f64x2.splat(0);
      let b2 = f64x2.splat(0);
      let a3 = f64x2.splat(0);
      let b3 = f64x2.splat(0);
      let from = w + <usize>j * row + (<usize>j << 3);
      let left = l0 + (<usize>j << 3);
      const end = l0 + (<usize>i << 3);
      for (; left < end; left += 8) {
        const x = v128.load(from);
        const y = v128.load(from, 16);
        let f = v128.load64_splat(left);
        a0 = f64x2.add(a0, f64x2.mul(f, x));
        b0 = f64x2.add(b0, f64x2.mul(f, y));
        f = v128.load64_splat(left + row);
        a1 = f64x2.add(a1, f64x2.mul(f, x));
        b1 = f64x2.add(b1, f64x2.mul(f, y));
        f = v128.load64_splat(left + 2 * row);
        a2 = f64x2.add(a2, f64x2.mul(f, x));
        b2 = f64x2.add(b2, f64x2.mul(f, y));
        f = v128.load64_splat(left + 3 * row);
        a3 = f64x2.add(a3, f64x2.mul(f, x));
        b3 = f64x2.add(b3, f64x2.mul(f, y));
        from += row;
      }
      const to = w0 + (<usize>j << 3);
      v128.store(to, f64x2.neg(a0));
      v128.store(to, f64x2.neg(b0), 16);
      v128.store(to + row, f64x2.neg(a1));
      v128.store(to + row, f64x2.neg(b1), 16);
      v128.store(to + 2 * row, f64x2.neg(a2));
      v128.store(to + 2 * row, f64x2.neg(b2), 16);
      v128.store(to + 3 * row, f64x2.neg(a3));
      v128.store(to + 3 * row, f64x2.neg(b3), 16);
    }
    for (let k = i; k < i + 4; k++) {
      const lk = l + <usize>k * row;
      const wk = w + <usize>k * row;
      put(wk, k, 1);
      for (let m = i; m < k; m++) {
        const f = get(lk, m);
        const wm = w + <usize>m * row;
        for (let j = 0; j <= m; j++) put(wk, j, get(wk, j) - f * get(wm, j));
      }
      const by = 1 / get(lk, k);
      for (let j = 0; j <= k; j++) put(wk, j, get(wk, j) * by);
    }
  }
}

/** wᵀ w for a lower triangular w (n and stride multiples of 4), lower triangle and diagonal of `out`. */
export function gramOfLower(w: usize, n: i32, stride: i32, out: usize): void {
  const row = <usize>stride << 3;
  for (let i = 0; i < n; i += 4) {
    for (let j = 0; j <= i; j += 4) {
      let a0 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let a2 = f64x2.splat(0);
      let b2 = f64x2.splat(0);
      let a3 = f64x2.splat(0);
      let b3 = f64x2.splat(0);
      let at = w + <usize>i * row;
      for (let k = i; k < n; k++) {
        const x = v128.load(at + (<usize>j << 3));
        const y = v128.load(at + (<usize>j << 3), 16);
        const left = at + (<usize>i << 3);
        let f = v128.load64_splat(left);
        a0 = f64x2.add(a0, f64x2.mul(f, x));
        b0 = f64x2.add(b0, f64x2.mul(f, y));
        f = v128.load64_splat(left, 8);
        a1 = f64x2.add(a1, f64x2.mul(f, x));
        b1 = f64x2.add(b1, f64x2.mul(f, y));
        f = v128.load64_splat(left, 16);
        a2 = f64x2.add(a2, f64x2.mul(f, x));
        b2 = f64x2.add(b2, f64x2.mul(f, y));
        f = v128.load64_splat(left, 24);
        a3 = f64x2.add(a3, f64x2.mul(f, x));
        b3 = f64x2.add(b3, f64x2.mul(f, y));
        at += row;
      }
      const to = out + <usize>i * row + (<usize>j << 3);
      v128.store(to, a0);
      v128.store(to, b0, 16);
      v128.store(to + row, a1);
      v128.store(to + row, b1, 16);
      v128.store(to + 2 * row, a2);
      v128.store(to + 2 * row, b2, 16);
      v128.store(to + 3 * row, a3);
      v128.store(to + 3 * row, b3, 16);
    }
  }
}

/** `out[i]` = diagonal element i of wᵀ w. */
export function diagonalOfGram(w: usize, n: i32, stride: i32, out: usize): void {
  const row = <usize>stride << 3;
  memory.fill(out, 0, <usize>n << 3);
  for (let k = 0; k < n; k++) {
    const at = w + <usize>k * row;
    const end = <usize>((k + 2) & ~1) << 3;
    for (let i: usize = 0; i < end; i += 16) {
      const x = v128.load(at + i);
      v128.store(out + i, f64x2.add(v128.load(out + i), f64x2.mul(x, x)));
    }
  }
}
