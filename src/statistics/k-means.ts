/**
 * k-means: Lloyd's rounds, then single moves (Hartigan) until none lowers the sum of squares; many
 * starts by k-means++ (Arthur and Vassilvitskii 2007). Bounds by the triangle inequality (Elkan 2003)
 * spare most distances; the passes run in WebAssembly.
 */
import { UserError } from '../errors.ts';
import type { Rows } from './dense.ts';
import { checkRows } from './dissimilarity.ts';
import {
  descend,
  type KMeansAlgorithm,
  layOut,
  type Start,
  seedApart,
  seedGiven,
} from './k-means-start.ts';
import type { Random } from './random.ts';

export type KMeansOptions = {
  /** Clusters wanted, 1 … number of different rows. */
  k: number;
  /** First centres (k rows), one start; without them `random` draws them. */
  centres?: Rows;
  /** For the first centres, by k-means++. Every start has a stream of its own. */
  random?: Random;
  /** Number of starts, of which the best is taken; default 10. */
  starts?: number;
  /**
   * `lloyd` stops when every row is with its nearest centre; `hartigan`, the default, continues with single moves
   * until none lowers the sum of squares, a stronger condition.
   */
  algorithm?: KMeansAlgorithm;
  /** Rounds at most in each start, default 100. */
  maxIterations?: number;
};

export type KMeans = {
  /** 0 … k − 1 for each row: the number of the given centre, else in the order of first rows. */
  labels: Int32Array;
  centres: Float64Array[];
  sizes: number[];
  /** Per cluster the sum of squared distances to its centre. */
  withinSumOfSquares: number[];
  totalWithin: number;
  /** Total sum of squares about the mean of all rows, less `totalWithin`. */
  between: number;
  /** Rounds of the best start, the one that changes nothing included. */
  iterations: number;
  converged: boolean;
  starts: number;
  /** Starts that came within one part in 10⁹ of the best: few of many mean that better may exist. */
  startsAtBest: number;
};

/**
 * The partition into k clusters of the least sum of squares that was found. R: `kmeans(x, k, nstart =
 * starts)`; from given centres with `lloyd` the same partition as `kmeans(x, centres, algorithm =
 * "Lloyd")`. A cluster that loses all its rows takes the row farthest from its centre. Throws UserError
 * where k is not a whole number from 1 to the number of different rows, rows differ in length or hold what
 * is not a finite number; RangeError without `centres` and `random`.
 */
export function kMeans(rows: Rows, options: KMeansOptions): KMeans {
  const { k, centres, random, starts = 10, algorithm = 'hartigan', maxIterations = 100 } = options;
  checkRows(rows);
  const n = rows.length;
  const d = rows[0]?.length ?? 0;
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new UserError(`${n} rows cannot make ${k} clusters`, {
      hint: `Ask for a whole number from 1 to ${n}.`,
    });
  if (centres) {
    checkRows(centres);
    if (centres.length !== k || centres[0]!.length !== d)
      throw new UserError(
        `${k} clusters of ${d} columns need as many centres; there are ${centres.length} of ${centres[0]?.length ?? 0}`,
      );
  }
  const work = layOut(rows, n, d, k);
  const runs = centres ? 1 : starts;
  let best: Partition | undefined;
  const totals: number[] = [];
  for (let start = 0; start < runs; start++) {
    if (centres) seedGiven(work, centres);
    else if (random) seedApart(work, random.fork(start));
    else throw new RangeError('k-means needs first centres, or a random generator to draw them');
    const found = descend(work, algorithm, maxIterations);
    totals.push(found.totalWithin);
    if (best && !(found.totalWithin < best.totalWithin)) continue;
    const { stride } = work;
    best = {
      ...found,
      labels: work.labels.slice(),
      centres: Array.from({ length: k }, (_, c) => work.centres.slice(c * stride, c * stride + d)),
    };
  }
  if (!best) throw new RangeError(`k-means needs at least one start, got ${starts}`);
  const { totalWithin } = best;
  return {
    ...(centres ? best : inOrderOfRows(best, k)),
    between: Math.max(0, scatterAboutMean(rows, d) - totalWithin),
    starts: runs,
    startsAtBest: totals.filter((total) => total <= totalWithin * (1 + 1e-9)).length,
  };
}

type Partition = Start & { labels: Int32Array; centres: Float64Array[] };

/** Clusters numbered in the order of their first rows. */
function inOrderOfRows(found: Partition, k: number): Partition {
  const order = [...new Set(found.labels)];
  const numberOf = new Int32Array(k);
  for (const [to, from] of order.entries()) numberOf[from] = to;
  return {
    ...found,
    labels: found.labels.map((label) => numberOf[label]!),
    centres: order.map((c) => found.centres[c]!),
    sizes: order.map((c) => found.sizes[c]!),
    withinSumOfSquares: order.map((c) => found.withinSumOfSquares[c]!),
  };
}

function scatterAboutMean(rows: Rows, d: number): number {
  const mean = new Float64Array(d);
  for (const row of rows) for (let j = 0; j < d; j++) mean[j] = mean[j]! + row[j]! / rows.length;
  let sum = 0;
  for (const row of rows) for (let j = 0; j < d; j++) sum += (row[j]! - mean[j]!) ** 2;
  return sum;
}
