/** The latent ratings y*: their means, and draws of them (Albert and Chib 1993, eq. 8). */
import type { Random } from '../random.ts';
import { drawBetween } from './normal-interval.ts';
import type { Layout } from './ratings.ts';
import type { State } from './state.ts';

/** Room that a chain works in; nothing in it outlives a sweep. */
export type Workspace = {
  /** Mean of each latent rating. */
  mean: Float64Array;
  latent: Float64Array;
  /** Spread of the model behind each rating. */
  sd: Float64Array;
  /** Probability of each rating that was given. */
  probability: Float64Array;
  /** What the latent ratings say of each model's effects: models × width × width, and models × width. */
  precision: Float64Array;
  right: Float64Array;
};

export function workspaceOf({ n, models, width }: Layout): Workspace {
  return {
    mean: new Float64Array(n),
    latent: new Float64Array(n),
    sd: new Float64Array(n),
    probability: new Float64Array(n),
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

/** models × wordings: what each wording adds, which sums to 0 for each model. */
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

/** Draws all latent ratings around `mean`; returns the sum of their squared distances in units of the model's spread. */
export function drawLatent(
  layout: Layout,
  state: State,
  { mean, latent }: Workspace,
  random: Random,
): number {
  const { models, modelStart, cellStart, rating, categories } = layout;
  const { thresholds } = state;
  let squares = 0;
  for (let m = 0; m < models; m++) {
    const sd = Math.exp(state.spread[m]!);
    const end = cellStart[modelStart[m + 1]!]!;
    for (let i = cellStart[modelStart[m]!]!; i < end; i++) {
      const y = rating[i]!;
      const low = y > 0 ? (thresholds[y - 1]! - mean[i]!) / sd : Number.NEGATIVE_INFINITY;
      const high = y < categories - 1 ? (thresholds[y]! - mean[i]!) / sd : Number.POSITIVE_INFINITY;
      const z = drawBetween(low, high, random);
      squares += z * z;
      latent[i] = mean[i]! + sd * z;
    }
  }
  return squares;
}
