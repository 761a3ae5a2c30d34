/** Moves that no rating notices, drawn from what is known beforehand (Liu and Sabatti 2000, translation group). */
import { drawNormal } from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import type { FacetLayout } from './ratings.ts';
import { prior, type ValueState } from './state.ts';

/** All raters with the thresholds. */
export function shiftThresholds({ thresholds, rater }: ValueState, random: Random): void {
  const precision = rater.length * prior.rater ** -2 + thresholds.length * prior.threshold ** -2;
  let told = 0;
  for (const one of rater) told -= one * prior.rater ** -2;
  for (const one of thresholds) told -= one * prior.threshold ** -2;
  const shift = drawNormal(told, precision, random);
  for (let r = 0; r < rater.length; r++) rater[r]! += shift;
  for (let c = 0; c < thresholds.length; c++) thresholds[c]! += shift;
}

/** A family’s level against its items’. */
export function shiftFamilies(
  { items, families }: FacetLayout,
  { effects, sd }: ValueState,
  random: Random,
): void {
  for (let f = 0; f < families; f++) {
    const precision = sd.family ** -2 + items * sd.itemFamily ** -2;
    let told = -effects.family[f]! * sd.family ** -2;
    for (let i = 0; i < items; i++)
      told += effects.itemFamily[i * families + f]! * sd.itemFamily ** -2;
    const shift = drawNormal(told, precision, random);
    effects.family[f]! += shift;
    for (let i = 0; i < items; i++) effects.itemFamily[i * families + f]! -= shift;
  }
}
