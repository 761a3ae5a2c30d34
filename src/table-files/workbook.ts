/** One sheet of an Excel workbook (.xlsx). */
import { UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import { listOf } from '../tables/numbers.ts';
import type { CellLine } from './separated-text.ts';
import { type CellParts, workbookParts } from './workbook-parts.ts';

/**
 * The sheet of that name, else the first that holds a table, else the first that has cells: lines by the rows of the sheet,
 * dates in ISO form, errors of formulas as empty cells, and by column whether it holds numbers. A cell over several rows
 * holds for each of them. Rejects with UserError for a file that is damaged and for a sheet that is not there.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  file: string,
  sheet?: string,
): Promise<{ lines: CellLine[]; numeric: boolean[]; notes: string[] }> {
  const { default: readSheets } = await import('read-excel-file/universal');
  const all = await readSheets(new Blob([new Uint8Array(bytes)])).catch((cause: unknown) => {
    throw new UserError('This Excel file cannot be read.', {
      where: file,
      hint: 'It may be damaged, have a password, or be no .xlsx (.ods, .docx); save it again, or as .csv.',
      cause,
    });
  });
  // A sheet of a chart alone has no cells.
  const sheets = all.filter((one) => Array.isArray(one.data));
  const names = sheets.map((one) => one.sheet);
  const parts = await workbookParts(bytes);
  const withCells = sheets.filter((one) => cellsIn(one.data) > 0);
  const chosen =
    sheet === undefined
      ? (tableAmong(withCells, parts.hidden) ?? withCells[0] ?? sheets[0])
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
  const own = await parts.cellsOf(chosen.sheet);
  const rows = chosen.data.map((row) => [...row]);
  for (const { row, column, lastRow } of own.tall)
    for (let r = row + 1; r <= lastRow && rows[r]; r++) rows[r]![column] ??= rows[row]![column]!;
  const numeric: boolean[] = [];
  const lines = rows.map((row, r) => ({
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
    notes: [
      ...(sheet === undefined && withCells.length > 1
        ? [
            `the workbook has ${withCells.length} sheets; ${chosen.sheet} was read (--sheet names another)`,
          ]
        : []),
      ...unsavedNotes(own, rows),
    ],
  };
}

function unsavedNotes(own: CellParts, rows: readonly (readonly unknown[])[]): string[] {
  if (own.unsaved.size === 0) return [];
  const named = [...own.unsaved].map(
    (c) => rows.map((row) => row[c]).find((cell) => typeof cell === 'string') ?? `column ${c + 1}`,
  );
  return [
    `${listOf(named.map(String))}: formulas whose values were never saved are empty here; open the workbook in a spreadsheet program and save it`,
  ];
}

type Sheet = { sheet: string; data: readonly (readonly unknown[])[] };

/** Names of sheets that tell about a table. */
const aboutNames =
  /^(read ?me|about|info(rmation)?|code ?book|legend|key|notes?|meta ?data|(data )?dictionary|variables?|variable (list|labels)|instructions?|cover|deckblatt|hinweise?|legende|anleitung|variablen(liste)?|lisez[ -]?moi|léame)$/i;

/**
 * The first of those that hold a table: two rows of two cells, and a tenth of the cells of the largest (lists for menus and
 * remarks are smaller). Hidden sheets, and those that tell about the columns of another, come after the others.
 */
function tableAmong<S extends Sheet>(
  sheets: readonly S[],
  hidden: ReadonlySet<string>,
): S | undefined {
  const least = Math.max(...sheets.map(({ data }) => cellsIn(data))) / 10;
  const tables = sheets.filter(({ data }) => isTable(data) && cellsIn(data) >= least);
  const isHidden = ({ sheet }: Sheet) => hidden.has(sheet);
  const isAside = (one: S) =>
    aboutNames.test(one.sheet.trim()) || tables.some((other) => tellsAbout(one, other));
  return (
    tables.find((one) => !isHidden(one) && !isAside(one)) ??
    tables.find((one) => !isHidden(one)) ??
    tables[0]
  );
}

/** Whether the first column of a sheet lists the names of the columns of another. */
function tellsAbout({ data }: Sheet, other: Sheet): boolean {
  const [heading = []] = other.data;
  const names = heading.filter((cell) => typeof cell === 'string');
  const listed = new Set(data.map((row) => row[0]));
  return names.length > 2 && names.filter((name) => listed.has(name)).length >= 0.6 * names.length;
}

const cellsIn = (rows: readonly (readonly unknown[])[]): number =>
  rows.reduce((sum, row) => sum + row.filter((cell) => cell !== null).length, 0);

/** A sheet of remarks holds one cell a row. */
const isTable = (rows: readonly (readonly unknown[])[]): boolean =>
  rows.filter((row) => row.filter((cell) => cell !== null).length >= 2).length >= 2;
