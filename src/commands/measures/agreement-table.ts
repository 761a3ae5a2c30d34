/** Ratings of a table: things by raters, in either form, as numbers or as labels. */
import { UserError } from '../../errors.ts';
import type { MeasurementLevel } from '../../statistics/agreement/krippendorff.ts';
import { isGap, isLabelGap } from '../../table-files/gaps.ts';
import { noMeasureNotes, noMeasures } from '../../table-files/no-measures.ts';
import { type NumberStyle, numberStyle } from '../../table-files/number-style.ts';
import { checkColumn, checkedNumber } from '../../table-files/numeric-table.ts';
import { codeSentence, outlyingCodes } from '../../table-files/outlying-codes.ts';
import { placeOf, quoteCell, type Table } from '../../table-files/table-file.ts';

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
  /** The labels that the numbers code; null where ratings are numbers. */
  labels: string[] | null;
  level: MeasurementLevel;
  /** Why this level, where it was not given. */
  levelReason: string | null;
  warnings: string[];
};

type Cell = { text: string; line: number; column: string };
type Grid = { raters: string[]; things: string[]; cells: Cell[][]; warnings: string[] };

/** At most this many different whole numbers count as steps of a scale. */
const mostSteps = 10;

/**
 * Throws UserError, with file and line, for a column that is missing, a rating that does not fit the level, two
 * ratings of one thing by one rater, and fewer than two raters.
 */
export function readRatings(table: Table, options: RatingOptions): Ratings {
  const long = options.rater !== undefined || options.value !== undefined;
  const style = numberStyle(table);
  const { gaps } = table.options;
  const { raters, things, cells, warnings } = long
    ? longGrid(table, options)
    : wideGrid(table, options, style);
  if (raters.length < 2)
    throw new UserError(
      `Agreement needs at least 2 raters; ${raters.length === 0 ? 'there are none' : `there is only ${raters[0]}`}.`,
      {
        where: table.file,
        hint: [
          ...warnings.map((text) => `${text}.`),
          long
            ? 'The column of raters names the same one in every row.'
            : 'Columns are raters, rows are things. One rating a row? Add --unit, --rater, and --value.',
        ].join(' '),
      },
    );
  const all = cells.flat();
  const numberOf = ({ text, column }: Cell) => style.numberOf(text, column);
  const filled = all.filter(({ text }) => !isGap(text, gaps));
  const labelled =
    filled.length > 0 &&
    (options.level === 'nominal'
      ? filled.some((cell) => !Number.isFinite(numberOf(cell)))
      : options.level === 'auto' && filled.every((cell) => !Number.isFinite(numberOf(cell))));
  const isMissing = ({ text }: Cell) => (labelled ? isLabelGap(text, gaps) : isGap(text, gaps));
  const known = all.filter((cell) => !isMissing(cell));
  if (known.length === 0)
    throw new UserError('There are no ratings in this table.', { where: table.file });
  const odd = labelled ? undefined : known.find((cell) => !Number.isFinite(numberOf(cell)));
  if (odd)
    throw new UserError(`${raters[whoseIs(odd, cells)]}: ${quoteCell(odd.text)} is not a number.`, {
      where: placeOf(table, odd.line),
      hint:
        options.level === 'auto'
          ? 'Correct the cell or leave it empty; if it means that nothing is known, name it with --gaps; if ratings are labels, add --level nominal.'
          : `The level ${options.level} needs numbers; labels are nominal.`,
    });
  const labels = labelled ? [...new Set(known.map(({ text }) => text))].sort() : null;
  const codeOf = (cell: Cell, rater: string) => {
    if (isMissing(cell)) return Number.NaN;
    if (labels) return labels.indexOf(cell.text);
    return checkedNumber(numberOf(cell), cell.text, rater, table, cell.line);
  };
  const values = raters.map((name, r) => cells.map((row) => codeOf(row[r]!, name)));
  const numbers = values.flat().filter(Number.isFinite);
  const chosen = options.level === 'auto' ? levelOf(numbers, labels) : null;
  const codes = labels ? [] : outlyingCodes(values, raters);
  return {
    raters,
    things,
    values,
    labels,
    level: chosen?.level ?? (options.level as MeasurementLevel),
    levelReason: chosen?.reason ?? null,
    warnings: [
      ...table.notes,
      ...(labels ? [] : style.notes),
      ...warnings,
      ...codes.map(codeSentence),
    ],
  };
}

