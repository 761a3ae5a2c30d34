import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammainc from '@stdlib/math-base-special-gammainc';

/** P(Z ≤ z) of the standard normal. R: `pnorm(z)`. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}

/** The z with P(Z ≤ z) = p, p in [0, 1]. R: `qnorm(p)`. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

/** P(X > x) of chi-square. R: `pchisq(x, df, lower.tail = FALSE)`; keeps its digits far into the tail. */
export function chiSquareUpperTail(x: number, df: number): number {
  if (!(df > 0)) return Number.NaN;
  return x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true);
}

/** P(X ≤ x) of chi-square. */
export function chiSquareCdf(x: number, df: number): number {
  if (!(df > 0)) return Number.NaN;
  return x <= 0 ? 0 : gammainc(x / 2, df / 2, true, false);
}

/**
 * P(X ≤ x) of the non-central chi-square, as the Poisson(ncp / 2) mixture of central ones.
 * R: `pchisq(x, df, ncp)`. Sums outward from the mode of the weights, so large ncp neither under- nor
 * overflows; neighbouring central terms follow by the recurrence of the incomplete gamma function.
 */
export function noncentralChiSquareCdf(x: number, df: number, ncp: number): number {
  if (x <= 0) return 0;
  if (ncp <= 0) return chiSquareCdf(x, df);
  const rate = ncp / 2;
  const half = x / 2;
  const mode = Math.floor(rate);
  const peak = Math.exp(-rate + mode * Math.log(rate) - logGamma(mode + 1));
  const central = chiSquareCdf(x, df + 2 * mode);
  // P(df + 2) = P(df) − t(df) with t = (x/2)^(df/2) e^(−x/2) / Γ(df/2 + 1).
  const middle = df / 2 + mode;
  const drop = Math.exp(middle * Math.log(half) - half - logGamma(middle + 1));

  let sum = 0;
  let weight = peak;
  let term = central;
  let t = drop;
  for (let j = mode; weight > peak * 1e-17 && term > 0; j++) {
    sum += weight * term;
    weight *= rate / (j + 1);
    term -= t;
    t *= half / (df / 2 + j + 1);
  }
  weight = peak;
  term = central;
  t = drop;
  for (let j = mode; j > 0; j--) {
    weight *= j / rate;
    if (weight < peak * 1e-17) break;
    t *= (df / 2 + j) / half;
    term += t;
    sum += weight * term;
  }
  return Math.min(1, Math.max(0, sum));
}

/** ln Γ(x) for x > 0: Stirling's series after shifting x above 15. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 15) {
    shift += Math.log(z);
    z++;
  }
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** P(X > x) of F. R: `pf(x, df1, df2, lower.tail = FALSE)`. */
export function fUpperTail(x: number, df1: number, df2: number): number {
  if (!(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return betainc(df2 / (df2 + df1 * x), df2 / 2, df1 / 2);
}

/** The x with P(F ≤ x) = p. R: `qf(p, df1, df2)`. By bisection on the incomplete beta function. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (!(p >= 0 && p <= 1) || !(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  // y = df2 / (df2 + df1 x) has the regularised beta function as its distribution.
  const upper = 1 - p;
  let low = 0;
  let high = 1;
  while (high - low > 1e-16 * high) {
    const y = (low + high) / 2;
    if (y === low || y === high) break;
    if (betainc(y, df2 / 2, df1 / 2) < upper) low = y;
    else high = y;
  }
  const y = (low + high) / 2;
  return (df2 * (1 - y)) / (df1 * y);
}

/** P(|T| > |t|) of Student's t, both tails. */
export function tTwoSided(t: number, df: number): number {
  return fUpperTail(t * t, 1, df);
}

/** The t with P(T ≤ t) = p. R: `qt(p, df)`. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const t = Math.sqrt(fQuantile(Math.abs(2 * p - 1), 1, df));
  return p < 0.5 ? -t : t;
}
