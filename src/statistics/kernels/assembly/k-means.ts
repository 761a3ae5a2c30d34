/**
 * Passes of k-means with a lower bound per point and centre (Elkan 2003). Points and centres are rows
 * of `stride` doubles, a multiple of 4, zeros behind the last column. `labels` are 32-bit integers;
 * everything else is doubles. How far centre c has moved so far is in `moved[c]`, and bounds are kept
 * as of a centre that never moved: the distance of point i to its own centre is at most
 * own[i] + moved[labels[i]], that to centre c at least lower[i·k + c] − moved[c].
 */

// @ts-ignore: decorator
@inline
function squared(x: usize, y: usize, bytes: usize): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  const end = x + bytes;
  const stop = x + (bytes & ~63);
  while (x < stop) {
    let v = f64x2.sub(v128.load(x), v128.load(y));
    a = f64x2.add(a, f64x2.mul(v, v));
    v = f64x2.sub(v128.load(x, 16), v128.load(y, 16));
    b = f64x2.add(b, f64x2.mul(v, v));
    v = f64x2.sub(v128.load(x, 32), v128.load(y, 32));
    c = f64x2.add(c, f64x2.mul(v, v));
    v = f64x2.sub(v128.load(x, 48), v128.load(y, 48));
    d = f64x2.add(d, f64x2.mul(v, v));
    x += 64;
    y += 64;
  }
  if (x < end) {
    let v = f64x2.sub(v128.load(x), v128.load(y));
    a = f64x2.add(a, f64x2.mul(v, v));
    v = f64x2.sub(v128.load(x, 16), v128.load(y, 16));
    b = f64x2.add(b, f64x2.mul(v, v));
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

// @ts-ignore: decorator
@inline
function at(base: usize, i: i32): usize {
  return base + (<usize>i << 3);
}

/**
 * Distances to centre c, which has not moved: `least[i]` becomes the smaller of itself and the squared
 * distance, and labels, own, and lower follow.
 */
export function seed(
  points: usize,
  n: i32,
  stride: i32,
  centres: usize,
  k: i32,
  c: i32,
  labels: usize,
  own: usize,
  lower: usize,
  least: usize,
): void {
  const bytes = <usize>stride << 3;
  const centre = centres + <usize>c * bytes;
  for (let i = 0; i < n; i++) {
    const square = squared(points + <usize>i * bytes, centre, bytes);
    const distance = sqrt(square);
    store<f64>(at(lower, i * k + c), distance);
    if (square < load<f64>(at(least, i))) {
      store<f64>(at(least, i), square);
      store<i32>(labels + (<usize>i << 2), c);
      store<f64>(at(own, i), distance);
    }
  }
}

/** Each point to its nearest centre (Lloyd), sums and sizes with it. Returns how many changed theirs. */
export function assign(
  points: usize,
  n: i32,
  stride: i32,
  centres: usize,
  k: i32,
  moved: usize,
  labels: usize,
  own: usize,
  lower: usize,
  sizes: usize,
  sums: usize,
): i32 {
  const bytes = <usize>stride << 3;
  let changed = 0;
  for (let i = 0; i < n; i++) {
    const point = points + <usize>i * bytes;
    const bounds = at(lower, i * k);
    const first = load<i32>(labels + (<usize>i << 2));
    let label = first;
    let nearest = load<f64>(at(own, i)) + load<f64>(at(moved, label));
    let exact = false;
    for (let c = 0; c < k; c++) {
      if (c === label || load<f64>(at(bounds, c)) - load<f64>(at(moved, c)) >= nearest) continue;
      if (!exact) {
        exact = true;
        nearest = sqrt(squared(point, centres + <usize>label * bytes, bytes));
        store<f64>(at(bounds, label), nearest + load<f64>(at(moved, label)));
        if (load<f64>(at(bounds, c)) - load<f64>(at(moved, c)) >= nearest) continue;
      }
      const distance = sqrt(squared(point, centres + <usize>c * bytes, bytes));
      store<f64>(at(bounds, c), distance + load<f64>(at(moved, c)));
      if (distance < nearest) {
        nearest = distance;
        label = c;
      }
    }
    if (exact) store<f64>(at(own, i), nearest - load<f64>(at(moved, label)));
    if (label !== first) {
      store<i32>(labels + (<usize>i << 2), label);
      changed++;
      store<f64>(at(sizes, first), load<f64>(at(sizes, first)) - 1);
      store<f64>(at(sizes, label), load<f64>(at(sizes, label)) + 1);
      let y = sums + <usize>first * bytes;
      let z = sums + <usize>label * bytes;
      for (let x = point, end = point + bytes; x < end; x += 16, y += 16, z += 16) {
        const v = v128.load(x);
        v128.store(y, f64x2.sub(v128.load(y), v));
        v128.store(z, f64x2.add(v128.load(z), v));
      }
    }
  }
  return changed;
}

/** Sums and sizes of the clusters from the labels. */
export function gather(
  points: usize,
  n: i32,
  stride: i32,
  k: i32,
  labels: usize,
  sizes: usize,
  sums: usize,
): void {
  const bytes = <usize>stride << 3;
  memory.fill(sums, 0, <usize>k * bytes);
  memory.fill(sizes, 0, <usize>k << 3);
  for (let i = 0; i < n; i++) {
    const label = load<i32>(labels + (<usize>i << 2));
    store<f64>(at(sizes, label), load<f64>(at(sizes, label)) + 1);
    let x = points + <usize>i * bytes;
    const end = x + bytes;
    for (let y = sums + <usize>label * bytes; x < end; x += 16, y += 16)
      v128.store(y, f64x2.add(v128.load(y), v128.load(x)));
  }
}

/** Centres to the means of their points; `moved` grows by how far each went. An empty one stays. */
export function centre(
  stride: i32,
  centres: usize,
  k: i32,
  moved: usize,
  sizes: usize,
  sums: usize,
): void {
  const bytes = <usize>stride << 3;
  for (let c = 0; c < k; c++) {
    const size = load<f64>(at(sizes, c));
    if (size === 0) continue;
    const wide = f64x2.splat(size);
    let far = f64x2.splat(0);
    let y = centres + <usize>c * bytes;
    for (let x = sums + <usize>c * bytes, end = x + bytes; x < end; x += 16, y += 16) {
      const mean = f64x2.div(v128.load(x), wide);
      const v = f64x2.sub(mean, v128.load(y));
      far = f64x2.add(far, f64x2.mul(v, v));
      v128.store(y, mean);
    }
    const distance = sqrt(f64x2.extract_lane(far, 0) + f64x2.extract_lane(far, 1));
    store<f64>(at(moved, c), load<f64>(at(moved, c)) + distance);
  }
}

/**
 * One round of single moves, each taken at once: point i goes from a to b where that lowers the sum of
 * squares the most, nA / (nA − 1)·d²(i, a) against nB / (nB + 1)·d²(i, b) (Hartigan 1975; Telgarsky and
 * Vattani 2010). A gain below `least` of the first is none, so that rounding cannot turn in circles.
 * `second[i]`, 32-bit, is the other cluster that fits best; `quick` looks at no other (Hartigan and Wong
 * 1979). `leave` and `enter` (k each) are room. Returns how many moved.
 */
export function exchange(
  points: usize,
  n: i32,
  stride: i32,
  centres: usize,
  k: i32,
  moved: usize,
  labels: usize,
  own: usize,
  lower: usize,
  sizes: usize,
  leave: usize,
  enter: usize,
  second: usize,
  quick: i32,
  least: f64,
): i32 {
  const bytes = <usize>stride << 3;
  for (let c = 0; c < k; c++) weigh(c, sizes, leave, enter);
  let changed = 0;
  for (let i = 0; i < n; i++) {
    const point = points + <usize>i * bytes;
    const bounds = at(lower, i * k);
    const a = load<i32>(labels + (<usize>i << 2));
    const sizeA = load<f64>(at(sizes, a));
    if (sizeA < 2) continue;
    const leaving = load<f64>(at(leave, a));
    let distanceA = load<f64>(at(own, i)) + load<f64>(at(moved, a));
    let bound = distanceA * leaving;
    let exact = false;
    let b = a;
    let distanceB: f64 = 0;
    const other = load<i32>(second + (<usize>i << 2));
    let next = other;
    let closest: f64 = Infinity;
    for (let c = quick ? other : 0, end = quick ? other + 1 : k; c < end; c++) {
      if (c === a) continue;
      const entering = load<f64>(at(enter, c));
      const atLeast = (load<f64>(at(bounds, c)) - load<f64>(at(moved, c))) * entering;
      if (atLeast >= bound) {
        if (atLeast < closest) {
          closest = atLeast;
          next = c;
        }
        continue;
      }
      if (!exact) {
        exact = true;
        distanceA = sqrt(squared(point, centres + <usize>a * bytes, bytes));
        store<f64>(at(own, i), distanceA - load<f64>(at(moved, a)));
        bound = distanceA * leaving;
      }
      const distance = sqrt(squared(point, centres + <usize>c * bytes, bytes));
      store<f64>(at(bounds, c), distance + load<f64>(at(moved, c)));
      const cost = distance * entering;
      if (cost < closest) {
        closest = cost;
        next = c;
      }
      if (cost < bound) {
        bound = cost;
        b = c;
        distanceB = distance;
      }
    }
    store<i32>(second + (<usize>i << 2), next);
    const cost = distanceA * leaving;
    if (b === a || cost * cost - bound * bound <= least * cost * cost) continue;
    const sizeB = load<f64>(at(sizes, b));
    const fromA = f64x2.splat(1 / (sizeA - 1));
    const toB = f64x2.splat(1 / (sizeB + 1));
    let y = centres + <usize>a * bytes;
    let z = centres + <usize>b * bytes;
    for (let x = point, end = point + bytes; x < end; x += 16, y += 16, z += 16) {
      const v = v128.load(x);
      const p = v128.load(y);
      const q = v128.load(z);
      v128.store(y, f64x2.sub(p, f64x2.mul(f64x2.sub(v, p), fromA)));
      v128.store(z, f64x2.add(q, f64x2.mul(f64x2.sub(v, q), toB)));
    }
    store<f64>(at(sizes, a), sizeA - 1);
    store<f64>(at(sizes, b), sizeB + 1);
    weigh(a, sizes, leave, enter);
    weigh(b, sizes, leave, enter);
    const movedA = load<f64>(at(moved, a)) + distanceA / (sizeA - 1);
    const movedB = load<f64>(at(moved, b)) + distanceB / (sizeB + 1);
    store<f64>(at(moved, a), movedA);
    store<f64>(at(moved, b), movedB);
    store<f64>(at(bounds, a), (distanceA * sizeA) / (sizeA - 1) + movedA);
    store<f64>(at(own, i), (distanceB * sizeB) / (sizeB + 1) - movedB);
    store<i32>(labels + (<usize>i << 2), b);
    store<i32>(second + (<usize>i << 2), a);
    changed++;
  }
  return changed;
}

/** Roots of what a squared distance weighs when a point leaves or enters cluster c. */
function weigh(c: i32, sizes: usize, leave: usize, enter: usize): void {
  const size = load<f64>(at(sizes, c));
  store<f64>(at(leave, c), size > 1 ? sqrt(size / (size - 1)) : Infinity);
  store<f64>(at(enter, c), sqrt(size / (size + 1)));
}

/** Sum of squared distances to the own centre, per cluster, into `out` (k). */
export function scatter(
  points: usize,
  n: i32,
  stride: i32,
  centres: usize,
  k: i32,
  labels: usize,
  out: usize,
): void {
  const bytes = <usize>stride << 3;
  memory.fill(out, 0, <usize>k << 3);
  for (let i = 0; i < n; i++) {
    const c = load<i32>(labels + (<usize>i << 2));
    const square = squared(points + <usize>i * bytes, centres + <usize>c * bytes, bytes);
    store<f64>(at(out, c), load<f64>(at(out, c)) + square);
  }
}
