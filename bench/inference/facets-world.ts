/**
 * Ratings 0–6 of models' completions of items by raters: a level for each model on the scale of the rubric, what items,
 * raters, families and all their pairs add, then rounding to a whole number of 0 to 6. Nothing here comes from `src/`
 * but a type.
 */
import type { FacetRatings } from '../../src/statistics/many-facet/ratings.ts';
import type { Draw } from './independent.ts';

/** In points of the rubric. */
export type Design = {
  models: number;
  items: number;
  raters: number;
  /** Families of one size; each model is one by default. */
  families?: number;
  /** Mean of the models' levels, and their standard deviation. */
  mean: number;
  between: number;
  /** Standard deviations: of items, model × item, severity of raters, model × rater, noise. */
  item: number;
  modelItem: number;
  rater: number;
  modelRater: number;
  noise: number;
  /** By how much the logarithms of raters' noises differ. */
  spread?: number;
  /** Share of the variance between models that families share. */
  shared?: number;
  /** Item × family. */
  itemFamily?: number;
  /** Share of ratings that are missing. */
  missing?: number;
  /** What the first rater makes of a rating that it would give with the thresholds of the others. */
  uses?: (rating: number) => number;
};

export type World = {
  ratings: FacetRatings;
  truth: {
    /** Rating expected of a completion of a further item, over these raters (of others like them, from four on). */
    level: number[];
    /** Of each rater over these models, against the mean of the raters, in points. */
    severity: number[];
    noise: number[];
    itemFamily: number[][];
  };
};

export function drawFacets(design: Design, draw: Draw): World {
  const { models, items, raters, families = models, shared = 0, missing = 0, spread = 0 } = design;
  const { uses = (rating: number) => rating } = design;
  const some = (many: number, sd: number) => Array.from({ length: many }, () => sd * draw.normal());
  const family = Array.from({ length: models }, (_, m) => Math.floor((m * families) / models));
  const ofFamily = some(families, design.between * Math.sqrt(shared));
  const model = some(models, design.between * Math.sqrt(1 - shared)).map(
    (one, m) => design.mean + one + ofFamily[family[m]!]!,
  );
  const item = some(items, design.item);
  const free = some(raters, design.rater);
  const middle = free.reduce((sum, x) => sum + x, 0) / raters;
  // Severity is against the other raters: their mean is the scale.
  const rater = free.map((one) => one - middle);
  const noise = some(raters, spread).map((one) => design.noise * Math.exp(one));
  const modelRater = Array.from({ length: models }, () => some(raters, design.modelRater));
  const itemFamily = Array.from({ length: items }, () => some(families, design.itemFamily ?? 0));
  const out = {
    model: [] as number[],
    item: [] as number[],
    rater: [] as number[],
    rating: [] as number[],
  };
  for (let m = 0; m < models; m++)
    for (let i = 0; i < items; i++) {
      const cell =
        model[m]! + item[i]! + itemFamily[i]![family[m]!]! + design.modelItem * draw.normal();
      for (let r = 0; r < raters; r++) {
        const latent = cell + rater[r]! + modelRater[m]![r]! + noise[r]! * draw.normal();
        if (draw.uniform() < missing) continue;
        out.model.push(m);
        out.item.push(i);
        out.rater.push(r);
        const rating = Math.max(0, Math.min(6, Math.round(latent)));
        out.rating.push(r === 0 ? uses(rating) : rating);
      }
    }
  const level = model.map((one, m) => {
    let sum = 0;
    for (let r = 0; r < raters; r++) {
      const variance =
        design.item ** 2 +
        design.modelItem ** 2 +
        (design.itemFamily ?? 0) ** 2 +
        noise[r]! ** 2 +
        (raters < 4 ? 0 : design.modelRater ** 2);
      const mean = one + rater[r]! + (raters < 4 ? modelRater[m]![r]! : 0);
      for (let k = 0.5; k < 6; k++) sum += upper((k - mean) / Math.sqrt(variance)) / raters;
    }
    return sum;
  });
  const over = rater.map(
    (one, r) => one + modelRater.reduce((sum, row) => sum + row[r]!, 0) / models,
  );
  const severity = over.map((one) => over.reduce((sum, x) => sum + x, 0) / raters - one);
  return {
    ratings: {
      ...{ models, items, raters, values: 1, categories: 7, family },
      ...out,
      value: out.rating.map(() => 0),
    },
    truth: { level, severity, noise, itemFamily },
  };
}

/** P(Z > z), by the trapezoidal rule on the normal density. */
function upper(z: number): number {
  if (z > 8) return 0;
  if (z < -8) return 1;
  const steps = 400;
  const width = (8 - z) / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const x = z + k * width;
    sum += (k === 0 || k === steps ? 0.5 : 1) * Math.exp((-x * x) / 2);
  }
  return (sum * width) / Math.sqrt(2 * Math.PI);
}
