/** The effects of each model, drawn together with its deviations on items integrated out. */

import { drawFromPrecision, inverseColumn } from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import type { Workspace } from './latent.ts';
import type { Layout } from './ratings.ts';
import type { State } from './state.ts';

/**
 * What the latent ratings say of each model's effects u: the log likelihood −½ uᵀ P u + hᵀ u with the deviations of the
 * model on items integrated out. In a cell of k ratings with noise σ² and deviation δ² the inverse covariance is
 * (I − δ²/(σ² + k δ²) 1 1ᵀ) / σ².
 */
export function gatherEvidence(layout: Layout, state: State, work: Workspace): void {
  const { models, values, width, wordings, keys, wording, order, cellStart, cellItem } = layout;
  const { acquiescenceAt, wordingAt, orderAt, gram, cellGrams, contrasts, cellContrasts } = layout;
  const many = wordings - 1;
  const { precision, right, latent } = work;
  const deviation = state.sd.deviation ** 2;
  right.fill(0);
  for (let m = 0; m < models; m++) {
    const noise = Math.exp(2 * state.spread[m]!);
    const square = m * width * width;
    const taken = (size: number) => deviation / (noise + size * deviation);
    for (let a = 0; a < width * width; a++) {
      let sum = gram[square + a]!;
      for (const one of cellGrams[m]!) sum -= taken(one.size) * one.gram[a]!;
      precision[square + a] = sum / noise;
    }
    const at = m * width;
    for (let c = layout.modelStart[m]!; c < layout.modelStart[m + 1]!; c++) {
      const [from, to] = [cellStart[c]!, cellStart[c + 1]!];
      const item = state.items[cellItem[c]!]!;
      let sum = 0;
      for (let i = from; i < to; i++) {
        const rest = latent[i]! - item;
        sum += rest;
        const j = wording[i]! * many;
        for (let k = 0; k < many; k++)
          right[at + wordingAt + k]! += (contrasts[j + k]! * rest) / noise;
        if (orderAt >= 0) right[at + orderAt]! += (order[i]! * rest) / noise;
      }
      const shrunk = taken(to - from);
      const whole = (sum * (1 - (to - from) * shrunk)) / noise;
      const key = cellItem[c]! * values;
      for (let v = 0; v < values; v++) right[at + v]! += keys[key + v]! * whole;
      if (acquiescenceAt >= 0) right[at + acquiescenceAt]! += whole;
      const back = (shrunk * sum) / noise;
      for (let k = 0; k < many; k++)
        right[at + wordingAt + k]! -= cellContrasts[c * many + k]! * back;
      if (orderAt >= 0) right[at + orderAt]! -= layout.cellOrder[c]! * back;
    }
  }
}

/** Draws each model's effects given the distribution over models; acquiescence sums to 0. */
export function drawModelEffects(
  layout: Layout,
  state: State,
  work: Workspace,
  /** Inverse of (1 − ρ) Σ, values × values. */
  within: Float64Array,
  random: Random,
): void {
  const { models, values, width, wordings, family, acquiescenceAt, wordingAt, orderAt } = layout;
  const { block, sd } = state;
  const a = new Float64Array(width * width);
  const b = new Float64Array(width);
  const centre = new Float64Array(values);
  const columns: Float64Array[] = [];
  let [acquiescence, room] = [0, 0];
  for (let m = 0; m < models; m++) {
    a.set(work.precision.subarray(m * width * width, (m + 1) * width * width));
    b.set(work.right.subarray(m * width, (m + 1) * width));
    const f = family[m]! * values;
    for (let v = 0; v < values; v++)
      centre[v] = state.means[v]! + state.scales[v]! * state.families[f + v]!;
    for (let v = 0; v < values; v++)
      for (let w = 0; w < values; w++) {
        a[v * width + w]! += within[v * values + w]!;
        b[v]! += within[v * values + w]! * centre[w]!;
      }
    if (acquiescenceAt >= 0) a[acquiescenceAt * (width + 1)]! += sd.acquiescence ** -2;
    for (let k = 0; k < wordings - 1; k++) {
      a[(wordingAt + k) * (width + 1)]! += sd.wordings ** -2;
      b[wordingAt + k]! += state.wording[k]! * sd.wordings ** -2;
    }
    if (orderAt >= 0) {
      a[orderAt * (width + 1)]! += sd.orders ** -2;
      b[orderAt]! += state.order * sd.orders ** -2;
    }
    drawFromPrecision(a, b, width, random);
    block.set(b, m * width);
    if (acquiescenceAt < 0) continue;
    const column = inverseColumn(a, acquiescenceAt, width);
    columns.push(column);
    acquiescence += b[acquiescenceAt]!;
    room += column[acquiescenceAt]!;
  }
  // A draw without the constraint, moved on to it (Rue and Held 2005, algorithm 2.6).
  columns.forEach((column, m) => {
    for (let k = 0; k < width; k++) block[m * width + k]! -= (column[k]! * acquiescence) / room;
  });
}
