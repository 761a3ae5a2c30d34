import { flatten, type Rows, unflatten } from '../statistics/dense.ts';
import { mean } from '../statistics/describe.ts';
import { lowestOfStarts } from './extraction/several-starts.ts';
import { factorFit } from './fit.ts';
import { varimaxOfR } from './rotation/orthomax.ts';

/** How a varimax-rotated minres solution fits; the names are psych's. */
export interface VssRow {
  factors: number;
  dof: number;
  chisq: number | null;
  prob: number | null;
  /** Squared residuals of R, diagonal included, with all loadings; and 1 − their share of its squares. */
  sqresid: number;
  fit: number;
  RMSEA: number | null;
  BIC: number | null;
  SABIC: number | null;
  /** Mean number of factors that a variable needs (Hofmann). */
  complex: number;
  eChisq: number;
  SRMR: number;
  eCRMS: number | null;
  eBIC: number | null;
}

export interface VerySimpleStructure {
  rotate: 'varimax';
  fm: 'minres';
  /** Fit with only the largest loading of each variable kept, for 1, 2, … factors. */
  complexity1: number[];
  /** With the two largest kept; 0 for one factor. */
  complexity2: number[];
  /** Number of factors at which each is largest, of those that leave degrees of freedom (psych looks at all). */
  max1: number;
  max2: number;
  table: VssRow[];
}

/**
 * Very simple structure (Revelle and Rocklin 1979): how well R (p × p, of n rows) is reproduced when every
 * variable keeps only its one or two largest loadings, and the fit table that goes with it. R: `psych::vss`, which
 * starts each extraction once and so can end in a higher minimum.
 * @param most factors to go to; default 8, at most p − 1
 */
export function verySimpleStructure(correlation: Rows, n: number, most = 8): VerySimpleStructure {
  const p = correlation.length;
  const last = Math.max(1, Math.min(most, p - 1));
  const r = flatten(correlation, p);
  const total = r.reduce((sum, x) => sum + x * x, 0);
  const complexity1: number[] = [];
  const complexity2: number[] = [];
  const table: VssRow[] = [];
  for (let k = 1; k <= last; k++) {
    const unrotated = lowestOfStarts(r, p, k, 'minres').loadings;
    // R's varimax with its early stop and its one start, so that figures agree with psych's where the minimum does.
    const turned = k > 1 ? varimaxOfR(unrotated, p, k).loadings : unrotated;
    const loadings = unflatten(turned, p, k);
    const fit = factorFit(r, unrotated, undefined, p, k, n);
    const share = (kept: number) => 1 - squaredResiduals(r, loadings, kept, p) / total;
    complexity1.push(share(1));
    complexity2.push(k < 2 ? 0 : share(2));
    table.push({
      factors: k,
      dof: fit.dof,
      chisq: fit.chisq,
      prob: fit.p,
      sqresid: squaredResiduals(r, loadings, k, p),
      fit: share(k),
      RMSEA: fit.rmsea?.value ?? null,
      BIC: fit.bic,
      SABIC: fit.sabic,
      complex: mean(loadings.map(hofmann)),
      eChisq: fit.empiricalChisq,
      SRMR: fit.rmsr,
      eCRMS: fit.rmsrCorrected,
      eBIC: fit.ebic,
    });
  }
  return {
    rotate: 'varimax',
    fm: 'minres',
    complexity1,
    complexity2,
    max1: largest(complexity1, table),
    max2: largest(complexity2, table),
    table,
  };
}

/** Squared residuals of R, diagonal included, with the `kept` largest loadings of each variable. */
function squaredResiduals(r: Float64Array, loadings: number[][], kept: number, p: number): number {
  const simple = loadings.map((row) => {
    const bound = row.map(Math.abs).sort((a, b) => b - a)[Math.min(kept, row.length) - 1]!;
    return row.map((x) => (Math.abs(x) >= bound ? x : 0));
  });
  let sum = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const model = simple[i]!.reduce((total, x, m) => total + x * simple[j]![m]!, 0);
      sum += (r[i * p + j]! - model) ** 2 * (i === j ? 1 : 2);
    }
  }
  return sum;
}

/** How many factors a variable needs: (Σ a²)² / Σ a⁴. */
function hofmann(row: number[]): number {
  const squares = row.reduce((sum, x) => sum + x ** 2, 0);
  const fourths = row.reduce((sum, x) => sum + x ** 4, 0);
  return fourths > 0 ? squares ** 2 / fourths : 1;
}

/** Without degrees of freedom a solution is one of many, and how simple it looks means nothing. */
function largest(fits: number[], table: VssRow[]): number {
  let at = 0;
  fits.forEach((fit, i) => {
    if (table[i]!.dof >= 0 && fit > fits[at]!) at = i;
  });
  return at + 1;
}
