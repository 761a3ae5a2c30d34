/** Answers as most data of tests are kept: a column for each item, or one for each model. */
import { columnNamed } from '../../table-files/column-names.ts';
import { isGap } from '../../table-files/gaps.ts';
import { looksLikeNumber } from '../../table-files/number-style.ts';
import { rowForEachCell } from '../../table-files/row-for-each-cell.ts';
import type { Table } from '../../table-files/table-file.ts';
import { plural } from '../../tables/numbers.ts';

/**
 * The same answers with a row for each (columns model, item, `cell`, and those of `kept` that the table has), where a table has a column
 * `model` and columns that are named after items, or a column `item` and columns of numbers for models; any other table as it
 * is. Its notes say what was taken and what was left out.
 */
export function longAnswers(
  table: Table,
  cell: string,
  items: ReadonlySet<string>,
  kept: readonly string[],
): Table {
  const own = (name: string) => columnNamed(table, name);
  const [model, item] = [own('model'), own('item')];
  const others = table.columns.filter(
    (column) => column !== model && column !== item && !kept.some((name) => own(name) === column),
  );
  if ((model === undefined) === (item === undefined) || own(cell) !== undefined) return table;
  const isItem = (name: string) => items.has(name.trim());
  const taken =
    item === undefined
      ? others.filter(isItem)
      : table.rows.some(({ cells }) => isItem(cells[item]!))
        ? others.filter((column) => isOfNumbers(table, column))
        : [];
  if (taken.length === 0) return table;
  const keptHere = kept.filter((name) => own(name) !== undefined);
  const left = others.filter((column) => !taken.includes(column));
  const long = rowForEachCell(
    table,
    taken,
    ['model', 'item', cell, ...keptHere],
    cell,
    ({ cells }, column) => ({
      model: model === undefined ? column : cells[model]!,
      item: item === undefined ? column.trim() : cells[item]!,
      ...Object.fromEntries(keptHere.map((name) => [name, cells[own(name)!] ?? ''])),
    }),
  );
  return {
    ...long,
    notes: [
      ...table.notes,
      item === undefined
        ? `${plural(taken.length, 'column is', 'columns are')} taken for items, each cell for a ${cell}`
        : `${plural(taken.length, 'column is', 'columns are')} taken for models, each cell for a ${cell}`,
      ...(left.length > 0 ? [`left out: ${left.join(', ')}`] : []),
    ],
  };
}

function isOfNumbers(table: Table, column: string): boolean {
  const filled = table.rows.map(({ cells }) => cells[column] ?? '').filter((text) => !isGap(text));
  return filled.length > 0 && filled.every((text) => looksLikeNumber(text));
}
