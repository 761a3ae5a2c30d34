/** The means of the latent ratings of a value. */
import { type Room, roomFor } from '../latent-ratings/latent.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import type { State } from './state.ts';

/** Room that a chain works in on one value; nothing in it outlives a sweep. */
export type Workspace = Room & {
  /** What each cell says of its raters, deviations integrated out (`gatherEvidence`): cells × raters, by cell, cells × raters. */
  weight: Float64Array;
  shrunk: Float64Array;
  right: Float64Array;
};

export function workspaceOf({ raters }: FacetLayout, value: ValueLayout): Workspace {
  const { cells } = value;
  return {
    ...roomFor(value),
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
      const r = value.group[i]!;
      if (r !== before)
        level =
          rater[r]! + read.ofItem(c, r) + read.ofModel(c, r) + read.ofText(c, r) + deviations[c]!;
      before = r;
      mean[i] = level;
    }
  }
}
