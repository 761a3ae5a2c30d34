/** The gap statistic (Tibshirani, Walther, and Hastie 2001): how many clusters, if any. */
import { UserError } from '../errors.ts';
import type { Rows } from './dense.ts';
import { mean } from './describe.ts';
import { checkRows } from './dissimilarity.ts';
import { symmetricEigen } from './eigen.ts';
import { kMeans } from './k-means.ts';
import type { Random } from './random.ts';

/** Labels of the rows for each k = 1 … most. It may depend on distances between rows only. */
export type ClusterEach = (
  rows: Float64Array[],
  most: number,
  random: Random,
) => ArrayLike<number>[];

export type GapOptions = {
  /** Clusters at most, 1 … number of rows. */
  most: number;
  random: Random;
  /** Sets of uniform rows, default 100. */
  references?: number;
  /**
   * Where they are drawn: the box along the principal axes of the rows, the default, or along the
   * columns. R: `clusGap`'s `spaceH0`, "scaledPCA" and "original".
   */
  box?: 'principal' | 'columns';
  /** Of the distances in W: 1, the default as in `clusGap`, or 2 as in the paper. */
  power?: 1 | 2;
  /** Default: k-means, ten starts. */
  cluster?: ClusterEach;
};

export type GapStatistic = {
  /** One for each k = 1 … most. */
  byK: {
    k: number;
    /** Natural log of W: half the sum over clusters of all their pairs' distances by their size. */
    logW: number;
    /** Mean of log W over the reference sets. */
    expectedLogW: number;
    gap: number;
    /** Standard deviation over the reference sets × √(1 + 1 / references). */
    standardError: number;
  }[];
  suggested: Record<GapRule, number>;
  references: number;
};

/**
 * `firstSEmax`: the least k whose gap is within one standard error of the first local maximum, the
 * default of `clusGap`. `tibshirani`: the least k whose gap is at least gap(k + 1) − s(k + 1).
 */
export type GapRule = 'firstSEmax' | 'tibshirani';

/**
 * Gap of every k up to `most` for rows of numbers. R: `cluster::clusGap`. Same `random`, same result.
 * Throws UserError for rows that differ in length or hold what is not a finite number, or `most` out of
 * range, and where k clusters leave no distance within (log W is not defined).
 */
export function gapStatistic(rows: Rows, options: GapOptions): GapStatistic {
  const { most, random, references = 100, box = 'principal', power = 1 } = options;
  const { cluster = kMeansEach } = options;
  checkRows(rows);
  if (!Number.isInteger(most) || most < 1 || most > rows.length)
    throw new UserError(`${rows.length} rows cannot make up to ${most} clusters`, {
      hint: `Ask for a whole number from 1 to ${rows.length}.`,
    });
  if (!Number.isInteger(references) || references < 2)
    throw new RangeError(`a standard error needs 2 or more reference sets, got ${references}`);
  const own = Array.from(rows, (row) => Float64Array.from(row));
  const logW = logWEach(own, most, power, cluster, random.fork('rows'));
  const coordinates = box === 'principal' ? principalCoordinates(own) : own;
  const drawn = Array.from({ length: references }, (_, i) => {
    const stream = random.fork(i);
    return logWEach(uniformRows(coordinates, stream), most, power, cluster, stream);
  });
  const byK = logW.map((value, at) => {
    const values = drawn.map((one) => one[at]!);
    const expectedLogW = mean(values);
    const spread = Math.sqrt(mean(values.map((one) => (one - expectedLogW) ** 2)));
    return {
      k: at + 1,
      logW: value,
      expectedLogW,
      gap: expectedLogW - value,
      standardError: spread * Math.sqrt(1 + 1 / references),
    };
  });
  const gaps = byK.map(({ gap }) => gap);
  const errors = byK.map(({ standardError }) => standardError);
  return {
    byK,
    suggested: {
      firstSEmax: gapSuggestion(gaps, errors, 'firstSEmax'),
      tibshirani: gapSuggestion(gaps, errors, 'tibshirani'),
    },
    references,
  };
}

/** Number of clusters by a rule from the gaps and their standard errors at k = 1, 2, … R: `cluster::maxSE`. */
export function gapSuggestion(
  gaps: readonly number[],
  standardErrors: readonly number[],
  rule: GapRule,
): number {
  if (rule === 'tibshirani') {
    const at = gaps.findIndex(
      (gap, i) => i + 1 < gaps.length && gap >= gaps[i + 1]! - standardErrors[i + 1]!,
    );
    return at < 0 ? gaps.length : at + 1;
  }
  const falls = gaps.findIndex((gap, i) => i + 1 < gaps.length && gaps[i + 1]! <= gap);
  const top = falls < 0 ? gaps.length - 1 : falls;
  return gaps.findIndex((gap) => gap >= gaps[top]! - standardErrors[top]!) + 1;
}

