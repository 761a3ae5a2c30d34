/** Rows of JSON: one object a line, or one list of objects. */
import { UserError } from '../errors.ts';
import { isObject } from '../tables/loose-json.ts';
import { type Placed, parseJson, wholeTable } from './json-tables.ts';
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
        // Infinity stays the word, which is no number.
        const isPlain = typeof cell === 'string' || typeof cell === 'number';
        return [name, isPlain ? String(cell) : JSON.stringify(cell)] as const;
      });
    return { line, cells: Object.fromEntries(cells) };
  });
  return { columns: [...columns], rows, typed, notes: whole?.notes ?? [] };
}

/** So many numbers in a cell may be columns; more are a vector. */
const mostNumbers = 200;

/**
 * What stands by name in a cell is in columns of its own, however deep: `{"scores": {"care": 3}}` is scores.care. So are
 * several numbers in a list (scores.1, scores.2), and numbers beside their names in one (`[{"value": "care", "score": 3}]`
 * is scores.care); one text in a list is that text.
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
    const named = cell.length > 1 && cell.every(isObject) ? namedNumbers(cell) : null;
    if (named) return named.map(([own, one]) => [`${name}.${own}`, one]);
  }
  return [[name, cell]];
}

/** Of objects alike, each with one text that no other has and one number: the numbers by these texts. */
function namedNumbers(cells: readonly Record<string, unknown>[]): [string, unknown][] | null {
  const isNumeric = (one: unknown) => typeof one === 'number' || one === null;
  const names = Object.keys(cells[0]!);
  const texts = names.filter((name) => cells.every((cell) => typeof cell[name] === 'string'));
  const numbers = names.filter((name) => cells.every((cell) => isNumeric(cell[name])));
  if (texts.length !== 1 || numbers.length !== 1) return null;
  const found = cells.map((cell): [string, unknown] => [
    String(cell[texts[0]!]),
    cell[numbers[0]!],
  ]);
  return new Set(found.map(([own]) => own)).size === found.length ? found : null;
}

function linesOf(text: string, file: string): Placed[] {
  return text.split('\n').flatMap((line, i): Placed[] => {
    if (line.trim() === '') return [];
    const told = parseJson(line) ?? parseJson(line.replace(/,\s*$/, ''));
    // A line that was written as JSON twice.
    const value = typeof told === 'string' ? (parseJson(told) ?? told) : told;
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
