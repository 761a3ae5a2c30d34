/** From lines of cells to a table: what is its heading, what is beside it, what names its rows. */
import { UserError } from '../errors.ts';
import { plural } from '../tables/numbers.ts';
import { couldHead, withoutGroups } from './grouped-heading.ts';
import { filled, isNumber, withoutOddRows } from './odd-rows.ts';
import type { CellLine } from './separated-text.ts';
import { placeOf, quoteCell, type Table } from './table-file.ts';

type Shaped = Pick<Table, 'columns' | 'rows' | 'headerLine' | 'notes'>;

/** The name of a column that has none. */
const nameless = '';

/**
 * Leaves out comments, titles above the heading, lines and last columns that are empty; takes a heading
 * that is one short as one that leaves out the names of rows. `header` false: there is no heading.
 * Throws UserError, with file and line, for a line with too few or too many cells, and for a name that
 * appears twice.
 */
export function shapeTable(
  all: readonly CellLine[],
  about: Pick<Table, 'file' | 'counts'>,
  header?: boolean,
): Shaped {
  const notes: string[] = [];
  const aside = withoutAside(withoutEmptyFirst(all), about, notes);
  const grouped = header === false ? aside : withoutGroups(aside, about, notes);
  const cases = header === false ? grouped : withoutOddRows(grouped, about, notes);
  const lines = withoutBeside(cases, about, notes);
  const [first] = lines;
  if (!first) return { columns: [], rows: [], headerLine: 1, notes };
  const heading = headingOf(lines, header, notes);
  const data = heading.taken ? lines.slice(1) : lines;
  const { names, short } = namesFor(heading, data);
  const columns = uniqueNames(short ? [nameless, ...names] : names, about, first.line);
  if (short)
    notes.push('the heading has one cell less than the rows: the first column names the rows');
  checkWidths(columns, data, about);
  return {
    columns,
    rows: data.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])),
    })),
    headerLine: first.line,
    notes,
  };
}

/** Columns in front that hold nothing at all: tables drawn with bars, and sheets that begin further right. */
function withoutEmptyFirst(lines: readonly CellLine[]): readonly CellLine[] {
  const first = lines.reduce((least, { cells }) => {
    const at = cells.findIndex((cell) => cell.trim() !== '');
    return at < 0 ? least : Math.min(least, at);
  }, Number.POSITIVE_INFINITY);
  return first === 0 || !Number.isFinite(first)
    ? lines
    : lines.map(({ line, cells }) => ({ line, cells: cells.slice(first) }));
}

/** Cells without a name above them, behind an empty column: a legend beside the table. */
function withoutBeside(
  lines: readonly CellLine[],
  about: Pick<Table, 'counts'>,
  notes: string[],
): readonly CellLine[] {
  const named = lastFilled(lines[0]?.cells ?? []);
  const isEmpty = lines.every(({ cells }) => (cells[named] ?? '').trim() === '');
  const beside = lines.find(({ cells }) => lastFilled(cells) > named);
  if (named < 2 || !isEmpty || !beside) return lines;
  const shown = quoteCell(beside.cells.slice(named + 1).join(' '));
  notes.push(`what stands beside the table (${about.counts} ${beside.line}: ${shown}) is left out`);
  return lines.map(({ line, cells }) => ({ line, cells: cells.slice(0, named) }));
}

const lastFilled = (cells: readonly string[]) =>
  cells.findLastIndex((cell) => cell.trim() !== '') + 1;
/** A line of dashes below a heading, as Markdown and printed tables have it. */
const isRule = (cells: readonly string[]) =>
  filled(cells) > 0 && cells.every((cell) => /^\s*(?::?-{3,}:?|:-+:?|-+:|={3,}|)\s*$/.test(cell));
function withoutAside(
  all: readonly CellLine[],
  about: Pick<Table, 'counts'>,
  notes: string[],
): CellLine[] {
  const usual = usualWidth(all);
  const left: CellLine[] = [];
  let lines = all.filter((line) => {
    const { cells } = line;
    if (isRule(cells)) return false;
    const comment =
      /^\s*#/.test(cells[0] ?? '') && usual > 1 && (cells.length !== usual || filled(cells) === 1);
    if (comment) left.push(line);
    return !comment;
  });
  for (;;) {
    lines = lines.slice(
      Math.max(
        0,
        lines.findIndex(({ cells }) => filled(cells) > 0),
      ),
    );
    if (usual < 2 || !isAbove(lines, usual)) break;
    left.push(lines[0]!);
    lines = lines.slice(1);
  }
  if (left.length > 0)
    notes.push(
      `${about.counts} ${left[0]!.line} (${quoteCell(left[0]!.cells.join(' '))})${left.length > 1 ? ` and ${left.length - 1} more` : ''} ${left.length > 1 ? 'are' : 'is'} not part of the table and left out`,
    );
  // Two lines of a survey service, below the names: the questions, and ids in braces.
  const ids = lines[2]?.cells.filter((cell) => cell !== '') ?? [];
  if (ids.length > 0 && ids.every((cell) => cell.startsWith('{"ImportId"'))) {
    notes.push('the two lines below the names (questions and ImportId) are left out');
    lines = [lines[0]!, ...lines.slice(3)];
  }
  return lines.slice(0, lines.findLastIndex(({ cells }) => filled(cells) > 0) + 1);
}

