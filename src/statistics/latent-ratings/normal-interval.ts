/**
 * Probabilities of intervals under the normal curve and draws from them, on which the chains spend most of their
 * time. Fast rather than exact to the last digit (absolute error of Φ below 1e-11).
 */
import { normalCdf, normalQuantile } from '../distributions.ts';
import type { Random } from '../random.ts';

/** Φ on [−4, 0] as cubic pieces (Hermite: value and slope at both ends), four coefficients each. */
const piecesPerUnit = 128;
const lowest = -4;
const pieces = -lowest * piecesPerUnit;
const cubic = (() => {
  const out = new Float64Array(4 * (pieces + 1));
  const h = 1 / piecesPerUnit;
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  for (let i = 0; i <= pieces; i++) {
    const z = lowest + i * h;
    const [a, b] = [normalCdf(z), normalCdf(z + h)];
    const [da, db] = [h * density(z), h * density(z + h)];
    out.set([a, da, 3 * (b - a) - 2 * da - db, 2 * (a - b) + da + db], 4 * i);
  }
  return out;
})();

/** Φ(z) for z ≤ 0. */
function lowerTail(z: number): number {
  if (z < lowest) return z < -38 ? 0 : normalCdf(z);
  const at = (z - lowest) * piecesPerUnit;
  const i = at | 0;
  const f = at - i;
  const k = 4 * i;
  return cubic[k]! + f * (cubic[k + 1]! + f * (cubic[k + 2]! + f * cubic[k + 3]!));
}

/** The smallest probability returned, so that its logarithm is finite. */
const least = 1e-300;

/** P(low < Z ≤ high), with its digits in both tails; 1e-300 at least. */
export function intervalProbability(low: number, high: number): number {
  const p =
    low >= 0
      ? lowerTail(-low) - lowerTail(-high)
      : high <= 0
        ? lowerTail(high) - lowerTail(low)
        : 1 - lowerTail(low) - lowerTail(-high);
  return p > least ? p : least;
}

/** Z given low < Z < high, by inversion. */
export function drawBetween(low: number, high: number, random: Random): number {
  // The lower tail keeps the digits that the upper one loses.
  if (low >= 0) return -drawBelowZero(-high, -low, random);
  return drawBelowZero(low, high, random);
}

function drawBelowZero(low: number, high: number, random: Random): number {
  const a = lowerTail(low);
  const b = high <= 0 ? lowerTail(high) : 1 - lowerTail(-high);
  const p = a + random.next() * (b - a);
  // Beyond 37 standard deviations the normal tail is exponential, with this rate.
  if (!(p > least)) return Math.max(low, high + Math.log(1 - random.next()) / -high);
  return Math.min(high, Math.max(low, quickQuantile(p)));
}

/** Φ⁻¹ in the middle, by Wichura's rational function (1988, algorithm AS 241, PPND16). */
function quickQuantile(p: number): number {
  const q = p - 0.5;
  if (q > 0.425 || q < -0.425) return normalQuantile(p);
  const r = 0.180625 - q * q;
  return (
    (q *
      (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r +
        45921.95393154987) *
        r +
        13731.69376550946) *
        r +
        1971.5909503065513) *
        r +
        133.14166789178438) *
        r +
        3.3871328727963665)) /
    (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r +
      21213.794301586597) *
      r +
      5394.196021424751) *
      r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
      1)
  );
}
