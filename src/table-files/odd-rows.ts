/** Rows that are no cases: the heading once more, a line of units or questions, sums, and notes below a table. */
import { plural } from '../tables/numbers.ts';
import type { CellLine } from './separated-text.ts';
import { quoteCell, type Table } from './table-file.ts';

/** How many cells hold anything. */
export const filled = (cells: readonly string[]) =>
  cells.filter((cell) => cell.trim() !== '').length;
export const isNumber = (cell: string) =>
  /^[-+−]?(\d+([.,]\d*)*|[.,]\d+)(e[-+]?\d+)?$/i.test(cell.trim());

/** Leaves them out of `lines`, whose first is the heading, and tells it. */
export function withoutOddRows(
  lines: readonly CellLine[],
  about: Pick<Table, 'counts'>,
  notes: string[],
): CellLine[] {
  const [heading, ...rest] = lines;
  if (!heading) return [];
  const tell = (found: readonly CellLine[], what: string) => {
    if (found.length === 0) return;
    const { line, cells } = found[0]!;
    const shown = quoteCell(cells.filter((cell) => cell.trim() !== '').join(', '));
    const more = found.length > 1 ? ` and ${plural(found.length - 1, 'more line')}` : '';
    notes.push(
      `${about.counts} ${line} (${shown})${more} ${what} and ${found.length > 1 ? 'are' : 'is'} left out`,
    );
  };
  const again = rest.filter(({ cells }) => isSame(cells, heading.cells));
  tell(again, again.length > 1 ? 'are the heading once more' : 'is the heading once more');
  let left = rest.filter((line) => !again.includes(line));
  const below = notesBelow(left, heading.cells.length);
  tell(below, below.length > 1 ? 'are notes below the table' : 'is a note below the table');
  left = left.slice(0, left.length - below.length);
  left = left.slice(0, left.findLastIndex(({ cells }) => filled(cells) > 0) + 1);
  const [second, ...others] = left;
  if (second && isAboutColumns(second.cells, others)) {
    tell([second], 'says something of each column (a unit, or a question)');
    left = others;
  }
  const sums = summaries(left);
  tell(sums, sums.length > 1 ? 'sum up the others' : 'sums up the others');
  return [heading, ...left.slice(0, left.length - sums.length)];
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length > 1 &&
  a.length === b.length &&
  filled(a) > 1 &&
  !a.every(isNumber) &&
  a.every((cell, i) => cell.trim() === b[i]!.trim());

/** How many rows were printed, as databases and pandas say it. */
const rowsCounted =
  /^\s*[([]?\d+ (?:rows?|Zeilen?|lignes?|filas?)(?: affected)?(?: *[x×] *\d+ columns?)?[)\]]?\s*$/i;
const noteWords =
  /^\s*(?:notes?\b|sources?\b|remarks?\b|quelle|anmerkung|hinweis|remarque|fuente|nota\b|注|来源|資料|備考|[*†‡]+\s*\S)/i;

/** Lines at the end of a table of several columns that hold one text, or, behind an empty line, words in fewer cells. */
function notesBelow(lines: readonly CellLine[], width: number): CellLine[] {
  if (width < 2) return [];
  const isNote = ({ cells }: CellLine) => {
    if (rowsCounted.test(cells.join(' '))) return true;
    const text = (cells[0] ?? '').trim();
    if (filled(cells) !== 1 || text === '' || isNumber(text)) return false;
    return noteWords.test(text) || (cells.length === 1 && width > 2 && /\s\S+\s/.test(text));
  };
  // A sheet has all cells of its width in each row.
  const isAside = ({ cells }: CellLine) =>
    (cells.length < width || filled(cells) === 1) &&
    /\p{L}/u.test(cells.join('')) &&
    !cells.some(isNumber);
  const isAfterGap = (i: number) => {
    const before = lines[i - 1];
    const height = before?.cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 1) ?? 0;
    return before !== undefined && lines[i]!.line > before.line + height;
  };
  const aside = lines.findLastIndex((line) => !isAside(line)) + 1;
  if (aside > 0 && aside < lines.length && isAfterGap(aside)) return lines.slice(aside);
  const from = lines.findLastIndex((line) => !isNote(line)) + 1;
  return from === 0 ? [] : lines.slice(from);
}

/** "1-5", "(0 to 10)": from which step to which. */
const scaleOfNumbers = /^\s*[([]?\d+ ?(?:[-–—…]|\.\.+|to|bis) ?\d+[)\]]?\s*$/;

/** Words below the names of at least two columns that hold numbers, or nothing, from there on. */
function isAboutColumns(cells: readonly string[], others: readonly CellLine[]): boolean {
  if (others.length < 2) return false;
  const numeric = cells.flatMap((_, i) => {
    const known = others.map((line) => (line.cells[i] ?? '').trim()).filter((cell) => cell !== '');
    return known.length > others.length / 2 && known.every(isNumber) ? [i] : [];
  });
  const words = numeric.filter(
    (i) =>
      (/\p{L}.*\p{L}|[%°]/u.test(cells[i]!) && !/^[nN][aA/]/.test(cells[i]!)) ||
      scaleOfNumbers.test(cells[i]!),
  );
  return numeric.length >= 2 && words.length === numeric.length;
}

const sumWords =
  /^(?:(?:grand |sub)?totals?|sum|sums|summe|gesamt|insgesamt|somme|suma|soma|mean|means|average|avg|m|mw|mittelwert|durchschnitt|moyenne|media|promedio|合计|总计|平均|合計|итого|всего)\.?$/i;
/** Words for other figures of columns, which stand beside sums or means. */
const figureWords =
  /^(?:sd|s\.d|std|std(?:ev)?|stdabw|standard ?deviation|standardabweichung|écart[- ]type|se|s\.e|sem|var(?:iance|ianz)?|n|count|anzahl|min(?:imum)?|max(?:imum)?|median|md|mdn|mode|modus|range|skew(?:ness)?|kurtosis|25 ?%|50 ?%|75 ?%)\.?$/i;

/** Rows at the end under words for sums, means, and other figures, of which one holds those of the rows above. */
function summaries(lines: readonly CellLine[]): readonly CellLine[] {
  const wordOf = ({ cells }: CellLine) => (cells.find((cell) => cell.trim() !== '') ?? '').trim();
  const isNamed = (line: CellLine) => sumWords.test(wordOf(line)) || figureWords.test(wordOf(line));
  const from = lines.findLastIndex((line) => !isNamed(line)) + 1;
  const rest = lines.slice(0, from);
  const found = lines.slice(from);
  return found.some(({ cells }) => isSum(cells, rest)) ? found : [];
}

/** A last row under a word for sums or means whose numbers are those of the rows above. */
function isSum(cells: readonly string[], others: readonly CellLine[]): boolean {
  const at = cells.findIndex((cell) => cell.trim() !== '');
  if (at < 0 || others.length < 2 || !sumWords.test(cells[at]!.trim())) return false;
  const numberOf = (cell: string | undefined) => Number((cell ?? '').trim().replace(',', '.'));
  const columns = cells.flatMap((cell, i) => (i > at && cell.trim() !== '' ? [i] : []));
  const fits = columns.filter((i) => {
    const sum = others.reduce((total, line) => total + numberOf(line.cells[i]), 0);
    const told = numberOf(cells[i]);
    return [sum, sum / others.length].some(
      (one) => Math.abs(one - told) <= 0.006 * (1 + Math.abs(one)),
    );
  });
  return columns.length > 0 && fits.length === columns.length;
}
