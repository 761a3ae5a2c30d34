/** Products of many rows of single precision with one another, added up in the order of the columns. */

/**
 * Products of the four rows of group `first` with the rows of it and all later groups: `out` is four rows of
 * 4 × `groups` sums, of which those before 4 × `first` are left alone. Groups lie one after another, each as `size`
 * times the four rows' numbers of one column. Every sum adds column by column, as a loop over two rows does.
 */
export function rowProducts(rows: usize, groups: i32, size: i32, first: i32, out: usize): void {
  const bytes = <usize>size << 5;
  const own = rows + <usize>first * bytes;
  const width = <usize>groups << 5;
  for (let group = first; group < groups; group++) {
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let c0 = f64x2.splat(0);
    let c1 = f64x2.splat(0);
    let d0 = f64x2.splat(0);
    let d1 = f64x2.splat(0);
    let at = rows + <usize>group * bytes;
    for (let x = own, end = own + bytes; x < end; x += 32) {
      const left = v128.load(at);
      const right = v128.load(at, 16);
      let v = v128.load64_splat(x);
      a0 = f64x2.add(a0, f64x2.mul(v, left));
      a1 = f64x2.add(a1, f64x2.mul(v, right));
      v = v128.load64_splat(x, 8);
      b0 = f64x2.add(b0, f64x2.mul(v, left));
      b1 = f64x2.add(b1, f64x2.mul(v, right));
      v = v128.load64_splat(x, 16);
      c0 = f64x2.add(c0, f64x2.mul(v, left));
      c1 = f64x2.add(c1, f64x2.mul(v, right));
      v = v128.load64_splat(x, 24);
      d0 = f64x2.add(d0, f64x2.mul(v, left));
      d1 = f64x2.add(d1, f64x2.mul(v, right));
      at += 32;
    }
    let to = out + (<usize>group << 5);
    v128.store(to, a0);
    v128.store(to, a1, 16);
    to += width;
    v128.store(to, b0);
    v128.store(to, b1, 16);
    to += width;
    v128.store(to, c0);
    v128.store(to, c1, 16);
    to += width;
    v128.store(to, d0);
    v128.store(to, d1, 16);
  }
}
