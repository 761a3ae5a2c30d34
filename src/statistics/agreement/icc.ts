import { UserError } from '../../errors.ts';
import type { Rows } from '../dense.ts';
import { fQuantile, fUpperTail } from '../distributions.ts';

export type IccForm = 'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k';

export interface Icc {
  /** At most 1, and below 0 where raters agree less than by chance; `null` where targets do not differ at all. */
  value: number | null;
  /** Infinite without any disagreement. */
  f: number;
  df1: number;
  df2: number;
  p: number;
  /** `null` where a bound is not defined, as that of a mean when the one of a single rating is below −1 / (k − 1). */
  lower: number | null;
  upper: number | null;
}

export interface IccResult {
  forms: Record<IccForm, Icc>;
  targets: number;
  raters: number;
  /** Targets left out because a rater did not rate them. */
  dropped: number;
  meanSquares: { targets: number; raters: number; residual: number; within: number };
}

/**
 * Intraclass correlations of `ratings[target][rater]` with 95 % intervals (Shrout and Fleiss 1979;
 * McGraw and Wong 1996): one rater each (1), the same random raters (2), the same fixed raters (3), and of the
 * mean of all k raters. R: `psych::ICC(lmer = FALSE)`. Targets with a gap are left out.
 * @throws UserError for fewer than two complete targets or two raters.
 */
export function intraclassCorrelation(ratings: Rows, level = 0.95): IccResult {
  const k = ratings[0]?.length ?? 0;
  const rows = ratings.filter((row) => row.length === k && Array.from(row).every(Number.isFinite));
  const n = rows.length;
  if (n < 2 || k < 2) {
    throw new UserError(
      `an intraclass correlation needs at least 2 fully rated targets and 2 raters; there are ${n} and ${k}`,
    );
  }
  let grand = 0;
  const rater = new Float64Array(k);
  const target = rows.map((row) => {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      sum += row[j]!;
      rater[j] = rater[j]! + row[j]! / n;
    }
    grand += sum / (n * k);
    return sum / k;
  });
  let between = 0;
  let raters = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    between += k * (target[i]! - grand) ** 2;
    for (let j = 0; j < k; j++) total += (rows[i]![j]! - grand) ** 2;
  }
  for (let j = 0; j < k; j++) raters += n * (rater[j]! - grand) ** 2;
  const df1 = n - 1;
  const dfResidual = (n - 1) * (k - 1);
  const dfWithin = n * (k - 1);
  const msb = between / df1;
  const msj = raters / (k - 1);
  const mse = Math.max(0, total - between - raters) / dfResidual;
  const msw = (total - between) / dfWithin;
  if (!(total > 0)) {
    throw new UserError('all ratings are the same, so there is nothing to agree on', {
      hint: 'Rate more varied things, or use a finer scale.',
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
    const bound = (x: number) =>
      Number.isFinite(x) ? x : f === Number.POSITIVE_INFINITY ? value : null;
    const p = fUpperTail(f, df1, df2);
    return {
      value: Number.isFinite(value) ? value : null,
      f,
      df1,
      df2,
      p,
      lower: bound(lower),
      upper: bound(upper),
    };
  };
  // A single rating below −1 / (k − 1) has no counterpart in a mean of k.
  const stepUp = (r: number) => (1 + r * (k - 1) > 0 ? (r * k) / (1 + r * (k - 1)) : Number.NaN);
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
    raters: k,
    dropped: ratings.length - n,
    meanSquares: { targets: msb, raters: msj, residual: mse, within: msw },
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
