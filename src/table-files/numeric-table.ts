/** The numbers of a table that a person brings: which columns count, what a gap is, which rows belong together. */
import { UserError } from '../errors.ts';
import { listOf } from '../tables/numbers.ts';
import { columnsText, nearColumns } from './column-names.ts';
import { isGap, isLabelGap } from './gaps.ts';
import { isDate } from './labelled-cells.ts';
import { isId, noMeasureNotes, noMeasures } from './no-measures.ts';
import { looksLikeNumber, type NumberStyle, numberStyle } from './number-style.ts';
import { codeSentence, outlyingCodes } from './outlying-codes.ts';
import { spellingNotes, spellings } from './spellings.ts';
import { placeOf, quoteCell, type Table } from './table-file.ts';

export type NumericTable = {
  file: string;
  names: string[];
  /** Rows by `names`; NaN is a gap. */
  rows: number[][];
  /** 1-based line of the file of each row. */
  lines: number[];
  /** The label of each row's group; null where no column of groups was named. */
  groups: string[] | null;
};

export type NumericOptions = {
  groups?: string | undefined;
  /** Other columns that label rows and measure nothing. */
  labels?: readonly string[] | undefined;
  /** Exactly these columns; all of numbers that measure something unless given. */
  columns?: readonly string[] | undefined;
  /** The option by which a person names columns, for the notes. */
  flag: string;
};

/** Told to the reader: `left-out` of columns, `table` of everything else. */
export type TableNote = (text: string, kind: 'left-out' | 'table') => void;

/** Beyond it the square of a number, and sums of such squares, overflow. */
const largest = 1e150;

/**
 * The columns of numbers, but `groups` and those that measure nothing; what is left out, and how the
 * file was read, goes to `note`. TRUE and FALSE, yes and no, and their first letters are 1 and 0. Throws UserError (file and
 * line, column and cell) for a missing column, a cell that is neither a number nor a gap, and numbers too
 * large or too near to each other to compute with.
 */
export function readNumericTable(
  table: Table,
  options: NumericOptions,
  note: TableNote,
): NumericTable {
  const { groups, columns } = options;
  if (groups !== undefined) checkColumn(groups, table);
  for (const name of options.labels ?? []) checkColumn(name, table);
  for (const name of columns ?? []) checkColumn(name, table);
  for (const text of table.notes) note(text, 'table');
  const style = numberStyle(table);
  for (const text of style.notes) note(text, 'table');
  const names = usableNames(table, style, options, note);
  const yesNo = names.filter((name) => isYesNo(table, name));
  if (yesNo.length > 0)
    note(`${listOf(yesNo)}: TRUE (or yes) is 1 and FALSE (or no) is 0`, 'table');
  const read = names.map((name) => columnOf(table, name, style, yesNo.includes(name)));
  checkSpread(table, names, read);
  for (const code of outlyingCodes(read, names)) note(codeSentence(code), 'table');
  return {
    file: table.file,
    names,
    rows: table.rows.map((_, i) => read.map((column) => column[i]!)),
    lines: table.rows.map((row) => row.line),
    groups: groups === undefined ? null : groupsOf(table, groups, note),
  };
}

/** Throws UserError, with its line, for a row that is in no group. */
function groupsOf(table: Table, column: string, note: TableNote): string[] {
  const cells = table.rows.map((row) => (row.cells[column] ?? '').trim());
  const empty = cells.findIndex((cell) => isLabelGap(cell, table.options.gaps));
  if (empty >= 0)
    throw new UserError(`${column} is empty.`, {
      where: placeOf(table, table.rows[empty]!.line),
      hint: 'Every row needs its group; where it stands above the rows once, repeat it in each.',
    });
  const spelled = spellings(cells);
  for (const text of spellingNotes(spelled, 'group')) note(text, 'table');
  return cells.map((cell) => spelled.get(cell)!);
}

function usableNames(
  table: Table,
  style: NumberStyle,
  { groups, columns, flag, labels = [] }: NumericOptions,
  note: TableNote,
): string[] {
  if (columns) return [...columns];
  const candidates = table.columns.filter((name) => name !== groups && !labels.includes(name));
  const text = candidates.filter((name) => !isYesNo(table, name) && isText(table, name, style));
  const told = text.map((name) => (name === '' ? 'the first, which has no name' : name));
  if (text.length > 0) note(`columns without numbers are left out: ${told.join(', ')}`, 'left-out');
  const numeric = candidates.filter((name) => !text.includes(name));
  if (numeric.length === 0) {
    // Words that repeat are steps of a scale rather than names.
    const repeats = (name: string) =>
      name !== '' &&
      2 * new Set(table.rows.map((row) => row.cells[name])).size <= table.rows.length;
    const first = text.find(repeats) ?? text.find((name) => name !== '') ?? '';
    const cell = table.rows.map((row) => row.cells[first] ?? '').find((one) => !isGap(one));
    throw new UserError('No column of this table holds numbers.', {
      where: table.file,
      hint:
        cell === undefined
          ? 'All cells are empty.'
          : `They hold text: ${first} is ${quoteCell(cell)}. ${/\d/.test(cell) ? 'Write a number alone in each cell.' : 'Give the words numbers, one for each step.'}`,
    });
  }
  const found = noMeasures(table, style, numeric);
  for (const text of noMeasureNotes(found, flag)) note(text, 'left-out');
  return numeric.filter((name) => !found.some(({ column, sure }) => sure && column === name));
}

