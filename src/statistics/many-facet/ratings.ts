import type { GroupedRatings } from '../latent-ratings/grouped-ratings.ts';

/** Ratings of models' texts on items, as the many-facet model reads them. */
export interface FacetRatings {
  models: number;
  items: number;
  raters: number;
  /** What is rated: each value has a scale of its own. */
  values: number;
  /** At least 2. */
  categories: number;
  /** Of each model, 0 … families − 1. */
  family: ArrayLike<number>;
  /** Of each rating: */
  model: ArrayLike<number>;
  item: ArrayLike<number>;
  rater: ArrayLike<number>;
  value: ArrayLike<number>;
  /** 0 … categories − 1. */
  rating: ArrayLike<number>;
}

/** Ratings sorted by value, model, item, rater, with all that does not change while chains run. */
export interface FacetLayout {
  models: number;
  items: number;
  raters: number;
  /** One of all models where no family has several beside another. */
  families: number;
  family: Int32Array;
  familySizes: Int32Array;
  /** Whether some family has several models, and another family is there to differ from it. */
  hasFamilies: boolean;
  /** With several raters, their slopes and their interactions with models and items can be estimated. */
  hasRaters: boolean;
  /** With several raters of several values, halo can be estimated. */
  hasHalo: boolean;
  /** Four raters or more are a sample of raters; fewer are these raters. */
  ratersAreSample: boolean;
  values: ValueLayout[];
  /** Texts: a model's text on an item, whatever is rated of it. */
  texts: number;
}

/** The ratings of one value; their groups are the raters. */
export interface ValueLayout extends GroupedRatings {
  /** A cell is the ratings of one text. */
  cells: number;
  cellModel: Int32Array;
  cellItem: Int32Array;
  cellText: Int32Array;
  /** First rating of each cell, and the number of ratings at the end. */
  cellStart: Int32Array;
  /** cells × raters: how many ratings. */
  counts: Float64Array;
  /** Some cell has several ratings, so that model × item can be told from noise. */
  hasDeviations: boolean;
}
