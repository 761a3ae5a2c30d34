/** Items, models' deviations on them, and moves along which items and values trade places. */

import {
  drawDeviation,
  drawFromPrecision,
  drawNormal,
  sliceStep,
} from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import { cellMean, type Workspace, wordingEffects } from './latent.ts';
import type { Layout } from './ratings.ts';
import { prior, type State } from './state.ts';

/** Draws items and the deviations' size with the deviations integrated out, then the deviations. */
export function drawItems(layout: Layout, state: State, work: Workspace, random: Random): void {
  const { models, items, cells, cellItem, cellModel, cellStart, width, wordings, orderAt } = layout;
  const { block, sd } = state;
  const noise = Float64Array.from(state.spread, (spread) => Math.exp(2 * spread));
  const effects = wordingEffects(layout, block);
  /** Sum of a cell's latent ratings without the model's effects. */
  const rest = new Float64Array(cells);
  for (let c = 0; c < cells; c++) {
    const m = cellModel[c]! * width;
    const base = cellMean(layout, block, c);
    const shift = orderAt >= 0 ? block[m + orderAt]! : 0;
    let sum = 0;
    for (let i = cellStart[c]!; i < cellStart[c + 1]!; i++) {
      const own = effects[cellModel[c]! * wordings + layout.wording[i]!]!;
      sum += work.latent[i]! - base - own - layout.order[i]! * shift;
    }
    rest[c] = sum;
  }

  const precision = new Float64Array(items).fill(sd.item ** -2);
  const right = new Float64Array(items);
  for (let c = 0; c < cells; c++) {
    const size = cellStart[c + 1]! - cellStart[c]!;
    const whole = sd.deviation ** 2 + noise[cellModel[c]!]! / size;
    precision[cellItem[c]!]! += 1 / whole;
    right[cellItem[c]!]! += rest[c]! / size / whole;
  }
  for (let i = 0; i < items; i++) state.items[i] = drawNormal(right[i]!, precision[i]!, random);

  // By model and size of the cell: how many, and the sum of squares of their means.
  const most = cellStart.reduce((most, at, c) => Math.max(most, at - (cellStart[c - 1] ?? 0)), 1);
  const count = new Float64Array(models * (most + 1));
  const squares = new Float64Array(models * (most + 1));
  for (let c = 0; c < cells; c++) {
    const size = cellStart[c + 1]! - cellStart[c]!;
    const group = cellModel[c]! * (most + 1) + size;
    count[group]! += 1;
    squares[group]! += (rest[c]! / size - state.items[cellItem[c]!]!) ** 2;
  }
  const logDensity = (log: number) => {
    const variance = Math.exp(2 * log);
    let sum = log - variance / (2 * prior.deviation ** 2);
    for (let m = 0; m < models; m++)
      for (let size = 1; size <= most; size++) {
        const group = m * (most + 1) + size;
        if (count[group] === 0) continue;
        const whole = variance + noise[m]! / size;
        sum -= 0.5 * (count[group]! * Math.log(whole) + squares[group]! / whole);
      }
    return sum;
  };
  sd.deviation = Math.exp(sliceStep(Math.log(sd.deviation), 0.5, logDensity, random));

  const held = sd.deviation ** -2;
  for (let c = 0; c < cells; c++) {
    const own = noise[cellModel[c]!]!;
    const size = cellStart[c + 1]! - cellStart[c]!;
    const whole = held + size / own;
    const told = (rest[c]! - size * state.items[cellItem[c]!]!) / own;
    state.deviations[c] = drawNormal(told, whole, random);
  }
}

/**
 * Moves that no rating notices, drawn from what is known beforehand: a shift of a value in all models against its items,
 * and of all items against the thresholds (Liu and Sabatti 2000, translation group). Then the size of the items' effects.
 */
export function shiftItems(layout: Layout, state: State, random: Random): void {
  const { models, items, values, width, keys, categories } = layout;
  const { block, means, thresholds, sd } = state;
  const size = values + 1;
  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  const row = new Float64Array(size);
  row[values] = 1;
  const held = sd.item ** -2;
  for (let i = 0; i < items; i++) {
    for (let v = 0; v < values; v++) row[v] = keys[i * values + v]!;
    for (let v = 0; v < size; v++) {
      b[v]! += row[v]! * state.items[i]! * held;
      for (let w = 0; w < size; w++) a[v * size + w]! += row[v]! * row[w]! * held;
    }
  }
  for (let v = 0; v < values; v++) {
    a[v * (size + 1)]! += prior.mean ** -2;
    b[v]! -= means[v]! * prior.mean ** -2;
  }
  a[values * (size + 1)]! += (categories - 1) * prior.threshold ** -2;
  for (const one of thresholds) b[values]! += one * prior.threshold ** -2;
  drawFromPrecision(a, b, size, random);

  for (let v = 0; v < values; v++) {
    means[v]! += b[v]!;
    for (let m = 0; m < models; m++) block[m * width + v]! += b[v]!;
  }
  for (let i = 0; i < items; i++) {
    let shift = b[values]!;
    for (let v = 0; v < values; v++) shift += keys[i * values + v]! * b[v]!;
    state.items[i]! -= shift;
  }
  for (let c = 0; c < categories - 1; c++) thresholds[c]! -= b[values]!;

  const squares = state.items.reduce((sum, x) => sum + x * x, 0);
  sd.item = drawDeviation(sd.item, { count: items, squares, scale: prior.item }, random);
}