/** A column without any number, unless most of its cells are numbers by another decimal mark: those are errors. Of ids, some may look like numbers (612e45). */
function isText(table: Table, name: string, { numberOf }: NumberStyle): boolean {
  const cells = table.rows.map((row) => row.cells[name] ?? '');
  const known = cells.filter((cell) => !isGap(cell, table.options.gaps));
  const numbers = known.filter((cell) => !Number.isNaN(numberOf(cell, name)));
  if (numbers.length > 0) return isId(name) && numbers.length < known.length;
  return known.filter(looksLikeNumber).length * 2 <= known.length;
}

const yes =
  /^(true|yes|t|y|wahr|ja|j|vrai|oui|o|verdadero|verdadeiro|sí|si|s|sim|vero|да|истина|是|对|真|はい|예|네|✓|✔️?|☑️?|✅)$/iu;
const no =
  /^(false|no|f|n|falsch|nein|faux|non|falso|não|nao|нет|ложь|否|不是|错|假|いいえ|아니요|아니오|✗|✘|☐|❌)$/iu;

function isYesNo(table: Table, name: string): boolean {
  const cells = table.rows.map((row) => (row.cells[name] ?? '').trim());
  const known = cells.filter((cell) => !isGap(cell, table.options.gaps));
  return known.length > 0 && known.every((cell) => yes.test(cell) || no.test(cell));
}

function columnOf(table: Table, name: string, style: NumberStyle, yesNo: boolean): number[] {
  const { gaps } = table.options;
  return table.rows.map((row) => {
    const cell = (row.cells[name] ?? '').trim();
    if (isGap(cell, gaps)) return Number.NaN;
    if (yesNo) return yes.test(cell) ? 1 : 0;
    return checkedNumber(style.numberOf(cell, name), cell, name, table, row.line);
  });
}

/** Throws UserError where a cell holds no number, or one that is too large. */
export function checkedNumber(
  value: number,
  cell: string,
  name: string,
  table: Table,
  line: number,
): number {
  if (Number.isFinite(value) && Math.abs(value) <= largest) return value;
  const tooLarge = Number.isFinite(value) || /^[-+]?\d[\d.,]*(e\+?\d+)$/i.test(cell);
  throw new UserError(
    tooLarge && Number.isFinite(value)
      ? `${name}: ${quoteCell(cell)} is too large to compute with.`
      : `${name}: ${quoteCell(cell)} is not a number.`,
    {
      where: placeOf(table, line),
      hint: tooLarge
        ? 'Correct the cell, or give the column another unit; if it means that nothing is known, name it with --gaps.'
        : numberHint(cell),
    },
  );
}

function numberHint(cell: string): string {
  if (isDate(cell))
    return 'It looks like a date; spreadsheets make dates of what looks like one (3-4, 3.4): write the number again as text.';
  if (/^[-+]?[\d.]*,\d+$/.test(cell) || /^[-+]?[\d,]*\.\d+$/.test(cell))
    return `Other cells of the table have another decimal mark: say which it is with --decimal "." or --decimal ",".`;
  return 'Correct the cell, leave it empty, or take the column out; if it means that nothing is known, name it with --gaps.';
}

/** Numbers so near to each other, or to nought, that the squares of their differences vanish. */
function checkSpread(table: Table, names: readonly string[], read: readonly number[][]): void {
  read.forEach((column, c) => {
    const known = column.filter(Number.isFinite);
    const low = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const high = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (known.length === 0 || high === low || high - low > 1 / largest) return;
    throw new UserError(`${names[c]}: the numbers differ by less than can be computed with.`, {
      where: placeOf(table, table.rows.find((_, i) => column[i] === high)!.line),
      hint: 'Give the column another unit.',
    });
  });
}

/** Throws UserError, naming the nearest, when the table has no such column. */
export function checkColumn(name: string, table: Table): void {
  if (table.columns.includes(name)) return;
  const near = nearColumns(name, table);
  throw new UserError(`The column ${name} is missing.`, {
    where: placeOf(table, table.headerLine),
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : columnsText(table),
  });
}
