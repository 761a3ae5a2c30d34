/** The largest |T| of all pairs of models, which resampling asks for thousands of times. */

/** Relative error that two ways to compute one number may differ by, many times over. */
const slack = 1e-12;

const binCount = 64;

/** What the search goes through, kept from one resample to the next. */
export type Room = {
  /** Per pair (a < b, in order) the sum over stems of the squared differences. */
  squares: Float64Array;
  /** 1/√ of the squares; models that do not differ on any stem have no T, and no weight. */
  weights: Float64Array;
  /** The largest weight of each model's pairs. */
  most: Float64Array;
  /** Where the pairs of each model begin: a and b are at `start[a] + b`. */
  start: Int32Array;
  /** Models by their sums, roughly: those of a bin come behind those of the bins before it, and end at `ends`. */
  order: Int32Array;
  ends: Int32Array;
  binOf: Int32Array;
};

export function roomFor(models: number): Room {
  const count = (models * (models - 1)) / 2;
  return {
    squares: new Float64Array(count),
    weights: new Float64Array(count),
    most: new Float64Array(models),
    start: Int32Array.from({ length: models }, (_, a) => a * models - (a * (a + 1)) / 2 - a - 1),
    order: new Int32Array(models),
    ends: new Int32Array(binCount),
    binOf: new Int32Array(models),
  };
}

/** Takes the squared differences of these rows: models × n stems. */
export function weigh({ squares, weights, most }: Room, x: Float64Array, n: number): void {
  const models = most.length;
  most.fill(0);
  let pair = 0;
  for (let a = 0; a < models; a++) {
    for (let b = a + 1; b < models; b++, pair++) {
      const sum = squaredDifference(x, a, b, n);
      const weight = sum > 0 ? 1 / Math.sqrt(sum) : 0;
      squares[pair] = sum;
      weights[pair] = weight;
      if (weight > most[a]!) most[a] = weight;
      if (weight > most[b]!) most[b] = weight;
    }
  }
}

/**
 * The largest |T| of all pairs, without a look at most of them. |T| rises with the rank, |difference of the sums| ×
 * weight: T is worked out for those alone whose rank is not below that of the largest so far, and a model's rank
 * is looked at with those alone that lie so far below it that its largest weight could lift them there.
 */
export function largestT(sums: Float64Array, room: Room, n: number): number {
  const { squares, weights, most, start, order, ends } = room;
  const models = sums.length;
  let [low, high] = [0, 0];
  for (let m = 1; m < models; m++) {
    if (sums[m]! < sums[low]!) low = m;
    if (sums[m]! > sums[high]!) high = m;
  }
  const least = sums[low]!;
  const perUnit = (binCount - 1) / (sums[high]! - least);
  // Sums that are all the same differ nowhere.
  if (!Number.isFinite(perUnit)) return 0;
  fillBins(room, sums, least, perUnit);
  const rounding = slack * Math.max(Math.abs(least), Math.abs(sums[high]!));
  let largest = 0;
  let bound = 0;
  const look = (a: number, b: number) => {
    const pair = a < b ? start[a]! + b : start[b]! + a;
    const rank = Math.abs(sums[a]! - sums[b]!) * weights[pair]!;
    if (rank < bound) return;
    const difference = (sums[a]! - sums[b]!) / n;
    const t = Math.abs(tOf(difference, errorOf(squares[pair]!, difference, n)));
    if (t <= largest) return;
    largest = t;
    bound = Math.max(bound, rank * (1 - slack));
  };
  look(high, low);
  for (let a = 0; a < models; a++) {
    const farthest = sums[a]! - (bound / most[a]!) * (1 - slack) + rounding;
    if (!(farthest >= least)) continue;
    const last = Math.min(binCount - 1, Math.floor((farthest - least) * perUnit));
    for (let i = 0; i < ends[last]!; i++) look(a, order[i]!);
  }
  return largest;
}

function fillBins(
  { order, ends, binOf }: Room,
  sums: Float64Array,
  least: number,
  perUnit: number,
): void {
  ends.fill(0);
  for (let m = 0; m < sums.length; m++) {
    const bin = Math.min(binCount - 1, Math.floor((sums[m]! - least) * perUnit));
    binOf[m] = bin;
    ends[bin]! += 1;
  }
  for (let bin = 1; bin < binCount; bin++) ends[bin]! += ends[bin - 1]!;
  // From the back, each bin from its end on: what is left in `ends` are the beginnings.
  for (let m = sums.length - 1; m >= 0; m--) order[--ends[binOf[m]!]!] = m;
  for (let bin = 0; bin < binCount - 1; bin++) ends[bin] = ends[bin + 1]!;
  ends[binCount - 1] = sums.length;
}

/** Standard error of a mean difference over n stems. */
export function errorOf(squares: number, difference: number, n: number): number {
  return Math.sqrt(Math.max(0, squares - n * difference * difference) / ((n - 1) * n));
}

/** ±10⁹ for a difference that is the same on every stem. */
export function tOf(difference: number, standardError: number): number {
  if (difference === 0) return 0;
  return standardError > 0 ? difference / standardError : Math.sign(difference) * 1e9;
}

/** The sum over stems of the squared differences of models a and b. */
export function squaredDifference(x: Float64Array, a: number, b: number, n: number): number {
  let sum = 0;
  for (let s = 0; s < n; s++) sum += (x[a * n + s]! - x[b * n + s]!) ** 2;
  return sum;
}
