/** Thresholds and raters' slopes of a value, drawn with the latent ratings integrated out. */
import { logSum } from '../ordinal-probit/log-sum.ts';
import { intervalProbability } from '../ordinal-probit/normal-interval.ts';
import { tunedStep } from '../ordinal-probit/tuned-step.ts';
import { drawDeviation, drawTruncated } from '../ordinal-probit/variates.ts';
import type { Random } from '../random.ts';
import type { Workspace } from './latent.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import { prior, rescale, scaled, type ValueState } from './state.ts';

/** Probability of rating `i` where its rater's noise is `sd`. */
function probabilityOf(
  { categories }: FacetLayout,
  { rating }: ValueLayout,
  thresholds: Float64Array,
  mean: Float64Array,
  i: number,
  sd: number,
): number {
  const y = rating[i]!;
  return intervalProbability(
    y > 0 ? (thresholds[y - 1]! - mean[i]!) / sd : Number.NEGATIVE_INFINITY,
    y < categories - 1 ? (thresholds[y]! - mean[i]!) / sd : Number.POSITIVE_INFINITY,
  );
}

/** What both moves need. */
type Moving = {
  layout: FacetLayout;
  value: ValueLayout;
  state: ValueState;
  work: Workspace;
  random: Random;
  /** Sweeps that have tuned the steps so far; null to leave them. */
  tuned: number | null;
};

/**
 * Each threshold in turn: a normal step between its neighbours, taken by the likelihood of the ratings on both sides of
 * it (Cowles 1996, with one threshold at a time).
 */
export function drawThresholds({ layout, value, state, work, random, tuned }: Moving): void {
  const { categories } = layout;
  const { byCategory, categoryStart } = value;
  const { thresholds, steps } = state;
  const noise = state.spread.map(Math.exp);
  const { probability, tried } = work;
  for (let i = 0; i < value.n; i++)
    probability[i] = probabilityOf(
      layout,
      value,
      thresholds,
      work.mean,
      i,
      noise[value.rater[i]!]!,
    );
  for (let c = 0; c < categories - 1; c++) {
    const now = thresholds[c]!;
    const step = steps.thresholds[c]!;
    const low = c > 0 ? thresholds[c - 1]! : Number.NEGATIVE_INFINITY;
    const high = c < categories - 2 ? thresholds[c + 1]! : Number.POSITIVE_INFINITY;
    const to = drawTruncated(now, step, low, high, random);
    const room = (from: number) => intervalProbability((low - from) / step, (high - from) / step);
    const log = logSum();
    thresholds[c] = to;
    const [from, end] = [categoryStart[c]!, categoryStart[c + 2]!];
    for (let k = from; k < end; k++) {
      const i = byCategory[k]!;
      tried[i] = probabilityOf(layout, value, thresholds, work.mean, i, noise[value.rater[i]!]!);
      log.add(tried[i]! / probability[i]!);
    }
    const ratio =
      log.total() +
      Math.log(room(now) / room(to)) +
      (now * now - to * to) / (2 * prior.threshold ** 2);
    const taken = Math.log(1 - random.next()) < ratio;
    if (taken)
      for (let k = from; k < end; k++) probability[byCategory[k]!] = tried[byCategory[k]!]!;
    else thresholds[c] = now;
    if (tuned !== null) steps.thresholds[c] = tunedStep(step, taken, tuned);
  }
}

/** Steps of a rater's slope in a sweep: the slowest unknowns. */
const attempts = 2;

/**
 * Each rater's noise in turn, by a normal step. Their logarithms sum to 0: where one grows, all are measured in a larger
 * unit, which changes no likelihood but that rater's, and moves everything against what is known of it beforehand. The
 * unit is carried along and taken off at the end. `probability` is that of `drawThresholds`.
 */
export function drawSlopes({ layout, value, state, work, random, tuned }: Moving): void {
  const { raters } = layout;
  if (!layout.hasRaters) return;
  const { spread, steps, sd } = state;
  const { probability, tried } = work;
  const { count, squares } = scaled(layout, value, state);
  let unit = 0;
  let sum = spread.reduce((all, x) => all + x * x, 0);
  const logPrior = (at: number, sumOfSquares: number) =>
    -count * at -
    (squares / 2) * Math.exp(-2 * at) -
    (sumOfSquares - raters * at * at) / (2 * sd.spread ** 2);
  for (let r = 0; r < raters; r++)
    for (let attempt = 0; attempt < attempts; attempt++) {
      const now = spread[r]!;
      const to = now + steps.spread[r]! * random.normal();
      const unitTo = unit + (to - now) / raters;
      const sumTo = sum + to * to - now * now;
      const wide = Math.exp(to);
      const log = logSum();
      const [from, end] = [value.raterStart[r]!, value.raterStart[r + 1]!];
      for (let k = from; k < end; k++) {
        const i = value.byRater[k]!;
        tried[i] = probabilityOf(layout, value, state.thresholds, work.mean, i, wide);
        log.add(tried[i]! / probability[i]!);
      }
      const ratio = log.total() + logPrior(unitTo, sumTo) - logPrior(unit, sum);
      const taken = Math.log(1 - random.next()) < ratio;
      if (taken) {
        spread[r] = to;
        unit = unitTo;
        sum = sumTo;
        for (let k = from; k < end; k++) probability[value.byRater[k]!] = tried[value.byRater[k]!]!;
      }
      if (tuned !== null) steps.spread[r] = tunedStep(steps.spread[r]!, taken, tuned);
    }
  for (let r = 0; r < raters; r++) spread[r]! -= unit;
  rescale(state, Math.exp(-unit));
  const squaresNow = spread.reduce((all, x) => all + x * x, 0);
  const about = { count: raters - 1, squares: squaresNow, scale: prior.spread };
  sd.spread = drawDeviation(sd.spread, about, random);
}

/** What no rating notices, drawn from what is known beforehand: all raters against the thresholds (Liu and Sabatti 2000). */
export function shiftThresholds({ thresholds, rater }: ValueState, random: Random): void {
  const precision = rater.length * prior.rater ** -2 + thresholds.length * prior.threshold ** -2;
  let told = 0;
  for (const one of rater) told -= one * prior.rater ** -2;
  for (const one of thresholds) told -= one * prior.threshold ** -2;
  const shift = told / precision + random.normal() / Math.sqrt(precision);
  for (let r = 0; r < rater.length; r++) rater[r]! += shift;
  for (let c = 0; c < thresholds.length; c++) thresholds[c]! += shift;
}
