/** Ratings of a table: things by raters, in either form, as numbers or as labels. */
import { UserError } from '../../errors.ts';
import type { Table } from '../../run/read-table.ts';
import type { MeasurementLevel } from '../../statistics/agreement/krippendorff.ts';
import { checkColumn, isGap, numberOf } from '../numeric-table.ts';

export type RatingOptions = {
  /** `auto` looks at the ratings. */
  level: MeasurementLevel | 'auto';
  /** Column of the thing rated; with `rater` and `value` the table holds one rating a row. */
  unit?: string;
  rater?: string;
  value?: string;
  /** Columns that are raters, where the table holds one thing a row. */
  raters?: readonly string[];
};

export type Ratings = {
  raters: string[];
  /** Names of the things; rows of the table where there are none. */
  things: string[];
  /** By rater and thing; NaN is a gap. A label is its place among `labels`. */
  values: number[][];
  /** What the numbers stand for where ratings are labels; null where they are numbers. */
  labels: string[] | null;
  level: MeasurementLevel;
  /** Why this level, where it was not given. */
  levelReason: string | null;
  warnings: string[];
};

type Cell = { text: string; line: number };
type Grid = { raters: string[]; things: string[]; cells: Cell[][]; warnings: string[] };

/** Up to so many different whole numbers count as steps of a scale. */
const mostSteps = 10;

/**
 * Throws UserError, with file and line, for a column that is missing, a rating that does not fit the level, two
 * ratings of one thing by one rater, and fewer than two raters.
 */
export function readRatings(table: Table, options: RatingOptions): Ratings {
  const long = options.rater !== undefined || options.value !== undefined;
  const { raters, things, cells, warnings } = long
    ? longGrid(table, options)
    : wideGrid(table, options);
  if (raters.length < 2)
    throw new UserError(
      `Agreement needs at least 2 raters; ${raters.length === 0 ? 'there are none' : `there is only ${raters[0]}`}.`,
      {
        where: table.file,
        hint: long
          ? 'The column of raters names the same one in every row.'
          : 'Columns are raters, rows are things. One rating a row? Add --unit, --rater, and --value.',
      },
    );
  const known = cells.flat().filter(({ text }) => !isGap(text));
  if (known.length === 0)
    throw new UserError('There are no ratings in this table.', { where: table.file });
  const odd = known.find(({ text }) => !Number.isFinite(numberOf(text)));
  const labelled = options.level === 'nominal' ? odd !== undefined : isLabelled(options, known);
  if (odd && !labelled)
    throw new UserError(
      `${raters[whoseIs(odd, cells)]}: "${odd.text.slice(0, 40)}" is no number.`,
      {
        where: `${table.file}:${odd.line}`,
        hint:
          options.level === 'auto'
            ? 'Mend the cell or leave it empty; if ratings are labels, add --level nominal.'
            : `The level ${options.level} needs numbers; labels are nominal.`,
      },
    );
  const labels = labelled ? [...new Set(known.map(({ text }) => text))].sort() : null;
  const codeOf = ({ text }: Cell) =>
    isGap(text) ? Number.NaN : labels ? labels.indexOf(text) : numberOf(text);
  const values = raters.map((_, r) => cells.map((row) => codeOf(row[r]!)));
  const numbers = values.flat().filter(Number.isFinite);
  const chosen = options.level === 'auto' ? levelOf(numbers, labels) : null;
  return {
    raters,
    things,
    values,
    labels,
    level: chosen?.level ?? (options.level as MeasurementLevel),
    levelReason: chosen?.reason ?? null,
    warnings,
  };
}

function whoseIs(cell: Cell, cells: readonly Cell[][]): number {
  return cells.find((row) => row.includes(cell))!.indexOf(cell);
}

/** Ratings none of which is a number are labels, whoever chose the level. */
function isLabelled({ level }: RatingOptions, known: readonly Cell[]): boolean {
  return level === 'auto' && known.every(({ text }) => !Number.isFinite(numberOf(text)));
}

function levelOf(
  numbers: readonly number[],
  labels: readonly string[] | null,
): { level: MeasurementLevel; reason: string } {
  if (labels) return { level: 'nominal', reason: 'the ratings are labels' };
  const different = new Set(numbers);
  if (different.size <= 2)
    return { level: 'nominal', reason: 'there are no more than two different ratings' };
  if (different.size <= mostSteps && numbers.every(Number.isInteger))
    return { level: 'ordinal', reason: `the ratings are whole numbers in ${different.size} steps` };
  return { level: 'interval', reason: 'the ratings are numbers of many kinds' };
}

