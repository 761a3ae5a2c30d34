/** The correlation of two normal variables behind a table of their categories: second step of Olsson (1979). */
import { bivariateNormalDensity, cdfGrid, cdfWithMargins } from './bivariate-normal.ts';
import { normalCdf } from './distributions.ts';

/** An estimate beyond this is one without a maximum inside (−1, 1), and is given as ±1. */
const furthest = 0.99999;

/**
 * Tetrachoric correlation of a 2 × 2 table `[n00, n01, n10, n11]` (fractions allowed) with thresholds h of
 * the row and k of the column variable. The likelihood depends on the correlation only through the lower
 * left probability L and is concave in it, so L is found first and Φ₂(h, k; ρ) = L is then solved for ρ,
 * both to machine precision. An empty cell puts the estimate at ±1 unless it is filled beforehand.
 */
export function tetrachoricOfTable(table: ArrayLike<number>, h: number, k: number): number {
  const a = normalCdf(h);
  const b = normalCdf(k);
  const low = Math.max(0, a + b - 1);
  const high = Math.min(a, b);
  const target = likeliestCell(table, a, b, low, high);
  if (target <= low) return -1;
  if (target >= high) return 1;
  return correlationAt(target, h, k, a, b, table);
}

/** The L in [low, high] that maximises n00 ln L + n01 ln(a − L) + n10 ln(b − L) + n11 ln(1 − a − b + L). */
function likeliestCell(
  table: ArrayLike<number>,
  a: number,
  b: number,
  low: number,
  high: number,
): number {
  const n00 = table[0]!;
  const n01 = table[1]!;
  const n10 = table[2]!;
  const n11 = table[3]!;
  let from = low;
  let to = high;
  let x = n00 / (n00 + n01 + n10 + n11);
  if (!(x > low && x < high)) x = (low + high) / 2;
  for (let turn = 0; turn < 100; turn++) {
    const p01 = a - x;
    const p10 = b - x;
    const p11 = 1 - a - b + x;
    const slope = n00 / x - n01 / p01 - n10 / p10 + n11 / p11;
    if (slope > 0) from = x;
    else to = x;
    const curve = n00 / (x * x) + n01 / (p01 * p01) + n10 / (p10 * p10) + n11 / (p11 * p11);
    const step = slope / curve;
    if (Math.abs(step) <= 4e-16 * x) break;
    const next = x + step;
    x = next > from && next < to ? next : (from + to) / 2;
  }
  // Without observations on the side of a bound the slope never turns before it.
  const width = high - low;
  if (x - low < 1e-12 * width) return low;
  return high - x < 1e-12 * width ? high : x;
}

/**
 * The ρ with Φ₂(h, k; ρ) = L: Newton steps with the curvature taken in (Halley) in z = artanh ρ, where the
 * ends of the scale are far away, kept in a bracket that is halved when they get slow.
 */
function correlationAt(
  target: number,
  h: number,
  k: number,
  a: number,
  b: number,
  table: ArrayLike<number>,
): number {
  // Start from the odds ratio (Digby 1983).
  const odds = ((table[0]! + 0.5) * (table[3]! + 0.5)) / ((table[1]! + 0.5) * (table[2]! + 0.5));
  let z = 0.375 * Math.log(odds);
  let from = -furthestZ;
  let to = furthestZ;
  let before = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 200; turn++) {
    const rho = Math.tanh(z);
    const miss = cdfWithMargins(h, k, rho, a, b) - target;
    if (miss < 0) from = z;
    else to = z;
    const rest = 1 - rho * rho;
    const density = bivariateNormalDensity(h, k, rho);
    const slope = density * rest;
    const curve = slope * (densitySlope(h, k, rho) * rest - 2 * rho);
    const newton = miss / slope;
    const bend = 1 - (newton * curve) / (2 * slope);
    const step = bend > 0.5 && bend < 2 ? newton / bend : newton;
    // After a step of this size a cubically converging sequence is below rounding.
    if (Math.abs(step) < 1e-6) return Math.tanh(z - step);
    const slow = Math.abs(miss) > before / 2;
    before = Math.abs(miss);
    const next = z - step;
    z = !slow && next > from && next < to ? next : (from + to) / 2;
    if (to - from < 1e-14 * Math.max(1, Math.abs(z))) break;
  }
  return Math.tanh(z);
}

/** tanh of it is 1. */
const furthestZ = 20;

/** d ln φ₂ / dρ. */
function densitySlope(h: number, k: number, rho: number): number {
  const rest = 1 - rho * rho;
  return rho / rest + (h * k * (1 + rho * rho) - rho * (h * h + k * k)) / (rest * rest);
}

/** Curvature of the log likelihood, a row, below which it is a plain; around a maximum it is of the order of 1. */
const flat = 1e-4;

