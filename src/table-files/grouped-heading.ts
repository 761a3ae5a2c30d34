/** Headings of several lines: groups over names, questions over their parts, levels as pandas writes them. */
import { filled, isNumber } from './odd-rows.ts';
import type { CellLine } from './separated-text.ts';
import { quoteCell, type Table } from './table-file.ts';

/** A row of words could head a table. */
export const couldHead = (cells: readonly string[] | undefined): boolean =>
  cells !== undefined && filled(cells) >= 2 && !cells.some(isNumber);

/** What a survey service writes below a question that has no parts. */
const openAnswer = /^(open-ended )?response$/i;

/** How many lines of names stand above a line that names only the first columns, as pandas writes levels of columns over the names of its index; 0 where it does not. */
function namedLevels(lines: readonly CellLine[]): number {
  return Math.max(
    0,
    [2, 3].find((levels) => {
      const named = lines[levels]?.cells;
      const data = lines.slice(levels + 1, levels + 6);
      if (!named || data.length === 0) return false;
      const last = named.findLastIndex((cell) => cell.trim() !== '');
      if (last < 0 || last >= named.length - 1 || filled(named) !== last + 1) return false;
      const behind = (cells: readonly string[]) => cells.slice(last + 1);
      return (
        !named.some(isNumber) &&
        lines.slice(0, levels).every(({ cells }) => behind(cells).every((cell) => cell.trim())) &&
        couldHead(['', ...behind(lines[0]!.cells), 'x']) &&
        data.every(({ cells }) => behind(cells).some(isNumber))
      );
    }) ?? 0,
  );
}

/** Groups over numbers (1, 2, 1, 2), above rows that all have a name in front. */
function isNumberedLevel(
  groups: readonly string[],
  names: readonly string[],
  data: readonly CellLine[],
): boolean {
  const [first = '', ...rest] = names;
  const given = groups.slice(1).map((cell) => cell.trim());
  return (
    first.trim() === '' &&
    (groups[0] ?? '').trim() === '' &&
    rest.length > 1 &&
    rest.every((cell) => /^\d+$/.test(cell.trim())) &&
    couldHead(groups) &&
    new Set(given).size < given.length &&
    data.length > 2 &&
    data.every(({ cells }) => (cells[0] ?? '').trim() !== '' && !isNumber(cells[0]!))
  );
}

/** Names of all levels behind each other; an empty cell continues the group before it. */
function joinedLevels(lines: readonly CellLine[]): string[] {
  const held = lines.map(() => '');
  return lines[0]!.cells.map((_, i) =>
    lines
      .map(({ cells }, l) => {
        const cell = (cells[i] ?? '').trim();
        if (i > 0 && l < lines.length - 1) held[l] = cell || held[l]!;
        return i > 0 && l < lines.length - 1 ? held[l]! : cell;
      })
      .filter(Boolean)
      .join(' '),
  );
}

/**
 * A heading of two lines, groups over names (in a workbook a cell over several columns leaves the cells beside it
 * empty): the names alone where each stands once, else each behind its group.
 */
export function withoutGroups(
  lines: readonly CellLine[],
  about: Pick<Table, 'counts'>,
  notes: string[],
): readonly CellLine[] {
  const levels = namedLevels(lines);
  if (levels > 1) {
    const joined = joinedLevels(lines.slice(0, levels));
    const named = lines[levels]!;
    notes.push(
      `the heading has ${levels + 1} lines, up to ${about.counts} ${named.line}, which names the first ${named.cells.findLastIndex((cell) => cell.trim() !== '') > 0 ? 'columns' : 'column'}`,
    );
    return [
      { ...lines[0]!, cells: joined.map((name, i) => named.cells[i]?.trim() || name) },
      ...lines.slice(levels + 1),
    ];
  }
  const [groups, names, ...data] = lines;
  if (groups && names && isNumberedLevel(groups.cells, names.cells, data)) {
    notes.push(
      `the heading has two lines, ${about.counts} ${groups.line} and ${about.counts} ${names.line}, whose names are joined`,
    );
    return [{ ...names, cells: joinedLevels([groups, names]) }, ...data];
  }
  if (!groups || !names || !couldHead(groups.cells) || !couldHead(names.cells)) return lines;
  const given = groups.cells.map((cell) => cell.trim()).filter(Boolean);
  const repeatsGroups = new Set(given).size < given.length;
  const spans =
    repeatsGroups ||
    names.cells.some(
      (name, i) => i > 0 && name.trim() !== '' && (groups.cells[i] ?? '').trim() === '',
    );
  // A question over its parts, as survey services write it: each column has a name in one line or the other.
  const complement =
    groups.cells.some((group) => group.trim() === '') &&
    groups.cells.every((group, i) => group.trim() !== '' || (names.cells[i] ?? '').trim() !== '');
  const columns = names.cells.flatMap((name, i) => (name.trim() === '' || i === 0 ? [] : [i]));
  const measured = columns.filter((i) => data.some(({ cells }) => isNumber(cells[i] ?? '')));
  if (
    !spans ||
    (filled(groups.cells) >= filled(names.cells) && !repeatsGroups && !complement) ||
    measured.length < columns.length / 2
  )
    return lines;
  const own = names.cells.map((name) => name.trim()).filter(Boolean);
  const repeats = new Set(own).size < own.length;
  let group = '';
  const joined = names.cells.map((name, i) => {
    group = groups.cells[i]?.trim() || group;
    const own = openAnswer.test(name) ? '' : name.trim();
    if (own === '') return (groups.cells[i] ?? '').trim();
    return repeats && own !== group ? `${group} ${own}`.trim() : own;
  });
  notes.push(
    `the heading has two lines: ${about.counts} ${groups.line} (${quoteCell(groups.cells.filter(Boolean).join(', '))}) groups the columns of ${about.counts} ${names.line}${repeats ? ', whose names follow it' : ' and is left out'}`,
  );
  return [{ ...names, cells: joined }, ...data];
}
