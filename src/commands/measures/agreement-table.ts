/** Ratings of a table: things by raters, as numbers or as labels. */
import { UserError } from '../../errors.ts';
import type { MeasurementLevel } from '../../statistics/agreement/krippendorff.ts';
import { isGap, isLabelGap } from '../../table-files/gaps.ts';
import { numberStyle } from '../../table-files/number-style.ts';
import { checkedNumber } from '../../table-files/numeric-table.ts';
import { codeSentence, outlyingCodes } from '../../table-files/outlying-codes.ts';
import { spellingNotes, spellings } from '../../table-files/spellings.ts';
import { placeOf, quoteCell, type Table } from '../../table-files/table-file.ts';
import type { Cell } from './rating-columns.ts';
import { longGrid, wideGrid } from './rating-grid.ts';

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

/** At most this many different whole numbers count as steps of a scale. */
const mostSteps = 10;

/**
 * Throws UserError, with file and line, for a column that is missing, a rating that does not fit the level, two
 * ratings of one thing by one rater, and fewer than two raters.
 */
export function readRatings(table: Table, options: RatingOptions): Ratings {
  const long = options.rater !== undefined || options.value !== undefined;
  const style = numberStyle(table, {
    areLabels: options.level === 'nominal',
    otherwise: ' Labels without order: add --level nominal.',
  });
  const { gaps } = table.options;
  const { raters, things, cells, warnings } = long
    ? longGrid(table, options)
    : wideGrid(table, options, style);
  if (things.length < 2)
    throw new UserError(`Agreement needs at least 2 things; there is only ${things.length}.`, {
      where: table.file,
      hint: long
        ? 'The column of things names the same one in every row.'
        : 'Columns are raters, rows are things.',
    });
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
  // Beside a plus, a minus is a label.
  const signs = all.some(({ text }) => text === '+');
  const isLabel = (text: string) => signs && /^[-−–]$/.test(text) && !gaps?.includes(text);
  const filled = all.filter(({ text }) => isLabel(text) || !isGap(text, gaps));
  const labelled =
    filled.length > 0 &&
    (options.level === 'nominal'
      ? filled.some((cell) => !Number.isFinite(numberOf(cell)))
      : options.level === 'auto' && filled.every((cell) => !Number.isFinite(numberOf(cell))));
  const isMissing = ({ text }: Cell) =>
    labelled ? isLabelGap(text, gaps) && !isLabel(text) : isGap(text, gaps);
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
  const spelled = labelled ? spellings(known.map(({ text }) => text)) : null;
  const labels = spelled && [...new Set(spelled.values())].sort();
  const codeOf = (cell: Cell, rater: string) => {
    if (isMissing(cell)) return Number.NaN;
    if (labels) return labels.indexOf(spelled!.get(cell.text)!);
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
      ...(spelled ? spellingNotes(spelled) : []),
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
