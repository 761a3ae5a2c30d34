/**
 * A linear model with an intercept and crossed or nested random effects, y = μ + Σ Z_k u_k + e: its design as
 * sparse matrices, and the products with its inverse covariance matrix that likelihoods and scores are made of.
 */
import {
  type Factor,
  type FactorPattern,
  factorise,
  factorPattern,
  inverseDiagonal,
  logDeterminant,
  type SparseColumns,
  solveFactor,
} from './sparse-cholesky.ts';

/** One random effect: the level (0 … levels − 1) that each observation has. */
export interface RandomTerm {
  name: string;
  levels: number;
  level: Int32Array;
}

export interface MixedDesign {
  observations: number;
  /** The term with most levels first: eliminated first, it fills in least (Bates et al. 2015, §5.1). */
  terms: RandomTerm[];
  /** Where each term's effects begin among all effects. */
  offset: Int32Array;
  effects: number;
  /** ZᵀZ, lower triangle. */
  cross: SparseColumns;
  crossValues: Float64Array;
  /** Term of each effect. */
  termOf: Int32Array;
  pattern: FactorPattern;
}

/** Numbers the effects, counts how often two of them meet, and finds the pattern of the Cholesky factor. */
export function mixedDesign(observations: number, given: readonly RandomTerm[]): MixedDesign {
  const terms = [...given].sort((a, b) => b.levels - a.levels);
  const offset = new Int32Array(terms.length + 1);
  terms.forEach((term, k) => {
    offset[k + 1] = offset[k]! + term.levels;
  });
  const effects = offset[terms.length]!;
  const termOf = new Int32Array(effects);
  terms.forEach((_, k) => {
    termOf.fill(k, offset[k]!, offset[k + 1]!);
  });
  const meet: Map<number, number>[] = Array.from({ length: effects }, (_, j) => new Map([[j, 0]]));
  for (let o = 0; o < observations; o++) {
    for (let k = 0; k < terms.length; k++) {
      const column = meet[offset[k]! + terms[k]!.level[o]!]!;
      for (let l = k; l < terms.length; l++) {
        const row = offset[l]! + terms[l]!.level[o]!;
        column.set(row, (column.get(row) ?? 0) + 1);
      }
    }
  }
  const start = new Int32Array(effects + 1);
  for (let j = 0; j < effects; j++) start[j + 1] = start[j]! + meet[j]!.size;
  const row = new Int32Array(start[effects]!);
  const crossValues = new Float64Array(start[effects]!);
  meet.forEach((column, j) => {
    let at = start[j]!;
    for (const [i, count] of [...column].sort((a, b) => a[0] - b[0])) {
      row[at] = i;
      crossValues[at++] = count;
    }
  });
  const cross = { n: effects, start, row };
  return {
    observations,
    terms,
    offset,
    effects,
    cross,
    crossValues,
    termOf,
    pattern: factorPattern(cross),
  };
}

/** The model at given variances. All vectors over observations unless said otherwise. */
export interface MixedState {
  /** −2 × the restricted log likelihood. */
  deviance: number;
  /** Generalised least squares estimate of the intercept, and the variance of its error. */
  mean: number;
  meanVariance: number;
  /** P y, with P = V⁻¹ − V⁻¹1(1ᵀV⁻¹1)⁻¹1ᵀV⁻¹. */
  weighted: Float64Array;
  project(vector: Float64Array): Float64Array;
  /** tr(P ∂V/∂σ²) of every term, the residual's last. A term whose variance is 0 gets NaN. */
  traces(): Float64Array;
}

/**
 * The model at `variances` (one a term of the design, then the residual's, which is positive), by way of
 * M = I + D ZᵀZ D with D the standard deviations relative to the residual's: no term's 0 divides anything.
 */
export function mixedState(
  design: MixedDesign,
  y: Float64Array,
  variances: ArrayLike<number>,
): MixedState {
  const { terms, observations: n, effects, cross, crossValues, termOf } = design;
  const residual = variances[terms.length]!;
  const scale = terms.map((_, k) => Math.sqrt(variances[k]! / residual));
  const values = new Float64Array(crossValues.length);
  for (let j = 0; j < effects; j++) {
    const own = scale[termOf[j]!]!;
    for (let p = cross.start[j]!; p < cross.start[j + 1]!; p++) {
      const i = cross.row[p]!;
      values[p] = own * scale[termOf[i]!]! * crossValues[p]! + (i === j ? 1 : 0);
    }
  }
  const factor = factorise(cross, values, design.pattern);
  if (!factor) throw new RangeError('the mixed model’s equations are not positive definite');
  const inverse = (vector: Float64Array) =>
    inverseCovariance(design, factor, scale, residual, vector);
  const ones = new Float64Array(n).fill(1);
  const vOne = inverse(ones);
  const precision = sumOf(vOne);
  const project = (vector: Float64Array) => {
    const out = inverse(vector);
    const shift = sumOf(out) / precision;
    for (let o = 0; o < n; o++) out[o] = out[o]! - shift * vOne[o]!;
    return out;
  };
  const weighted = project(y);
  return {
    deviance:
      (n - 1) * Math.log(2 * Math.PI) +
      n * Math.log(residual) +
      logDeterminant(factor) +
      Math.log(precision) +
      dot(y, weighted),
    mean: dot(y, vOne) / precision,
    meanVariance: 1 / precision,
    weighted,
    project,
    traces() {
      const diagonal = inverseDiagonal(factor);
      const out = new Float64Array(terms.length + 1);
      const kept = new Float64Array(terms.length);
      for (let j = 0; j < effects; j++) kept[termOf[j]!]! += 1 - diagonal[j]!;
      terms.forEach((term, k) => {
        out[k] = kept[k]! / variances[k]! - squaredLevelSums(term, vOne) / precision;
      });
      out[terms.length] = (n - sumOf(kept)) / residual - dot(vOne, vOne) / precision;
      return out;
    },
  };
}

/** V⁻¹ v = (v − Z D M⁻¹ D Zᵀ v) / σ²ₑ. */
function inverseCovariance(
  design: MixedDesign,
  factor: Factor,
  scale: readonly number[],
  residual: number,
  vector: Float64Array,
): Float64Array {
  const { terms, offset, observations: n } = design;
  const right = new Float64Array(design.effects);
  terms.forEach((term, k) => {
    for (let o = 0; o < n; o++) right[offset[k]! + term.level[o]!]! += scale[k]! * vector[o]!;
  });
  const solution = solveFactor(factor, right);
  const out = new Float64Array(n);
  for (let o = 0; o < n; o++) {
    let value = vector[o]!;
    for (let k = 0; k < terms.length; k++)
      value -= scale[k]! * solution[offset[k]! + terms[k]!.level[o]!]!;
    out[o] = value / residual;
  }
  return out;
}

/** Sums of a vector's entries by level of a term. */
export function levelSums(term: RandomTerm, vector: Float64Array): Float64Array {
  const sums = new Float64Array(term.levels);
  for (let o = 0; o < vector.length; o++) sums[term.level[o]!]! += vector[o]!;
  return sums;
}

function squaredLevelSums(term: RandomTerm, vector: Float64Array): number {
  const sums = levelSums(term, vector);
  return dot(sums, sums);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
