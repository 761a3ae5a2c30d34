/** Tables with a column for each value, item, or model, as tables with a row for each cell. */
import type { Table, TableRow } from './table-file.ts';

/**
 * The table with a row for each cell of the columns `taken`, which stands there in the column `name`. `others` gives the
 * other cells of such a row, null where there is to be none. `columns` are those of the result.
 */
export function rowForEachCell(
  table: Table,
  taken: readonly string[],
  columns: string[],
  name: string,
  others: (row: TableRow, column: string) => TableRow['cells'] | null,
): Table {
  return {
    ...table,
    columns,
    typed: new Set(taken.every((column) => table.typed.has(column)) ? [name] : []),
    rows: table.rows.flatMap((row) =>
      taken.flatMap((column) => {
        const own = others(row, column);
        const { line, cells } = row;
        return own === null ? [] : [{ line, cells: { ...own, [name]: cells[column] ?? '' } }];
      }),
    ),
  };
}
