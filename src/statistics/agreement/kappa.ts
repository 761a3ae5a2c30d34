import { UserError } from '../../errors.ts';
import type { Rows } from '../dense.ts';
import { normalQuantile } from '../distributions.ts';

export type KappaWeights = 'quadratic' | 'linear';

export interface Kappa {
  /** Things that both raters have rated. */
  n: number;
  /** Ascending; weights count steps between categories, so these have to be all there are, evenly spaced. */
  categories: number[];
  /** Share of equal ratings, and the share to expect from the raters' own frequencies. */
  observed: number;
  expected: number;
  /** Cohen's κ; `null` where both raters use one and the same category only. */
  kappa: number | null;
  weightedKappa: number | null;
  scheme: KappaWeights;
  /** What a pair of categories counts for in `weightedKappa`: 1 on the diagonal, 0 at the farthest. */
  weights: number[][];
  /** Large-sample variances, for intervals (not for a test of 0). */
  varKappa: number | null;
  varWeighted: number | null;
  /** κ ± z · standard error, cut at −1 and 1: lower, upper; `null` where the variance comes out as 0. */
  ci95: { kappa: [number, number] | null; weighted: [number, number] | null };
}

export interface RaterPair extends Kappa {
  /** Raters as indexes. */
  raters: [number, number];
}

export interface LightKappa {
  pairs: RaterPair[];
  /** Mean over the pairs in which κ is defined (Light 1971). */
  kappa: number | null;
  weightedKappa: number | null;
}

export interface FleissKappa {
  /** Things that every rater has rated, and those left out. */
  n: number;
  dropped: number;
  raters: number;
  kappa: number | null;
}

/**
 * Cohen's κ of two raters, plain and weighted, with variances and intervals. Things that one of them has not
 * rated (no finite number) are left out. `categories` when some exist that nobody used. Cohen (1960, 1968);
 * variances by Fleiss, Cohen, and Everitt (1969), equations 8 and 14. R: `psych::cohen.kappa`.
 * @throws UserError when there is nothing that both have rated
 */
export function cohenKappa(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: { weights?: KappaWeights; categories?: readonly number[]; level?: number } = {},
): Kappa {
  const pairs = Array.from(first, (a, i) => [a, second[i] ?? Number.NaN] as const).filter(
    ([a, b]) => Number.isFinite(a) && Number.isFinite(b),
  );
  if (pairs.length === 0) throw new UserError('there is nothing that both raters have rated');
  const categories = [...new Set([...pairs.flat(), ...(options.categories ?? [])])].sort(
    (a, b) => a - b,
  );
  const index = new Map(categories.map((value, i) => [value, i]));
  const counts = categories.map(() => categories.map(() => 0));
  for (const [a, b] of pairs) {
    const row = counts[index.get(a)!]!;
    row[index.get(b)!] = row[index.get(b)!]! + 1;
  }
  return { ...kappaOfTable(counts, options), categories };
}

/**
 * As `cohenKappa`, from a square table of counts: `counts[a][b]` things that the first rater put into category a
 * and the second into b.
 * @throws UserError for a table that is not square or holds nothing
 */
export function kappaOfTable(
  counts: Rows,
  options: { weights?: KappaWeights; level?: number } = {},
): Kappa {
  const { weights = 'quadratic', level = 0.95 } = options;
  const q = counts.length;
  let n = 0;
  for (const row of counts) {
    if (row.length !== q) throw new UserError('a table of agreement is square');
    for (let b = 0; b < q; b++) n += row[b]!;
  }
  if (!(n > 0)) throw new UserError('there is nothing that both raters have rated');
  const shares = Array.from(counts, (row) => Array.from(row, (count) => count / n));
  const plain = weighted(shares, (a, b) => (a === b ? 1 : 0), n);
  const weight = weightOf(weights, q);
  const steps = weighted(shares, weight, n);
  const z = normalQuantile((1 + level) / 2);
  const interval = ({ kappa, variance }: Weighted): [number, number] | null => {
    if (kappa === null || variance === null || variance < 1e-15) return null;
    const half = z * Math.sqrt(variance);
    return [Math.max(-1, kappa - half), Math.min(1, kappa + half)];
  };
  return {
    n,
    categories: Array.from({ length: q }, (_, i) => i),
    observed: plain.observed,
    expected: plain.expected,
    kappa: plain.kappa,
    weightedKappa: steps.kappa,
    scheme: weights,
    weights: shares.map((row, a) => row.map((_, b) => weight(a, b))),
    varKappa: plain.variance,
    varWeighted: steps.variance,
    ci95: { kappa: interval(plain), weighted: interval(steps) },
  };
}

