/** A table as CSV: an estimate becomes three columns. */
import { csv } from './csv-lines.ts';
import { isEstimate, type Table } from './table.ts';

/** The file in pieces. */
export function tableCsv({ columns, rows }: Table): Generator<string> {
  const estimated = columns.map((_, at) => rows.some(({ cells }) => isEstimate(cells[at] ?? null)));
  return csv(
    columns.flatMap(({ title }, at) =>
      estimated[at] ? [title, `${title} low`, `${title} high`] : [title],
    ),
    rows.map(({ cells }) =>
      columns.flatMap((_, at) => {
        const cell = cells[at] ?? null;
        if (isEstimate(cell)) return [cell.value, cell.low, cell.high];
        return estimated[at] ? [cell, null, null] : [cell];
      }),
    ),
  );
}
