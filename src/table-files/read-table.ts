/** The one way in which the program reads tables that a person brings. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import { readJsonRows } from './json-rows.ts';
import { readSeparated } from './separated-text.ts';
import { shapeTable } from './shape-table.ts';
import { isSpssFile, readSpssFile } from './spss-file.ts';
import type { Table, TableOptions } from './table-file.ts';
import { readWorkbook } from './workbook.ts';

/**
 * Reads separated text (comma, semicolon, tab, bar, or space), JSON Lines or a JSON list, Excel
 * workbooks, and SPSS files; what a file is shows in its content, and for JSON Lines in its name. What
 * had to be decided stands in `notes`. Rejects with UserError (file, and line or row) for a file that
 * cannot be read or holds no rows.
 */
export async function readTable(file: string, options: TableOptions = {}): Promise<Table> {
  const bytes = readBytes(file);
  if (!isWorkbook(bytes)) return refuseEmpty(plainTable(bytes, file, options));
  // A workbook that a script wrote may hold formulas without their values.
  return refuseEmpty(
    await workbookTable(bytes, file, options),
    ' Where cells hold formulas, open the workbook in a spreadsheet program and save it, so that it holds their values.',
  );
}

/** As `readTable`, at once, for all kinds of files but workbooks. Throws UserError for these too. */
export function readTableNow(file: string, options: TableOptions = {}): Table {
  const bytes = readBytes(file);
  if (isWorkbook(bytes))
    throw new UserError('This is an Excel workbook, which is not read here.', {
      where: file,
      hint: 'Save the sheet as .csv.',
    });
  return refuseEmpty(plainTable(bytes, file, options));
}

function refuseEmpty(table: Table, also = ''): Table {
  if (table.rows.length > 0) return table;
  throw new UserError('This table has no rows.', {
    where: table.file,
    hint: `It needs a heading, then one row per line.${also}`,
  });
}

function isWorkbook(bytes: Uint8Array): boolean {
  return beginsWith(bytes, 'PK\u0003\u0004');
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const isFolder = (cause as NodeJS.ErrnoException).code === 'EISDIR';
    throw new UserError(`${basename(file)} ${isFolder ? 'is a folder' : 'cannot be read'}.`, {
      where: file,
      hint: isFolder ? 'Name a file in it.' : 'Check the path and the permissions of the file.',
      cause,
    });
  }
}

async function workbookTable(
  bytes: Uint8Array,
  file: string,
  options: TableOptions,
): Promise<Table> {
  const { lines, numeric, notes } = await readWorkbook(bytes, file, options.sheet);
  const shaped = shapeTable(lines, { file, counts: 'row' }, options.header);
  const typed = new Set(shaped.columns.filter((_, i) => numeric[i]));
  const told = { ...shaped, typed, notes: [...notes, ...shaped.notes] };
  return { file, options, separator: null, counts: 'row', ...told };
}

function plainTable(bytes: Uint8Array, file: string, options: TableOptions): Table {
  const all = { file, options, separator: null, headerLine: 1 };
  if (isSpssFile(bytes)) return { ...all, counts: 'case', ...readSpssFile(bytes, file) };
  refuseOthers(bytes, file);
  const { text, notes } = decodeText(bytes, file, options.encoding);
  const plain = text.replace(/^\uFEFF+/, '');
  if (/\.(jsonl|ndjson|json)$/i.test(file) || /^\s*\{"[^\n]*\}\s*(\n|$)/.test(plain)) {
    const json = readJsonRows(plain, file);
    return { ...all, counts: 'line', ...json, notes: [...notes, ...json.notes] };
  }
  const { lines, separator, notes: told } = readSeparated(plain, file);
  const shaped = shapeTable(lines, { file, counts: 'line' }, options.header);
  return {
    ...all,
    counts: 'line',
    separator,
    ...shaped,
    typed: new Set(),
    notes: [...notes, ...told, ...shaped.notes],
  };
}

const others: readonly [begin: string, name: string][] = [
  ['\u00d0\u00cf\u0011\u00e0', 'an Excel file of the old kind (.xls)'],
  ['\u001f\u008b', 'a compressed file (gzip)'],
  ['PAR1', 'a Parquet file'],
  ['%PDF', 'a PDF file'],
  ['<stata_dta>', 'a Stata file (.dta)'],
  ['SQLite format', 'a database (SQLite)'],
  ['<html', 'a web page (HTML)'],
  ['<!DOCTYPE html', 'a web page (HTML)'],
  ['<table', 'a table in HTML'],
];

function refuseOthers(bytes: Uint8Array, file: string): void {
  const found = others.find(([begin]) => beginsWith(bytes, begin));
  if (!found) return;
  throw new UserError(`This is ${found[1]}, which is not read here.`, {
    where: file,
    hint: 'Save it as .csv, .xlsx, or .sav.',
  });
}

function beginsWith(bytes: Uint8Array, begin: string): boolean {
  const codeOf = (code: number | undefined) => String.fromCharCode(code ?? 0).toLowerCase();
  return [...begin].every((sign, i) => codeOf(bytes[i]) === sign.toLowerCase());
}
