/**
 * Cholesky factorisation LDLᵀ of sparse symmetric positive definite matrices, and the entries of their
 * inverse that stand in the pattern of L. No reordering: the caller numbers the unknowns so that little fills in.
 */

/** Lower triangle by columns: rows of column j are `row[start[j]] … row[start[j + 1] - 1]`, ascending, the diagonal first. */
export interface SparseColumns {
  n: number;
  start: Int32Array;
  row: Int32Array;
}

/** Pattern of L strictly below its diagonal, by columns and, for the left-looking factorisation, by rows. */
export interface FactorPattern {
  n: number;
  start: Int32Array;
  row: Int32Array;
  /** Row j has its entries at positions `place[rowStart[j]] …` of `row`, in the columns `column[…]`. */
  rowStart: Int32Array;
  column: Int32Array;
  place: Int32Array;
}

export interface Factor {
  pattern: FactorPattern;
  /** Entries of L below the diagonal (its diagonal is 1). */
  lower: Float64Array;
  /** D. */
  diagonal: Float64Array;
}

/** Where L will have entries: a column's are those of the matrix and of its children in the elimination tree (Liu 1990). */
export function factorPattern({ n, start, row }: SparseColumns): FactorPattern {
  const children: number[][] = Array.from({ length: n }, () => []);
  const columns: Int32Array[] = [];
  const mark = new Int32Array(n).fill(-1);
  for (let j = 0; j < n; j++) {
    const rows: number[] = [];
    const add = (i: number) => {
      if (i > j && mark[i] !== j) {
        mark[i] = j;
        rows.push(i);
      }
    };
    for (let p = start[j]!; p < start[j + 1]!; p++) add(row[p]!);
    for (const child of children[j]!) for (const i of columns[child]!) add(i);
    const sorted = Int32Array.from(rows).sort();
    columns.push(sorted);
    if (sorted.length > 0) children[sorted[0]!]!.push(j);
  }
  const starts = new Int32Array(n + 1);
  for (let j = 0; j < n; j++) starts[j + 1] = starts[j]! + columns[j]!.length;
  const entries = starts[n]!;
  const rows = new Int32Array(entries);
  const rowStart = new Int32Array(n + 1);
  for (let j = 0; j < n; j++) {
    rows.set(columns[j]!, starts[j]!);
    for (const i of columns[j]!) rowStart[i + 1] = rowStart[i + 1]! + 1;
  }
  for (let i = 0; i < n; i++) rowStart[i + 1] = rowStart[i + 1]! + rowStart[i]!;
  const next = rowStart.slice();
  const column = new Int32Array(entries);
  const place = new Int32Array(entries);
  for (let j = 0; j < n; j++) {
    for (let p = starts[j]!; p < starts[j + 1]!; p++) {
      const at = next[rows[p]!]!++;
      column[at] = j;
      place[at] = p;
    }
  }
  return { n, start: starts, row: rows, rowStart, column, place };
}

/** LDLᵀ of the matrix with the given `values` (in the order of its pattern), or `undefined` where it is not positive definite. */
export function factorise(
  matrix: SparseColumns,
  values: Float64Array,
  pattern: FactorPattern,
): Factor | undefined {
  const { n, start, row, rowStart, column, place } = pattern;
  const lower = new Float64Array(row.length);
  const diagonal = new Float64Array(n);
  const work = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let p = matrix.start[j]!; p < matrix.start[j + 1]!; p++) work[matrix.row[p]!] = values[p]!;
    let pivot = work[j]!;
    work[j] = 0;
    for (let q = rowStart[j]!; q < rowStart[j + 1]!; q++) {
      const k = column[q]!;
      const at = place[q]!;
      const factor = lower[at]! * diagonal[k]!;
      pivot -= factor * lower[at]!;
      const end = start[k + 1]!;
      for (let p = at + 1; p < end; p++) {
        const i = row[p]!;
        work[i] = work[i]! - factor * lower[p]!;
      }
    }
    if (!(pivot > 0)) return undefined;
    diagonal[j] = pivot;
    for (let p = start[j]!; p < start[j + 1]!; p++) {
      lower[p] = work[row[p]!]! / pivot;
      work[row[p]!] = 0;
    }
  }
  return { pattern, lower, diagonal };
}

/** x with LDLᵀ x = b. */
export function solveFactor({ pattern, lower, diagonal }: Factor, b: Float64Array): Float64Array {
  const { n, start, row } = pattern;
  const x = b.slice();
  for (let j = 0; j < n; j++) {
    const value = x[j]!;
    if (value === 0) continue;
    for (let p = start[j]!; p < start[j + 1]!; p++) x[row[p]!] = x[row[p]!]! - lower[p]! * value;
  }
  for (let j = n - 1; j >= 0; j--) {
    let value = x[j]! / diagonal[j]!;
    for (let p = start[j]!; p < start[j + 1]!; p++) value -= lower[p]! * x[row[p]!]!;
    x[j] = value;
  }
  return x;
}

/** ln of the determinant. */
export function logDeterminant({ diagonal }: Factor): number {
  return diagonal.reduce((sum, value) => sum + Math.log(value), 0);
}

/** Diagonal of the inverse, by the recursion of Takahashi, Fagan and Chen (1973) over the pattern of L. */
export function inverseDiagonal({ pattern, lower, diagonal }: Factor): Float64Array {
  const { n, start, row } = pattern;
  const inverse = new Float64Array(row.length);
  const out = new Float64Array(n);
  const mark = new Int32Array(n).fill(-1);
  const own = new Float64Array(n);
  const sum = new Float64Array(n);
  for (let j = n - 1; j >= 0; j--) {
    const from = start[j]!;
    const to = start[j + 1]!;
    for (let p = from; p < to; p++) {
      mark[row[p]!] = j;
      own[row[p]!] = lower[p]!;
      sum[row[p]!] = 0;
    }
    for (let p = from; p < to; p++) {
      const k = row[p]!;
      const factor = lower[p]!;
      let total = sum[k]! + factor * out[k]!;
      const end = start[k + 1]!;
      for (let q = start[k]!; q < end; q++) {
        const i = row[q]!;
        if (mark[i] !== j) continue;
        sum[i] = sum[i]! + factor * inverse[q]!;
        total += own[i]! * inverse[q]!;
      }
      sum[k] = total;
    }
    let value = 1 / diagonal[j]!;
    for (let p = from; p < to; p++) {
      inverse[p] = -sum[row[p]!]!;
      value += lower[p]! * sum[row[p]!]!;
    }
    out[j] = value;
  }
  return out;
}
