/** Thresholds and spreads, drawn with the latent ratings integrated out. */
import type { Random } from '../random.ts';
import type { Workspace } from './latent.ts';
import { logSum } from './log-sum.ts';
import { intervalProbability } from './normal-interval.ts';
import type { Layout } from './ratings.ts';
import { prior, rescale, type State, scaled } from './state.ts';
import { tunedStep } from './tuned-step.ts';
import { drawDeviation, drawTruncated } from './variates.ts';

/** Probability of rating `i` where its model's spread is `sd`. */
function probabilityOf(
  { rating, categories }: Layout,
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

/** Fills the probability of each rating that was given. */
export function fillProbabilities(layout: Layout, state: State, work: Workspace): void {
  const { models, modelStart, cellStart } = layout;
  for (let m = 0; m < models; m++) {
    const sd = Math.exp(state.spread[m]!);
    for (let i = cellStart[modelStart[m]!]!; i < cellStart[modelStart[m + 1]!]!; i++)
      work.probability[i] = probabilityOf(layout, state.thresholds, work.mean, i, sd);
  }
}

/**
 * Each threshold in turn: a normal step between its neighbours, taken by the likelihood of the ratings on both sides of
 * it (Cowles 1996, with one threshold at a time).
 */
export function drawThresholds(
  layout: Layout,
  state: State,
  work: Workspace,
  random: Random,
  tune: boolean,
): void {
  const { categories, byCategory, categoryStart } = layout;
  const { thresholds, steps } = state;
  const sd = spreadByRating(layout, state, work);
  const next = work.latent;
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
      next[i] = probabilityOf(layout, thresholds, work.mean, i, sd[i]!);
      log.add(next[i]! / work.probability[i]!);
    }
    const ratio =
      log.total() +
      Math.log(room(now) / room(to)) +
      (now * now - to * to) / (2 * prior.threshold ** 2);
    const taken = Math.log(1 - random.next()) < ratio;
    if (taken)
      for (let k = from; k < end; k++) work.probability[byCategory[k]!] = next[byCategory[k]!]!;
    else thresholds[c] = now;
    if (tune) steps.thresholds[c] = tunedStep(step, taken, steps.tuned);
  }
}

function spreadByRating({ models, modelStart, cellStart }: Layout, state: State, work: Workspace) {
  for (let m = 0; m < models; m++)
    work.sd.fill(
      Math.exp(state.spread[m]!),
      cellStart[modelStart[m]!]!,
      cellStart[modelStart[m + 1]!]!,
    );
  return work.sd;
}

/** Steps of a model's spread in a sweep: the slowest unknowns. */
const attempts = 2;

/**
 * Each model's spread in turn, by a normal step. Spreads sum to 0: where one grows, all of them are measured in a larger
 * unit, which changes no likelihood but that model's, and moves everything against what is known of it beforehand.
 * The unit is carried along as `unit` = mean of the spreads and taken off at the end.
 */
export function drawSpreads(
  layout: Layout,
  state: State,
  work: Workspace,
  random: Random,
  tune: boolean,
): void {
  const { models, modelStart, cellStart } = layout;
  const { spread, steps, sd } = state;
  const next = work.latent;
  if (models < 2) return;
  const { count, squares } = scaled(layout, state);
  let unit = 0;
  let sum = spread.reduce((all, x) => all + x * x, 0);
  const logPrior = (at: number, sumOfSquares: number) =>
    -count * at -
    (squares / 2) * Math.exp(-2 * at) -
    (sumOfSquares - models * at * at) / (2 * sd.spread ** 2);
  for (let m = 0; m < models; m++)
    for (let attempt = 0; attempt < attempts; attempt++) {
      const now = spread[m]!;
      const to = now + steps.spread[m]! * random.normal();
      const unitTo = unit + (to - now) / models;
      const sumTo = sum + to * to - now * now;
      const wide = Math.exp(to);
      const log = logSum();
      const [from, end] = [cellStart[modelStart[m]!]!, cellStart[modelStart[m + 1]!]!];
      for (let i = from; i < end; i++) {
        next[i] = probabilityOf(layout, state.thresholds, work.mean, i, wide);
        log.add(next[i]! / work.probability[i]!);
      }
      const ratio = log.total() + logPrior(unitTo, sumTo) - logPrior(unit, sum);
      const taken = Math.log(1 - random.next()) < ratio;
      if (taken) {
        spread[m] = to;
        unit = unitTo;
        sum = sumTo;
        for (let i = from; i < end; i++) work.probability[i] = next[i]!;
      }
      if (tune) steps.spread[m] = tunedStep(steps.spread[m]!, taken, steps.tuned);
    }
  for (let m = 0; m < models; m++) spread[m]! -= unit;
  rescale(state, Math.exp(-unit));
  const squaresNow = spread.reduce((all, x) => all + x * x, 0);
  sd.spread = drawDeviation(
    sd.spread,
    { count: models - 1, squares: squaresNow, scale: prior.spread },
    random,
  );
}
