/** What other numbers of items and raters would give: the decision study of generalizability theory. */
import type { Component, Source } from './expected-mean-squares.ts';

export type RatersAre = 'random' | 'fixed';

export interface Coefficients {
  items: number;
  raters: number;
  /** Eρ²: how well models are ranked, 0 to 1. */
  relative: number;
  /** Φ: how well their level is known, 0 to 1. */
  absolute: number;
  /** Standard error of one model's mean, for comparing models, and for its level. */
  semRelative: number;
  semAbsolute: number;
  /** Standard error of the difference of two models rated on the same items by the same raters. */
  seDifference: number;
}

/** Variance components with the number of raters behind them, and whether these are a sample. */
export interface Components {
  components: readonly Component[];
  raters: number;
  ratersAre: RatersAre;
}

/** The variance of one source, 0 where the design has it not. */
export function varianceOf({ components }: Pick<Components, 'components'>, source: Source): number {
  return components.find((component) => component.source === source)?.variance ?? 0;
}

/** Variance of universe scores: what the coefficients are shares of. */
export function universeVariance(study: Components, raters: number = study.raters): number {
  // Fixed raters: what a model shares with these raters belongs to the model (Brennan 2001, §4.4).
  const shared = study.ratersAre === 'fixed' ? varianceOf(study, 'modelRater') / raters : 0;
  return varianceOf(study, 'model') + shared;
}

/** Eρ², Φ and standard errors from error variances (relative, absolute). */
export function coefficientsFrom(
  signal: number,
  relativeError: number,
  absoluteError: number,
  size: { items: number; raters: number },
): Coefficients {
  const share = (error: number) => (signal + error > 0 ? signal / (signal + error) : 0);
  return {
    items: size.items,
    raters: size.raters,
    relative: share(relativeError),
    absolute: share(absoluteError),
    semRelative: Math.sqrt(relativeError),
    semAbsolute: Math.sqrt(absoluteError),
    seDifference: Math.sqrt(2 * relativeError),
  };
}

/**
 * Coefficients of a complete design with so many items and raters. With fixed raters their number stays that of
 * the study, whatever is asked for: there are no others.
 */
export function coefficientsAt(
  study: Components,
  items: number,
  raters: number = study.raters,
): Coefficients {
  const v = (source: Source) => varianceOf(study, source);
  const fixed = study.ratersAre === 'fixed';
  const nj = fixed ? study.raters : raters;
  const relativeError =
    v('modelItem') / items + (fixed ? 0 : v('modelRater') / nj) + v('residual') / (items * nj);
  const absoluteError =
    relativeError +
    v('item') / items +
    (fixed ? 0 : v('rater') / nj) +
    v('itemRater') / (items * nj);
  return coefficientsFrom(universeVariance(study, nj), relativeError, absoluteError, {
    items,
    raters: nj,
  });
}

/**
 * Decision study: the coefficients at every pair of `items` and `raters`, rater by rater within items, in the
 * order given. With fixed raters there is one row per number of items.
 */
export function decisionStudy(
  study: Components,
  grid: { items: readonly number[]; raters?: readonly number[] },
): Coefficients[] {
  const raters = study.ratersAre === 'fixed' ? [study.raters] : (grid.raters ?? [study.raters]);
  return grid.items.flatMap((items) => raters.map((nj) => coefficientsAt(study, items, nj)));
}

/** Fewest items (up to `most`) for Eρ² ≥ target with the raters of the study; `null` when out of reach. */
export function itemsNeeded(study: Components, target: number, most = 10_000): number | null {
  const reaches = (items: number) => coefficientsAt(study, items).relative >= target;
  if (!reaches(most)) return null;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}
