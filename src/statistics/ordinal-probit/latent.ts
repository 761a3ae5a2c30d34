/** The means of the latent ratings. */
import { type Room, roomFor } from '../latent-ratings/latent.ts';
import type { Layout } from './ratings.ts';
import type { State } from './state.ts';

/** Room that a chain works in; nothing in it outlives a sweep. */
export type Workspace = Room & {
  /** What the latent ratings say of each model's effects: models × width × width, and models × width. */
  precision: Float64Array;
  right: Float64Array;
};

export function workspaceOf(layout: Layout): Workspace {
  const { models, width } = layout;
  return {
    ...roomFor(layout),
    precision: new Float64Array(models * width * width),
    right: new Float64Array(models * width),
  };
}

/** What a model's effects add in a cell, without wording and order. */
export function cellMean(layout: Layout, block: Float64Array, cell: number): number {
  const { values, width, keys, acquiescenceAt } = layout;
  const at = layout.cellModel[cell]! * width;
  const key = layout.cellItem[cell]! * values;
  let sum = acquiescenceAt >= 0 ? block[at + acquiescenceAt]! : 0;
  for (let v = 0; v < values; v++) sum += keys[key + v]! * block[at + v]!;
  return sum;
}

/** models × wordings: the effect of each wording; sums to 0 for each model. */
export function wordingEffects(layout: Layout, block: Float64Array): Float64Array {
  const { models, wordings, width, wordingAt, contrasts } = layout;
  const many = wordings - 1;
  const out = new Float64Array(models * wordings);
  for (let m = 0; m < models; m++)
    for (let j = 0; j < wordings; j++)
      for (let k = 0; k < many; k++)
        out[m * wordings + j]! += contrasts[j * many + k]! * block[m * width + wordingAt + k]!;
  return out;
}

/** Fills the means of all latent ratings. */
export function fillMeans(layout: Layout, state: State, mean: Float64Array): void {
  const { cells, cellStart, wording, wordings, order, width, orderAt } = layout;
  const { block } = state;
  const effects = wordingEffects(layout, block);
  for (let c = 0; c < cells; c++) {
    const model = layout.cellModel[c]!;
    const m = model * width;
    const base =
      cellMean(layout, block, c) + state.items[layout.cellItem[c]!]! + state.deviations[c]!;
    const shift = orderAt >= 0 ? block[m + orderAt]! : 0;
    for (let i = cellStart[c]!; i < cellStart[c + 1]!; i++) {
      mean[i] = base + effects[model * wordings + wording[i]!]! + order[i]! * shift;
    }
  }
}
