/** Lines of cells from separated text, whoever wrote it. */
import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../errors.ts';
import { originalCell } from '../tables/csv-lines.ts';
import { findSeparator, singleSpaces } from './separator.ts';

export type CellLine = { line: number; cells: string[] };
export type CellLines = { lines: CellLine[]; separator: string | null; notes: string[] };

/** A character that no table holds, so that each line is one cell. */
const nothing = '\u001f';

/**
 * Cells line by line; what our own tables guard against spreadsheets comes back as it was. The line
 * `sep=;` that spreadsheets put first tells the separator and goes. Throws UserError with file and line
 * for quotation marks that do not close.
 */
export function readSeparated(text: string, file: string): CellLines {
  const unified = text
    .replace(/^\uFEFF+/, '')
    .replace(/[\u001a\0]+$/, '')
    .replace(/\r\n?/g, '\n')
    // ="007" keeps spreadsheets from taking a text for a number; within quotation marks it is text.
    .replace(
      /(^|[,;\t|])(?:("(?:[^"]|"")*")|="([^"\n]*)"(?=[,;\t|\n]|$))/gm,
      (all, before, quoted, inner) => (quoted === undefined ? `${before}"${inner}"` : all),
    );
  const told = /^"?sep=(\\t|.)"?[ \t]*(?=\n|$)/i.exec(unified);
  const body = [withoutFrames, ofLatex, withCurlyMarks, withoutQuotedLines].reduce(
    (left, step) => step(left),
    told ? unified.slice(told[0].length) : unified,
  );
  const separator = told
    ? told[1]!.replace('\\t', '\t')
    : (findSeparator(body) ?? longSeparator(body));
  const cells = separator === ' ' ? singleSpaces(body) : body;
  return { ...parseLines(cells, separator ?? nothing, file), separator };
}

/** Lines that only draw a table, as databases and terminals print it. */
const frame =
  /^[ \t]*(?:[+|]?(?:[-=]{2,}[+|])+[-=]*|[+├╞┌└╭╰╔╠╚┏┡┗─━═╌┄╟][─━═╌┄┬┴┼┤┐┘╮╯╪╡╦╩╬╣╗╝┳╇┩┻┛╫╢-]*)[ \t]*$/;

/** The table without its frame, whose bars separate cells; lines keep their numbers. */
function withoutFrames(text: string): string {
  const lines = text.split('\n');
  if (!lines.some((line) => frame.test(line) && /[+─━═]/.test(line))) return text;
  const drawn = /[─━═]/.test(text);
  return lines
    .map((line) => (frame.test(line) ? '' : drawn ? line.replace(/[│┃║┆]/g, '|') : line))
    .join('\n');
}

/** The rows of a table of LaTeX, with tabs between their cells; its rules and surroundings go, and lines keep their numbers. */
function ofLatex(text: string): string {
  const lines = text.split('\n');
  const isRow = (line: string) => /&.*\\\\(?:\[[^\]]*\])?\s*(?:\\\w+)?\s*$/.test(line);
  const rows = lines.filter(isRow).length;
  if (rows < 3 || rows < lines.filter((line) => /^\s*[^\s\\]/.test(line)).length / 2) return text;
  return lines
    .map((line) =>
      isRow(line)
        ? line
            .replace(/\\\\(?:\[[^\]]*\])?\s*(?:\\\w+)?\s*$/, '')
            .split(/(?<!\\)&/)
            .map((cell) =>
              cell
                .trim()
                .replace(/^\$(.*)\$$/, '$1')
                .replace(/\\([%&_#$])/g, '$1'),
            )
            .join('\t')
        : '',
    )
    .join('\n');
}

/** Cells in curly quotation marks, as word processors make of straight ones, where every line begins with one. */
function withCurlyMarks(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isCurly = lines.length > 1 && lines.every((line) => /^[“„].*[”“]\s*$/.test(line));
  return isCurly ? text.replace(/[“”„]/g, '"') : text;
}

/** Lines that stand in quotation marks as a whole, doubled inside, as a table that was saved twice. */
function withoutQuotedLines(text: string): string {
  if (!/^"[^"\n]*[,;\t|][^\n]*"[,;]*(?=\n|$)/.test(text)) return text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const whole = /^"((?:[^"]|"")*)"[,;]*\s*$/;
  if (lines.length < 3 || !lines.every((line) => whole.test(line))) return text;
  const inner = text.replace(/^"((?:[^"\n]|"")*)"[,;]*[ \t]*$/gm, (_, held: string) =>
    held.replaceAll('""', '"'),
  );
  const separator = findSeparator(inner);
  const widths = lines.map((line) => whole.exec(line)![1]!.split(separator ?? '\n').length);
  // Sentences in one column differ in their commas.
  return separator !== null && widths[0]! > 2 && new Set(widths).size === 1 ? inner : text;
}

/** Two signs that stand between the cells of each line, as often in each; null where none do. */
function longSeparator(text: string): string | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 3) return null;
  return (
    ['::', '\\t'].find((one) => {
      const count = lines[0]!.split(one).length;
      return count > 1 && lines.every((line) => line.split(one).length === count);
    }) ?? null
  );
}

/** Each name in single quotation marks, as some databases write. */
const singlyQuoted = /^\s*'[^'\n]*'(?:[^'\n]'[^'\n]*')+\s*(?:\n|$)/;

type Dialect = { escape?: string; trim?: boolean; relax_quotes?: boolean };

/** Doubled quotation marks, as the standard has it; a backslash before them, as R writes; a space before them; or just left lying about. */
const dialects: readonly Dialect[] = [{}, { escape: '\\' }, { trim: true }, { relax_quotes: true }];

function parseLines(
  text: string,
  delimiter: string,
  file: string,
): { lines: CellLine[]; notes: string[] } {
  let first: CsvError | null = null;
  for (const dialect of dialects) {
    try {
      const records = parse(text, {
        delimiter,
        info: true,
        skip_empty_lines: true,
        relax_column_count: true,
        record_delimiter: '\n',
        ...(singlyQuoted.test(text) && { quote: "'" }),
        ...dialect,
      }) as unknown as { record: string[]; info: { lines: number } }[];
      const lines = records.map(({ record, info }) => ({
        // `lines` is where the record ends; quoted cells may span several.
        line: info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0),
        cells: record.map(originalCell),
      }));
      return {
        lines,
        notes: dialect.relax_quotes
          ? [`line ${lineOf(first)} has a stray quotation mark, which was kept as text`]
          : [],
      };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      first ??= error;
    }
  }
  throw new UserError('The quotation marks of this table do not close.', {
    where: `${file}:${lastOpening(text)}`,
    hint: 'Put cells that hold a separator, a quotation mark, or a line break in quotation marks, and double those inside.',
    cause: first,
  });
}

function lineOf(error: CsvError | null): number {
  return (error as (CsvError & { lines?: number }) | null)?.lines ?? 1;
}

/** The line of the last quotation mark that opens. */
function lastOpening(text: string): number {
  const last = text.lastIndexOf('"');
  return text.slice(0, last).split('\n').length;
}
