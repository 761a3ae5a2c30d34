/** Errors of models' means over items and raters where some ratings are missing, from variance components. */
import { type Components, varianceOf } from './decision-study.ts';

/** `rated[model][item][rater]`: which ratings are there. Every model has at least one. */
export type Rated = readonly (readonly (readonly boolean[])[])[];

export interface MeanErrors {
  /** Standard error of each model's mean as a level (absolute error). */
  levels: number[];
  /** `differences[a][b]`: standard error of the difference of two models' means; 0 on the diagonal. */
  differences: number[][];
}

/** What a rating counts for in its model's mean: the mean over items of the mean over the raters of an item. */
interface Weights {
  item: number[];
  rater: number[];
  /** By item, then rater. */
  cell: number[];
}

/**
 * The mean of a model is that over its rated items of the mean over their raters. Two models share the error of
 * the items and raters that they share; what one of them lacks enters their difference. Raters that are fixed
 * add error only where a model is not rated evenly by all of them. On complete data these are the errors of
 * Brennan (2001, ch. 4), the same for all models and pairs.
 */
export function meanErrors(study: Components, rated: Rated): MeanErrors {
  const weights = rated.map(weightsOf);
  const v = {
    item: varianceOf(study, 'item'),
    rater: varianceOf(study, 'rater'),
    modelItem: varianceOf(study, 'modelItem'),
    modelRater: varianceOf(study, 'modelRater'),
    itemRater: varianceOf(study, 'itemRater'),
    residual: varianceOf(study, 'residual'),
  };
  const own = weights.map((w) => {
    const nj = w.rater.length;
    const raters = squares(study.ratersAre === 'fixed' ? w.rater.map((x) => x - 1 / nj) : w.rater);
    return {
      relative:
        v.modelItem * squares(w.item) + v.modelRater * raters + v.residual * squares(w.cell),
      shared: v.item * squares(w.item) + v.rater * raters + v.itemRater * squares(w.cell),
    };
  });
  return {
    levels: own.map(({ relative, shared }) => Math.sqrt(relative + shared)),
    differences: weights.map((a, i) =>
      weights.map((b, j) => {
        if (i === j) return 0;
        const apart =
          v.item * distance(a.item, b.item) +
          v.rater * distance(a.rater, b.rater) +
          v.itemRater * distance(a.cell, b.cell);
        return Math.sqrt(own[i]!.relative + own[j]!.relative + apart);
      }),
    ),
  };
}

function weightsOf(model: readonly (readonly boolean[])[]): Weights {
  const raters = model.map((item) => item.filter(Boolean).length);
  const items = raters.filter((count) => count > 0).length;
  const item = raters.map((count) => (count > 0 ? 1 / items : 0));
  const cell = model.flatMap((has, s) => has.map((one) => (one ? item[s]! / raters[s]! : 0)));
  const nj = model[0]?.length ?? 0;
  const rater = Array.from({ length: nj }, (_, j) =>
    model.reduce((sum, _item, s) => sum + cell[s * nj + j]!, 0),
  );
  return { item, rater, cell };
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}
