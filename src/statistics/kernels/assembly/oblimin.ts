/** One evaluation of the oblimin criterion: turned loadings, criterion, gradient, and their product. */

// @ts-ignore: decorator
@inline
function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

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

/**
 * `a`, `l`, and `g` hold k columns of `stride` (even) numbers, p of them in use and the others 0; `sums` has room
 * for one column, `work` for 3 k × k. At the turning matrix t (k × k): l = a (t⁻¹)ᵀ,
 * f = ¼ Σ l² (Σ of the other columns' l² − gamma × its mean), which is returned, and `projected` = the part of ∂f/∂t
 * that leaves the columns of t at unit length. NaN where t has no inverse.
 */
export function oblimin(
  a: usize,
  p: i32,
  stride: i32,
  k: i32,
  t: usize,
  gamma: f64,
  l: usize,
  g: usize,
  sums: usize,
  work: usize,
  projected: usize,
): f64 {
  const square = <usize>(k * k) << 3;
  const inverse = work + square;
  const inner = inverse + square;
  if (!invert(t, k, work, inverse)) return NaN;
  const value = criterion(a, p, stride, k, inverse, gamma, l, g, sums, inner);
  for (let m = 0; m < k; m++) {
    // ∂f/∂t = −(lᵀ g t⁻¹)ᵀ: row m of the product is column m of it.
    let along: f64 = 0;
    for (let i = 0; i < k; i++) {
      let sum: f64 = 0;
      for (let j = 0; j < k; j++) sum -= get(inner, m * k + j) * get(inverse, j * k + i);
      put(projected, i * k + m, sum);
      along += sum * get(t, i * k + m);
    }
    for (let i = 0; i < k; i++) {
      const at = i * k + m;
      put(projected, at, get(projected, at) - along * get(t, at));
    }
  }
  return value;
}

/** Gauss and Jordan with partial pivoting; `work` and `out` are k × k. False for a singular t. */
function invert(t: usize, k: i32, work: usize, out: usize): bool {
  const square = <usize>(k * k) << 3;
  memory.copy(work, t, square);
  memory.fill(out, 0, square);
  for (let i = 0; i < k; i++) put(out, i * k + i, 1);
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let i = c + 1; i < k; i++) {
      if (abs(get(work, i * k + c)) > abs(get(work, pivot * k + c))) pivot = i;
    }
    const by = get(work, pivot * k + c);
    // The columns have unit length, so this is relative to them.
    if (!(abs(by) > 1e-15)) return false;
    for (let j = 0; j < k; j++) {
      const x = get(work, pivot * k + j) / by;
      const y = get(out, pivot * k + j) / by;
      if (pivot !== c) {
        put(work, pivot * k + j, get(work, c * k + j));
        put(out, pivot * k + j, get(out, c * k + j));
      }
      put(work, c * k + j, x);
      put(out, c * k + j, y);
    }
    for (let i = 0; i < k; i++) {
      if (i === c) continue;
      const f = get(work, i * k + c);
      if (f === 0) continue;
      for (let j = 0; j < k; j++) {
        put(work, i * k + j, get(work, i * k + j) - f * get(work, c * k + j));
        put(out, i * k + j, get(out, i * k + j) - f * get(out, c * k + j));
      }
    }
  }
  return true;
}

/** From the inverse: l, g = ∂f/∂l, `inner` = lᵀ g (k × k), and f. */
function criterion(
  a: usize,
  p: i32,
  stride: i32,
  k: i32,
  inverse: usize,
  gamma: f64,
  l: usize,
  g: usize,
  sums: usize,
  inner: usize,
): f64 {
  const column = <usize>stride << 3;
  const end = column;
  const all = <usize>k * column;
  memory.fill(sums, 0, column);
  for (let m = 0; m < k; m++) {
    const to = l + <usize>m * column;
    const weights = inverse + ((<usize>m * k) << 3);
    for (let i: usize = 0; i < end; i += 16) {
      let x = f64x2.splat(0);
      let w = weights;
      for (let from: usize = 0; from < all; from += column) {
        x = f64x2.add(x, f64x2.mul(v128.load64_splat(w), v128.load(a + from + i)));
        w += 8;
      }
      v128.store(to + i, x);
      v128.store(sums + i, f64x2.add(v128.load(sums + i), f64x2.mul(x, x)));
    }
  }
  let value = f64x2.splat(0);
  for (let m = 0; m < k; m++) {
    const x = l + <usize>m * column;
    const to = g + <usize>m * column;
    let off = f64x2.splat(0);
    if (gamma !== 0) {
      for (let i: usize = 0; i < end; i += 16) {
        const v = v128.load(x + i);
        off = f64x2.add(off, f64x2.sub(v128.load(sums + i), f64x2.mul(v, v)));
      }
      off = f64x2.splat((gamma * sum2(off)) / <f64>p);
    }
    for (let i: usize = 0; i < end; i += 16) {
      const v = v128.load(x + i);
      const cross = f64x2.sub(f64x2.sub(v128.load(sums + i), f64x2.mul(v, v)), off);
      const slope = f64x2.mul(v, cross);
      v128.store(to + i, slope);
      value = f64x2.add(value, f64x2.mul(v, slope));
    }
  }
  for (let m = 0; m < k; m++) {
    const x = l + <usize>m * column;
    for (let n = 0; n < k; n++) {
      const y = g + <usize>n * column;
      let sum = f64x2.splat(0);
      for (let i: usize = 0; i < end; i += 16) {
        sum = f64x2.add(sum, f64x2.mul(v128.load(x + i), v128.load(y + i)));
      }
      store<f64>(inner + ((<usize>m * k + n) << 3), sum2(sum));
    }
  }
  return sum2(value) / 4;
}
