/** Profiles of models as most people keep them: a column for each value, or one for each model. */
import { derivationText, derivedColumns } from '../../statistics/derived-columns.ts';
import { columnNamed } from '../../table-files/column-names.ts';
import { isGap } from '../../table-files/gaps.ts';
import { noMeasures } from '../../table-files/no-measures.ts';
import type { NumberStyle } from '../../table-files/number-style.ts';
import { checkedNumber } from '../../table-files/numeric-table.ts';
import { rowForEachCell } from '../../table-files/row-for-each-cell.ts';
import type { Table } from '../../table-files/table-file.ts';
import { listOf } from '../../tables/numbers.ts';

/** What is scored of models: values, or what else is known of them. */
type Scored = 'value' | 'criterion';

/**
 * The same scores with a row for each (columns model, value, `score`, and family), where a table has a column `model` and a
 * column of numbers for each value, or a column `value` and one for each model; any other table as it is. The same for
 * criteria. What is left out is among the notes. Throws UserError for a cell among numbers that holds none.
 */
export function longProfiles(
  table: Table,
  style: NumberStyle,
  score: string,
  scored: Scored = 'value',
): Table {
  const own = (name: string) => columnNamed(table, name);
  const [model, value] = [own('model'), own(scored)];
  if ((model === undefined) === (value === undefined) || own(score) !== undefined) return table;
  const [rowIs, columnIs] = model === undefined ? [scored, 'model'] : ['model', scored];
  const names = (model ?? value)!;
  const family = rowIs === 'model' ? own('family') : undefined;
  const { columns, notes } = scoreColumns(table, style, [names, ...(family ? [family] : [])]);
  // One column of numbers beside models is a criterion, and no profile.
  if (columns.length < (scored === 'value' ? 2 : 1)) return table;
  const long = rowForEachCell(
    table,
    columns,
    ['model', scored, score, 'family'],
    score,
    ({ line, cells }, column) => {
      const cell = cells[column] ?? '';
      if (isGap(cell, table.options.gaps)) return null;
      checkedNumber(style.numberOf(cell, column), cell, column, table, line);
      const pair = { [rowIs]: cells[names] ?? '', [columnIs]: column };
      return { ...pair, family: family ? (cells[family] ?? '') : '' };
    },
  );
  return {
    ...long,
    notes: [...table.notes, ...notes, `each column is taken for a ${columnIs}: ${listOf(columns)}`],
  };
}

/** The columns of scores: those with numbers, but for what counts rows and what was computed from the others. */
function scoreColumns(table: Table, style: NumberStyle, others: readonly string[]) {
  const all = table.columns.filter((column) => !others.includes(column));
  const numbersOf = (column: string) =>
    table.rows.map(({ cells }) => style.numberOf(cells[column] ?? '', column));
  const numeric = all.filter((column) => numbersOf(column).some(Number.isFinite));
  const uncounted = noMeasures(table, style, numeric).filter(({ sure }) => sure);
  const measures = numeric.filter((column) => !uncounted.some((one) => one.column === column));
  const computed = derivedColumns(measures.map(numbersOf), measures, { single: false }).filter(
    ({ how }) => how === 'sum' || how === 'mean',
  );
  const reasons = [
    ...all
      .filter((column) => !numeric.includes(column))
      .map((column) => `${column} has no numbers`),
    ...uncounted.map(({ column, does }) => `${column || 'the first column'} ${does}`),
    ...computed.map(({ column, how, from }) =>
      derivationText(
        measures[column]!,
        how,
        from.map((one) => measures[one]!),
      ),
    ),
  ];
  return {
    columns: measures.filter((_, at) => !computed.some(({ column }) => column === at)),
    notes: reasons.length > 0 ? [`left out: ${reasons.join('; ')}`] : [],
  };
}
