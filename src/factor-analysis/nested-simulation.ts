/** Data like those at hand, in any number: a fitted factor model, rows nested in groups, columns of the same shape. */
import type { Rows } from '../statistics/dense.ts';
import { flatten, multiply, transpose } from '../statistics/dense.ts';
import { symmetricEigen } from '../statistics/eigen.ts';
import type { Random } from '../statistics/random.ts';
import {
  hermiteLoadings,
  latentCorrelation,
  type Marginal,
  marginalOf,
  valueAt,
} from './latent-normal.ts';
import { nesting } from './nesting.ts';

/** What a simulation needs, as plain data. */
export interface NestedPopulation {
  p: number;
  /** Share of each column's variance between groups. */
  icc: number[];
  /** Share of the factors' variance between groups. */
  factorIcc: number;
  marginals: Marginal[];
  /** Flat p × p roots of the covariance of the normal deviates between and within groups. */
  between: Float64Array;
  within: Float64Array;
  /** Pairs of columns whose shapes cannot correlate as the model wants them to. */
  unreachable: number;
}

export interface PopulationModel {
  /** Pattern, p × k. */
  loadings: Rows;
  /** `null` for uncorrelated factors. */
  phi: Rows | null;
  /** Share of variance between groups: of each column, and of the factors; 0 where rows are independent. */
  icc?: readonly number[];
  factorIcc?: number;
  /** Shapes of the columns; normal unless given. */
  marginals?: readonly Marginal[];
}

/**
 * The population in which the columns correlate ΛΦΛᵀ + Ψ, factors share `factorIcc` of their variance between groups, and
 * columns `icc` of theirs. Cut-up columns get the normal correlations at which their values correlate so.
 */
export function nestedPopulation(model: PopulationModel): NestedPopulation {
  const p = model.loadings.length;
  const k = model.loadings[0]?.length ?? 0;
  const icc = Array.from({ length: p }, (_, j) => clip(model.icc?.[j] ?? 0));
  const factorIcc = clip(model.factorIcc ?? 0);
  const marginals = Array.from({ length: p }, (_, j) => model.marginals?.[j] ?? null);
  const wanted = commonPart(model, p, k);
  const hermite = marginals.map(hermiteLoadings);
  let unreachable = 0;
  const latent = (i: number, j: number, r: number) => {
    if (!marginals[i] && !marginals[j]) return r;
    const rho = latentCorrelation(hermite[i]!, hermite[j]!, r);
    if (Math.abs(rho) > 0.99 && Math.abs(r) > 0.01) unreachable++;
    return rho;
  };
  const total = new Float64Array(p * p);
  const between = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    total[i * p + i] = 1;
    // Two rows of one group correlate icc in a column, whatever its shape.
    between[i * p + i] = icc[i]! > 0 ? latent(i, i, icc[i]!) : 0;
    for (let j = 0; j < i; j++) {
      const r = wanted[i * p + j]!;
      total[i * p + j] = total[j * p + i] = latent(i, j, r);
      between[i * p + j] = between[j * p + i] = factorIcc > 0 ? latent(i, j, factorIcc * r) : 0;
    }
  }
  const proper = nearest(between, p);
  const rest = nearest(
    total.map((value, at) => value - proper[at]!),
    p,
  );
  // Where something was cut off, variances are brought back to 1.
  const scale = Array.from(
    { length: p },
    (_, j) => 1 / Math.sqrt(proper[j * p + j]! + rest[j * p + j]!),
  );
  const scaled = (matrix: Float64Array) =>
    matrix.map((value, at) => value * scale[Math.floor(at / p)]! * scale[at % p]!);
  return {
    p,
    icc,
    factorIcc,
    marginals,
    between: root(scaled(proper), p),
    within: root(scaled(rest), p),
    unreachable,
  };
}

/**
 * The population behind rows: their shapes, the columns' intraclass correlations, and the factors' share of variance
 * between groups, by least squares of the between-group covariances on those of the model. Without groups all rows are
 * independent.
 */
export function populationOfRows(
  rows: Rows,
  groups: readonly (string | number)[] | null,
  model: { loadings: Rows; phi: Rows | null },
  shapes: 'data' | 'normal' = 'data',
): NestedPopulation {
  const p = model.loadings.length;
  const k = model.loadings[0]?.length ?? 0;
  const marginals = Array.from({ length: p }, (_, j) =>
    shapes === 'data' ? marginalOf(Array.from(rows, (row) => row[j]!)) : null,
  );
  if (!groups || new Set(groups.map(String)).size < 2)
    return nestedPopulation({ ...model, marginals });
  const found = nesting(rows, groups);
  const icc = found.columns.map((column) => Math.max(0, column.icc ?? 0));
  const wanted = commonPart(model, p, k);
  let cross = 0;
  let squares = 0;
  found.between?.covariance.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      cross += row[j]! * wanted[i * p + j]!;
      squares += wanted[i * p + j]! ** 2;
    }
  });
  const factorIcc = squares > 0 ? clip(cross / squares) : 0;
  return nestedPopulation({ ...model, icc, factorIcc, marginals });
}

/** Rows of `groups` × `each`, group after group; the labels are 0 to groups − 1. */
export function drawNested(
  population: NestedPopulation,
  groups: number,
  each: number,
  random: Random,
): { rows: Float64Array[]; groups: number[] } {
  const { p, marginals, between, within } = population;
  const rows: Float64Array[] = [];
  const labels: number[] = [];
  for (let g = 0; g < groups; g++) {
    const shared = turned(between, p, random);
    for (let i = 0; i < each; i++) {
      const row = turned(within, p, random);
      for (let j = 0; j < p; j++) row[j] = valueAt(marginals[j]!, row[j]! + shared[j]!);
      rows.push(row);
      labels.push(g);
    }
  }
  return { rows, groups: labels };
}

function turned(root: Float64Array, p: number, random: Random): Float64Array {
  const z = Float64Array.from({ length: p }, () => random.normal());
  const out = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += root[i * p + j]! * z[j]!;
    out[i] = sum;
  }
  return out;
}

/** ΛΦΛᵀ, flat p × p. */
function commonPart(
  { loadings, phi }: { loadings: Rows; phi: Rows | null },
  p: number,
  k: number,
): Float64Array {
  const pattern = flatten(loadings, k);
  const structure = phi ? multiply(pattern, flatten(phi, k), p, k, k) : pattern;
  return multiply(structure, transpose(pattern, p, k), p, k, p);
}

/** Negative eigenvalues cut off. */
function nearest(matrix: Float64Array, p: number): Float64Array {
  const half = root(matrix, p);
  return multiply(half, transpose(half, p, p), p, p, p);
}

/** A with A Aᵀ = matrix, negative eigenvalues taken for 0. */
function root(matrix: Float64Array, p: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, p);
  const out = new Float64Array(p * p);
  for (let m = 0; m < p; m++) {
    const length = Math.sqrt(Math.max(0, values[m]!));
    for (let i = 0; i < p; i++) out[i * p + m] = vectors[m * p + i]! * length;
  }
  return out;
}

function clip(share: number): number {
  return Math.max(0, Math.min(0.99, share));
}
