/** The loadings of a part on the clusters of the whole, beside those of the whole. */
import type { Cluster } from '../../clustering/clusters.ts';
import { UserError } from '../../errors.ts';
import type { FactorOptions } from '../../factor-analysis/factor-analysis.ts';
import { refit } from '../../factor-analysis/refit.ts';
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import { columnsOf, correlateColumns } from '../../statistics/correlation.ts';
import { flatten, unflatten } from '../../statistics/dense.ts';
import { buildMatrix, type Matrix } from '../derive/matrix.ts';
import type { FactorView } from '../factor-view.ts';
import type { Study } from '../study.ts';

/** Answers outside the part count like refusals: they name nothing, and are not in denominators. */
export function columnsOfPart(columns: AnswerColumns, inPart: Uint8Array): AnswerColumns {
  return { ...columns, refused: columns.refused.map((kind, i) => (inPart[i] === 1 ? kind : 1)) };
}

/** The matrix of a part, with the same kind of rows as the whole. Throws UserError as `buildMatrix`. */
export function matrixOfPart(
  columns: AnswerColumns,
  inPart: Uint8Array,
  clusters: readonly Cluster[],
  study: Study,
  unit: Matrix['unit'],
  mostColumns?: number,
): Matrix {
  return buildMatrix(
    { columns: columnsOfPart(columns, inPart), idAt: String },
    clusters,
    { ...study.factors, rows: unit },
    mostColumns,
  );
}

export type LoadingsFound = {
  matrix: Matrix;
  /** Of each factor of the whole. */
  congruence: number[];
  /** Mean square of its loadings in the part. */
  variance: number[];
};

/**
 * Tucker's congruence of the part's loadings with those of the whole, over the columns that the part has. The part's
 * factors, as many as the whole's, are turned to the whole's by least squares (as `psych::fa` does with resamples), so
 * that what a rotation does to few rows is no difference; all columns count, since random parts have as few rows. Null where the part has too few columns.
 */
export function loadingsOfPart(
  columns: AnswerColumns,
  inPart: Uint8Array,
  whole: Pick<FactorView, 'columns' | 'loadings' | 'k' | 'rows'>,
  study: Study,
  options: FactorOptions,
): LoadingsFound | null {
  // Clusters are identified by position, since two can have the same name.
  const clusters = whole.columns.map(({ words, count }, i) => ({
    ...{ name: String(i), named: false, words, count, cohesion: null },
  }));
  let matrix: Matrix;
  try {
    matrix = matrixOfPart(columns, inPart, clusters, study, whole.rows, clusters.length);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
  const p = matrix.columns.length;
  const { k } = whole;
  if (p < Math.max(3, k + 1) || matrix.rowNames.length <= p) return null;
  const { correlation } = correlateColumns(columnsOf(matrix.cells, p), matrix.cells.length, p);
  const target = matrix.columns.map(({ name }) => whole.loadings[Number(name)]!);
  const found = refit(correlation, p, flatten(target, k), { ...options, factors: k }, 'target');
  return {
    matrix,
    congruence: [...found.congruence],
    variance: meanSquares(unflatten(found.loadings, p, k)),
  };
}

/** Of each column of the loadings. */
export function meanSquares(loadings: readonly (readonly number[])[]): number[] {
  return loadings[0]!.map(
    (_, f) => loadings.reduce((sum, row) => sum + row[f]! ** 2, 0) / loadings.length,
  );
}
