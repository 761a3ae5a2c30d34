/** How the items and the subdimensions behave as a test: item statistics, correlations, halo. */
import { correlationMatrix, pearson } from '../../statistics/correlation.ts';
import { median } from '../../statistics/describe.ts';
import { symmetricEigenvalues } from '../../statistics/eigen.ts';
import { type Cells, finiteMean, meansOverRaters, unit } from './cells.ts';
import type { ItemStatistics } from './scores.ts';

/** Indexes of the subdimension columns. */
function subdimensionColumns(cells: Cells): number[] {
  return cells.columns.flatMap((one, i) => (one.kind === 'subdimension' ? [i] : []));
}

/**
 * Per item, averaged over subdimensions. Difficulty: mean orientation (0–100) over models, so a low
 * figure is a hard item. Discrimination: mean orientation on this item of the models in the upper half on
 * the other items, minus that of the lower half. Item–total: correlation over models of this item
 * with the mean of the other items. Both need three models and something that varies, else null.
 */
export function itemStatistics(cells: Cells): ItemStatistics[] {
  const columns = subdimensionColumns(cells).map((c) => meansOverRaters(cells, c));
  return cells.items.map((item, s) => {
    const perColumn = columns.map((means) => {
      const pairs = means
        .map((row) => ({ item: row[s]!, rest: finiteMean(row.filter((_, other) => other !== s)) }))
        .filter((pair) => Number.isFinite(pair.item) && Number.isFinite(pair.rest));
      return { difficulty: finiteMean(means.map((row) => row[s]!)), ...itemOf(pairs) };
    });
    return {
      item,
      difficulty: unit * finiteMean(perColumn.map((one) => one.difficulty)),
      discrimination: scaled(finiteMean(perColumn.map((one) => one.discrimination)), unit),
      itemTotal: scaled(finiteMean(perColumn.map((one) => one.itemTotal)), 1),
    };
  });
}

function itemOf(pairs: readonly { item: number; rest: number }[]) {
  if (pairs.length < 3) return { discrimination: Number.NaN, itemTotal: Number.NaN };
  const middle = median(pairs.map((pair) => pair.rest));
  const side = (upper: boolean) =>
    finiteMean(
      pairs
        .filter((pair) => (upper ? pair.rest > middle : pair.rest < middle))
        .map((pair) => pair.item),
    );
  return {
    discrimination: side(true) - side(false),
    itemTotal: pearson(
      pairs.map((pair) => pair.rest),
      pairs.map((pair) => pair.item),
    ),
  };
}

function scaled(value: number, by: number): number | null {
  return Number.isFinite(value) ? value * by : null;
}

/** Correlations among the raw subdimensions over models × items, completions with a gap left out. */
export function correlationsOf(cells: Cells): number[][] {
  const columns = subdimensionColumns(cells).map((c) => meansOverRaters(cells, c).flat());
  const rows = (columns[0] ?? []).map((_, i) => columns.map((column) => column[i]!));
  return correlationMatrix(rows).correlation;
}

/** Share of the first eigenvalue of a correlation matrix: near 1 when one impression colours all; null for one column or without correlations. */
export function haloOf(correlations: readonly (readonly number[])[]): number | null {
  const p = correlations.length;
  if (p < 2) return null;
  const flat = Float64Array.from(correlations.flat());
  if (!flat.every(Number.isFinite)) return null;
  return symmetricEigenvalues(flat, p)[0]! / p;
}