export interface Margin {
  /** Ascending thresholds. */
  thresholds: Float64Array;
  /** Φ of them. */
  shares: Float64Array;
}

/**
 * Polychoric correlation of a table of frequencies (categories of the row variable × those of the column
 * variable, flat): the maximum of the likelihood over ρ with the thresholds held, by Newton steps on the
 * analytic score in a bracket. ±1 where the likelihood still rises at .99999.
 */
export function polychoricOfTable(table: Float64Array, row: Margin, column: Margin): number {
  const m = row.thresholds.length;
  const w = column.thresholds.length;
  const scratch = {
    cdf: new Float64Array(m * w),
    density: new Float64Array(m * w),
    slope: new Float64Array(m * w),
  };
  let total = 0;
  for (const count of table) total += count;
  if (total === 0 || m === 0 || w === 0) return Number.NaN;
  let from = -1;
  let to = 1;
  let rho = 0;
  for (let step = 0; step < 100; step++) {
    const { score, hessian, information } = scoreAt(rho, table, total, row, column, scratch);
    if (score > 0) from = rho;
    else to = rho;
    // Away from the maximum the observed curvature can have the wrong sign; the expected one never has.
    const curve = step > 0 && hessian < 0 ? -hessian : information;
    const move = score / curve;
    if (Math.abs(rho) === furthest && rho * score >= 0) return Math.sign(rho);
    // Flat without having turned: the likelihood approaches its bound at the end of the scale.
    if (Math.abs(rho) > 0.9 && rho * score >= 0 && curve < flat * total) return Math.sign(rho);
    if (Math.abs(move) < 1e-9) return rho + move;
    const next = Math.max(-furthest, Math.min(furthest, rho + move));
    rho =
      next > from && next < to ? next : (Math.max(from, -furthest) + Math.min(to, furthest)) / 2;
    if (to - from < 1e-12) break;
  }
  return rho;
}

interface Scratch {
  cdf: Float64Array;
  density: Float64Array;
  slope: Float64Array;
}

/** Below this a difference of Φ₂ is mostly rounding. */
const leastProbability = 1e-13;

/** First and second derivative of the log likelihood, and the expected information. */
function scoreAt(
  rho: number,
  table: Float64Array,
  total: number,
  row: Margin,
  column: Margin,
  { cdf, density, slope }: Scratch,
): { score: number; hessian: number; information: number } {
  const hs = row.thresholds;
  const ks = column.thresholds;
  const m = hs.length;
  const w = ks.length;
  cdfGrid(hs, ks, rho, row.shares, column.shares, cdf);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < w; j++) {
      const d = bivariateNormalDensity(hs[i]!, ks[j]!, rho);
      density[i * w + j] = d;
      slope[i * w + j] = d * densitySlope(hs[i]!, ks[j]!, rho);
    }
  }
  let score = 0;
  let hessian = 0;
  let information = 0;
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= w; j++) {
      // Inclusion and exclusion over the corners; beyond the grid Φ₂ is a margin and its slope is 0.
      const upper = i < m ? row.shares[i]! : 1;
      const lower = i > 0 ? row.shares[i - 1]! : 0;
      let cell: number;
      if (j < w) {
        cell = (i < m ? cdf[i * w + j]! : column.shares[j]!) - (i > 0 ? cdf[(i - 1) * w + j]! : 0);
      } else cell = upper - lower;
      if (j > 0) {
        cell -=
          (i < m ? cdf[i * w + j - 1]! : column.shares[j - 1]!) -
          (i > 0 ? cdf[(i - 1) * w + j - 1]! : 0);
      }
      const first = corners(density, i, j, m, w);
      const count = table[i * (w + 1) + j]!;
      // Differences of probabilities are exact to about 1e-16. A cell that was met and cannot be told from an
      // impossible one says that ρ went too far: back towards 0.
      if (count > 0 && cell < leastProbability)
        return {
          score: rho > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
          hessian: 0,
          information: 1,
        };
      const probability = Math.max(cell, 1e-16);
      information += (first * first) / probability;
      if (count === 0) continue;
      const ratio = first / probability;
      score += count * ratio;
      hessian += count * (corners(slope, i, j, m, w) / probability - ratio * ratio);
    }
  }
  return { score, hessian, information: information * total };
}

/** The double difference of a grid that is 0 beyond its edges, for cell (i, j). */
function corners(grid: Float64Array, i: number, j: number, m: number, w: number): number {
  const below = i < m;
  const right = j < w;
  let sum = below && right ? grid[i * w + j]! : 0;
  if (i > 0 && right) sum -= grid[(i - 1) * w + j]!;
  if (below && j > 0) sum -= grid[i * w + j - 1]!;
  if (i > 0 && j > 0) sum += grid[(i - 1) * w + j - 1]!;
  return sum;
}
