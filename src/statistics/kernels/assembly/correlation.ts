/** Correlation of columns: centred, scaled to unit length, then all their products. */

/** Rows of one pass: a tile of six columns stays in the first-level cache. */
const chunk: i32 = 512;

/** Takes `mean` off the numbers up to `end` (an odd one lies at `stop`); the sum of their squares then. */
function centre(at: usize, stop: usize, end: usize, mean: f64): f64 {
  const means = f64x2.splat(mean);
  let squared = f64x2.splat(0);
  for (let x = at; x < stop; x += 16) {
    const v = f64x2.sub(v128.load(x), means);
    v128.store(x, v);
    squared = f64x2.add(squared, f64x2.mul(v, v));
  }
  let squares = f64x2.extract_lane(squared, 0) + f64x2.extract_lane(squared, 1);
  if (stop < end) {
    const v = load<f64>(stop) - mean;
    store<f64>(stop, v);
    squares += v * v;
  }
  return squares;
}

function total(at: usize, stop: usize, end: usize): f64 {
  let sums = f64x2.splat(0);
  for (let x = at; x < stop; x += 16) sums = f64x2.add(sums, v128.load(x));
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  return stop < end ? sum + load<f64>(stop) : sum;
}

/**
 * Centres p columns of n numbers and gives them unit length, in place. A column starts `stride` (even, ≥ n) numbers
 * after the one before it; what lies between is set to 0. `constant[j]` becomes 1 for a column
 * without variance (it is set to 0), else 0.
 */
export function standardise(columns: usize, n: i32, stride: i32, p: i32, constant: usize): void {
  const bytes = <usize>n << 3;
  const even = bytes & ~15;
  for (let j = 0; j < p; j++) {
    const at = columns + ((<usize>j * stride) << 3);
    const end = at + bytes;
    const stop = at + even;
    memory.fill(end, 0, (<usize>stride << 3) - bytes);
    let sums = f64x2.splat(0);
    let sizes = f64x2.splat(0);
    for (let x = at; x < stop; x += 16) {
      const v = v128.load(x);
      sums = f64x2.add(sums, v);
      sizes = f64x2.max(sizes, f64x2.abs(v));
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    let size = max(f64x2.extract_lane(sizes, 0), f64x2.extract_lane(sizes, 1));
    if (stop < end) {
      sum += load<f64>(stop);
      size = max(size, abs(load<f64>(stop)));
    }
    let squares = centre(at, stop, end, sum / <f64>n);
    // Where the spread is no more than the rounding of the mean could be, the mean is taken again from what is left.
    if (sqrt(squares / <f64>n) < <f64>n * f64.EPSILON * size) {
      squares = centre(at, stop, end, total(at, stop, end) / <f64>n);
    }
    // A constant column leaves rounding noise of the order of its mean, never more.
    const flat = n < 2 || !(sqrt(squares / <f64>n) > 8 * f64.EPSILON * size);
    store<u8>(constant + j, flat ? 1 : 0);
    const scale = flat ? 0.0 : 1.0 / sqrt(squares);
    const scales = f64x2.splat(scale);
    for (let x = at; x < stop; x += 16) v128.store(x, f64x2.mul(v128.load(x), scales));
    if (stop < end) store<f64>(stop, load<f64>(stop) * scale);
  }
}

/**
 * All products of standardised columns: `out` is p × p, unit diagonal, within −1 … 1. `columns` and `work`
 * (q × q) have room for q columns, p rounded up to a multiple of 4.
 */
export function products(columns: usize, stride: i32, p: i32, work: usize, out: usize): void {
  const q = (p + 3) & ~3;
  memory.fill(work, 0, (<usize>q * q) << 3);
  memory.fill(columns + ((<usize>p * stride) << 3), 0, (<usize>(q - p) * stride) << 3);
  for (let from = 0; from < stride; from += chunk) {
    const length = <usize>min(chunk, stride - from) << 3;
    const start = columns + (<usize>from << 3);
    for (let i = 0; i < q; i += 4) {
      for (let j = i; j < q; j += 2) tile(start, length, stride, i, j, q, work);
    }
  }
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      const r: f64 = i === j ? 1.0 : max<f64>(-1, min<f64>(1, load<f64>(work + ((<usize>i * q + j) << 3))));
      store<f64>(out + ((<usize>i * p + j) << 3), r);
      store<f64>(out + ((<usize>j * p + i) << 3), r);
    }
  }
}

// @ts-ignore: decorator
@inline
function tile(
  start: usize,
  length: usize,
  stride: i32,
  i: i32,
  j: i32,
  q: i32,
  out: usize,
): void {
  const step = <usize>stride << 3;
  let a = start + <usize>i * step;
  let b = a + step;
  let c = b + step;
  let d = c + step;
  let e = start + <usize>j * step;
  let f = e + step;
  let ae = f64x2.splat(0);
  let af = f64x2.splat(0);
  let be = f64x2.splat(0);
  let bf = f64x2.splat(0);
  let ce = f64x2.splat(0);
  let cf = f64x2.splat(0);
  let de = f64x2.splat(0);
  let df = f64x2.splat(0);
  for (const end = a + length; a < end; ) {
    const x = v128.load(e);
    const y = v128.load(f);
    let v = v128.load(a);
    ae = f64x2.add(ae, f64x2.mul(v, x));
    af = f64x2.add(af, f64x2.mul(v, y));
    v = v128.load(b);
    be = f64x2.add(be, f64x2.mul(v, x));
    bf = f64x2.add(bf, f64x2.mul(v, y));
    v = v128.load(c);
    ce = f64x2.add(ce, f64x2.mul(v, x));
    cf = f64x2.add(cf, f64x2.mul(v, y));
    v = v128.load(d);
    de = f64x2.add(de, f64x2.mul(v, x));
    df = f64x2.add(df, f64x2.mul(v, y));
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    e += 16;
    f += 16;
  }
  const row = <usize>q << 3;
  let at = out + ((<usize>i * q + j) << 3);
  gather(at, ae, af);
  gather((at += row), be, bf);
  gather((at += row), ce, cf);
  gather((at += row), de, df);
}

// @ts-ignore: decorator
@inline
function gather(at: usize, x: v128, y: v128): void {
  const sums = f64x2.add(v128.shuffle<f64>(x, y, 0, 2), v128.shuffle<f64>(x, y, 1, 3));
  v128.store(at, f64x2.add(v128.load(at), sums));
}
