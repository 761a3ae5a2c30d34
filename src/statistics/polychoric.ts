import type { OrdinalColumns } from './ordinal.ts';
import { bitCounter, jointCounts, readOrdinal } from './ordinal.ts';
import { polychoricOfTable, tetrachoricOfTable } from './table-correlation.ts';

/** The most different values that a column may have. */
export const mostCategories = { tetrachoric: 2, polychoric: 10 } as const;
export type OrdinalKind = keyof typeof mostCategories;

/** Two columns of two categories of which one combination was never met. */
export interface SparsePair {
  columns: [number, number];
  /** Rows with both low, only the second high, only the first high, both high. */
  counts: [number, number, number, number];
}

export interface OrdinalCorrelation {
  /** Flat p × p; 0 off the diagonal where a correlation is not defined. Not necessarily positive definite. */
  correlation: Float64Array;
  /** Thresholds of each column on the standard normal scale, one fewer than its categories. */
  thresholds: number[][];
  /** Indices of columns with a single category. */
  constant: number[];
  sparse: SparsePair[];
  /** Pairs whose likelihood has no maximum inside (−1, 1): ±1 is given. */
  atBoundary: [number, number][];
  /** Pairs that no row has both of. */
  withoutRows: [number, number][];
}

/**
 * Tetrachoric and polychoric correlations of p columns of length n that stand one after another, by two-step
 * maximum likelihood (Olsson 1979): thresholds from each column's own answers, then each correlation from
 * the table of its pair, rows with a gap in either left out.
 *
 * `emptyCell` (default 0.5) is what an empty cell of a 2 × 2 table counts as; 0 leaves it empty, and its
 * correlation at ±1. Larger tables stay as they are: empty cells are no trouble there.
 * R: `psych::tetrachoric`, `psych::polychoric`, with their `correct`.
 * @throws RangeError when a column has more than ten different values.
 */
export function polychoricOfColumns(
  columns: Float64Array,
  n: number,
  p: number,
  options: { emptyCell?: number } = {},
): OrdinalCorrelation {
  return polychoricOfOrdinal(readOrdinal(columns, n, p, mostCategories.polychoric), options);
}

/** As `polychoricOfColumns`, for columns that are coded already. */
export function polychoricOfOrdinal(
  data: OrdinalColumns,
  { emptyCell = 0.5 }: { emptyCell?: number } = {},
): OrdinalCorrelation {
  const { n, p, values, thresholds, shares } = data;
  const out: OrdinalCorrelation = {
    correlation: new Float64Array(p * p),
    thresholds: thresholds.map((row) => Array.from(row)),
    constant: [],
    sparse: [],
    atBoundary: [],
    withoutRows: [],
  };
  const both = data.hasGaps ? undefined : bitCounter(data);
  const table = new Float64Array(4);
  for (let i = 0; i < p; i++) {
    out.correlation[i * p + i] = 1;
    if (values[i]!.length < 2) out.constant.push(i);
  }
  for (let i = 1; i < p; i++) {
    for (let j = 0; j < i; j++) {
      if (values[i]!.length < 2 || values[j]!.length < 2) continue;
      let r: number;
      if (values[i]!.length === 2 && values[j]!.length === 2) {
        if (both) fourCells(table, both(i, j), data.counts[i]![1]!, data.counts[j]![1]!, n);
        else table.set(jointCounts(data, i, j));
        const total = table[0]! + table[1]! + table[2]! + table[3]!;
        if (total === 0) r = Number.NaN;
        else {
          if (table.includes(0)) {
            out.sparse.push({
              columns: [j, i],
              counts: [table[0]!, table[2]!, table[1]!, table[3]!],
            });
            for (let c = 0; c < 4; c++) if (table[c] === 0) table[c] = emptyCell;
          }
          r = tetrachoricOfTable(table, thresholds[i]![0]!, thresholds[j]![0]!);
        }
      } else {
        const margin = (v: number) => ({ thresholds: thresholds[v]!, shares: shares[v]! });
        r = polychoricOfTable(jointCounts(data, i, j), margin(i), margin(j));
      }
      if (Number.isNaN(r)) {
        out.withoutRows.push([j, i]);
        continue;
      }
      if (Math.abs(r) === 1) out.atBoundary.push([j, i]);
      out.correlation[i * p + j] = r;
      out.correlation[j * p + i] = r;
    }
  }
  return out;
}

function fourCells(
  out: Float64Array,
  both: number,
  first: number,
  second: number,
  n: number,
): void {
  out[0] = n - first - second + both;
  out[1] = second - both;
  out[2] = first - both;
  out[3] = both;
}
