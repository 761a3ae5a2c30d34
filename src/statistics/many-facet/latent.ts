/** The latent ratings y* of a value: their means, and draws of them (Albert and Chib 1993, eq. 8). */
import { drawBetween } from '../ordinal-probit/normal-interval.ts';
import type { Random } from '../random.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import type { State, ValueState } from './state.ts';

/** Room that a chain works in on one value; nothing in it outlives a sweep. */
export type Workspace = {
  /** Mean of each latent rating. */
  mean: Float64Array;
  latent: Float64Array;
  /** Probability of each rating that was given, and of one that is tried. */
  probability: Float64Array;
  tried: Float64Array;
  /** What each cell says of its raters, deviations integrated out (`gatherEvidence`): cells × raters, by cell, cells × raters. */
  weight: Float64Array;
  shrunk: Float64Array;
  right: Float64Array;
};

export function workspaceOf({ raters }: FacetLayout, { n, cells }: ValueLayout): Workspace {
  return {
    mean: new Float64Array(n),
    latent: new Float64Array(n),
    probability: new Float64Array(n),
    tried: new Float64Array(n),
    weight: new Float64Array(cells * raters),
    shrunk: new Float64Array(cells),
    right: new Float64Array(cells * raters),
  };
}

/** Of a cell and a rater: what items bring, what models bring (raters' own levels in neither), and what a text has in all values. */
export function readEffects(layout: FacetLayout, value: ValueLayout, state: State, v: number) {
  const { raters, families, family, hasHalo } = layout;
  const { effects, general, halo } = state.values[v]!;
  return {
    ofItem(c: number, r: number): number {
      const i = value.cellItem[c]!;
      const f = family[value.cellModel[c]!]!;
      return (
        effects.item[i]! +
        effects.itemRater[i * raters + r]! +
        effects.itemFamily[i * families + f]!
      );
    },
    ofModel(c: number, r: number): number {
      const m = value.cellModel[c]!;
      const f = family[m]!;
      return (
        effects.model[m]! +
        effects.family[f]! +
        effects.modelRater[m * raters + r]! +
        effects.raterFamily[f * raters + r]!
      );
    },
    ofText(c: number, r: number): number {
      if (!hasHalo) return 0;
      const at = value.cellText[c]!;
      return general * state.general[at]! + halo[r]! * state.halo[at * raters + r]!;
    },
  };
}

/** Fills the means of all latent ratings. */
export function fillMeans(
  layout: FacetLayout,
  value: ValueLayout,
  state: State,
  v: number,
  mean: Float64Array,
): void {
  const { rater, deviations } = state.values[v]!;
  const read = readEffects(layout, value, state, v);
  for (let c = 0; c < value.cells; c++) {
    let [before, level] = [-1, 0];
    for (let i = value.cellStart[c]!; i < value.cellStart[c + 1]!; i++) {
      const r = value.rater[i]!;
      if (r !== before)
        level =
          rater[r]! + read.ofItem(c, r) + read.ofModel(c, r) + read.ofText(c, r) + deviations[c]!;
      before = r;
      mean[i] = level;
    }
  }
}

/** Draws all latent ratings around `mean`; returns the sum of their squared distances in units of the rater's noise. */
export function drawLatent(
  { categories }: FacetLayout,
  { n, rater, rating }: ValueLayout,
  { thresholds, spread }: ValueState,
  { mean, latent }: Workspace,
  random: Random,
): number {
  const noise = spread.map(Math.exp);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const sd = noise[rater[i]!]!;
    const y = rating[i]!;
    const low = y > 0 ? (thresholds[y - 1]! - mean[i]!) / sd : Number.NEGATIVE_INFINITY;
    const high = y < categories - 1 ? (thresholds[y]! - mean[i]!) / sd : Number.POSITIVE_INFINITY;
    const z = drawBetween(low, high, random);
    squares += z * z;
    latent[i] = mean[i]! + sd * z;
  }
  return squares;
}
