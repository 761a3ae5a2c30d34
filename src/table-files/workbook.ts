/** One sheet of an Excel workbook (.xlsx). */
import { UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import { listOf } from '../tables/numbers.ts';
import type { CellLine } from './separated-text.ts';

/**
 * The sheet of that name, else the first that holds a table (two rows of two cells, and a tenth of the cells of the largest sheet: lists
 * for menus and remarks are smaller), else the first that has cells: lines by the rows of the sheet, dates in ISO form, errors of
 * formulas as empty cells, and by column whether it holds numbers. Rejects with UserError for a file that is damaged and for a sheet
 * that is not there.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  file: string,
  sheet?: string,
): Promise<{ lines: CellLine[]; numeric: boolean[]; notes: string[] }> {
  const { default: readSheets } = await import('read-excel-file/universal');
  const sheets = await readSheets(new Blob([new Uint8Array(bytes)])).catch((cause: unknown) => {
    throw new UserError('This Excel file cannot be read.', {
      where: file,
      hint: 'It may be damaged, have a password, or be no .xlsx (.ods, .docx); save it again, or as .csv.',
      cause,
    });
  });
  const names = sheets.map((one) => one.sheet);
  const filled = new Map(sheets.map(({ sheet: name, data }) => [name, cellsIn(data)]));
  const withCells = sheets.filter((one) => filled.get(one.sheet)! > 0);
  const least = Math.max(...filled.values()) / 10;
  const chosen =
    sheet === undefined
      ? (sheets.find((one) => isTable(one.data) && filled.get(one.sheet)! >= least) ??
        withCells[0] ??
        sheets[0])
      : sheets.find((one) => one.sheet === sheet);
  if (!chosen)
    throw new UserError(`There is no sheet ${sheet}.`, {
      where: file,
      hint: `Nearest: ${listOf(
        nearest(sheet ?? '', names)
          .concat(names)
          .slice(0, 3),
      )}.`,
      exit: 'usage',
    });
  const numeric: boolean[] = [];
  const lines = chosen.data.map((row, r) => ({
    line: r + 1,
    cells: row.map((cell, c) => {
      if (typeof cell === 'number') numeric[c] = true;
      if (cell === null || cell === undefined) return '';
      return cell instanceof Date ? cell.toISOString() : String(cell);
    }),
  }));
  return {
    lines: lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
    numeric,
    notes:
      sheet === undefined && withCells.length > 1
        ? [
            `the workbook has ${withCells.length} sheets; ${chosen.sheet} was read (--sheet names another)`,
          ]
        : [],
  };
}

const cellsIn = (rows: readonly (readonly unknown[])[]): number =>
  rows.reduce((sum, row) => sum + row.filter((cell) => cell !== null).length, 0);

/** A sheet of remarks holds one cell a row. */
const isTable = (rows: readonly (readonly unknown[])[]): boolean =>
  rows.filter((row) => row.filter((cell) => cell !== null).length >= 2).length >= 2;
