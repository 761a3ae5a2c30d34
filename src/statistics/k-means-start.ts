/**
 * One start of k-means, in the kernels' memory: first centres, Lloyd's rounds, single moves. A start is
 * over before anything else asks the kernels for room.
 */
import { UserError } from '../errors.ts';
import type { Rows } from './dense.ts';
import { type Kernels, roundUp, workspace } from './kernels/kernels.ts';
import type { Random } from './random.ts';

export type KMeansAlgorithm = 'hartigan' | 'lloyd';

/** Of the cost of leaving: rounding must not move a point to and fro. */
const leastGain = 1e-12;
/** Share of the rows: when fewer change in a round, single moves get on faster than rounds of Lloyd. */
const fewChanges = 0.05;
/** Rounds of moves to the second best cluster only, between looks at all clusters, and when they end. */
const quickRounds = 50;
const fewMoves = 0.005;

/** Figures of where a start ended. */
export type Start = {
  sizes: number[];
  withinSumOfSquares: number[];
  totalWithin: number;
  iterations: number;
  converged: boolean;
};

/** The rows and what the passes keep, in the kernels' memory, with addresses for the kernels. */
export type Work = {
  n: number;
  d: number;
  k: number;
  stride: number;
  kernels: Kernels;
  points: Float64Array;
  centres: Float64Array;
  moved: Float64Array;
  own: Float64Array;
  least: Float64Array;
  sizes: Float64Array;
  within: Float64Array;
  labels: Int32Array;
  /** The other cluster that fits best, once single moves have begun. */
  second: Int32Array;
  address: Record<
    | 'points'
    | 'centres'
    | 'sums'
    | 'lower'
    | 'own'
    | 'least'
    | 'moved'
    | 'sizes'
    | 'within'
    | 'leave'
    | 'enter'
    | 'labels'
    | 'second',
    number
  >;
};

/** Lays out room for one `kMeans`; nobody else may use the kernels until it is done. */
export function layOut(rows: Rows, n: number, d: number, k: number): Work {
  const stride = roundUp(d, 4);
  const { kernels, at, arrays } = workspace({
    points: n * stride,
    centres: k * stride,
    sums: k * stride,
    lower: n * k,
    own: n,
    least: n,
    moved: k,
    sizes: k,
    within: k,
    leave: k,
    enter: k,
    labels: Math.ceil(n / 2),
    second: Math.ceil(n / 2),
  });
  const { points, centres, own, least, moved, sizes, within } = arrays;
  points.fill(0);
  for (let i = 0; i < n; i++) points.set(rows[i]!, i * stride);
  return {
    n,
    d,
    k,
    stride,
    kernels,
    points,
    centres,
    moved,
    own,
    least,
    sizes,
    within,
    labels: new Int32Array(points.buffer, at.labels, n),
    second: new Int32Array(points.buffer, at.second, n),
    address: at,
  };
}

/** First centres as given; every row joins its nearest. */
export function seedGiven(work: Work, centres: Rows): void {
  startSeeding(work);
  for (let c = 0; c < work.k; c++) placeCentre(work, c, centres[c]!);
}

/** k-means++: each next centre is a row drawn in proportion to its squared distance to the nearest so far. */
export function seedApart(work: Work, random: Random): void {
  const { n, k, stride, points, least } = work;
  startSeeding(work);
  const place = (c: number, i: number) =>
    placeCentre(work, c, points.subarray(i * stride, (i + 1) * stride));
  place(0, random.integer(n));
  for (let c = 1; c < k; c++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += least[i]!;
    if (!(total > 0)) throw tooFewDifferent(c, k);
    let left = random.next() * total;
    let chosen = -1;
    for (let i = 0; i < n && left >= 0; i++) {
      if (least[i] === 0) continue;
      chosen = i;
      left -= least[i]!;
    }
    place(c, chosen);
  }
}

function startSeeding({ centres, moved, least, labels, second }: Work): void {
  centres.fill(0);
  moved.fill(0);
  least.fill(Number.POSITIVE_INFINITY);
  labels.fill(0);
  second.fill(0);
}

