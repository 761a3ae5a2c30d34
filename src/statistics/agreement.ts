import { UserError } from '../errors.ts';
import type { Rows } from './dense.ts';
import { variance } from './describe.ts';
import { fQuantile, fUpperTail } from './distributions.ts';

export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha of `ratings[coder][unit]`; what is not a finite number is missing. 1: perfect, 0: as by
 * chance. Units with one rating do not count. `null` when nothing can be compared or nothing varies.
 * Krippendorff (2011), "Computing Krippendorff's alpha-reliability".
 */
export function krippendorffAlpha(
  ratings: Rows,
  level: MeasurementLevel = 'interval',
): number | null {
  const units = Math.max(0, ...ratings.map((row) => row.length));
  const pairable: number[][] = [];
  for (let u = 0; u < units; u++) {
    const values = ratings.map((row) => row[u] ?? Number.NaN).filter(Number.isFinite);
    if (values.length > 1) pairable.push(values);
  }
  const categories = [...new Set(pairable.flat())].sort((a, b) => a - b);
  const q = categories.length;
  if (q < 2) return null;
  const index = new Map(categories.map((value, i) => [value, i]));
  const coincidence = new Float64Array(q * q);
  const totals = new Float64Array(q);
  let n = 0;
  for (const values of pairable) {
    const counts = new Float64Array(q);
    for (const value of values) counts[index.get(value)!] = counts[index.get(value)!]! + 1;
    for (let a = 0; a < q; a++) {
      for (let b = 0; b < q; b++) {
        const pairs = counts[a]! * (a === b ? counts[b]! - 1 : counts[b]!);
        coincidence[a * q + b] = coincidence[a * q + b]! + pairs / (values.length - 1);
      }
      totals[a] = totals[a]! + counts[a]!;
    }
    n += values.length;
  }
  const difference = differenceFunction(level, categories, totals);
  let observed = 0;
  let expected = 0;
  for (let a = 0; a < q; a++) {
    for (let b = 0; b < q; b++) {
      const d = difference(a, b);
      observed += coincidence[a * q + b]! * d;
      expected += totals[a]! * totals[b]! * d;
    }
  }
  return expected > 0 ? 1 - ((n - 1) * observed) / expected : null;
}

function differenceFunction(level: MeasurementLevel, categories: number[], totals: Float64Array) {
  switch (level) {
    case 'nominal':
      return (a: number, b: number) => (a === b ? 0 : 1);
    case 'interval':
      return (a: number, b: number) => (categories[a]! - categories[b]!) ** 2;
    case 'ordinal': {
      const cumulated = [0];
      for (const total of totals) cumulated.push(cumulated.at(-1)! + total);
      return (a: number, b: number) => {
        const low = Math.min(a, b);
        const high = Math.max(a, b);
        const between = cumulated[high + 1]! - cumulated[low]!;
        return (between - (totals[a]! + totals[b]!) / 2) ** 2;
      };
    }
  }
}

export type IccForm = 'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k';

export interface Icc {
  value: number;
  f: number;
  df1: number;
  df2: number;
  p: number;
  lower: number;
  upper: number;
}

export interface IccResult {
  forms: Record<IccForm, Icc>;
  targets: number;
  judges: number;
  /** Targets left out because a judge did not rate them. */
  dropped: number;
  meanSquares: { targets: number; judges: number; residual: number; within: number };
}

/**
 * Intraclass correlations of `ratings[target][judge]` with 95 % intervals (Shrout and Fleiss 1979;
 * McGraw and Wong 1996): one judge each (1), the same random judges (2), the same fixed judges (3), and of the
 * mean of all k judges. R: `psych::ICC(lmer = FALSE)`. Targets with a gap are left out.
 * @throws UserError for fewer than two complete targets or two judges.
 */
