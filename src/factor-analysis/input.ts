import { UserError } from '../errors.ts';
import {
  type CorrelationKind,
  correlationMatrix,
  type MissingPolicy,
  type MomentKind,
} from '../statistics/correlation.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { leastColumns } from './columns.ts';
import { isOrdinal, type OrdinalDetails, ordinalCorrelations } from './ordinal-input.ts';
import { toCorrelation } from './smoothing.ts';

/** Raw data, or a correlation (or covariance) matrix with its number of rows. */
export type FactorInput =
  | {
      rows: Rows;
      variables?: readonly string[];
      /** What each row belongs to (a model), where rows are not independent: for χ² and what rests on it. */
      groups?: readonly (string | number)[];
    }
  | { correlation: Rows; n: number; variables?: readonly string[] };

export interface ReadInput {
  /** Flat p × p correlation matrix. */
  r: Float64Array;
  n: number;
  variables: string[];
  droppedRows: number;
  wasCovariance: boolean;
  /** For tetrachoric and polychoric correlations. */
  ordinal: OrdinalDetails | null;
}

/**
 * Brings raw data or a matrix into one form.
 * @throws UserError for fewer than three columns, constant columns, or a matrix that is none of correlations.
 */
export function readInput(
  input: FactorInput,
  options: { kind?: CorrelationKind; missing?: MissingPolicy; emptyCell?: number },
): ReadInput {
  if ('rows' in input) {
    const p = input.variables?.length ?? input.rows[0]?.length ?? 0;
    const variables = namesOf(input.variables, p);
    needColumns(p);
    const { kind = 'pearson', missing = 'listwise' } = options;
    const found = isOrdinal(kind)
      ? ordinalCorrelations(input.rows, variables, kind, missing, options.emptyCell)
      : momentCorrelations(input.rows, p, kind, missing);
    if (found.n < 3) {
      throw new UserError(
        `only ${found.n} rows have a number in every column; at least 3 are needed`,
        {
          hint: 'Fill the gaps, drop columns with many of them, or use pairwise correlations.',
        },
      );
    }
    if (found.constant.length > 0) {
      const names = found.constant.map((j) => variables[j]).join(', ');
      throw new UserError(`these columns are the same in every row: ${names}`, {
        hint: 'Leave them out: what does not vary correlates with nothing.',
      });
    }
    const { r, n, droppedRows, ordinal } = found;
    return { r, n, variables, droppedRows, wasCovariance: false, ordinal };
  }
  if (options.kind && isOrdinal(options.kind)) {
    throw new UserError(`${options.kind} correlations need the rows, not only a matrix`, {
      hint: 'Bring the raw data, or analyse the matrix as it is.',
    });
  }
  const p = input.correlation.length;
  needColumns(p);
  const variables = namesOf(input.variables, p);
  const r = flatten(input.correlation, p);
  let wasCovariance = false;
  for (let i = 0; i < p; i++) {
    if (input.correlation[i]!.length !== p) {
      throw new UserError(
        `a correlation matrix must be square; row ${i + 1} does not have ${p} cells`,
      );
    }
    for (let j = 0; j < p; j++) {
      const x = r[i * p + j]!;
      if (!Number.isFinite(x)) {
        throw new UserError(`row ${i + 1}, column ${j + 1} of the matrix is not a number`);
      }
      if (Math.abs(x - r[j * p + i]!) > 1e-8 * Math.max(1, Math.abs(x))) {
        throw new UserError(`the matrix is not symmetric at ${variables[i]} and ${variables[j]}`);
      }
    }
    if (!(r[i * p + i]! > 0))
      throw new UserError(`the variance of ${variables[i]} is not positive`);
    if (Math.abs(r[i * p + i]! - 1) > 1e-8) wasCovariance = true;
  }
  if (wasCovariance) toCorrelation(r, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(r[i * p + j]!) > 1 + 1e-8) {
        throw new UserError(`the correlation of ${variables[i]} and ${variables[j]} is beyond 1`);
      }
    }
  }
  if (!(input.n > 2))
    throw new UserError(`a matrix needs its number of rows, above 2; got ${input.n}`);
  return { r, n: input.n, variables, droppedRows: 0, wasCovariance, ordinal: null };
}

function momentCorrelations(rows: Rows, p: number, kind: MomentKind, missing: MissingPolicy) {
  const { correlation, ...found } = correlationMatrix(rows, { kind, missing });
  return { ...found, r: flatten(correlation, p), ordinal: null };
}

function needColumns(p: number): void {
  if (p >= leastColumns) return;
  throw new UserError(`a factor analysis needs at least ${leastColumns} columns; there are ${p}`);
}

function namesOf(names: readonly string[] | undefined, p: number): string[] {
  if (names && names.length !== p) {
    throw new UserError(`${names.length} names were given for ${p} columns`);
  }
  return names ? [...names] : Array.from({ length: p }, (_, j) => `V${j + 1}`);
}
