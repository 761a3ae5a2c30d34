import { tuckerCongruence } from '../../statistics/tucker.ts';
import type { FactorResult } from '../factor-analysis.ts';
import type { Fit } from '../fit.ts';
import { homeOf } from '../home-factor.ts';
import { rotateBifactor } from '../rotation/bifactor.ts';
import { rotateToTarget } from '../rotation/target.ts';
import { schmidLeiman } from '../schmid-leiman.ts';
import { obliminOf, salient, targetStarts } from './esem.ts';

/** Loadings of the Schmid–Leiman solution below this are aimed at 0 (Reise, Moore, and Maydeu-Olivares 2011). */
const aimedAtZero = 0.2;

export interface BifactorSolution {
  /** Group factors beside the general one. */
  groups: number;
  /** Loadings on the general factor, of p columns. */
  general: number[];
  /** Loadings on the group factors, p × k. */
  group: number[][];
  /** Of the solution with one factor more than there are groups. */
  fit: Fit;
  /** Share of the common variance that is the general factor's. */
  ecv: number;
  /** Share of the variance of the sum of all columns (turned to load positively) that is the general factor's. */
  omegaHierarchical: number;
  /** For each group factor: columns whose highest group loading is on it, and at least .30. */
  columns: number[];
  /** Congruence of the general factor, and the lowest of a group factor, with those of bi-geomin. */
  biGeomin: { general: number; lowestGroup: number };
}

/**
 * Exploratory bifactor solution: the maximum likelihood solution with k + 1 factors, rotated orthogonally towards the
 * pattern of the Schmid–Leiman solution with k group factors; loadings on the general factor are free. It is compared with
 * bi-geomin, which needs no target.
 * @param oblique the unrotated solution with k factors, k of 3 or more
 * @param wider the unrotated solution with k + 1 factors, of the same correlations
 */
export function bifactor(oblique: FactorResult, wider: FactorResult): BifactorSolution {
  const { loadings, phi } = obliminOf(oblique);
  const layers = schmidLeiman(loadings, phi);
  const target = layers.group.map((row) => [
    null,
    ...row.map((x) => (Math.abs(x) < aimedAtZero ? 0 : null)),
  ]);
  const turned = rotateToTarget(wider.loadings, target, { starts: targetStarts }).loadings;
  const sign = turned.reduce((sum, row) => sum + row[0]!, 0) < 0 ? -1 : 1;
  const general = turned.map((row) => sign * row[0]!);
  const group = turned.map((row) => row.slice(1));
  const homes = group.map(homeOf);
  return {
    groups: oblique.factors,
    general,
    group,
    fit: wider.fit,
    ecv: squares(general) / (squares(general) + squares(group.flat())),
    omegaHierarchical: generalShare(general, wider.correlation),
    columns: Array.from(
      { length: oblique.factors },
      (_, m) => homes.filter((home, i) => home === m && Math.abs(group[i]![m]!) >= salient).length,
    ),
    biGeomin: besideBiGeomin(wider, turned),
  };
}

function generalShare(general: readonly number[], r: readonly (readonly number[])[]): number {
  const key = general.map((g) => (g < 0 ? -1 : 1));
  const sum = general.reduce((total, g) => total + Math.abs(g), 0);
  const variance = r.reduce(
    (total, row, i) => total + row.reduce((s, x, j) => s + x * key[i]! * key[j]!, 0),
    0,
  );
  return sum ** 2 / variance;
}

function besideBiGeomin(wider: FactorResult, turned: readonly number[][]) {
  const { loadings } = rotateBifactor(wider.loadings);
  const congruence = tuckerCongruence(turned, loadings).map((row) => row.map(Math.abs));
  // Column m of one with any group column of the other.
  const lowestGroup = Math.min(...congruence.slice(1).map((row) => Math.max(...row.slice(1))));
  return { general: congruence[0]![0]!, lowestGroup };
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x * x, 0);
}
