/**
 * What latent ratings say of a vector with one number per rater, as a log likelihood −½ yᵀ A y + bᵀ y, and effects that are
 * integrated out of it and drawn afterwards.
 */
import { drawFromPrecision, drawNormal } from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import type { Workspace } from './latent.ts';
import type { ValueLayout } from './ratings.ts';
import type { ValueState } from './state.ts';

/** A (raters × raters) and b. */
export type Evidence = { a: Float64Array; b: Float64Array };

export function noEvidence(raters: number): Evidence {
  return { a: new Float64Array(raters * raters), b: new Float64Array(raters) };
}

export function addEvidence(to: Evidence, { a, b }: Evidence): void {
  for (let k = 0; k < a.length; k++) to.a[k]! += a[k]!;
  for (let k = 0; k < b.length; k++) to.b[k]! += b[k]!;
}

/**
 * Fills what each cell says with the deviations of models on items integrated out: W = diag(w) − k w wᵀ, with w the
 * precision of each rater's ratings and k = 1 / (1/δ² + Σ w), and W times the mean latent rating of each rater.
 */
export function gatherEvidence(
  value: ValueLayout,
  raters: number,
  { spread, sd }: ValueState,
  { latent, weight, shrunk, right }: Workspace,
): void {
  const precision = spread.map((one) => Math.exp(-2 * one));
  right.fill(0);
  for (let c = 0; c < value.cells; c++) {
    const at = c * raters;
    let [all, sum] = [0, 0];
    for (let i = value.cellStart[c]!; i < value.cellStart[c + 1]!; i++) {
      const r = value.group[i]!;
      const told = precision[r]! * latent[i]!;
      right[at + r]! += told;
      sum += told;
      all += precision[r]!;
    }
    const k = sd.deviation > 0 ? 1 / (sd.deviation ** -2 + all) : 0;
    shrunk[c] = k;
    for (let r = 0; r < raters; r++) {
      weight[at + r] = value.counts[at + r]! * precision[r]!;
      right[at + r]! -= k * weight[at + r]! * sum;
    }
  }
}

/** Adds the evidence of cell `c` after subtracting `other` (by rater). */
export function addCell(
  to: Evidence,
  { weight, shrunk, right }: Workspace,
  c: number,
  other: Float64Array,
): void {
  const raters = other.length;
  const at = c * raters;
  const k = shrunk[c]!;
  let sum = 0;
  for (let r = 0; r < raters; r++) sum += weight[at + r]! * other[r]!;
  for (let r = 0; r < raters; r++) {
    const w = weight[at + r]!;
    to.b[r]! += right[at + r]! - w * (other[r]! - k * sum);
    to.a[r * (raters + 1)]! += w;
    for (let s = 0; s < raters; s++) to.a[r * raters + s]! -= k * w * weight[at + s]!;
  }
}

/** Evidence with an effect integrated out, and the effect's draw once all else (`y`, by rater) is known. */
export type Integrated<T> = { rest: Evidence; draw(y: Float64Array, random: Random): T };

/** An effect on all raters alike, normal around 0. */
export function integrateCommon({ a, b }: Evidence, sd: number): Integrated<number> {
  const raters = b.length;
  const rows = new Float64Array(raters);
  let whole = sd ** -2;
  let right = 0;
  for (let r = 0; r < raters; r++) {
    for (let s = 0; s < raters; s++) rows[r]! += a[r * raters + s]!;
    whole += rows[r]!;
    right += b[r]!;
  }
  return {
    rest: {
      a: a.map((x, k) => x - (rows[Math.floor(k / raters)]! * rows[k % raters]!) / whole),
      b: b.map((x, r) => x - (rows[r]! * right) / whole),
    },
    draw(y, random) {
      let told = right;
      for (let r = 0; r < raters; r++) told -= rows[r]! * y[r]!;
      return drawNormal(told, whole, random);
    },
  };
}

/** An effect on each rater, all normal around 0. */
export function integrateOwn({ a, b }: Evidence, sd: number): Integrated<Float64Array> {
  const raters = b.length;
  const held = a.slice();
  for (let r = 0; r < raters; r++) held[r * (raters + 1)]! += sd ** -2;
  // With held = L Lᵀ: rows of `x` are those of L⁻¹ [a b].
  const width = raters + 1;
  const l = new Float64Array(raters * raters);
  const x = new Float64Array(raters * width);
  for (let i = 0; i < raters; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = held[i * raters + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * raters + k]! * l[j * raters + k]!;
      l[i * raters + j] = i === j ? Math.sqrt(sum) : sum / l[j * width]!;
    }
    for (let c = 0; c < width; c++) {
      let sum = c < raters ? a[i * raters + c]! : b[i]!;
      for (let k = 0; k < i; k++) sum -= l[i * raters + k]! * x[k * width + c]!;
      x[i * width + c] = sum / l[i * width]!;
    }
  }
  const rest = { a: a.slice(), b: b.slice() };
  for (let r = 0; r < raters; r++)
    for (let k = 0; k < raters; k++) {
      for (let s = 0; s < raters; s++)
        rest.a[r * raters + s]! -= x[k * width + r]! * x[k * width + s]!;
      rest.b[r]! -= x[k * width + r]! * x[k * width + raters]!;
    }
  return {
    rest,
    draw(y, random) {
      const told = b.slice();
      for (let r = 0; r < raters; r++)
        for (let s = 0; s < raters; s++) told[r]! -= a[r * raters + s]! * y[s]!;
      return drawFromPrecision(held.slice(), told, raters, random);
    },
  };
}
