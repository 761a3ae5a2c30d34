import { readFileSync } from 'node:fs';
import { mean, standardDeviation } from '../../src/statistics/describe.ts';
import { pairIndex } from '../../src/statistics/dissimilarity.ts';
import { readReference } from './reference.ts';

/** R's figures for the two data sets; its objects and clusters are numbered from 1. */
export const { usarrests, iris } = readReference('clustering');

/** Columns to mean 0 and standard deviation 1 (n − 1), as R's `scale`. */
function standardised(rows: number[][]): number[][] {
  const columns = rows[0]!.map((_, j) => rows.map((row) => row[j]!));
  const means = columns.map(mean);
  const deviations = columns.map(standardDeviation);
  return rows.map((row) => row.map((x, j) => (x - means[j]!) / deviations[j]!));
}

function cellsOf(name: string): string[][] {
  const text = readFileSync(new URL(`../reference/${name}.csv`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** USArrests, standardised, 50 × 4. */
export const arrests = standardised(
  cellsOf('usarrests').map((cells) => cells.slice(-4).map(Number)),
);

/** The measurements of iris, standardised, 150 × 4. */
export const irises = standardised(cellsOf('iris').map((cells) => cells.slice(0, 4).map(Number)));
export const species = cellsOf('iris').map((cells) => cells[4]!);

/** A condensed matrix as rows. */
export function square(condensed: ArrayLike<number>, n: number): number[][] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) =>
      i === j ? 0 : condensed[pairIndex(Math.min(i, j), Math.max(i, j), n)]!,
    ),
  );
}
