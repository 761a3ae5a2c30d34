/** Tables that a person brings: CSV or JSON Lines, with errors that name file, line, and column. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import { originalCell } from '../tables/csv-lines.ts';

export type TableRow = {
  /** 1-based line of the file where the row begins. */
  line: number;
  /** Cells by column; what is not text in JSON Lines is written out. */
  cells: Record<string, string>;
};

export type Table = { file: string; columns: string[]; rows: TableRow[] };

/** `answer` = `text` says that the file's column `text` is our column `answer`. */
export type ColumnMap = Readonly<Record<string, string>>;

/**
 * Reads a table: JSON Lines where the name ends in `.jsonl` or `.ndjson`, else CSV with a header
 * (comma, semicolon, or tab, whichever the header has most); what our own tables guard against
 * spreadsheets reads back as it was. Throws UserError with file and line.
 */
export function readTable(file: string): Table {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new UserError(`${basename(file)} cannot be read.`, {
      where: file,
      hint: 'Check the path and the permissions of the file.',
      cause,
    });
  }
  const table = /\.(jsonl|ndjson)$/i.test(file) ? readJsonLines(text, file) : readCsv(text, file);
  if (table.rows.length === 0)
    throw new UserError('This table has no rows.', {
      where: file,
      hint: 'It needs a header line, then one row a line.',
    });
  return table;
}

/**
 * The rows as `schema` wants them, each with its line. `columns` are ours: those in `required` must be
 * there, under their own name or the one that `map` gives; case and white space at the ends of a header do not
 * count. Throws UserError for a missing column (naming the nearest) and for a cell that does not fit.
 */
export function rowsOf<T>(
  table: Table,
  schema: z.ZodType<T>,
  columns: { required: readonly string[]; optional?: readonly string[]; map?: ColumnMap },
): (T & { line: number })[] {
  const { map = {}, optional = [] } = columns;
  const ours = [...columns.required, ...optional];
  for (const name of Object.keys(map))
    if (!ours.includes(name))
      throw new UserError(`There is no column ${name} to map to.`, {
        hint: `Name one of ${ours.join(', ')}.`,
        exit: 'usage',
      });
  const theirs = new Map<string, string>();
  for (const name of ours) {
    const wanted = (map[name] ?? name).trim().toLowerCase();
    const found = table.columns.find((column) => column.trim().toLowerCase() === wanted);
    if (found !== undefined) theirs.set(name, found);
    else if (columns.required.includes(name) || map[name] !== undefined)
      throw missingColumn(map[name] ?? name, name, table);
  }
  return table.rows.map(({ line, cells }) => {
    const row = Object.fromEntries(
      [...theirs].flatMap(([name, column]) => {
        const cell = cells[column];
        return cell === undefined ? [] : [[name, cell] as const];
      }),
    );
    const result = schema.safeParse(row);
    if (result.success) return { ...result.data, line };
    const issue = result.error.issues[0]!;
    const column = String(issue.path[0] ?? '');
    throw new UserError(`${column || 'the row'}: ${issue.message}`, {
      where: `${table.file}:${line}`,
      hint: 'Mend the cell and run the same command.',
    });
  });
}

function missingColumn(wanted: string, ours: string, table: Table): UserError {
  const near = nearest(wanted, table.columns);
  return new UserError(`The column ${wanted} is missing.`, {
    where: `${table.file}:1`,
    hint:
      near.length > 0
        ? `Nearest: ${near.join(', ')}. Rename it, or map it with --map ${ours}=${near[0]}.`
        : `The columns are ${table.columns.join(', ')}.`,
  });
}

function readCsv(text: string, file: string): Table {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t']
    .map((sign) => ({ sign, count: header.split(sign).length }))
    .reduce((best, one) => (one.count > best.count ? one : best)).sign;
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      skip_empty_lines: true,
      relax_column_count: false,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [first, ...rest] = records;
    const columns = (first?.record ?? []).map((name) => originalCell(name.trim()));
    const twice = columns.find((name, i) => columns.indexOf(name) !== i);
    if (twice !== undefined)
      throw new UserError(`The column ${twice || 'without a name'} stands twice.`, {
        where: `${file}:1`,
        hint: 'Give every column a name of its own.',
      });
    return {
      file,
      columns,
      rows: rest.map(({ record, info }) => ({
        // `lines` is where the record ends; quoted cells may span several.
        line: info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0),
        cells: Object.fromEntries(columns.map((name, i) => [name, originalCell(record[i] ?? '')])),
      })),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as CsvError & { lines?: number }).lines ?? 1);
    throw new UserError(`This is not valid CSV: ${error.message}`, {
      where: `${file}:${line}`,
      hint: 'Put cells that hold a comma, a quotation mark, or a line break in quotation marks.',
    });
  }
}

function readJsonLines(text: string, file: string): Table {
  const columns = new Set<string>();
  const rows = text.split('\n').flatMap((line, i): TableRow[] => {
    if (line.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new UserError('This line is not JSON.', {
        where: `${file}:${i + 1}`,
        hint: 'Every line is one JSON object.',
      });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new UserError('This line is no JSON object.', { where: `${file}:${i + 1}` });
    const cells = Object.entries(value).flatMap(([name, cell]) => {
      if (cell === null) return [];
      columns.add(name);
      return [[name, typeof cell === 'string' ? cell : JSON.stringify(cell)] as const];
    });
    return [{ line: i + 1, cells: Object.fromEntries(cells) }];
  });
  return { file, columns: [...columns], rows };
}
