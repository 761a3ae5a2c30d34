/**
 * Means of models of which each lacks some items: models and items by generalised least squares, so that an item that
 * only one of two models has still tells what it tells through the other models.
 */
import { invertPositiveDefinite } from './dense.ts';

/** Models × items; `has` is 1 where the model has the item. */
export type Gaps = { models: number; items: number; has: Uint8Array };

export interface GappedMeans {
  /** Means of models, up to one constant, of scores models × items. */
  of(scores: Float64Array): Float64Array;
  /** The sum over items of the squared weights that scores of each model have in the difference of the means of a and b. */
  squaredWeights(a: number, b: number): Float64Array;
}

/**
 * Least squares of score = model + item + error, items fixed, where errors of model m have the variance `variances[m]`.
 * Null where some models share no item with the others, also not through third ones.
 */
export function gappedMeans(
  { models, items, has }: Gaps,
  variances: Float64Array,
): GappedMeans | null {
  const weight = variances.map((one) => 1 / one);
  const ofItem = new Float64Array(items);
  for (let m = 0; m < models; m++)
    for (let s = 0; s < items; s++) if (has[m * items + s]) ofItem[s]! += weight[m]!;
  const information = new Float64Array(models * models);
  let size = 0;
  for (let m = 0; m < models; m++)
    for (let s = 0; s < items; s++) {
      if (!has[m * items + s]) continue;
      information[m * (models + 1)]! += weight[m]!;
      size += weight[m]! / models;
      for (let k = 0; k < models; k++)
        if (has[k * items + s])
          information[m * models + k]! -= (weight[m]! * weight[k]!) / ofItem[s]!;
    }
  // The means hold up to a constant, which this sets.
  const held = information.map((one) => one + size / models);
  const inverse = invertPositiveDefinite(held, models);
  // Parts that share nothing leave an eigenvalue of rounding error.
  if (!inverse || inverse.some((one) => !(Math.abs(one) * size < 1e9))) return null;
  return {
    of: (scores) => {
      const told = new Float64Array(models);
      const middle = new Float64Array(items);
      for (let m = 0; m < models; m++)
        for (let s = 0; s < items; s++)
          if (has[m * items + s]) middle[s]! += (weight[m]! * scores[m * items + s]!) / ofItem[s]!;
      for (let m = 0; m < models; m++)
        for (let s = 0; s < items; s++)
          if (has[m * items + s]) told[m]! += weight[m]! * (scores[m * items + s]! - middle[s]!);
      return Float64Array.from({ length: models }, (_, m) =>
        told.reduce((sum, one, k) => sum + inverse[m * models + k]! * one, 0),
      );
    },
    squaredWeights: (a, b) => {
      const between = Float64Array.from(
        { length: models },
        (_, k) => inverse[a * models + k]! - inverse[b * models + k]!,
      );
      const middle = new Float64Array(items);
      for (let k = 0; k < models; k++)
        for (let s = 0; s < items; s++)
          if (has[k * items + s]) middle[s]! += (weight[k]! * between[k]!) / ofItem[s]!;
      return Float64Array.from({ length: models }, (_, k) => {
        let sum = 0;
        for (let s = 0; s < items; s++)
          if (has[k * items + s]) sum += (weight[k]! * (between[k]! - middle[s]!)) ** 2;
        return sum;
      });
    },
  };
}

/** A model’s variance counts as at least this share of their mean, so that no model sets the items alone. */
const leastVariance = 0.1;
const rounds = 30;

/**
 * Variances of models’ errors from those of their paired differences, `ofPair[a * models + b]` (NaN where it is not
 * known): s²(a − b) is σ²(a) + σ²(b) (Grubbs 1948), by least squares.
 */
export function errorVariances(ofPair: Float64Array, models: number): Float64Array {
  const known = ofPair.filter(Number.isFinite);
  const middle = known.reduce((sum, one) => sum + one / 2, 0) / Math.max(1, known.length);
  const least = Math.max(leastVariance * middle, Number.MIN_VALUE * 1e20);
  const out = new Float64Array(models).fill(Math.max(middle, least));
  for (let round = 0; round < rounds; round++)
    for (let a = 0; a < models; a++) {
      let [sum, count] = [0, 0];
      for (let b = 0; b < models; b++) {
        const both = ofPair[a * models + b]!;
        if (b === a || !Number.isFinite(both)) continue;
        sum += both - out[b]!;
        count++;
      }
      if (count > 0) out[a] = Math.max(least, sum / count);
    }
  return out;
}