function weightOf(weights: KappaWeights, q: number): (a: number, b: number) => number {
  const far = Math.max(1, q - 1);
  return weights === 'linear'
    ? (a, b) => 1 - Math.abs(a - b) / far
    : (a, b) => 1 - ((a - b) / far) ** 2;
}

type Weighted = {
  observed: number;
  expected: number;
  kappa: number | null;
  variance: number | null;
};

function weighted(
  shares: readonly number[][],
  weight: (a: number, b: number) => number,
  n: number,
): Weighted {
  const q = shares.length;
  const rowShare = shares.map((row) => row.reduce((sum, p) => sum + p, 0));
  const columnShare = shares.map((_, b) => shares.reduce((sum, row) => sum + row[b]!, 0));
  // Mean weight of a category against the other rater's frequencies.
  const rowMean = shares.map((_, a) =>
    columnShare.reduce((sum, p, b) => sum + p * weight(a, b), 0),
  );
  const columnMean = shares.map((_, b) =>
    rowShare.reduce((sum, p, a) => sum + p * weight(a, b), 0),
  );
  let observed = 0;
  let expected = 0;
  for (let a = 0; a < q; a++) {
    for (let b = 0; b < q; b++) {
      observed += shares[a]![b]! * weight(a, b);
      expected += rowShare[a]! * columnShare[b]! * weight(a, b);
    }
  }
  if (!(1 - expected > 1e-12)) return { observed, expected, kappa: null, variance: null };
  let spread = 0;
  for (let a = 0; a < q; a++) {
    for (let b = 0; b < q; b++) {
      const term = weight(a, b) * (1 - expected) - (rowMean[a]! + columnMean[b]!) * (1 - observed);
      spread += shares[a]![b]! * term * term;
    }
  }
  const shift = observed * expected - 2 * expected + observed;
  const variance = Math.max(0, spread - shift * shift) / (n * (1 - expected) ** 4);
  return { observed, expected, kappa: (observed - expected) / (1 - expected), variance };
}

/**
 * Cohen's κ of every two raters of `ratings[rater][thing]`, and its mean. All pairs share the categories that
 * anybody used. Light (1971). R: `psych::cohen.kappa` of several columns.
 * @throws UserError for fewer than two raters
 */
export function lightKappa(
  ratings: Rows,
  options: { weights?: KappaWeights; categories?: readonly number[] } = {},
): LightKappa {
  if (ratings.length < 2) throw new UserError('agreement needs at least 2 raters');
  const categories = options.categories ?? [
    ...new Set(ratings.flatMap((row) => Array.from(row).filter(Number.isFinite))),
  ];
  const pairs: RaterPair[] = [];
  for (let a = 0; a < ratings.length; a++) {
    for (let b = a + 1; b < ratings.length; b++) {
      const common = Array.from(ratings[a]!).some(
        (x, i) => Number.isFinite(x) && Number.isFinite(ratings[b]![i] ?? Number.NaN),
      );
      if (!common) continue;
      const kappa = cohenKappa(ratings[a]!, ratings[b]!, { ...options, categories });
      pairs.push({ ...kappa, raters: [a, b] });
    }
  }
  const meanOf = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length > 0 ? known.reduce((sum, x) => sum + x, 0) / known.length : null;
  };
  return {
    pairs,
    kappa: meanOf(pairs.map((pair) => pair.kappa)),
    weightedKappa: meanOf(pairs.map((pair) => pair.weightedKappa)),
  };
}

/**
 * Fleiss' κ (1971) of `ratings[rater][thing]`: agreement in categories where the raters are interchangeable.
 * Things that a rater has not rated are left out. `null` where one category only was used, or nothing is left.
 */
export function fleissKappa(ratings: Rows): FleissKappa {
  const raters = ratings.length;
  const count = ratings.reduce((most, row) => Math.max(most, row.length), 0);
  const things = Array.from({ length: count }, (_, i) =>
    ratings.map((row) => row[i] ?? Number.NaN),
  ).filter((values) => values.every(Number.isFinite));
  const n = things.length;
  const totals = new Map<number, number>();
  let agreement = 0;
  for (const values of things) {
    const own = new Map<number, number>();
    for (const value of values) own.set(value, (own.get(value) ?? 0) + 1);
    for (const [value, times] of own) {
      totals.set(value, (totals.get(value) ?? 0) + times);
      agreement += (times * (times - 1)) / (raters * (raters - 1));
    }
  }
  const observed = agreement / n;
  const expected = [...totals.values()].reduce(
    (sum, times) => sum + (times / (n * raters)) ** 2,
    0,
  );
  const defined = n > 0 && raters > 1 && 1 - expected > 1e-12;
  return {
    n,
    dropped: count - n,
    raters,
    kappa: defined ? (observed - expected) / (1 - expected) : null,
  };
}
