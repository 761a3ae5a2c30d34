import { UserError } from '../errors.ts';
import type { Rows } from './dense.ts';
import { quantileOfSorted } from './describe.ts';
import type { Random } from './random.ts';

export interface RankDistribution {
  /** `probabilities[r]` is the share of draws in which the model has rank r + 1; 1 is the highest score. */
  probabilities: number[];
  median: number;
  lower: number;
  upper: number;
  models: number;
}

export interface RankOptions {
  random: Random;
  /** Default 2000. */
  draws?: number;
  /** Width of the interval, default .95. */
  level?: number;
}

/**
 * Where a model stands among others, from score means and their standard errors, taken as normal and independent.
 * @param index the model in question
 */
export function rankFromErrors(
  means: readonly number[],
  standardErrors: readonly number[],
  index: number,
  options: RankOptions,
): RankDistribution {
  if (means.length !== standardErrors.length) {
    throw new UserError(
      `${means.length} means were given with ${standardErrors.length} standard errors`,
    );
  }
  return distribution(means.length, index, options, () =>
    means.map((mean, m) => mean + standardErrors[m]! * options.random.normal()),
  );
}

/**
 * The same by resampling items with replacement, the same ones for every model, so that what items share between
 * models cancels. `scores[model][item]`; items that some model lacks are left out.
 */
export function rankFromItems(scores: Rows, index: number, options: RankOptions): RankDistribution {
  const all = Math.max(0, ...scores.map((row) => row.length));
  const items: number[] = [];
  for (let s = 0; s < all; s++) {
    if (scores.every((row) => Number.isFinite(row[s] ?? Number.NaN))) items.push(s);
  }
  if (items.length < 2) {
    throw new UserError(
      `a rank needs at least 2 items that every model completed; there are ${items.length}`,
    );
  }
  return distribution(scores.length, index, options, () => {
    const drawn = items.map(() => items[options.random.integer(items.length)]!);
    return scores.map((row) => drawn.reduce((sum, s) => sum + row[s]!, 0));
  });
}

function distribution(
  models: number,
  index: number,
  { draws = 2000, level = 0.95 }: RankOptions,
  draw: () => number[],
): RankDistribution {
  if (!(index >= 0 && index < models))
    throw new UserError(`there is no model ${index} among ${models}`);
  const counts = new Float64Array(models);
  const places = new Float64Array(draws);
  for (let b = 0; b < draws; b++) {
    const values = draw();
    let above = 0;
    let ties = 0;
    values.forEach((value, m) => {
      if (m === index) return;
      if (value > values[index]!) above++;
      else if (value === values[index]!) ties++;
    });
    // A tie shares its ranks evenly.
    for (let r = above; r <= above + ties; r++) counts[r] = counts[r]! + 1 / (ties + 1);
    places[b] = above + 1 + ties / 2;
  }
  places.sort();
  const tail = (1 - level) / 2;
  return {
    probabilities: Array.from(counts, (count) => count / draws),
    median: quantileOfSorted(places, 0.5),
    lower: Math.floor(quantileOfSorted(places, tail)),
    upper: Math.ceil(quantileOfSorted(places, 1 - tail)),
    models,
  };
}