function kMeansEach(rows: Float64Array[], most: number, random: Random): Int32Array[] {
  return Array.from(
    { length: most },
    (_, i) => kMeans(rows, { k: i + 1, random: random.fork(i + 1) }).labels,
  );
}

function logWEach(
  rows: Float64Array[],
  most: number,
  power: 1 | 2,
  cluster: ClusterEach,
  random: Random,
): number[] {
  return cluster(rows, most, random).map((labels, at) => {
    const w = dispersion(rows, labels, power);
    if (!(w > 0))
      throw new UserError(`${at + 1} clusters leave no distance within: log W is not defined`, {
        hint: `Ask for fewer than ${at + 1} clusters.`,
      });
    return Math.log(w);
  });
}

/** W: ½ Σ over clusters of Σ over pairs of distance^power / size. */
function dispersion(rows: Float64Array[], labels: ArrayLike<number>, power: 1 | 2): number {
  const members = new Map<number, Float64Array[]>();
  for (const [i, row] of rows.entries()) {
    const group = members.get(labels[i]!);
    if (group) group.push(row);
    else members.set(labels[i]!, [row]);
  }
  let total = 0;
  for (const group of members.values())
    total += power === 2 ? squaresAboutMean(group) : sumOfDistances(group) / group.length;
  return total / 2;
}

function sumOfDistances(rows: readonly Float64Array[]): number {
  let sum = 0;
  for (const [i, a] of rows.entries())
    for (let j = i + 1; j < rows.length; j++) {
      const b = rows[j]!;
      let square = 0;
      for (let d = 0; d < a.length; d++) square += (a[d]! - b[d]!) ** 2;
      sum += Math.sqrt(square);
    }
  return sum;
}

/** As the squared distances of all pairs by the number of rows, in fewer steps. */
function squaresAboutMean(rows: readonly Float64Array[]): number {
  let sum = 0;
  for (let d = 0; d < rows[0]!.length; d++) {
    let middle = 0;
    for (const row of rows) middle += row[d]! / rows.length;
    for (const row of rows) sum += (row[d]! - middle) ** 2;
  }
  return sum;
}

function uniformRows(like: readonly Float64Array[], random: Random): Float64Array[] {
  const d = like[0]!.length;
  const low = new Float64Array(d).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(d).fill(Number.NEGATIVE_INFINITY);
  for (const row of like)
    for (let j = 0; j < d; j++) {
      low[j] = Math.min(low[j]!, row[j]!);
      high[j] = Math.max(high[j]!, row[j]!);
    }
  return like.map(() =>
    Float64Array.from({ length: d }, (_, j) => low[j]! + random.next() * (high[j]! - low[j]!)),
  );
}

/**
 * The centred rows along their principal axes: n × rank. Distances are as before, so there is no need
 * to turn what is drawn there back to the columns.
 */
function principalCoordinates(rows: readonly Float64Array[]): Float64Array[] {
  const n = rows.length;
  const d = rows[0]!.length;
  const means = Float64Array.from({ length: d }, (_, j) => mean(rows.map((row) => row[j]!)));
  const centred = rows.map((row) => row.map((x, j) => x - means[j]!));
  const wide = d > n;
  const size = wide ? n : d;
  // The smaller of the two products has the same eigenvalues.
  const product = new Float64Array(size * size);
  if (wide) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let c = 0; c < d; c++) sum += centred[i]![c]! * centred[j]![c]!;
        product[i * n + j] = product[j * n + i] = sum;
      }
  } else
    for (const row of centred)
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) product[i * d + j] = product[i * d + j]! + row[i]! * row[j]!;
  const { values, vectors } = symmetricEigen(product, size);
  const rank = values.filter((value) => value > 1e-12 * values[0]!).length;
  return centred.map((row, i) =>
    Float64Array.from({ length: rank }, (_, j) => {
      if (wide) return vectors[j * size + i]! * Math.sqrt(values[j]!);
      let sum = 0;
      for (let c = 0; c < d; c++) sum += row[c]! * vectors[j * size + c]!;
      return sum;
    }),
  );
}
