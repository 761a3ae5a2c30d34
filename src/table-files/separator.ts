/** What stands between the cells of a text table. */

/** Several spaces count as one where space separates. */
const separators = [',', ';', '\t', '|', '^', ' ', '，', '；'] as const;
export type Separator = (typeof separators)[number];

/** Lines beyond this are not looked at to find the separator. */
const sampleLength = 256_000;
const lineLimit = 2_000;

/**
 * The separator that gives every line the same number of cells outside quotation marks; among several,
 * the one that gives the header as many as the rows, then the one with more cells. Null where the
 * table has a single column.
 */
export function findSeparator(text: string): Separator | null {
  const sample = text.slice(0, sampleLength);
  const found = separators
    .map((separator) => weighed(separator, cellsOfLines(sample, separator)))
    .filter((one) => one !== null)
    .sort((a, b) => b.fit - a.fit || b.cells - a.cells);
  return found[0]?.separator ?? null;
}

const isSeparator = (text: string) => separators.some((one) => one === text);

type Weighed = { separator: Separator; cells: number; fit: number };

/** `fit` is the share of lines that agree, above 1 where the header agrees too. */
function weighed(separator: Separator, lines: readonly string[][]): Weighed | null {
  const all = lines.filter((cells) => cells.length > 1 || cells[0]!.trim() !== '');
  const told = all.filter((cells) => !(cells[0]!.startsWith('#') && all.length > 2));
  const counted = told.length > 0 ? told : all;
  const widths = new Map<number, number>();
  for (const { length } of counted.slice(1)) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [cells, agreeing] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [
    counted[0]?.length ?? 0,
    0,
  ];
  const rows = counted.length - 1;
  const header = counted.findIndex(({ length }) => length > 1 && Math.abs(length - cells) <= 1);
  if (cells < 2) {
    // No line agrees on more than one cell; a header with several says what was meant.
    const wide = counted[0]?.length ?? 0;
    return wide > 1 && separator !== ' ' ? { separator, cells: wide, fit: 0.01 } : null;
  }
  // Between spaces stands what separates.
  if (separator === ' ' && counted.filter((row) => row.some(isSeparator)).length > 0.8 * rows)
    return null;
  const share = rows === 0 ? 1 : agreeing / rows;
  const width = header < 0 ? (counted[0]?.length ?? 0) : counted[header]!.length;
  const exact = header >= 0 && width === cells;
  // Words with commas below a heading without are no columns, and neither are two words with a space; numbers are.
  const doubtful = header !== 0 || (cells === 2 && !exact) || separator === ' ';
  // A single column of decimal commas is not a column of names and one of numbers.
  const names = new Set(counted.slice(1).map(([first]) => first));
  const isDecimal = (row: readonly string[]) =>
    /^[-+−]?\d*$/.test(row[0]!.trim()) && /^\d+$/.test(row[1]?.trim() ?? '');
  const counts = counted.slice(1).every((row, i) => Number(row[0]) === Number(counted[1]![0]) + i);
  const decimals =
    separator === ',' && rows > 1 && !counts && counted.slice(1).every((row) => isDecimal(row));
  const alone = cells === 2 && counted[0]!.length === 1 && (names.size < rows || decimals);
  if (alone || (doubtful && !(share > 0.9 && isNumericSomewhere(counted.slice(1), cells))))
    return counted[0]!.length > 1 && separator !== ' '
      ? { separator, cells, fit: 0.1 * share }
      : null;
  // Lines above the heading are rare: a first line that agrees says more.
  const agrees = header > 0 ? 0.2 : exact ? 1 : 0.5;
  return { separator, cells, fit: share + agrees };
}

function isNumericSomewhere(rows: readonly string[][], cells: number): boolean {
  for (let c = 1; c < cells; c++) {
    const numeric = rows.filter((row) =>
      /^[-+−]?[\d.,]*\d([eE][-+]?\d+)?$/.test(row[c]?.trim() ?? ''),
    );
    if (numeric.length > rows.length / 2) return true;
  }
  return false;
}

/** Cells of each line that has any, as far as quotation marks at the beginning of a cell say; blank lines left out. */
function cellsOfLines(text: string, separator: Separator): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let start = 0;
  let quoted = false;
  let fresh = true;
  const endLine = (at: number) => {
    cells.push(text.slice(start, at));
    if (separator === ' ') cells = cells.filter((cell) => cell !== '');
    if (cells.length > 1 || (cells[0] ?? '').trim() !== '') lines.push(cells);
    cells = [];
  };
  let i = 0;
  for (; i < text.length && lines.length < lineLimit; i++) {
    const sign = text[i]!;
    if (sign === '"') {
      if (quoted) quoted = false;
      else if (fresh || text[i - 1] === '"') quoted = true;
      fresh = false;
    } else if (quoted) {
      // Whatever stands in quotation marks belongs to the cell.
    } else if (sign === separator) {
      cells.push(text.slice(start, i));
      start = i + 1;
      fresh = true;
    } else if (sign === '\n') {
      endLine(i);
      start = i + 1;
      fresh = true;
    } else if (sign !== ' ') fresh = false;
  }
  if (i >= text.length && text.length < sampleLength) endLine(text.length);
  return lines;
}

/** Runs of spaces outside quotation marks as single ones, none at the ends of lines. */
export function singleSpaces(text: string): string {
  return text
    .split(/("(?:[^"]|"")*")/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/ +/g, ' ')))
    .join('')
    .replace(/^ | $/gm, '');
}
