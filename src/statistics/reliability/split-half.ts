import { UserError } from '../../errors.ts';
import { correlationMatrix, type MissingPolicy } from '../correlation.ts';
import { flatten, type Rows } from '../dense.ts';
import { mean, median } from '../describe.ts';
import { createRandom } from '../random.ts';
import { total } from './covariance.ts';
import { spearmanBrown } from './spearman-brown.ts';

export interface OddEven {
  /** Correlation between the sums of the odd and of the even items; `null` where one does not vary. */
  r: number | null;
  /** Stepped up to the whole length. */
  spearmanBrown: number | null;
  /** Guttman's split half, 4 cov(A, B) / var(A + B): halves need not be alike in spread. */
  guttman: number;
}

export interface SplitHalf {
  /** Greatest (Guttman's λ₄), least, mean, and median split-half coefficient 4 cov(A, B) / var(A + B). */
  max: number;
  min: number;
  mean: number;
  median: number;
  /** Splits looked at. */
  splits: number;
  /** All there are, or else random ones: then the extremes are no more than bounds from inside. */
  all: boolean;
  /** The halves of the greatest and the least. */
  maxSplit: [string[], string[]];
  minSplit: [string[], string[]];
  oddEven: OddEven;
}

export interface SplitHalfOptions {
  items?: readonly string[];
  missing?: MissingPolicy;
  /** Random splits where there are more than 20 items, default 10,000. */
  draws?: number;
  seed?: number;
}

/** Up to so many items (92,378 splits) every split is looked at. */
const mostForAll = 20;

/**
 * Reliability from halves of standardised items (their correlations): every split into halves that differ by
 * at most one item, or random ones. Guttman (1945), λ₄. R: `psych::splitHalf`, `maxrb` and `minrb`; with an odd
 * number of items R looks at about half of the splits only, here at all.
 * @throws UserError for fewer than two items, and where items do not vary or cancel out
 */
export function splitHalf(rows: Rows, options: SplitHalfOptions = {}): SplitHalf {
  const { draws = 10_000, seed = 1, missing = 'listwise' } = options;
  const k = rows[0]?.length ?? 0;
  if (k < 2) throw new UserError('a split needs at least 2 items');
  const items = options.items ?? Array.from({ length: k }, (_, j) => `item ${j + 1}`);
  const { correlation, constant } = correlationMatrix(rows, { missing });
  if (constant.length > 0) {
    throw new UserError(`${constant.map((j) => items[j]).join(', ')} does not vary`, {
      hint: 'Leave it out: an item with the same value everywhere has no information.',
    });
  }
  const r = flatten(correlation, k);
  const whole = total(r);
  if (!(whole > 1e-12 * k)) throw new UserError('the items cancel out: their sum does not vary');
  const all = k <= mostForAll;
  const values: number[] = [];
  let best = { value: Number.NEGATIVE_INFINITY, signs: new Int8Array(k) };
  let worst = { value: Number.POSITIVE_INFINITY, signs: new Int8Array(k) };
  const look = (signs: Int8Array) => {
    const value = coefficient(r, k, signs, whole);
    values.push(value);
    if (value > best.value) best = { value, signs: signs.slice() };
    if (value < worst.value) worst = { value, signs: signs.slice() };
  };
  if (all) everySplit(k, look);
  else randomSplits(k, draws, seed, look);
  const halves = (signs: Int8Array): [string[], string[]] => [
    items.filter((_, j) => signs[j] === 1),
    items.filter((_, j) => signs[j] === -1),
  ];
  return {
    max: best.value,
    min: worst.value,
    mean: mean(values),
    median: median(values),
    splits: values.length,
    all,
    maxSplit: halves(best.signs),
    minSplit: halves(worst.signs),
    oddEven: oddEven(r, k, whole),
  };
}

/** 4 cov(A, B) / var(A + B) = 1 − s'Rs / 1'R1, with s = 1 for the items of A and −1 for those of B. */
function coefficient(r: Float64Array, k: number, signs: Int8Array, whole: number): number {
  let apart = 0;
  for (let i = 0; i < k; i++) {
    let row = 0;
    for (let j = 0; j < k; j++) row += signs[j]! * r[i * k + j]!;
    apart += signs[i]! * row;
  }
  return 1 - apart / whole;
}

/** Each split once: the first item stands in A; with an odd number A is once the larger half, once the smaller. */
function everySplit(k: number, look: (signs: Int8Array) => void): void {
  const signs = new Int8Array(k).fill(-1);
  signs[0] = 1;
  const choose = (from: number, left: number) => {
    if (left === 0) {
      look(signs);
      return;
    }
    for (let j = from; j <= k - left; j++) {
      signs[j] = 1;
      choose(j + 1, left - 1);
      signs[j] = -1;
    }
  };
  const half = Math.floor(k / 2);
  choose(1, half - 1);
  if (k % 2 === 1) choose(1, half);
}

function randomSplits(
  k: number,
  draws: number,
  seed: number,
  look: (signs: Int8Array) => void,
): void {
  const random = createRandom(seed);
  const order = Array.from({ length: k }, (_, j) => j);
  const signs = new Int8Array(k);
  for (let d = 0; d < draws; d++) {
    random.shuffle(order);
    order.forEach((j, at) => {
      signs[j] = at < k / 2 ? 1 : -1;
    });
    look(signs);
  }
}

function oddEven(r: Float64Array, k: number, whole: number): OddEven {
  const sum = (a: number, b: number) => {
    let out = 0;
    for (let i = a; i < k; i += 2) for (let j = b; j < k; j += 2) out += r[i * k + j]!;
    return out;
  };
  const product = sum(0, 0) * sum(1, 1);
  const correlation = product > 1e-12 ? sum(0, 1) / Math.sqrt(product) : null;
  return {
    r: correlation,
    spearmanBrown: correlation === null || correlation <= -1 ? null : spearmanBrown(correlation, 2),
    guttman: (4 * sum(0, 1)) / whole,
  };
}
