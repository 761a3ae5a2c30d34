import { normalCdf } from './distributions.ts';
import { gaussLegendre, type Quadrature } from './gauss-legendre.ts';

const few = gaussLegendre(6);
const some = gaussLegendre(12);
const many = gaussLegendre(20);

/** From here on the integral from 0 loses digits, and the one from 1 downward is taken. */
const nearOne = 0.925;

/**
 * P(X ≤ h, Y ≤ k) of standard normal deviates with correlation `rho` in [−1, 1], to about 1e-15.
 * Drezner and Wesolowsky (1990) with the refinements of Genz (2004): ∂Φ₂/∂ρ is the density, integrated by
 * Gauss–Legendre from ρ = 0 on, or where |ρ| is large from ±1 on with the leading terms taken out.
 * R: `mnormt::biv.nt.prob`, `mvtnorm::pmvnorm`.
 */
export function bivariateNormalCdf(h: number, k: number, rho: number): number {
  if (!(rho >= -1 && rho <= 1) || Number.isNaN(h) || Number.isNaN(k)) return Number.NaN;
  return cdfWithMargins(h, k, rho, normalCdf(h), normalCdf(k));
}

/** As `bivariateNormalCdf`, with Φ(h) and Φ(k) already known. */
export function cdfWithMargins(h: number, k: number, rho: number, ph: number, pk: number): number {
  if (h === Number.NEGATIVE_INFINITY || k === Number.NEGATIVE_INFINITY) return 0;
  if (h === Number.POSITIVE_INFINITY) return pk;
  if (k === Number.POSITIVE_INFINITY) return ph;
  if (rho >= nearOne) return clamp(Math.min(ph, pk) - fromOne(h, k, rho));
  // Φ(h) + Φ(k) − 1 as a difference of two lower tails keeps its digits where both are near 1.
  if (rho <= -nearOne) return clamp(Math.max(0, ph - normalCdf(-k)) + fromOne(h, -k, -rho));
  return clamp(ph * pk + fromZero(h, k, rho));
}

/** The density of two standard normal deviates with correlation `rho`, which is also ∂Φ₂/∂ρ. */
export function bivariateNormalDensity(h: number, k: number, rho: number): number {
  const rest = 1 - rho * rho;
  if (!(rest > 0) || !Number.isFinite(h) || !Number.isFinite(k)) return 0;
  // (h − k)² + 2hk(1 − ρ) instead of h² + k² − 2ρhk: no cancellation near ρ = 1, and likewise near −1.
  const exponent =
    rho >= 0 ? (h - k) ** 2 + 2 * h * k * (1 - rho) : (h + k) ** 2 - 2 * h * k * (1 + rho);
  return Math.exp(-exponent / (2 * rest)) / (2 * Math.PI * Math.sqrt(rest));
}

/**
 * Φ₂ at every pair of thresholds: `out[i * ks.length + j]` for hs[i] and ks[j], all finite, with their
 * margins Φ(hs), Φ(ks). The nodes are worked out once for the whole grid.
 */
export function cdfGrid(
  hs: Float64Array,
  ks: Float64Array,
  rho: number,
  phs: Float64Array,
  pks: Float64Array,
  out: Float64Array,
): void {
  const m = hs.length;
  const n = ks.length;
  if (Math.abs(rho) >= nearOne) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        out[i * n + j] = cdfWithMargins(hs[i]!, ks[j]!, rho, phs[i]!, pks[j]!);
      }
    }
    return;
  }
  const { nodes, weights } = ruleFor(rho);
  const half = Math.asin(rho) / 2;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[i * n + j] = phs[i]! * pks[j]!;
  }
  for (let at = 0; at < 2 * nodes.length; at++) {
    const x = at % 2 === 0 ? nodes[at >> 1]! : -nodes[at >> 1]!;
    const sine = Math.sin(half * (1 + x));
    const scale = -0.5 / (1 - sine * sine);
    const weight = (weights[at >> 1]! * half) / (2 * Math.PI);
    for (let i = 0; i < m; i++) {
      const h = hs[i]!;
      for (let j = 0; j < n; j++) {
        const k = ks[j]!;
        const exponent = scale * (h * h + k * k - 2 * h * k * sine);
        out[i * n + j] = out[i * n + j]! + weight * Math.exp(exponent);
      }
    }
  }
}

function ruleFor(rho: number): Quadrature {
  const size = Math.abs(rho);
  return size < 0.3 ? few : size < 0.75 ? some : many;
}

/** ∫ of the density over the correlation from 0 to ρ, in θ = asin ρ. */
function fromZero(h: number, k: number, rho: number): number {
  const { nodes, weights } = ruleFor(rho);
  const half = Math.asin(rho) / 2;
  const squares = h * h + k * k;
  const twice = 2 * h * k;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const low = Math.sin(half * (1 - nodes[i]!));
    const high = Math.sin(half * (1 + nodes[i]!));
    sum +=
      weights[i]! *
      (Math.exp((-0.5 * (squares - twice * low)) / (1 - low * low)) +
        Math.exp((-0.5 * (squares - twice * high)) / (1 - high * high)));
  }
  return (sum * half) / (2 * Math.PI);
}

/**
 * ∫ of the density over the correlation from ρ to 1, ρ ≥ .925. With x = √(1 − r²) the integrand is
 * e^(−b²/2x²) f(x) / 2π, b = h − k, f(x) = e^(−hk/(1 + r)) / r; the terms of f up to x⁴ are integrated
 * exactly, what is left numerically (Genz 2004, eq. 8).
 */
function fromOne(h: number, k: number, rho: number): number {
  const a2 = (1 - rho) * (1 + rho);
  if (a2 <= 0) return 0;
  const a = Math.sqrt(a2);
  const hk = h * k;
  const b = Math.abs(h - k);
  const b2 = b * b;
  const c = (4 - hk) / 8;
  const d = (12 - hk) / 16;
  let sum = 0;
  // Below e^-100 every term is lost beside the margins.
  if (-(b2 / a2 + hk) / 2 > -100) {
    const edge = Math.exp(-(b2 / a2 + hk) / 2);
    const i0 = a * edge - Math.sqrt(2 * Math.PI) * b * normalCdf(-b / a) * Math.exp(-hk / 2);
    const i2 = (a * a2 * edge - b2 * i0) / 3;
    const i4 = (a * a2 * a2 * edge - b2 * i2) / 5;
    sum = i0 + c * i2 + c * d * i4;
  }
  const { nodes, weights } = many;
  for (let i = 0; i < 2 * nodes.length; i++) {
    const x = (a / 2) * (1 + (i % 2 === 0 ? nodes[i >> 1]! : -nodes[i >> 1]!));
    const x2 = x * x;
    const exponent = -(b2 / x2 + hk) / 2;
    if (exponent <= -100) continue;
    const r = Math.sqrt(1 - x2);
    // −hk/(1 + r) = −hk/2 − hk x² / 2(1 + r)².
    const whole = Math.exp((-hk * x2) / (2 * (1 + r) ** 2)) / r;
    const known = 1 + c * x2 * (1 + d * x2);
    sum += weights[i >> 1]! * (a / 2) * Math.exp(exponent) * (whole - known);
  }
  return sum / (2 * Math.PI);
}

function clamp(probability: number): number {
  return probability < 0 ? 0 : probability > 1 ? 1 : probability;
}
