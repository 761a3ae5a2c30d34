/**
 * `node bench/inference/rules.ts [sets]`: what the empirical Kaiser criterion says of all rows and of effective rows, and what MAP
 * says of rare 0/1 columns, where rows come in models.
 */
import { empiricalKaiser } from '../../src/factor-analysis/empirical-kaiser.ts';
import { minimumAveragePartial } from '../../src/factor-analysis/map.ts';
import { nesting } from '../../src/factor-analysis/nesting.ts';
import { isSparse } from '../../src/factor-analysis/number-of-factors.ts';
import { symmetricEigenvalues } from '../../src/statistics/eigen.ts';
import { argument, correlationOf, drawFrom, markdown, rate } from './independent.ts';
import { nestedTable } from './nested-table.ts';

const sets = argument(0, 400);
const models = 35;
const rowsEach = 15;
const columns = 24;
const between = 0.3;

/** `cut`: rows above it are 1, others 0; null for normal columns. */
type Cell = { factors: number; cut: number | null };

function measured(cell: Cell, seed: number): string[] {
  const draw = drawFrom(seed);
  const right = { all: 0, effective: 0, map: 0, counts: 0 };
  for (let set = 0; set < sets; set++) {
    const { factors, cut } = cell;
    const drawn = nestedTable(draw, { models, rowsEach, columns, factors, between });
    const { groups } = drawn;
    const rows =
      cut === null ? drawn.rows : drawn.rows.map((row) => row.map((x) => (x > cut ? 1 : 0)));
    const effectiveRows = nesting(rows, groups).effectiveRowsForCorrelations ?? rows.length;
    const r = correlationOf(rows);
    const eigenvalues = Array.from(symmetricEigenvalues(Float64Array.from(r.flat()), columns));
    if (empiricalKaiser(eigenvalues, rows.length).suggested === factors) right.all++;
    if (empiricalKaiser(eigenvalues, effectiveRows).suggested === factors) right.effective++;
    const map = minimumAveragePartial(r);
    if ((map.noneIsLeast ? 0 : map.suggested) === factors) right.map++;
    if (!isSparse(rows)) right.counts++;
  }
  return [right.all, right.effective, right.map, right.counts].map((count) => rate(count, sets));
}

const cells: [string, Cell][] = [
  ['normal, no factor', { factors: 0, cut: null }],
  ['normal, three factors', { factors: 3, cut: null }],
  ['0/1, half ones, three factors', { factors: 3, cut: 0 }],
  ['0/1, one in ten, three factors', { factors: 3, cut: 1.2816 }],
];
process.stdout.write(
  `${markdown(
    ['columns', 'EKC right, all rows', 'EKC right, effective rows', 'MAP right', 'MAP counts'],
    cells.map(([name, cell], i) => [name, ...measured(cell, 60 + i)]),
  )}\n\n${sets} sets a row: ${models} models × ${rowsEach} rows, ${columns} columns, loadings .6, ${100 * between} % of the variance between models.\n`,
);