/** Whether the first line is a title or a comment: alone in its line, or before one that looks more like the heading. */
function isAbove([first, ...rest]: readonly CellLine[], usual: number): boolean {
  const next = rest.find(({ cells }) => filled(cells) > 0)?.cells;
  if (!first || !next) return false;
  const { cells } = first;
  // Several lines may stand above; the heading is the first of all cells.
  const h = rest.findIndex((line) => line.cells.length === usual && filled(line.cells) > 1);
  const isHead = (at: number) =>
    couldHead(rest[at]?.cells) &&
    rest[at]!.cells.length === usual &&
    rest.slice(at + 1).some((line) => line.cells.some(isNumber));
  const headed = isHead(rest.findIndex((line) => line.cells === next)) || (h < 8 && isHead(h));
  if (filled(cells) === 1 && ((cells[0] ?? '').trim() !== '' || cells.length > 1))
    return cells.length === 1 && usual > 2 ? rest.some((line) => filled(line.cells) > 1) : headed;
  return headed && (cells.length < usual || /^\s*#/.test(cells[0]!));
}

function usualWidth(lines: readonly CellLine[]): number {
  const widths = new Map<number, number>();
  for (const { cells } of lines) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  return [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** Names that are numbers are warned of; where they also stand twice they can only be data. */
function headingOf(
  lines: readonly CellLine[],
  header: boolean | undefined,
  notes: string[],
): { names: string[]; taken: boolean } {
  const cells = lines[0]!.cells.map((cell) => cell.trim());
  const counted = () => cells.map((_, i) => `v${i + 1}`);
  if (header === false) return { names: counted(), taken: false };
  const named = cells.filter((cell) => cell !== '');
  const numbers = named.filter(isNumber);
  // A first cell in words may name the case.
  if (numbers.length < 2 || numbers.length < named.length - 1 || lines.length < 2)
    return { names: cells, taken: true };
  const some = numbers.slice(0, 3).join(', ');
  if (
    header === undefined &&
    new Set(named).size < named.length &&
    numbers.length === named.length
  ) {
    notes.push(
      `the first line holds numbers (${some}, …), some of them twice: it was read as data, and the columns were named v1 to v${cells.length}`,
    );
    return { names: counted(), taken: false };
  }
  notes.push(
    `the first line holds numbers (${some}, …) and was taken for names; if it is data, add --no-header`,
  );
  return { names: cells, taken: true };
}

/** The names as far as there are columns; `short` where the rows have one cell more, in front. */
function namesFor(
  { names, taken }: { names: readonly string[]; taken: boolean },
  data: readonly CellLine[],
): { names: string[]; short: boolean } {
  const wide = data.reduce((most, { cells }) => Math.max(most, lastFilled(cells)), 0);
  if (!taken)
    return { names: Array.from({ length: wide }, (_, i) => names[i] ?? `v${i + 1}`), short: false };
  const named = lastFilled(names);
  if (wide <= named) return { names: names.slice(0, named), short: false };
  if (names.length >= wide) return { names: names.slice(0, wide), short: false };
  const short =
    wide === named + 1 &&
    names.length === named &&
    data.every(({ cells }) => cells.length >= wide && cells[0]!.trim() !== '') &&
    new Set(data.map(({ cells }) => cells[0]!.trim())).size === data.length &&
    data.filter(({ cells }) => lastFilled(cells) === wide).length > data.length / 2;
  return { names: names.slice(0, named), short };
}

function checkWidths(
  columns: readonly string[],
  data: readonly CellLine[],
  about: Pick<Table, 'file' | 'counts'>,
): void {
  const wanted = columns.length;
  const odd = data.find(({ cells }) => cells.length < wanted || lastFilled(cells) > wanted);
  if (!odd) return;
  const count = odd.cells.length;
  throw new UserError(
    `This ${about.counts} has ${plural(count, 'cell')}, the heading ${plural(wanted, 'name')}.`,
    {
      where: placeOf(about, odd.line),
      hint:
        count < wanted
          ? 'Add what is missing, or the separators of empty cells.'
          : odd.cells.every(isNumber) && about.counts === 'line'
            ? 'If commas are decimal, another character has to separate cells: a semicolon or a tab.'
            : 'Put cells that hold a comma, or the separator, in quotation marks.',
    },
  );
}

/** Columns without a name are named by their place, but for the first. */
function uniqueNames(
  names: readonly string[],
  about: Pick<Table, 'file' | 'counts'>,
  line: number,
): string[] {
  const given = names.map((name, i) =>
    name.trim() === '' && i > 0 ? `column ${i + 1}` : name.trim(),
  );
  const twice = given.find((name, i) => given.indexOf(name) !== i);
  if (twice === undefined) return given;
  throw new UserError(`The column ${twice} appears twice.`, {
    where: placeOf(about, line),
    hint: isNumber(twice)
      ? 'If the first line is data and no heading, add --no-header.'
      : 'Give every column a name of its own.',
  });
}