function placeCentre(work: Work, c: number, row: ArrayLike<number>): void {
  const { n, stride, k, kernels, address } = work;
  work.centres.set(row, c * stride);
  kernels.seed(
    address.points,
    n,
    stride,
    address.centres,
    k,
    c,
    address.labels,
    address.own,
    address.lower,
    address.least,
  );
}

function tooFewDifferent(different: number, k: number): UserError {
  return new UserError(`There are ${different} different rows for ${k} clusters`, {
    hint: `Ask for ${different} clusters or fewer.`,
  });
}

/** Rounds until nothing changes. The first assignment has been made by the seeding. */
export function descend(work: Work, algorithm: KMeansAlgorithm, maxIterations: number): Start {
  const { n, stride, k, kernels, address } = work;
  const { points, centres, moved, labels, own, lower, sizes, sums } = address;
  const toMeans = () => {
    while (work.sizes.includes(0)) {
      fillEmpty(work);
      kernels.gather(points, n, stride, k, labels, sizes, sums);
    }
    kernels.centre(stride, centres, k, moved, sizes, sums);
  };
  const exchange = (quick: 0 | 1) =>
    kernels.exchange(
      points,
      n,
      stride,
      centres,
      k,
      moved,
      labels,
      own,
      lower,
      sizes,
      address.leave,
      address.enter,
      address.second,
      quick,
      leastGain,
    );
  kernels.gather(points, n, stride, k, labels, sizes, sums);
  toMeans();
  let iterations = 1;
  let changed = n;
  const enough = algorithm === 'lloyd' ? 0 : n * fewChanges;
  while (changed > enough && iterations < maxIterations) {
    changed = kernels.assign(points, n, stride, centres, k, moved, labels, own, lower, sizes, sums);
    if (changed > 0) toMeans();
    iterations++;
  }
  if (algorithm === 'hartigan') {
    changed = n;
    while (changed > 0 && iterations < maxIterations) {
      changed = exchange(0);
      iterations++;
      if (changed > 0)
        for (let round = 0; round < quickRounds && exchange(1) > n * fewMoves; round++);
    }
  }
  // Afresh: sums and means have been changed step by step.
  kernels.gather(points, n, stride, k, labels, sizes, sums);
  kernels.centre(stride, centres, k, moved, sizes, sums);
  kernels.scatter(points, n, stride, centres, k, labels, address.within);
  const withinSumOfSquares = Array.from(work.within);
  return {
    sizes: Array.from(work.sizes),
    withinSumOfSquares,
    totalWithin: withinSumOfSquares.reduce((sum, value) => sum + value, 0),
    iterations,
    converged: changed === 0,
  };
}

/** Gives each empty cluster the row farthest from its centre, of a cluster that can spare one. */
function fillEmpty(work: Work): void {
  const { n, k, stride, points, centres, labels, sizes, moved, own } = work;
  for (let c = 0; c < k; c++) {
    if (sizes[c]! > 0) continue;
    let farthest = -1;
    let most = 0;
    for (let i = 0; i < n; i++) {
      const label = labels[i]!;
      if (sizes[label]! < 2) continue;
      const far = squaredDistance(points, i * stride, centres, label * stride, stride);
      if (far > most) {
        most = far;
        farthest = i;
      }
    }
    if (farthest < 0) throw tooFewDifferent(sizes.filter((size) => size > 0).length, k);
    const apart = squaredDistance(points, farthest * stride, centres, c * stride, stride);
    moved[c] = moved[c]! + Math.sqrt(apart);
    centres.set(points.subarray(farthest * stride, (farthest + 1) * stride), c * stride);
    sizes[labels[farthest]!] = sizes[labels[farthest]!]! - 1;
    sizes[c] = 1;
    labels[farthest] = c;
    own[farthest] = -moved[c]!;
  }
}

function squaredDistance(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  length: number,
): number {
  let sum = 0;
  for (let j = 0; j < length; j++) sum += (a[atA + j]! - b[atB + j]!) ** 2;
  return sum;
}