/** One rating a row. */
function longGrid(table: Table, { unit, rater, value, raters: only }: RatingOptions): Grid {
  if (unit === undefined || rater === undefined || value === undefined)
    throw new UserError('One rating a row needs three columns: the thing, the rater, the rating.', {
      hint: 'Give all of --unit, --rater, and --value.',
      exit: 'usage',
    });
  if (only)
    throw new UserError('--raters names columns, but here a row is one rating.', {
      hint: 'Leave out --raters, or --rater and --value.',
      exit: 'usage',
    });
  for (const name of [unit, rater, value]) checkColumn(name, table);
  const things = [...new Set(table.rows.map((row) => (row.cells[unit] ?? '').trim()))];
  const raters = [...new Set(table.rows.map((row) => (row.cells[rater] ?? '').trim()))];
  const [thingAt, raterAt] = [things, raters].map(
    (list) => new Map(list.map((name, i) => [name, i])),
  );
  const cells = things.map(() => raters.map((): Cell => ({ text: '', line: 0 })));
  for (const { cells: row, line } of table.rows) {
    const [thing, who] = [(row[unit] ?? '').trim(), (row[rater] ?? '').trim()];
    if (thing === '' || who === '')
      throw new UserError(`${thing === '' ? unit : rater} is empty.`, {
        where: `${table.file}:${line}`,
        hint: 'Every rating needs its thing and its rater.',
      });
    const places = cells[thingAt!.get(thing)!]!;
    const at = raterAt!.get(who)!;
    if (places[at]!.line > 0)
      throw new UserError(`${who} rates ${thing} a second time.`, {
        where: `${table.file}:${line}`,
        hint: `The first time is on line ${places[at]!.line}. A rater rates a thing once; name repeats apart.`,
      });
    places[at] = { text: (row[value] ?? '').trim(), line };
  }
  return { raters, things, cells, warnings: [] };
}

/** One thing a row. */
function wideGrid(table: Table, { unit, raters: only, level }: RatingOptions): Grid {
  if (unit !== undefined) checkColumn(unit, table);
  for (const name of only ?? []) checkColumn(name, table);
  const warnings: string[] = [];
  const cellsOf = (name: string) =>
    table.rows.map((row) => ({ text: (row.cells[name] ?? '').trim(), line: row.line }));
  let raters = [...(only ?? table.columns.filter((name) => name !== unit))];
  if (!only) {
    const kinds = raters.map((name) => kindOf(cellsOf(name).map(({ text }) => text)));
    const numeric = kinds.filter((kind) => kind === 'numbers').length;
    // Beside ratings in numbers, words are notes or names; without such, they are the ratings.
    const drop = (kind: ColumnKind) =>
      kind === 'empty' ||
      kind === 'names' ||
      (kind === 'labels' && numeric >= 2 && level !== 'nominal');
    const left = raters.filter((_, c) => drop(kinds[c]!) && kinds[c] !== 'names');
    raters = raters.filter((_, c) => !drop(kinds[c]!));
    if (left.length > 0)
      warnings.push(
        `no column of ratings, left out: ${left.join(', ')} (--raters names those that are)`,
      );
    const counting = raters.filter((name) =>
      isCount(cellsOf(name).map(({ text }) => numberOf(text))),
    );
    if (counting.length > 0)
      warnings.push(
        `${counting.join(', ')} counts the rows and is hardly a rater; --unit ${counting[0]} takes it for the name of the thing`,
      );
  }
  const columns = raters.map(cellsOf);
  return {
    raters,
    things: table.rows.map((row, i) => (unit && row.cells[unit]) || String(i + 1)),
    cells: table.rows.map((_, i) => columns.map((column) => column[i]!)),
    warnings,
  };
}

type ColumnKind = 'numbers' | 'labels' | 'names' | 'empty';

/** A column of words that never repeat names things. One number makes a column one of numbers, so that a stray word is an error. */
function kindOf(texts: readonly string[]): ColumnKind {
  const known = texts.filter((text) => !isGap(text));
  if (known.length === 0) return 'empty';
  if (known.some((text) => Number.isFinite(numberOf(text)))) return 'numbers';
  return known.length > 2 && new Set(known).size === known.length ? 'names' : 'labels';
}

function isCount(values: readonly number[]): boolean {
  return values.length > 5 && values.every((value, i) => value === values[0]! + i);
}