export function intraclassCorrelation(ratings: Rows, level = 0.95): IccResult {
  const k = ratings[0]?.length ?? 0;
  const rows = ratings.filter((row) => row.length === k && Array.from(row).every(Number.isFinite));
  const n = rows.length;
  if (n < 2 || k < 2) {
    throw new UserError(
      `an intraclass correlation needs at least 2 fully rated targets and 2 judges; there are ${n} and ${k}`,
    );
  }
  let grand = 0;
  const judge = new Float64Array(k);
  const target = rows.map((row) => {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      sum += row[j]!;
      judge[j] = judge[j]! + row[j]! / n;
    }
    grand += sum / (n * k);
    return sum / k;
  });
  let between = 0;
  let judges = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    between += k * (target[i]! - grand) ** 2;
    for (let j = 0; j < k; j++) total += (rows[i]![j]! - grand) ** 2;
  }
  for (let j = 0; j < k; j++) judges += n * (judge[j]! - grand) ** 2;
  const df1 = n - 1;
  const dfResidual = (n - 1) * (k - 1);
  const dfWithin = n * (k - 1);
  const msb = between / df1;
  const msj = judges / (k - 1);
  const mse = Math.max(0, total - between - judges) / dfResidual;
  const msw = (total - between) / dfWithin;
  if (!(total > 0)) {
    throw new UserError('all ratings are the same, so there is nothing to agree on', {
      hint: 'Rate more varied completions, or use a finer scale.',
    });
  }
  const f1 = msb / msw;
  const f3 = msb / mse;
  const tail = (1 - level) / 2;
  const f1Low = f1 / fQuantile(1 - tail, df1, dfWithin);
  const f1High = f1 * fQuantile(1 - tail, dfWithin, df1);
  const f3Low = f3 / fQuantile(1 - tail, df1, dfResidual);
  const f3High = f3 * fQuantile(1 - tail, dfResidual, df1);
  const icc2 = (msb - mse) / (msb + (k - 1) * mse + (k * (msj - mse)) / n);
  const [low2, high2] = intervalOfIcc2(icc2, { msb, msj, mse, n, k, tail });
  const make = (value: number, one: boolean, lower: number, upper: number): Icc => {
    const f = one ? f1 : f3;
    const df2 = one ? dfWithin : dfResidual;
    // Without any disagreement the bounds are limits that coincide with the estimate.
    const bound = (x: number) => (Number.isFinite(x) ? x : value);
    const p = fUpperTail(f, df1, df2);
    return { value, f, df1, df2, p, lower: bound(lower), upper: bound(upper) };
  };
  const stepUp = (r: number) => (r * k) / (1 + r * (k - 1));
  const single = (f: number) => (f - 1) / (f + k - 1);
  return {
    forms: {
      ICC1: make((msb - msw) / (msb + (k - 1) * msw), true, single(f1Low), single(f1High)),
      ICC2: make(icc2, false, low2, high2),
      ICC3: make((msb - mse) / (msb + (k - 1) * mse), false, single(f3Low), single(f3High)),
      ICC1k: make((msb - msw) / msb, true, 1 - 1 / f1Low, 1 - 1 / f1High),
      ICC2k: make((msb - mse) / (msb + (msj - mse) / n), false, stepUp(low2), stepUp(high2)),
      ICC3k: make((msb - mse) / msb, false, 1 - 1 / f3Low, 1 - 1 / f3High),
    },
    targets: n,
    judges: k,
    dropped: ratings.length - n,
    meanSquares: { targets: msb, judges: msj, residual: mse, within: msw },
  };
}

/** Shrout and Fleiss (1979), p. 424, by Satterthwaite's degrees of freedom. */
function intervalOfIcc2(
  icc: number,
  m: { msb: number; msj: number; mse: number; n: number; k: number; tail: number },
): [number, number] {
  const { msb, msj, mse, n, k, tail } = m;
  const fj = msj / mse;
  const numerator = (k - 1) * (n - 1) * (k * icc * fj + n * (1 + (k - 1) * icc) - k * icc) ** 2;
  const denominator =
    (n - 1) * k * k * icc * icc * fj * fj + (n * (1 + (k - 1) * icc) - k * icc) ** 2;
  const v = numerator / denominator;
  const low = fQuantile(1 - tail, n - 1, v);
  const high = fQuantile(1 - tail, v, n - 1);
  const rest = k * msj + (k * n - k - n) * mse;
  return [
    (n * (msb - low * mse)) / (low * rest + n * msb),
    (n * (high * msb - mse)) / (rest + n * high * msb),
  ];
}

/**
 * Cronbach's alpha of `scores[case][item]`, raw. Cases with a gap are left out. `null` when nothing varies.
 * R: `psych::alpha(…)$total$raw_alpha`.
 */
export function cronbachAlpha(scores: Rows): number | null {
  const k = scores[0]?.length ?? 0;
  const rows = scores.filter((row) => row.length === k && Array.from(row).every(Number.isFinite));
  if (k < 2 || rows.length < 2) return null;
  let items = 0;
  for (let j = 0; j < k; j++) items += variance(rows.map((row) => row[j]!));
  const total = variance(rows.map((row) => Array.from(row).reduce((sum, x) => sum + x, 0)));
  return total > 0 ? (k / (k - 1)) * (1 - items / total) : null;
}

/** Reliability of a test `factor` times as long (Spearman 1910; Brown 1910). 2 steps up a split half. */
export function spearmanBrown(r: number, factor: number): number {
  return (factor * r) / (1 + (factor - 1) * r);
}
