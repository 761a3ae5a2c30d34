/** Rows that come in groups (answers of one model): their effective number. */
import { UserError } from '../errors.ts';
import { capital } from '../safe-text/capital.ts';
import { type Rows, unflatten } from '../statistics/dense.ts';
import { symmetricEigenvalues } from '../statistics/eigen.ts';
import { crossProducts, type GroupMoments, groupMoments } from './group-moments.ts';

export interface ColumnNesting {
  variable: string;
  /**
   * ICC(1): the share of the column's variance that lies between groups, from mean squares, so it can come out
   * below 0. `null` where the column does not vary or no group has two rows.
   */
  icc: number | null;
  /** Kish's factor 1 + (m − 1) ICC by which grouping multiplies the variance of the column's mean; at least 1. */
  designEffect: number | null;
  /** Rows divided by the design effect. */
  effectiveRows: number | null;
}

export interface BetweenMatrix {
  /**
   * Correlations between groups, without the scatter of rows within groups: from Σ_B = (S_B − S_PW) / n₀.
   * Cells can lie beyond 1 in small samples; `null` where a column has no variance left between groups.
   */
  correlation: (number | null)[][];
  /** Σ_B itself, in units of the columns' standard deviations. */
  covariance: number[][];
  /** Of Σ_B in units of the columns' standard deviations. */
  smallestEigenvalue: number;
  positiveSemidefinite: boolean;
  /** What a reader must know, or empty. */
  note: string;
}

export interface Nesting {
  rows: number;
  groups: number;
  /** Rows with gaps, left out. */
  droppedRows: number;
  smallestGroup: number;
  largestGroup: number;
  /** The group size that unequal sizes come to in ICC and Σ_B: (n − Σ nᵢ² / n) / (groups − 1). */
  n0: number;
  columns: ColumnNesting[];
  /** Mean over columns, negative ones as 0. */
  icc: number | null;
  designEffect: number | null;
  /** Effective rows for a mean: rows over the design effect of the mean ICC. */
  effectiveRows: number | null;
  /**
   * Effective rows for a correlation of two unrelated columns, whose variance grows by
   * 1 + (m − 1) ICC₁ ICC₂: averaged over pairs. Between `effectiveRows` and `rows`.
   */
  effectiveRowsForCorrelations: number | null;
  /** Pooled within groups, p × p; `null` where no group has two rows. */
  within: (number | null)[][] | null;
  /** Of the groups' means weighted by their sizes: what `psych::statsBy` calls `rbg`. */
  means: (number | null)[][];
  between: BetweenMatrix | null;
  /** Whole sentences for a reader. */
  words: string[];
}

/** Fewer groups than this make a structure between groups a sketch (method, §4). */
const groupsForStructure = 25;

/**
 * How rows are nested in groups: intraclass correlations by one-way analysis of variance with unequal sizes, design
 * effects (Kish 1965), pooled-within and between-group correlations (Muthén 1994). R: `psych::statsBy` for
 * `icc`, `within` (`rwg`), and `means` (`rbg`).
 * @param rows n × p; rows with gaps are left out
 * @param groups the group (model) of each row
 * @throws UserError when the numbers of rows and groups differ, or there are fewer than two groups.
 */
export function nesting(
  rows: Rows,
  groups: readonly (string | number)[],
  options: { variables?: readonly string[]; unit?: string } = {},
): Nesting {
  const unit = options.unit ?? 'groups';
  const moments = groupMoments(rows, groups);
  const { n, p, names, sizes } = moments;
  const count = names.length;
  if (count < 2) {
    throw new UserError(`what lies between ${unit} needs at least 2 of them; there is ${count}`);
  }
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const n0 = (n - squares / n) / (count - 1);
  const typical = squares / n;
  const { within, means } = scatter(moments);
  const freedom = n - count;
  const iccs = Array.from({ length: p }, (_, j) => {
    const msBetween = means[j * p + j]! / (count - 1);
    const msWithin = freedom > 0 ? within[j * p + j]! / freedom : Number.NaN;
    const icc = (msBetween - msWithin) / (msBetween + (n0 - 1) * msWithin);
    return Number.isFinite(icc) ? icc : null;
  });
  const columns = iccs.map((icc, j): ColumnNesting => {
    const effect = icc === null ? null : designEffectOf(icc, typical);
    return {
      variable: options.variables?.[j] ?? `V${j + 1}`,
      icc,
      designEffect: effect,
      effectiveRows: effect === null ? null : n / effect,
    };
  });
  const known = iccs.filter((icc) => icc !== null).map((icc) => Math.max(0, icc));
  const icc = known.length > 0 ? known.reduce((sum, x) => sum + x, 0) / known.length : null;
  const effect = icc === null ? null : designEffectOf(icc, typical);
  const effectiveRows = effect === null ? null : n / effect;
  const pairs = meanProduct(known);
  const between = freedom > 0 ? betweenMatrix(moments, within, means, n0, unit) : null;
  const result: Nesting = {
    rows: n,
    groups: count,
    droppedRows: moments.droppedRows,
    smallestGroup: Math.min(...sizes),
    largestGroup: Math.max(...sizes),
    n0,
    columns,
    icc,
    designEffect: effect,
    effectiveRows,
    effectiveRowsForCorrelations: pairs === null ? null : n / designEffectOf(pairs, typical),
    within: freedom > 0 ? correlationsOf(within, p) : null,
    means: correlationsOf(means, p),
    between,
    words: [],
  };
  result.words = inWords(result, unit);
  return result;
}

