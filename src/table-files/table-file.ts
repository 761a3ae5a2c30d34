/** A table as it stands in a file: columns, rows with their places, and what had to be decided to read it. */

export type TableRow = {
  /** 1-based: the line of a text file where the row begins, the row of a worksheet, the case of an SPSS file. */
  line: number;
  /** Cells by column; what is not text is written out. */
  cells: Record<string, string>;
};

/** What a person says of a table when the program cannot know it. */
export type TableOptions = {
  /** Of a text file, as the WHATWG names encodings; found out unless given. */
  encoding?: string;
  /** Worksheet of a workbook, by name; the first with cells unless given. */
  sheet?: string;
  /** False: the first line is data. */
  header?: boolean;
  /** The decimal mark of numbers that are text; found out unless given. */
  decimal?: '.' | ',';
  /** Further cells that say that nothing is known: numbers, or words. */
  gaps?: readonly string[];
};

export type Table = {
  file: string;
  /** What `line` of a row counts. */
  counts: 'line' | 'row' | 'case';
  /** Where the names of columns stand. */
  headerLine: number;
  columns: string[];
  rows: TableRow[];
  /** Columns whose cells the file holds as numbers: their decimal mark is a point. */
  typed: ReadonlySet<string>;
  /** Between the cells of a text file; null elsewhere. */
  separator: string | null;
  /** Columns that measure nothing as the file itself says, and what they are instead ("is the weight of …"). */
  noMeasures?: ReadonlyMap<string, string>;
  options: TableOptions;
  /** How the file was read where that was a decision, in sentences for the reader. */
  notes: string[];
};

/** A line of the table as an error names it: `file.csv:3`, `file.xlsx, row 3`. */
export function placeOf(table: Pick<Table, 'file' | 'counts'>, line: number): string {
  return table.counts === 'line'
    ? `${table.file}:${line}`
    : `${table.file}, ${table.counts} ${line}`;
}

/** A cell as an error quotes it. */
export function quoteCell(cell: string): string {
  const text = cell.replace(/\s+/g, ' ').trim();
  return `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`;
}
