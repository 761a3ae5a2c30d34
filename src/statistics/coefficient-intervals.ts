/** Intervals of the coefficients of a generalizability study. */
import { type Components, coefficientsFrom } from './decision-study.ts';
import { quantileOfSorted } from './describe.ts';
import type { Component, Source } from './expected-mean-squares.ts';
import { drawGamma } from './latent-ratings/variates.ts';
import { createRandom, type Random } from './random.ts';

export interface CoefficientIntervals {
  /** 95 %, of Eρ² and Φ. */
  relative: { low: number; high: number };
  absolute: { low: number; high: number };
  /** Of the items for Eρ² = .8; `high` is `null` where no number may reach it, `low` too where that is likely all through. */
  items: { low: number | null; high: number | null };
}

type Study = Components & { models: number; items: number };

const draws = 2000;

/**
 * Generalised confidence intervals (Weerahandi 1993): each mean square over its expectation is χ² / df, so draws of
 * df · MS / χ² stand for what the expectations may be, and the coefficients of these give the quantiles. For Eρ² of models ×
 * items that is Feldt's (1965) interval by F. Where ratings are missing, the mean squares are those that complete data with
 * these components would have. Draws come from fixed streams, one a source.
 */
export function coefficientIntervals(study: Study): CoefficientIntervals {
  const { models: np, items: ni, raters: nj, ratersAre } = study;
  const squares = meanSquares(study);
  const deviates = squares.map(({ source, df }) => chiSquareDeviates(source, df));
  const fixed = ratersAre === 'fixed';
  const [relative, absolute, needed] = [0, 1, 2].map(() => new Float64Array(draws)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const ms = { ...none };
  for (let i = 0; i < draws; i++) {
    squares.forEach(({ source, df, ms: given }, s) => {
      ms[source] = (given * df) / deviates[s]![i]!;
    });
    const v = componentsOf(ms, np, ni, nj);
    const perItem = v.modelItem + v.residual / nj;
    const raters = fixed ? 0 : v.modelRater / nj;
    const signal = Math.max(0, v.model + (fixed ? v.modelRater / nj : 0));
    const error = Math.max(0, perItem / ni + raters);
    const shared = v.item / ni + (fixed ? 0 : v.rater / nj) + v.itemRater / (ni * nj);
    const whole = Math.max(0, error + shared);
    const found = coefficientsFrom(signal, error, whole, { items: ni, raters: nj });
    const room = signal / 4 - raters;
    relative[i] = found.relative;
    absolute[i] = found.absolute;
    needed[i] = room > 0 ? Math.max(1, Math.ceil(perItem / room)) : Number.POSITIVE_INFINITY;
  }
  const interval = (values: Float64Array) => {
    const sorted = values.sort();
    return { low: quantileOfSorted(sorted, 0.025), high: quantileOfSorted(sorted, 0.975) };
  };
  needed.sort();
  const itemsAt = (p: number) => {
    const at = needed[Math.floor(p * (draws - 1))]!;
    return Number.isFinite(at) ? at : null;
  };
  return {
    relative: interval(relative),
    absolute: interval(absolute),
    items: { low: itemsAt(0.025), high: itemsAt(0.975) },
  };
}

const known = new Map<string, Float64Array>();

/** χ² deviates of a source, the same each time, so they are kept. */
export function chiSquareDeviates(source: Source, df: number): Float64Array {
  const key = `${source} ${df}`;
  const before = known.get(key);
  if (before) return before;
  const random = createRandom('coefficient intervals').fork(key);
  const own = Float64Array.from({ length: draws }, () => chiSquare(df, random));
  known.set(key, own);
  return own;
}

const none: Record<Source, number> = {
  model: 0,
  item: 0,
  rater: 0,
  modelItem: 0,
  modelRater: 0,
  itemRater: 0,
  residual: 0,
};

function meanSquares({ components, models, items, raters }: Study) {
  const size: Record<Source, { df: number; n: number; within: Source[] }> = {
    model: { df: models - 1, n: items * raters, within: ['modelItem', 'modelRater'] },
    item: { df: items - 1, n: models * raters, within: ['modelItem', 'itemRater'] },
    rater: { df: raters - 1, n: models * items, within: ['modelRater', 'itemRater'] },
    modelItem: { df: (models - 1) * (items - 1), n: raters, within: [] },
    modelRater: { df: (models - 1) * (raters - 1), n: items, within: [] },
    itemRater: { df: (items - 1) * (raters - 1), n: models, within: [] },
    residual: { df: (models - 1) * (items - 1) * Math.max(1, raters - 1), n: 1, within: [] },
  };
  const part = (source: Source) =>
    (components.find((one) => one.source === source)?.variance ?? 0) * size[source].n;
  return components.map((one: Component) => {
    const { df, within } = size[one.source];
    const rest = one.source === 'residual' ? 0 : part('residual');
    const expected =
      part(one.source) + rest + within.reduce((sum, source) => sum + part(source), 0);
    return { source: one.source, df: one.df ?? df, ms: one.meanSquare ?? expected };
  });
}

/** By expected mean squares (Brennan 2001, ch. 3); with one rater there is no model × item beside the rest. */
function componentsOf(
  ms: Record<Source, number>,
  np: number,
  ni: number,
  nj: number,
): Record<Source, number> {
  const { residual } = ms;
  if (nj === 1)
    return {
      ...none,
      model: (ms.model - residual) / ni,
      item: (ms.item - residual) / np,
      residual,
    };
  return {
    model: (ms.model - ms.modelItem - ms.modelRater + residual) / (ni * nj),
    item: (ms.item - ms.modelItem - ms.itemRater + residual) / (np * nj),
    rater: (ms.rater - ms.modelRater - ms.itemRater + residual) / (np * ni),
    modelItem: (ms.modelItem - residual) / nj,
    modelRater: (ms.modelRater - residual) / ni,
    itemRater: (ms.itemRater - residual) / np,
    residual,
  };
}

/** Of `df` degrees of freedom: twice a gamma deviate, below 2 the square of a normal one. */
function chiSquare(df: number, random: Random): number {
  return df < 2 ? random.normal() ** 2 : 2 * drawGamma(df / 2, random);
}
