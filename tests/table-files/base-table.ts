/** A table of whole and of decimal numbers, and the ways in which programs write one to a file. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../src/statistics/random.ts';
import { readNumericTable } from '../../src/table-files/numeric-table.ts';
import { readTable } from '../../src/table-files/read-table.ts';
import type { TableOptions } from '../../src/table-files/table-file.ts';

export const names = ['q1', 'q2', 'q3', 'q4', 'q5'];

/** Answers from 1 to 5, or decimals of three digits around 0. */
export function numbersOf(kind: 'steps' | 'decimals', rows = 40): number[][] {
  const random = createRandom(`table ${kind} ${rows}`);
  return Array.from({ length: rows }, () => {
    const level = random.normal();
    return names.map(() => {
      const x = level + random.normal();
      return kind === 'steps'
        ? Math.max(1, Math.min(5, Math.round(3 + 0.8 * x)))
        : Number(x.toFixed(3));
    });
  });
}

export type WriteOptions = {
  header?: readonly string[] | null;
  separator?: string;
  /** A cell from its number; as JavaScript writes it by default. */
  cell?: (value: number, row: number, column: number) => string;
  end?: string;
};

/** Lines of text, the last one ended too. */
export function textOf(rows: readonly (readonly number[])[], options: WriteOptions = {}): string {
  const { header = names, separator = ',', cell = String, end = '\n' } = options;
  return [
    ...(header === null ? [] : [header.join(separator)]),
    ...rows.map((row, i) => row.map((value, j) => cell(value, i, j)).join(separator)),
  ]
    .map((line) => line + end)
    .join('');
}

const folder = mkdtempSync(join(tmpdir(), 'valuelex-tables-'));

export function fileOf(content: string | Uint8Array, name = 'table.csv'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** What the commands that compute take from a file, with all that is told. */
export async function numbersIn(
  content: string | Uint8Array,
  options: TableOptions & { name?: string; columns?: string[]; groups?: string } = {},
) {
  const { name, columns, groups, ...table } = options;
  const notes: string[] = [];
  const read = await readTable(fileOf(content, name), table);
  const found = readNumericTable(read, { columns, groups, flag: '--columns' }, (text) =>
    notes.push(text),
  );
  return { names: found.names, rows: found.rows, lines: found.lines, notes };
}
