import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const folder = new URL('../reference/', import.meta.url);

export function readReference(name: string) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

export function readTable(name: string): { names: string[]; rows: number[][] } {
  const records: string[][] = parse(readFileSync(new URL(`${name}.csv`, folder), 'utf8'));
  const [names, ...rest] = records;
  return {
    names: names!,
    rows: rest.map((row) => row.map((cell) => (cell === '' ? Number.NaN : Number(cell)))),
  };
}

/** Largest difference between two p × k tables, columns paired greedily and free to change sign. */
export function distance(a: number[][], b: number[][]): number {
  const k = a[0]!.length;
  if (b[0]!.length !== k || a.length !== b.length) return Number.POSITIVE_INFINITY;
  const free = new Set(b[0]!.keys());
  let worst = 0;
  for (let m = 0; m < k; m++) {
    let best = { column: -1, off: Number.POSITIVE_INFINITY };
    for (const column of free) {
      for (const sign of [1, -1]) {
        const off = Math.max(...a.map((row, i) => Math.abs(row[m]! - sign * b[i]![column]!)));
        if (off < best.off) best = { column, off };
      }
    }
    free.delete(best.column);
    worst = Math.max(worst, best.off);
  }
  return worst;
}

/** Relative to the size of the expected number, absolute below 1. */
export function off(actual: number | null | undefined, expected: number | null): number {
  if (expected === null || expected === undefined)
    return actual == null ? 0 : Number.POSITIVE_INFINITY;
  if (actual == null) return Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
}

export function largestOff(
  actual: readonly (number | null)[],
  expected: (number | null)[],
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((value, i) => off(actual[i], value)));
}
