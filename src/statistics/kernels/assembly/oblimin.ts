/** One evaluation of the oblimin criterion: turned loadings, criterion, gradient, and their product. */

// @ts-ignore: decorator
@inline
function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/**
 * `a`, `l`, and `g` hold k columns of `stride` (even) numbers, p of them in use and the others 0; `sums` has room
 * for one column. From a and the k × k `inverse`: l = a inverseᵀ, g = ∂f/∂l, `inner` = lᵀ g (k × k), with
 * f = ¼ Σ l² (Σ of the other columns' l² − gamma × its mean), which is returned.
 */
export function oblimin(
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
