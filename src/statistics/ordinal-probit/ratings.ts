import type { GroupedRatings } from '../latent-ratings/grouped-ratings.ts';

/**
 * Ratings on a few ordered categories, as the ordinal model reads them: who rated what, in which wording, with the
 * options in which order.
 */
export interface OrdinalRatings {
  models: number;
  items: number;
  values: number;
  /** At least 2. */
  categories: number;
  wordings: number;
  /** Of each model, 0 … families − 1. */
  family: ArrayLike<number>;
  /**
   * items × values, row by row: the weight of a value in an item. 1 for, −1 against; an item for several values has
   * parts, such as ½ and ½.
   */
  keys: ArrayLike<number>;
  /** Of each rating: */
  model: ArrayLike<number>;
  item: ArrayLike<number>;
  /** 0 … wordings − 1. */
  wording: ArrayLike<number>;
  /** ½ with the options upward, −½ downward, 0 where that is not told. */
  order: ArrayLike<number>;
  /** 0 … categories − 1. */
  rating: ArrayLike<number>;
}

/** Ratings sorted by model, then item, with all that does not change while chains run; their groups are the models. */
export interface Layout extends GroupedRatings {
  models: number;
  items: number;
  values: number;
  wordings: number;
  families: number;
  family: Int32Array;
  /** Models of each family. */
  familySizes: Int32Array;
  /** Whether some family has several models, and another family is there to differ from it. */
  hasFamilies: boolean;
  keys: Float64Array;
  wording: Uint8Array;
  order: Float64Array;
  /** A cell is a model's ratings of one item. */
  cells: number;
  cellModel: Int32Array;
  cellItem: Int32Array;
  /** First rating of each cell, and the number of ratings at the end. */
  cellStart: Int32Array;
  /** First cell of each model, and the number of cells at the end. */
  modelStart: Int32Array;
  /** wordings × contrasts: what each wording adds to each of wordings − 1 orthonormal contrasts between them. */
  contrasts: Float64Array;
  /** cells × contrasts: sums over the ratings of each cell. */
  cellContrasts: Float64Array;
  /** Sum of the orders in each cell. */
  cellOrder: Float64Array;
  /** Effects of a model that are drawn together: its values, acquiescence, contrasts of wordings, order. −1 for one that is not there. */
  width: number;
  acquiescenceAt: number;
  wordingAt: number;
  orderAt: number;
  /**
   * Where no reversed items tell acquiescence from the values: the values that a model's general level adds to (all
   * ones where each item counts for one value). Scores are then told apart from it. Null where acquiescence is known.
   */
  level: Float64Array | null;
  /** models × width × width: sum of x xᵀ over a model's ratings. */
  gram: Float64Array;
  /** Of each model by ratings a cell: sum over such cells of (Σ x)(Σ x)ᵀ. */
  cellGrams: { size: number; gram: Float64Array }[][];
}
