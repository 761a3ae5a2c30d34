/** Rows of JSON: one object a line, or one list of objects. */
import { UserError } from '../errors.ts';
import { isObject, type Placed, parseJson, wholeTable } from './json-tables.ts';
import type { Table, TableRow } from './table-file.ts';

type JsonTable = Pick<Table, 'columns' | 'rows' | 'typed' | 'notes'>;

/**
 * Null is an empty cell; NaN outside of strings, which Python writes, is null. What is no text is written out. Throws
 * UserError with the line of what is not a JSON object.
 */
export function readJsonRows(text: string, file: string): JsonTable {
  const whole = wholeTable(text);
  const objects =
    whole?.rows ?? (text.trimStart().startsWith('[') ? listOf(text, file) : linesOf(text, file));
  const columns = new Set<string>();
  const typed = new Set<string>();
  const rows = objects.map(({ line, value }): TableRow => {
    const cells = Object.entries(value)
      .flatMap(([name, cell]) => cellsWithin(name, cell))
      .map(([name, cell]) => {
        columns.add(name);
        if (typeof cell === 'number') typed.add(name);
        if (cell === null) return [name, ''] as const;
        return [name, typeof cell === 'string' ? cell : JSON.stringify(cell)] as const;
      });
    return { line, cells: Object.fromEntries(cells) };
  });
  return { columns: [...columns], rows, typed, notes: whole?.notes ?? [] };
}

/** So many numbers in a cell may be columns; more are a vector. */
const mostNumbers = 200;

/**
 * What stands by name in a cell is in columns of its own, however deep: `{"scores": {"care": 3}}` is scores.care. So are
 * several numbers in a list (scores.1, scores.2); one text in a list is that text.
 */
function cellsWithin(name: string, cell: unknown): [string, unknown][] {
  if (isObject(cell)) {
    const inner = Object.entries(cell);
    if (inner.length > 0) return inner.flatMap(([own, one]) => cellsWithin(`${name}.${own}`, one));
  }
  if (Array.isArray(cell)) {
    if (cell.length === 1 && typeof cell[0] === 'string') return [[name, cell[0]]];
    if (
      cell.length > 1 &&
      cell.length <= mostNumbers &&
      cell.every((one) => typeof one === 'number' || one === null)
    )
      return cell.map((one, i) => [`${name}.${i + 1}`, one]);
  }
  return [[name, cell]];
}

function linesOf(text: string, file: string): Placed[] {
  return text.split('\n').flatMap((line, i): Placed[] => {
    if (line.trim() === '') return [];
    const value = parseJson(line) ?? parseJson(line.replace(/,\s*$/, ''));
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
  const value = parseJson(text);
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
