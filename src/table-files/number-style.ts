/** How a table writes its numbers: which mark stands before decimals, which between thousands. */

import type { WordOptions } from './answer-words.ts';
import { isGap } from './gaps.ts';
import { type LabelledCells, labelledCells } from './labelled-cells.ts';
import { quoteCell, type Table } from './table-file.ts';

export type NumberStyle = {
  /**
   * The number in a cell of a column; NaN where there is none. Throws UserError (column and cell) where the labels of the
   * column contradict their numbers.
   */
  numberOf(cell: string, column: string): number;
  /** What had to be decided, for the reader. */
  notes: string[];
};

type Mark = '.' | ',';

/** Most cells: a number as programs write it, without anything to decide but its mark. */
const common = /^-?\d+(?:[.,]\d+)?$/;
const commonWithPoint = /^-?\d+(?:\.\d+)?$/;

/** Signs that stand between thousands and for nothing else. */
const spaces = /(?<=\d)[ '’\u00a0\u202f\u2009](?=\d{3}(?!\d))/g;

/** Whether somebody would take the cell for a number, whichever mark is decimal. */
export function looksLikeNumber(cell: string): boolean {
  return !Number.isNaN(numberWith('.', cell)) || !Number.isNaN(numberWith(',', cell));
}

/** A cell as one writes numbers in programs, but for its marks. */
function plainCell(cell: string): string {
  if (common.test(cell)) return cell;
  return withPlainDigits(cell)
    .trim()
    .replace(/^['‘’](?=[-+\d.,])/, '')
    .replace(/^(\d[\d.,]*)[-−]$/, '-$1')
    .replace(/^[−–](?=[\d.,])/, '-')
    .replace(spaces, '');
}

/** Unseen signs, and signs between thousands and before decimals, as Arabic has them. */
const unseen = /[\u200b\u200e\u200f\u2060\ufeff]/g;
const otherDigits = /[^\P{Nd}0-9]/gu;

/** Digits of other scripts (Arabic, Indian, of full width) as 0 to 9. */
function withPlainDigits(cell: string): string {
  return cell
    .replace(unseen, '')
    .replace(otherDigits, (digit) => String(digitOf(digit)))
    .replace(/(?<=\d)[٫．](?=\d)/g, '.')
    .replace(/(?<=\d)٬(?=\d)/g, ',');
}

/** Each script has its ten digits in a row, and blocks of them begin at a nought. */
function digitOf(digit: string): number {
  let value = 0;
  for (let code = digit.codePointAt(0)! - 1; value < 9; value += 1, code -= 1)
    if (!/\p{Nd}/u.test(String.fromCodePoint(code))) break;
  return value;
}

/**
 * Looks at all cells of columns that hold numbers: a mark with other than three digits behind it is
 * decimal, and then the other one stands between thousands. `1.635` beside `812`, with nothing else
 * to go by, is taken for 1635 and told, with the option that says otherwise.
 */
export function numberStyle(table: Table, words: WordOptions = {}): NumberStyle {
  const labels = labelledCells(table, words);
  const seen = look(table, labels);
  const { decimal, notes } = decide(seen, table);
  const fractions = commaColumns(table);
  return {
    notes: [
      ...notes,
      ...[...fractions].map((column) => `${column}: some numbers are text, with a decimal comma`),
      ...labels.notes,
    ],
    numberOf(cell, column) {
      if (!table.typed.has(column)) return numberWith(decimal, labels.textOf(cell, column));
      // Among numbers of a workbook may stand some that are text: 0,75.
      if (withThree.test(cell.trim()) && fractions.has(column)) return numberWith(',', cell);
      const value = numberWith('.', cell);
      return Number.isNaN(value) ? numberWith(',', cell) : value;
    },
  };
}

const withThree = /^[-−]?\d{1,2},\d{3}$/;

/** Columns of numbers below 100 in which some are text with three digits behind a comma (1,607), which is decimal there. */
function commaColumns(table: Table): ReadonlySet<string> {
  return new Set(
    [...table.typed].filter((column) => {
      const cells = table.rows.map((row) => (row.cells[column] ?? '').trim());
      const plain = cells.filter((cell) => commonWithPoint.test(cell)).map(Number);
      return (
        cells.some((cell) => withThree.test(cell)) &&
        plain.length > 0 &&
        plain.every((value) => Math.abs(value) < 100)
      );
    }),
  );
}

function numberWith(decimal: Mark, cell: string): number {
  if (decimal === '.' && commonWithPoint.test(cell)) return Number(cell);
  const text = plainCell(cell);
  const pattern =
    decimal === '.'
      ? /^[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})?(?:(?<=\d)\.|\.(?=\d))?\d*(?:e[-+]?\d+)?$/i
      : /^[-+]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:(?<=\d),|,(?=\d))?\d*(?:e[-+]?\d+)?$/i;
  if (!/\d/.test(text) || !pattern.test(text)) return Number.NaN;
  return Number(
    decimal === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.'),
  );
}

/** How many such cells there are, and one of them. */
type Found = { count: number; first: string | undefined };

function note(found: Found, cell: string): void {
  found.count += 1;
  found.first ??= cell;
}

const none = (): Record<Mark, Found> => ({
  '.': { count: 0, first: undefined },
  ',': { count: 0, first: undefined },
});

type Seen = {
  /** Cells that show a mark to be decimal, or to stand between thousands. */
  decimals: Record<Mark, Found>;
  thousands: Record<Mark, Found>;
  /** Cells that may be either, with the largest whole numbers of their columns. */
  open: Record<Mark, Found>;
  /** Whole numbers without a mark in columns with open cells: one from 100 to 999, and whether any is larger. */
  beside: string | null;
  larger: boolean;
  small: boolean;
  /** The same of the other columns. */
  elsewhere: { beside: string | null; larger: boolean };
};

function look(table: Table, labels: LabelledCells): Seen {
  const seen: Seen = {
    decimals: none(),
    thousands: none(),
    open: none(),
    beside: null,
    larger: false,
    small: false,
    elsewhere: { beside: null, larger: false },
  };
  for (const column of table.columns) {
    if (table.typed.has(column)) continue;
    const cells = table.rows
      .map((row) => plainCell(labels.numberIn(row.cells[column] ?? '', column)))
      .filter((cell) => !isGap(cell, table.options.gaps));
    const numbers = cells.filter(looksLikeNumber);
    if (numbers.length * 2 < cells.length) continue;
    const open = numbers.filter((cell) => sort(cell, seen));
    const of = open.length === 0 ? seen.elsewhere : seen;
    for (const cell of numbers) {
      if (!/^[-+]?\d+$/.test(cell)) continue;
      const size = Math.abs(Number(cell));
      if (size >= 1000) of.larger = true;
      else if (size >= 100) of.beside ??= cell;
      else if (open.length > 0) seen.small = true;
    }
  }
  return seen;
}

/** Puts a cell where it belongs; true where that is open. */
function sort(cell: string, { decimals, thousands, open }: Seen): boolean {
  const point = cell.indexOf('.');
  const comma = cell.indexOf(',');
  if (point < 0 && comma < 0) return false;
  if (point >= 0 && comma >= 0) {
    note(decimals[cell.lastIndexOf('.') > cell.lastIndexOf(',') ? '.' : ','], cell);
    return false;
  }
  const mark: Mark = point >= 0 ? '.' : ',';
  if (cell.indexOf(mark) !== cell.lastIndexOf(mark)) {
    note(thousands[mark], cell);
    return false;
  }
  const isOpen = /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(cell);
  note((isOpen ? open : decimals)[mark], cell);
  return isOpen;
}

function decide(seen: Seen, table: Table): { decimal: Mark; notes: string[] } {
  const given = table.options.decimal;
  if (given !== undefined) return { decimal: given, notes: [] };
  const forComma = seen.decimals[','].count + seen.thousands['.'].count;
  const forPoint = seen.decimals['.'].count + seen.thousands[','].count;
  if (forComma > 0 || forPoint > 0) {
    const decimal: Mark = forComma > forPoint ? ',' : '.';
    return { decimal, notes: sureNotes(decimal, seen) };
  }
  const marks = (['.', ','] as const).filter((mark) => seen.open[mark].count > 0);
  const [mark] = marks;
  if (!mark || marks.length > 1) return { decimal: '.', notes: [] };
  const one = seen.open[mark].first!;
  const whole = Number(one.replace(mark, ''));
  const fraction = numberWith(mark, one);
  const other: Mark = mark === '.' ? ',' : '.';
  const asThousands = seen.beside !== null && !seen.larger;
  // A comma where commas stand between cells, in quotation marks, is rather one between thousands.
  const decimal = asThousands || (mark === ',' && table.separator === ',') ? other : mark;
  const { elsewhere } = seen;
  const doubtful =
    asThousands ||
    (!seen.larger && (seen.small || (elsewhere.beside !== null && !elsewhere.larger))) ||
    (mark === ',' && table.separator === ',');
  const beside = seen.beside ?? (seen.small ? null : elsewhere.beside);
  if (doubtful)
    return {
      decimal,
      notes: [
        `${quoteCell(one)}${beside === null ? '' : ` beside ${beside}`} may be ${whole} or ${fraction}: it is read as ${decimal === other ? `${whole}; if ${mark === '.' ? 'the point' : 'the comma'} is decimal, add --decimal "${mark}"` : `${fraction}; if ${mark === '.' ? 'the point' : 'the comma'} separates thousands, add --decimal "${other}"`}`,
      ],
    };
  return { decimal, notes: decimal === ',' ? sureNotes(decimal, seen) : [] };
}

/** A decimal comma and marks between thousands are told; a point is what everybody expects. */
function sureNotes(decimal: Mark, { decimals, thousands, open }: Seen): string[] {
  const other: Mark = decimal === '.' ? ',' : '.';
  const example = decimals[decimal].first ?? (decimal === ',' ? open[','].first : undefined);
  const grouped = thousands[other].first ?? open[other].first;
  return [
    ...(decimal === ',' && example !== undefined
      ? [`the comma is the decimal mark (${quoteCell(example)} is ${numberWith(',', example)})`]
      : []),
    ...(grouped === undefined
      ? []
      : [
          `the ${other === '.' ? 'point' : 'comma'} separates thousands (${quoteCell(grouped)} is ${numberWith(decimal, grouped)})`,
        ]),
  ];
}
