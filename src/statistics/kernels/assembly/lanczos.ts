/** Products with a symmetric matrix, and Lanczos steps with full reorthogonalisation. */

// @ts-ignore: decorator
@inline
function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** y = a x for n rows of `stride` numbers (n and stride multiples of 4; what is beyond the matrix is 0). */
export function product(a: usize, n: i32, stride: i32, x: usize, y: usize): void {
  const row = <usize>stride << 3;
  for (let i = 0; i < n; i += 4) {
    const r0 = a + <usize>i * row;
    const r1 = r0 + row;
    const r2 = r1 + row;
    const r3 = r2 + row;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    for (let k: usize = 0; k < row; k += 16) {
      const v = v128.load(x + k);
      s0 = f64x2.add(s0, f64x2.mul(v, v128.load(r0 + k)));
      s1 = f64x2.add(s1, f64x2.mul(v, v128.load(r1 + k)));
      s2 = f64x2.add(s2, f64x2.mul(v, v128.load(r2 + k)));
      s3 = f64x2.add(s3, f64x2.mul(v, v128.load(r3 + k)));
    }
    const to = y + (<usize>i << 3);
    store<f64>(to, sum2(s0));
    store<f64>(to, sum2(s1), 8);
    store<f64>(to, sum2(s2), 16);
    store<f64>(to, sum2(s3), 24);
  }
}

// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize, bytes: usize): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  for (let k: usize = 0; k < bytes; k += 32) {
    s = f64x2.add(s, f64x2.mul(v128.load(x + k), v128.load(y + k)));
    t = f64x2.add(t, f64x2.mul(v128.load(x + k, 16), v128.load(y + k, 16)));
  }
  return sum2(f64x2.add(s, t));
}

/** Row `j` of `basis` to unit length; its length, or 0 where there is nothing left of it. */
function normalise(x: usize, bytes: usize): f64 {
  const length = sqrt(dot(x, x, bytes));
  const by = f64x2.splat(length > 0 ? 1 / length : 0);
  for (let k: usize = 0; k < bytes; k += 16) v128.store(x + k, f64x2.mul(v128.load(x + k), by));
  return length;
}

/** Of the tridiagonal matrix so far. */
function largest(alpha: usize, beta: usize, j: i32): f64 {
  let size: f64 = 0;
  for (let i: usize = 0; i <= <usize>j << 3; i += 8) {
    size = max(size, abs(load<f64>(alpha + i)) + load<f64>(beta + i));
  }
  return size;
}

/**
 * Goes on from the unit rows 0 … from of `basis` (of `stride` numbers) to row `to`: `alpha[j]` and `beta[j + 1]` are
 * the diagonal and the coupling of the tridiagonal matrix so far. Ends early, telling the last whole row, when
 * nothing but rounding is left of the next row: the basis is then closed under a.
 */
export function lanczos(
  a: usize,
  n: i32,
  stride: i32,
  basis: usize,
  from: i32,
  to: i32,
  alpha: usize,
  beta: usize,
): i32 {
  const bytes = <usize>stride << 3;
  if (from === 0) normalise(basis, bytes);
  for (let j = from; j < to; j++) {
    const v = basis + <usize>j * bytes;
    const next = v + bytes;
    product(a, n, stride, v, next);
    store<f64>(alpha + (<usize>j << 3), dot(v, next, bytes));
    // Twice is enough (Kahan and Parlett).
    for (let time = 0; time < 2; time++) {
      for (let i = 0; i <= j; i++) {
        const b = basis + <usize>i * bytes;
        const c = f64x2.splat(dot(b, next, bytes));
        for (let k: usize = 0; k < bytes; k += 16) {
          v128.store(next + k, f64x2.sub(v128.load(next + k), f64x2.mul(c, v128.load(b + k))));
        }
      }
    }
    const rest = normalise(next, bytes);
    store<f64>(beta + (<usize>(j + 1) << 3), rest);
    if (rest <= 1e-14 * largest(alpha, beta, j)) return j;
  }
  return to;
}