/** 1 + (m − 1) ρ, with ρ below 0 counted as 0 and m the size of the group that an average row sits in. */
function designEffectOf(icc: number, typical: number): number {
  return 1 + Math.max(0, typical - 1) * Math.max(0, icc);
}

function meanProduct(values: readonly number[]): number | null {
  const m = values.length;
  if (m < 2) return null;
  const sum = values.reduce((total, x) => total + x, 0);
  const squares = values.reduce((total, x) => total + x * x, 0);
  return (sum * sum - squares) / (m * (m - 1));
}

/** Sums of squares and products within groups, and of the group means weighted by size, flat p × p. */
function scatter(moments: GroupMoments): { within: Float64Array; means: Float64Array } {
  const { p, sizes, sums } = moments;
  const total = crossProducts(moments);
  const within = Float64Array.from(total);
  for (let g = 0; g < sizes.length; g++) {
    const sum = sums[g]!;
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++)
        within[i * p + j] = within[i * p + j]! - (sum[i]! * sum[j]!) / sizes[g]!;
  }
  // A column that is the same all through a group leaves only rounding noise there.
  for (let j = 0; j < p; j++)
    if (within[j * p + j]! < 1e-12 * total[j * p + j]!) within[j * p + j] = 0;
  return { within, means: total.map((value, at) => value - within[at]!) };
}

function betweenMatrix(
  moments: GroupMoments,
  within: Float64Array,
  means: Float64Array,
  n0: number,
  unit: string,
): BetweenMatrix {
  const { n, p, names } = moments;
  const count = names.length;
  const sigma = means.map((value, at) => (value / (count - 1) - within[at]! / (n - count)) / n0);
  const total = crossProducts(moments);
  const deviation = Array.from({ length: p }, (_, j) => Math.sqrt(total[j * p + j]! / n));
  const scaled = sigma.map((value, at) => {
    const size = deviation[Math.floor(at / p)]! * deviation[at % p]!;
    return size > 0 ? value / size : 0;
  });
  const smallest = symmetricEigenvalues(scaled, p).at(-1)!;
  const positiveSemidefinite = smallest >= -1e-10;
  const empty = Array.from({ length: p }, (_, j) => j).filter((j) => !(scaled[j * p + j]! > 1e-12));
  const notes: string[] = [];
  if (empty.length > 0)
    notes.push(
      `${empty.length} of ${p} columns vary no more between ${unit} than their rows' scatter explains`,
    );
  if (!positiveSemidefinite)
    notes.push(
      `the matrix between ${unit} is not positive semidefinite (smallest eigenvalue ${smallest.toPrecision(2)}): ${count} ${unit} are too few for ${p} columns, so do not factor it`,
    );
  return {
    correlation: correlationsOf(scaled, p),
    covariance: unflatten(scaled, p, p),
    smallestEigenvalue: smallest,
    positiveSemidefinite,
    note: notes.join('; '),
  };
}

function correlationsOf(cross: Float64Array, p: number): (number | null)[][] {
  return Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (_, j) => {
      const product = cross[i * p + i]! * cross[j * p + j]!;
      if (!(cross[i * p + i]! > 1e-12) || !(cross[j * p + j]! > 1e-12)) return null;
      return i === j ? 1 : cross[i * p + j]! / Math.sqrt(product);
    }),
  );
}

function inWords(result: Nesting, unit: string): string[] {
  const { rows, groups, icc, effectiveRows, effectiveRowsForCorrelations: pairs } = result;
  const words: string[] = [];
  if (icc === null || effectiveRows === null)
    words.push(
      `Every one of the ${groups} ${unit} has one row: nothing can be said of what rows of one share.`,
    );
  else {
    const like = Math.round(effectiveRows);
    words.push(
      like >= rows
        ? `${rows} rows of ${groups} ${unit} count like as many: rows of one are no more alike than others.`
        : `${rows} rows of ${groups} ${unit} count like ${like}${pairs === null ? '' : ` for a mean and like ${Math.round(pairs)} for a correlation`}: ${percent(icc)} of the variance lies between ${unit}.`,
    );
  }
  if (groups < groupsForStructure)
    words.push(
      `What ${groups} ${unit} have in common is a sketch; at least ${groupsForStructure} are needed for a structure between ${unit}.`,
    );
  if (result.between?.note) words.push(`${capital(result.between.note)}.`);
  return words;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
