import { type CorrelationKind, correlateColumns } from '../../statistics/correlation.ts';
import { ranks } from '../../statistics/describe.ts';
import { polychoricOfColumns } from '../../statistics/polychoric.ts';
import { isOrdinal } from '../ordinal-input.ts';
import { smoothCorrelation } from '../smoothing.ts';

/**
 * Computes the correlation of the data and of every replicate, so that line and data are of one kind.
 * `columns` holds p columns of length n one after another and is overwritten. Flat p × p. Tetrachorics and
 * polychorics are smoothed where they are not positive definite (Debelak and Tran 2016).
 */
export function correlationOfColumns(
  columns: Float64Array,
  n: number,
  p: number,
  kind: CorrelationKind,
): Float64Array {
  if (isOrdinal(kind))
    return smoothCorrelation(polychoricOfColumns(columns, n, p).correlation, p).matrix;
  if (kind === 'spearman') rankColumns(columns, n, p);
  return correlateColumns(columns, n, p).correlation;
}

function rankColumns(columns: Float64Array, n: number, p: number): void {
  for (let j = 0; j < p; j++) columns.set(ranks(columns.subarray(j * n, (j + 1) * n)), j * n);
}
