/** Tables that are one JSON value, or several that no line separates: as pandas, R, and services write them. */
import { isObject, parseLoosely } from '../tables/loose-json.ts';

/** A row, and the line (else the place in its list) where it stands. */
export type Placed = { line: number; value: object };
type Whole = { rows: Placed[]; notes: string[] };

/** Names under which a table stands; a list under another name is a cell of a row. */
const tableNames = /^(?:data|rows|records|results|items|values|responses|answers|table|list)$/i;

const isList = (text: string): boolean => text.trimStart().startsWith('[');

/**
 * Lists of cells, with or without a list of names above; a list of objects under a name of its own; columns as lists or
 * as objects by row; rows by their names; and objects one after another, on lines of their own or not. Null for any other.
 */
export function wholeTable(text: string): Whole | null {
  if (isList(text)) {
    const value = /^\s*\[\s*\[/.test(text) ? parseJson(text) : listsByLine(text);
    return Array.isArray(value) ? ofLists(value) : null;
  }
  if (isJsonLines(text)) return null;
  const value = parseJson(text);
  if (isObject(value)) return ofObject(value);
  const several = value === undefined ? oneAfterAnother(text) : null;
  return several && { rows: several, notes: [] };
}

/** Lists of cells, one a line; undefined where any line is another. */
function listsByLine(text: string): unknown[] | undefined {
  const [first = '', ...rest] = text.trim().split('\n');
  if (rest.length === 0 || !Array.isArray(parseJson(first))) return undefined;
  const lists = [first, ...rest].map(parseJson);
  return lists.every(Array.isArray) ? lists : undefined;
}

const placed = (rows: readonly object[]): Placed[] =>
  rows.map((row, i) => ({ line: i + 1, value: row }));

function named(names: readonly unknown[], rows: readonly unknown[]): Placed[] {
  return placed(
    rows.map((row) =>
      Object.fromEntries(names.map((name, i) => [String(name), (row as unknown[])[i] ?? null])),
    ),
  );
}

/** Names are texts: where the first list holds a number, it is a row. */
function ofLists(value: readonly unknown[]): Whole | null {
  const [first, ...rows] = value;
  if (!Array.isArray(first) || rows.length === 0 || !rows.every(Array.isArray)) return null;
  if (first.every((cell) => typeof cell !== 'number'))
    return { rows: named(first, rows), notes: [] };
  const names = first.map((_, i) => `v${i + 1}`);
  return {
    rows: named(names, value),
    notes: [
      `the first list holds numbers (${first.slice(0, 3).join(', ')}, …): it was read as data, and the columns were named v1 to v${names.length}`,
    ],
  };
}

function ofObject(value: Record<string, unknown>): Whole | null {
  const apart = namesApart(value);
  if (apart) return apart;
  const lists = Object.entries(value).filter(
    ([name, one]) =>
      tableNames.test(name) && Array.isArray(one) && one.length > 0 && one.every(isObject),
  );
  if (lists.length === 1) return { rows: placed(lists[0]![1] as object[]), notes: [] };
  const others = Object.entries(value).filter(
    ([, one]) => Array.isArray(one) && one.length > 2 && one.every(isObject),
  );
  if (others.length === 1)
    return {
      rows: placed(others[0]![1] as object[]),
      notes: [`the rows are those of the list ${others[0]![0]}`],
    };
  const inner = Object.values(value);
  const within = listWithin(value, 0);
  if (within) return { rows: placed(within), notes: [] };
  if (inner.length === 1 && isObject(inner[0])) return byName(inner[0]);
  const keys = Object.keys(inner.find((one) => typeof one === 'object' && one !== null) ?? {});
  const isColumn = (one: unknown) =>
    typeof one === 'object' && one !== null && Object.keys(one).join() === keys.join();
  const byRow = inner.length > 1 && keys.length > 1 && keys.every((key) => /^\d+$/.test(key));
  if (byRow && inner.every(isColumn))
    return {
      rows: named(
        Object.keys(value),
        keys.map((key) => inner.map((one) => (one as Record<string, unknown>)[key])),
      ),
      notes: [],
    };
  const own = byName(value);
  if (own) return own;
  // Beside remarks of its own, a table may stand under any name.
  const tables = inner.flatMap((one) => (isObject(one) ? (byName(one) ?? []) : []));
  return tables.length === 1 ? tables[0]! : null;
}

/** Names in one list, as texts or as descriptions of columns, and rows without names in another. */
function namesApart(value: Record<string, unknown>): Whole | null {
  const listAt = (names: readonly string[]) =>
    names.map((name) => value[name]).find((one) => Array.isArray(one)) as unknown[] | undefined;
  const columns = listAt(['columns', 'header', 'headers', 'fields', 'names']);
  const data = listAt(['data', 'rows', 'values', 'records']);
  if (!columns || !data || data.length === 0 || !data.every(Array.isArray)) return null;
  const names = columns.map((one) =>
    isObject(one) ? (one.name ?? one.field ?? one.id ?? one.key ?? one.title) : one,
  );
  const isName = (one: unknown) => typeof one === 'string' || typeof one === 'number';
  return names.every(isName) ? { rows: named(names, data), notes: [] } : null;
}

/** The one list of objects under a name for tables, some levels deeper: `{"payload": {"items": […]}}`. */
function listWithin(value: Record<string, unknown>, depth: number): object[] | null {
  const found = Object.entries(value).flatMap(([name, one]): object[][] => {
    if (isObject(one)) {
      const deeper = depth < 3 ? listWithin(one, depth + 1) : null;
      return deeper ? [deeper] : [];
    }
    const isTable = depth > 0 && tableNames.test(name) && Array.isArray(one) && one.length > 1;
    return isTable && one.every(isObject) ? [one] : [];
  });
  return found.length === 1 ? found[0]! : null;
}

/**
 * Objects by name that share their own names: rows by name, or columns by the names of rows, which look the same. There
 * are as many rows as columns at least. Names of rows go to a first column without a name.
 */
function byName(value: Record<string, unknown>): Whole | null {
  const outer = Object.keys(value);
  const objects = Object.values(value);
  if (outer.length < 2 || !objects.every(isObject)) return null;
  const inner = [...new Set(objects.flatMap(Object.keys))];
  const isFlat = objects.every((one) => Object.values(one).every((cell) => !isObject(cell)));
  const filled = objects.reduce((sum, one) => sum + Object.keys(one).length, 0);
  const size = inner.length * outer.length;
  if (!isFlat || size < 6 || filled < (outer.length < 3 ? 0.9 : 0.5) * size) return null;
  const counted = outer.every((name) => /^\d+$/.test(name));
  const rowsFirst = counted || outer.length >= inner.length;
  const cell = (row: string, column: string) =>
    (value[rowsFirst ? row : column] as Record<string, unknown>)[rowsFirst ? column : row] ?? null;
  const [rows, columns] = rowsFirst ? [outer, inner] : [inner, outer];
  const shown = (names: readonly string[]) =>
    `${names.slice(0, 2).join(', ')}${names.length > 2 ? ', …' : ''}`;
  return {
    rows: placed(
      rows.map((row) =>
        Object.fromEntries([
          ...(counted ? [] : [['', row] as const]),
          ...columns.map((column) => [column, cell(row, column)] as const),
        ]),
      ),
    ),
    notes: counted
      ? []
      : [
          `the names in the file are read as ${rows.length} rows (${shown(rows)}) of ${columns.length} columns (${shown(columns)})`,
        ],
  };
}

/** A value on the first line, and more behind it: a large file is not read as one value first. */
function isJsonLines(text: string): boolean {
  const begun = text.trimStart();
  const end = begun.indexOf('\n');
  return end >= 0 && begun.slice(end).trim() !== '' && parseJson(begun.slice(0, end)) !== undefined;
}

/** Objects as they follow each other, each where it begins; null where anything else stands between them. */
function oneAfterAnother(text: string): Placed[] | null {
  const found: Placed[] = [];
  let [depth, start, line, startLine] = [0, -1, 1, 1];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign === '\\') i += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') {
      if (depth === 0) [start, startLine] = [i, line];
      depth += 1;
    } else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth !== 0) continue;
      const value = parseJson(text.slice(start, i + 1));
      if (!isObject(value)) return null;
      found.push({ line: startLine, value });
    } else if (depth === 0 && !/[\s,]/.test(sign)) return null;
  }
  return depth === 0 && found.length > 1 ? found : null;
}

/** Undefined where it is not JSON, however loose. */
export function parseJson(text: string): unknown {
  try {
    return parseLoosely(text);
  } catch {
    return undefined;
  }
}
