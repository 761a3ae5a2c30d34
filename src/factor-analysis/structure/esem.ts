import { flatten, unflatten } from '../../statistics/dense.ts';
import type { FactorResult } from '../factor-analysis.ts';
import type { Fit } from '../fit.ts';
import { homeOf } from '../home-factor.ts';
import { rotate } from '../rotation/rotate.ts';
import { rotateToTarget } from '../rotation/target.ts';

/** A loading of this size or more places a column on a factor, or is a cross-loading. */
export const salient = 0.3;
/** Columns that a factor needs to stand on its own. */
export const fewestColumns = 3;

/** A target rotation begins near its end: fewer starts than a rotation without a target takes. */
export const targetStarts = 10;

export interface EsemSolution {
  factors: number;
  /** Pattern after the rotation, p × k. */
  loadings: number[][];
  /** Correlations of the factors; null for one factor. */
  phi: number[][] | null;
  /** Of the maximum likelihood solution: rotation does not change it. */
  fit: Fit;
  /** For each factor: columns whose highest loading is on it, and at least .30. */
  columns: number[];
  /** Loadings of .30 and more on a factor that is not the column's own. */
  crossLoadings: number;
  /** Root mean square of the loadings that the target puts at 0; null for one factor. */
  distance: number | null;
  heywood: string[];
}

/**
 * Exploratory structural equation model with target rotation (Asparouhov and Muthén 2009; Browne 2001): maximum
 * likelihood, oblique, each column free on the factor where oblimin puts it and aimed at 0 on the others. R:
 * `lavaan::efa`, `GPArotation::targetQ`.
 * @param unrotated a maximum likelihood solution
 */
export function esem(unrotated: FactorResult): EsemSolution {
  const { factors, fit, heywood } = unrotated;
  const turned = factors > 1 ? turn(unrotated) : null;
  const loadings = turned?.loadings ?? unrotated.loadings;
  const homes = loadings.map(homeOf);
  return {
    factors,
    loadings,
    phi: turned?.phi ?? null,
    fit,
    columns: Array.from(
      { length: factors },
      (_, m) =>
        homes.filter((home, i) => home === m && Math.abs(loadings[i]![m]!) >= salient).length,
    ),
    crossLoadings: loadings
      .flatMap((row, i) => row.filter((_, m) => m !== homes[i]))
      .filter((x) => Math.abs(x) >= salient).length,
    distance: turned?.rmsDifference ?? null,
    heywood,
  };
}

/** Oblimin's loadings decide which cell of each row is free. */
function turn(unrotated: FactorResult) {
  const oblimin = obliminOf(unrotated);
  const target = oblimin.loadings.map((row) => {
    const home = homeOf(row);
    return row.map((_, m) => (m === home ? null : 0));
  });
  return rotateToTarget(unrotated.loadings, target, { oblique: true, starts: targetStarts });
}

/** Oblimin of an unrotated solution with two factors or more. */
export function obliminOf({ loadings, factors }: Pick<FactorResult, 'loadings' | 'factors'>) {
  const p = loadings.length;
  const turned = rotate(flatten(loadings, factors), p, factors, 'oblimin');
  return {
    loadings: unflatten(turned.loadings, p, factors),
    phi: unflatten(turned.phi!, factors, factors),
  };
}
