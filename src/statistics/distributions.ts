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
  if (x <= 0) return 1;
  return df / 2 < largeShape
    ? gammainc(x / 2, df / 2, true, true)
    : largeGamma(x / 2, df / 2).upper;
}

/**
 * ln P(X > x) of chi-square, where the probability itself is too small for a number.
 * R: `pchisq(x, df, lower.tail = FALSE, log.p = TRUE)`.
 */
export function chiSquareLogUpperTail(x: number, df: number): number {
  const upper = chiSquareUpperTail(x, df);
  if (upper > 1e-280 || Number.isNaN(upper)) return Math.log(upper);
  // Far in the tail: xᵃ e⁻ˣ / Γ(a) times a continued fraction.
  const [a, half] = [df / 2, x / 2];
  return a * Math.log(half) - half - logGamma(a) + Math.log(upperFraction(half, a));
}

/** P(X ≤ x) of chi-square. */
function chiSquareCdf(x: number, df: number): number {
  if (!(df > 0)) return Number.NaN;
  if (x <= 0) return 0;
  return df / 2 < largeShape
    ? gammainc(x / 2, df / 2, true, false)
    : largeGamma(x / 2, df / 2).lower;
}

/** From this shape on @stdlib's incomplete gamma function is off by up to 1e-3 near its mean. */
const largeShape = 150;

/**
 * Regularised incomplete gamma functions for large shapes: power series below the mean, continued fraction
 * (modified Lentz) above. About √a terms near the mean.
 */
function largeGamma(x: number, a: number): { lower: number; upper: number } {
  const mu = (x - a) / a;
  // xᵃ e⁻ˣ / Γ(a + 1) by Stirling's series, without the cancellation of its three large logarithms.
  const density =
    Math.exp(a * (Math.log1p(mu) - mu) - stirlingRest(a)) / Math.sqrt(2 * Math.PI * a);
  if (x < a + 1) {
    let sum = 1;
    let term = 1;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = Math.min(1, density * sum);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, density * a * upperFraction(x, a));
  return { lower: 1 - upper, upper };
}

/** Γ(a, x) / (xᵃ e⁻ˣ) for x above a, by the continued fraction (modified Lentz). */
function upperFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b || 1e-300);
    c = b + an / c || 1e-300;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
}

/** ln Γ(z + 1) − (z ln z − z + ½ ln 2πz), for z of 15 or more. */
function stirlingRest(z: number): number {
  const w = 1 / (z * z);
  return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z;
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
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + stirlingRest(z) - shift;
}

/** P(X > x) of F. R: `pf(x, df1, df2, lower.tail = FALSE)`. */
export function fUpperTail(x: number, df1: number, df2: number): number {
  if (!(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  // The smaller of the two arguments that add up to 1 keeps its digits.
  const w = (df1 * x) / (df2 + df1 * x);
  return w < 0.5
    ? betainc(w, df1 / 2, df2 / 2, true, true)
    : betainc(df2 / (df2 + df1 * x), df2 / 2, df1 / 2);
}

/** The x with P(F ≤ x) = p. R: `qf(p, df1, df2)`. By bisection on the incomplete beta function. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (!(p >= 0 && p <= 1) || !(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  // w = df1 x / (df2 + df1 x) has the beta distribution (df1/2, df2/2), and 1 − w the turned one.
  if (p < 0.5) {
    const w = betaQuantile(p, df1 / 2, df2 / 2);
    return (df2 * w) / (df1 * (1 - w));
  }
  const y = betaQuantile(1 - p, df2 / 2, df1 / 2);
  return (df2 * (1 - y)) / (df1 * y);
}

function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 1100; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high || high - low <= 1e-16 * high) break;
    if (betainc(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
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