function whoseIs(cell: Cell, cells: readonly Cell[][]): number {
  return cells.find((row) => row.includes(cell))!.indexOf(cell);
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
  const cells = things.map(() => raters.map((): Cell => ({ text: '', line: 0, column: value })));
  for (const { cells: row, line } of table.rows) {
    const [thing, who] = [(row[unit] ?? '').trim(), (row[rater] ?? '').trim()];
    if (thing === '' || who === '')
      throw new UserError(`${thing === '' ? unit : rater} is empty.`, {
        where: placeOf(table, line),
        hint: 'Every rating needs its thing and its rater.',
      });
    const places = cells[thingAt!.get(thing)!]!;
    const at = raterAt!.get(who)!;
    if (places[at]!.line > 0)
      throw new UserError(`${who} rates ${thing} a second time.`, {
        where: placeOf(table, line),
        hint: `The first time is on line ${places[at]!.line}. A rater rates a thing once; name repeats apart.`,
      });
    places[at] = { text: (row[value] ?? '').trim(), line, column: value };
  }
  return { raters, things, cells, warnings: [] };
}

/** One thing a row. */
function wideGrid(
  table: Table,
  { unit, raters: only, level }: RatingOptions,
  style: NumberStyle,
): Grid {
  if (unit !== undefined) checkColumn(unit, table);
  for (const name of only ?? []) checkColumn(name, table);
  const warnings: string[] = [];
  const cellsOf = (name: string) =>
    table.rows.map(
      (row): Cell => ({
        text: (row.cells[name] ?? '').trim(),
        line: row.line,
        column: name,
      }),
    );
  let raters = [...(only ?? table.columns.filter((name) => name !== unit))];
  let naming = unit;
  if (!only) {
    const found = noMeasures(table, style, raters);
    warnings.push(...noMeasureNotes(found, '--raters'));
    const none = found.filter(({ sure }) => sure);
    raters = raters.filter((name) => !none.some(({ column }) => column === name));
    const kinds = kindsOf(raters.map(cellsOf), style, table.options.gaps);
    const numeric = kinds.filter((kind) => kind === 'numbers').length;
    naming ??= none[0]?.column ?? raters.find((_, c) => kinds[c] === 'names');
    // Words beside numeric ratings are notes or names; without numbers they are the ratings.
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
  }
  const columns = raters.map(cellsOf);
  return {
    raters,
    things: table.rows.map(
      (row, i) => (naming !== undefined && row.cells[naming]?.trim()) || String(i + 1),
    ),
    cells: table.rows.map((_, i) => columns.map((column) => column[i]!)),
    warnings,
  };
}

type ColumnKind = 'numbers' | 'labels' | 'names' | 'empty';

/**
 * Words that never repeat and that no other column uses name things; a rater whose labels never repeat
 * shares them with the others. One number makes a column numeric, so that a stray word is an error.
 */
function kindsOf(
  columns: readonly (readonly Cell[])[],
  style: NumberStyle,
  gaps: readonly string[] | undefined,
): ColumnKind[] {
  const known = columns.map((cells) => cells.filter(({ text }) => !isLabelGap(text, gaps)));
  return known.map((cells, c): ColumnKind => {
    if (cells.length === 0) return 'empty';
    if (cells.some(({ text, column }) => Number.isFinite(style.numberOf(text, column))))
      return 'numbers';
    const own = new Set(cells.map(({ text }) => text));
    const shared = known.some((other, o) => o !== c && other.some(({ text }) => own.has(text)));
    return cells.length > 2 && own.size === cells.length && !shared ? 'names' : 'labels';
  });
}
