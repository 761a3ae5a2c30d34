/** Tetrachoric and polychoric correlations of raw rows, checked, with what must be said about them. */
import { UserError } from '../errors.ts';
import {
  type CorrelationKind,
  columnsOf,
  isComplete,
  type MissingPolicy,
} from '../statistics/correlation.ts';
import type { Rows } from '../statistics/dense.ts';
import { distinctValues } from '../statistics/ordinal.ts';
import { mostCategories, type OrdinalKind, polychoricOfColumns } from '../statistics/polychoric.ts';

export interface OrdinalDetails {
  kind: OrdinalKind;
  /** Where each column's normal variable is cut, one fewer than its categories. */
  thresholds: number[][];
  /** What an empty cell of a 2 × 2 table counted as. */
  emptyCell: number;
  /** Pairs of two-valued columns of which one combination was never met, with their joint counts. */
  sparse: {
    columns: [string, string];
    /** Rows with both low, only the second high, only the first high, both high. */
    counts: [number, number, number, number];
  }[];
  /** Pairs whose likelihood rises to the end of the scale: ±1 is given. */
  atBoundary: [string, string][];
  /** Number of pairs of columns. */
  pairs: number;
}

export function isOrdinal(kind: CorrelationKind): kind is OrdinalKind {
  return kind in mostCategories;
}

/**
 * Correlations of the normal variables behind ordered categories, for rows whose gaps (cells that are not
 * finite) are left out with their row or pair by pair. Flat p × p, not necessarily positive definite.
 * @throws UserError for a column with too many different values, or a pair without common rows.
 */
export function ordinalCorrelations(
  rows: Rows,
  variables: readonly string[],
  kind: OrdinalKind,
  missing: MissingPolicy,
  emptyCell = 0.5,
): {
  r: Float64Array;
  n: number;
  droppedRows: number;
  constant: number[];
  ordinal: OrdinalDetails;
} {
  if (!(emptyCell >= 0 && emptyCell <= 1)) {
    throw new UserError(`an empty cell can count as 0 to 1, not as ${emptyCell}`, {
      hint: 'The custom is 0.5; 0 leaves it empty.',
    });
  }
  const p = variables.length;
  const used = missing === 'pairwise' ? rows : rows.filter((row) => isComplete(row, p));
  const columns = columnsOf(used, p);
  checkCategories(columns, used.length, variables, kind);
  const found = polychoricOfColumns(columns, used.length, p, { emptyCell });
  const names = ([i, j]: readonly [number, number]): [string, string] => [
    variables[i]!,
    variables[j]!,
  ];
  const unmet = found.withoutRows[0];
  if (unmet && found.constant.length === 0) {
    const [first, second] = names(unmet);
    throw new UserError(`${first} and ${second} have no row with a number in both`, {
      hint: 'Leave one of the two columns out.',
    });
  }
  return {
    r: found.correlation,
    n: used.length,
    droppedRows: rows.length - used.length,
    constant: found.constant,
    ordinal: {
      kind,
      thresholds: found.thresholds,
      emptyCell,
      sparse: found.sparse.map((pair) => ({ ...pair, columns: names(pair.columns) })),
      atBoundary: found.atBoundary.map(names),
      pairs: (p * (p - 1)) / 2,
    },
  };
}

/**
 * Are columns (p of length n, one after another) fit for this kind of correlation?
 * @throws UserError that names the first column which is not, and the nearest kind which would do.
 */
export function checkCategories(
  columns: Float64Array,
  n: number,
  variables: readonly string[],
  kind: OrdinalKind,
): void {
  variables.forEach((name, j) => {
    const column = columns.subarray(j * n, (j + 1) * n);
    if (distinctValues(column, mostCategories[kind])) return;
    const few = distinctValues(column, mostCategories.polychoric);
    throw new UserError(
      `${name} has ${few ? few.length : `more than ${mostCategories.polychoric}`} different values; a ${kind} correlation takes ${kind === 'tetrachoric' ? 'two' : `at most ${mostCategories.polychoric}`}`,
      {
        hint: few
          ? 'Use polychoric correlations, or cut the column in two.'
          : 'Use Pearson or Spearman correlations, or cut the column into a few categories.',
      },
    );
  });
}
