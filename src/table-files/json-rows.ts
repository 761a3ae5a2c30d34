/** Rows of JSON: one object a line, or one list of objects. */
import { UserError } from '../errors.ts';
import type { Table, TableRow } from './table-file.ts';

type JsonTable = Pick<Table, 'columns' | 'rows' | 'typed' | 'notes'>;

/**
 * Null is an empty cell; NaN and Infinity outside of strings, which Python writes, are null. What is
 * no text is written out. Throws UserError with the line of what is not a JSON object.
 */
export function readJsonRows(text: string, file: string): JsonTable {
  const objects = text.trimStart().startsWith('[') ? listOf(text, file) : linesOf(text, file);
  const columns = new Set<string>();
  const typed = new Set<string>();
  const rows = objects.map(({ line, value }): TableRow => {
    const cells = Object.entries(value).map(([name, cell]) => {
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

function linesOf(text: string, file: string): Placed[] {
  return text.split('\n').flatMap((line, i): Placed[] => {
    if (line.trim() === '') return [];
    const value = parse(line);
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
