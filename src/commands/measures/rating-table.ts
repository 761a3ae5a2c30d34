/** Ratings of a table: which rater rated what a model wrote on an item, one rating a row or a column a rater. */
import { UserError } from '../../errors.ts';
import { numberOf } from '../../statistics/number-of.ts';
import { isGap } from '../../table-files/gaps.ts';
import { numberStyle } from '../../table-files/number-style.ts';
import { checkColumn, checkedNumber } from '../../table-files/numeric-table.ts';
import { placeOf, quoteCell, type Table } from '../../table-files/table-file.ts';

export type RatingColumns = {
  /** Column of the ratings, where a row is one rating. */
  rating?: string;
  /** Columns that are raters, where a row is one text of a model. */
  raters?: readonly string[];
  model: string;
  item: string;
  rater: string;
  value: string;
  family: string;
  occasion: string;
};

export type RatedText = { model: number; item: number; value: number; occasion: string };

export type RatingTable = {
  models: string[];
  items: string[];
  raters: string[];
  values: string[];
  /** Of each model; the model itself where the table names none. */
  families: string[];
  /** Texts, and their ratings by rater; NaN is a gap. */
  texts: (RatedText & { ratings: number[] })[];
};

/** Whether the columns of a table say that it holds ratings: model, item, and either rater and rating or named raters. */
export function isRatingTable(
  { columns: names }: Pick<Table, 'columns'>,
  columns: RatingColumns,
): boolean {
  if (columns.rating !== undefined || columns.raters !== undefined) return true;
  return [columns.model, columns.item, columns.rater, 'rating'].every((one) =>
    names.includes(asWritten(one, names)),
  );
}

/** The name as the table has it, where only case and spaces at its ends differ; else the name itself. */
function asWritten(name: string, names: readonly string[]): string {
  const wanted = name.trim().toLowerCase();
  if (names.includes(name)) return name;
  return names.find((one) => one.trim().toLowerCase() === wanted) ?? name;
}

/**
 * Throws UserError, with file and line, for a column that is missing, a rating that is not a number, two ratings by one
 * rater of one text, and a model of two families.
 */
export function readRatingTable(table: Table, columns: RatingColumns): RatingTable {
  const named = (name: string) => asWritten(name, table.columns);
  const [model, item, rater] = [named(columns.model), named(columns.item), named(columns.rater)];
  const [value, family] = [named(columns.value), named(columns.family)];
  const occasion = named(columns.occasion);
  const rating = named(columns.rating ?? 'rating');
  const { raters: wide } = columns;
  for (const name of [model, item, ...(wide ?? [rater, rating])]) checkColumn(name, table);
  const style = numberStyle(table);
  const lists = {
    models: new Map<string, number>(),
    items: new Map<string, number>(),
    raters: new Map<string, number>(),
    values: new Map<string, number>(),
  };
  const families: string[] = [];
  const texts = new Map<string, RatingTable['texts'][number] & { lines: number[] }>();
  for (const { cells, line } of table.rows) {
    const where = placeOf(table, line);
    const read = (column: string) => (cells[column] ?? '').trim();
    const filled = (column: string, what: string) => {
      const text = read(column);
      if (text === '')
        throw new UserError(`${column} is empty.`, {
          where,
          hint: `Every rating needs its ${what}.`,
        });
      return text;
    };
    const names = { model: filled(model, 'model'), item: filled(item, 'item') };
    const at = {
      model: numberOf(lists.models, names.model),
      item: numberOf(lists.items, names.item),
      value: numberOf(
        lists.values,
        table.columns.includes(value) ? filled(value, 'value') : 'rating',
      ),
      occasion: table.columns.includes(occasion) ? read(occasion) : '',
    };
    const own = (table.columns.includes(family) && read(family)) || names.model;
    if ((families[at.model] ?? own) !== own)
      throw new UserError(
        `${names.model} is of the family ${families[at.model]} and of the family ${own}.`,
        { where, hint: 'A model has one family.' },
      );
    families[at.model] = own;
    const key = JSON.stringify(Object.values(at));
    const text = texts.get(key) ?? { ...at, ratings: [], lines: [] };
    texts.set(key, text);
    for (const [who, column] of wide
      ? wide.map((one) => [one, one] as const)
      : [[filled(rater, 'rater'), rating] as const]) {
      const r = numberOf(lists.raters, who);
      if (text.lines[r] !== undefined)
        throw new UserError(`${who} rates the same text a second time.`, {
          where,
          hint: `The first time is on line ${text.lines[r]}. A column ${occasion} distinguishes texts of one item; a column ${value} says what is rated of them.`,
        });
      text.lines[r] = line;
      const cell = read(column);
      if (isGap(cell, table.options.gaps)) continue;
      const number = style.numberOf(cell, column);
      if (!Number.isFinite(number))
        throw new UserError(`${who}: ${quoteCell(cell)} is not a number.`, {
          where,
          hint: 'Correct the cell or leave it empty; if it means that nothing is known, name it with --gaps.',
        });
      text.ratings[r] = checkedNumber(number, cell, column, table, line);
    }
  }
  const raters = [...lists.raters.keys()];
  return {
    ...{ models: [...lists.models.keys()], items: [...lists.items.keys()], raters, families },
    values: [...lists.values.keys()],
    texts: [...texts.values()].map(({ lines: _, ratings, ...text }) => ({
      ...text,
      ratings: raters.map((_, r) => ratings[r] ?? Number.NaN),
    })),
  };
}
