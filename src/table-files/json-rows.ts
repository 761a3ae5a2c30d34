/** Rows of JSON: one object a line, or one list of objects. */
import { UserError } from '../errors.ts';
import type { Table, TableRow } from './table-file.ts';

type JsonTable = Pick<Table, 'columns' | 'rows' | 'typed' | 'notes'>;

/**
 * Null is an empty cell; NaN and Infinity outside of strings, which Python writes, are null. What is
 * no text is written out. Throws UserError with the line of what is not a JSON object.
 */
export function readJsonRows(text: string, file: string): JsonTable {
  const objects = wholeOf(text) ?? (isList(text) ? listOf(text, file) : linesOf(text, file));
  const columns = new Set<string>();
  const typed = new Set<string>();
  const rows = objects.map(({ line, value }): TableRow => {
    const cells = Object.entries(value)
      .flatMap(numbersWithin)
      .map(([name, cell]) => {
        columns.add(name);
        if (typeof cell === 'number') typed.add(name);
        if (cell === null) return [name, ''] as const;
        return [name, typeof cell === 'string' ? cell : JSON.stringify(cell)] as const;
      });
    return { line, cells: Object.fromEntries(cells) };
  });
  return { columns: [...columns], rows, typed, notes: [] };
}

type Placed = { line: number; value: object };

const isList = (text: string): boolean => text.trimStart().startsWith('[');

/** Numbers by name in a cell are columns of their own: `{"scores": {"care": 3}}` is scores.care. */
function numbersWithin([name, cell]: [string, unknown]): [string, unknown][] {
  const inner = isObject(cell) ? Object.entries(cell) : [];
  return inner.length > 0 && inner.every(([, one]) => one === null || typeof one === 'number')
    ? inner.map(([own, one]) => [`${name}.${own}`, one])
    : [[name, cell]];
}

/** Names under which a table stands; a list under another name is a cell of a row. */
const tableNames = /^(?:data|rows|records|results|items|values|responses|answers|table|list)$/i;

/**
 * Tables that are one value: lists of cells below a list of names, a list of objects under a name of its own, and
 * columns as lists or as objects by row, as pandas writes them. Null for any other.
 */
function wholeOf(text: string): Placed[] | null {
  if (isList(text) ? !/^\s*\[\s*\[/.test(text) : isJsonLines(text)) return null;
  const value = parse(text);
  if (value === undefined || typeof value !== 'object' || value === null) return null;
  const placed = (rows: object[]): Placed[] => rows.map((row, i) => ({ line: i + 1, value: row }));
  const named = (names: readonly unknown[], rows: readonly unknown[]) =>
    placed(
      rows.map((row) =>
        Object.fromEntries(names.map((name, i) => [String(name), (row as unknown[])[i] ?? null])),
      ),
    );
  if (Array.isArray(value)) {
    const [first, ...rows] = value as unknown[];
    return Array.isArray(first) && rows.length > 0 && rows.every(Array.isArray)
      ? named(first, rows)
      : null;
  }
  const { columns, data } = value as Record<string, unknown>;
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray))
    return named(columns, data);
  const inner = Object.values(value);
  const lists = Object.entries(value).filter(
    ([name, one]) =>
      tableNames.test(name) && Array.isArray(one) && one.length > 0 && one.every(isObject),
  );
  if (lists.length === 1) return placed(lists[0]![1]);
  const keys = Object.keys(inner.find((one) => typeof one === 'object' && one !== null) ?? {});
  const isColumn = (one: unknown) =>
    typeof one === 'object' && one !== null && Object.keys(one).join() === keys.join();
  const byRow = inner.length > 1 && keys.length > 1 && keys.every((key) => /^\d+$/.test(key));
  return byRow && inner.every(isColumn)
    ? named(
        Object.keys(value),
        keys.map((key) => inner.map((one) => (one as Record<string, unknown>)[key])),
      )
    : null;
}

/** A value on the first line, and more behind it: a large file is not read as one value first. */
function isJsonLines(text: string): boolean {
  const begun = text.trimStart();
  const end = begun.indexOf('\n');
  return end >= 0 && begun.slice(end).trim() !== '' && parse(begun.slice(0, end)) !== undefined;
}

function linesOf(text: string, file: string): Placed[] {
  return text.split('\n').flatMap((line, i): Placed[] => {
    if (line.trim() === '') return [];
    const value = parse(line) ?? parse(line.replace(/,\s*$/, ''));
    if (value === undefined)
      throw new UserError('This line is not JSON.', {
        where: `${file}:${i + 1}`,
        hint: 'Every line is one JSON object.',
      });
    if (!isObject(value))
      throw new UserError('This line is not a JSON object.', {
        where: `${file}:${i + 1}`,
        hint: 'Every line names its cells, like {"model": "a", "answer": "honesty"}.',
      });
    return [{ line: i + 1, value }];
  });
}

function listOf(text: string, file: string): Placed[] {
  const value = parse(text);
  if (!Array.isArray(value))
    throw new UserError('This file is not JSON.', {
      where: file,
      hint: 'It needs one JSON object a line, or one list of them.',
    });
  return value.map((one: unknown, i) => {
    if (isObject(one)) return { line: i + 1, value: one };
    throw new UserError(`Entry ${i + 1} of the list is not a JSON object.`, {
      where: file,
      hint: 'Every entry names its cells, like {"model": "a", "answer": "honesty"}.',
    });
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined where it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const repaired = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (part) =>
      part.startsWith('"') ? part : 'null',
    );
    try {
      return JSON.parse(repaired);
    } catch {
      return undefined;
    }
  }
}
