/** A model’s level, or profile, on one column with its interval. */
import { varianceOf } from '../../statistics/decision-study.ts';
import { standardDeviation } from '../../statistics/describe.ts';
import { tQuantile, tTwoSided } from '../../statistics/distributions.ts';
import { fiellerInterval } from '../../statistics/fieller.ts';
import type { GeneralizabilityStudy } from '../../statistics/generalizability.ts';
import { type Cells, finiteMean, unit } from './cells.ts';
import { type ScaleError, scaleVariance } from './exam/scale-errors.ts';
import type { Estimate } from './scores.ts';

/** With a larger share of items at the floor of the scale, a model’s spread says nothing about its level. */
export const mostAtFloor = 0.8;

/** Ratings this near to the lowest of the column (of 6) are at its floor; a lowest rating above this is no floor. */
const nearFloor = 0.1;
const highestFloor = 1;

export function floorOf(means: readonly (readonly number[])[]): number {
  return Math.min(...means.flat().filter(Number.isFinite), Number.POSITIVE_INFINITY);
}

export function isAtFloor(items: readonly number[], floor: number): boolean {
  const given = items.filter(Number.isFinite);
  const low = given.filter((value) => value <= floor + nearFloor).length;
  return floor < highestFloor && low > mostAtFloor * given.length;
}

export function withoutInterval(estimate: Estimate): Estimate {
  return { ...estimate, se: null, low: null, high: null };
}

export function estimateOf(
  cells: Cells,
  parts: readonly number[],
  m: number,
  items: readonly number[],
  study: GeneralizabilityStudy | null,
  /** The model's place in the study. */
  place: number,
  scale: ScaleError,
  /** A level on the scale; else a profile, which is a difference. */
  level: boolean,
): Estimate {
  let n = 0;
  let missing = 0;
  for (const part of parts)
    for (const item of cells.values[part]![m]!)
      for (const value of item) Number.isFinite(value) ? n++ : missing++;
  const given = items.filter(Number.isFinite);
  const mean = finiteMean(items);
  const own = errorOf(given, study, place);
  const value = unit * (level ? onScale(mean) : mean);
  if (own === null) return { value, se: null, low: null, high: null, n, missing };
  const slope = mean ** 2 * scale.square;
  const added = level ? scaleVariance(scale, mean) : slope;
  const df = study ? levelDf(study, place, added) : given.length - 1;
  const t = tQuantile(0.975, Math.max(1, df));
  const error = { own: own ** 2, square: scale.square };
  const { low, high } = level
    ? fiellerInterval(mean - scale.level, t, { ...scale, ...error })
    : fiellerInterval(mean, t, error);
  const from = level ? scale.level : 0;
  return {
    value,
    se: unit * Math.sqrt(own ** 2 + added),
    low: level ? unit * onScale(from + low) : Math.max(-100, unit * low),
    high: level ? unit * onScale(from + high) : Math.min(100, unit * high),
    n,
    missing,
  };
}

/** Of the mean of a model’s items; null where nothing tells it. */
function errorOf(
  given: readonly number[],
  study: GeneralizabilityStudy | null,
  place: number,
): number | null {
  if (study && place >= 0) return study.errors.levels[place]!;
  return given.length > 1 ? standardDeviation(given) / Math.sqrt(given.length) : null;
}

/** p of a model’s profile, that it is 0, by the same error as its interval; null without one. */
export function profileP(
  items: readonly number[],
  study: GeneralizabilityStudy | null,
  place: number,
): number | null {
  const given = items.filter(Number.isFinite);
  const own = errorOf(given, study, place);
  if (own === null || own === 0) return null;
  const df = study ? levelDf(study, place, 0) : given.length - 1;
  return tTwoSided(finiteMean(items) / own, Math.max(1, df));
}

/** Neither a level nor its interval leaves the rubric’s 0–6. */
function onScale(level: number): number {
  return Math.max(0, Math.min(6, level));
}

/**
 * Degrees of freedom of a level’s error (Satterthwaite 1946): items − 1 for what items do; where raters are a sample,
 * raters − 1 for what a rater does to all models, and (models − 1)(raters − 1) for what it does to one.
 */
function levelDf(study: GeneralizabilityStudy, place: number, added: number): number {
  const total = study.errors.levels[place]! ** 2 + added;
  if (study.ratersAre === 'fixed' || total === 0) return study.items - 1;
  const all = varianceOf(study, 'rater') / study.raters;
  const one = varianceOf(study, 'modelRater') / study.raters;
  const rest = Math.max(0, total - all - one);
  const raters = study.raters - 1;
  return (
    total ** 2 /
    (rest ** 2 / (study.items - 1) + all ** 2 / raters + one ** 2 / ((study.models - 1) * raters))
  );
}
