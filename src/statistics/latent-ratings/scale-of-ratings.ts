/** Thresholds and spreads, drawn with the latent ratings integrated out. */
import { variance } from '../describe.ts';
import type { Random } from '../random.ts';
import type { GroupedRatings } from './grouped-ratings.ts';
import type { Room } from './latent.ts';
import { logSum } from './log-sum.ts';
import { intervalProbability } from './normal-interval.ts';
import { tunedStep } from './tuned-step.ts';
import { logHeld, type Measured } from './unit.ts';
import { drawDeviation, drawTruncated } from './variates.ts';

/** What both moves need. */
export type Moving = {
  ratings: GroupedRatings;
  state: {
    /** Ascending, categories − 1. */
    thresholds: Float64Array;
    /** The logarithm of each group's noise, whose unit is that of `unitOf`. */
    spread: Float64Array;
    sd: { spread: number };
    steps: { thresholds: Float64Array; spread: Float64Array };
  };
  room: Room;
  /** A threshold is normal around 0; the standard deviation of the spreads is half-normal. */
  prior: { threshold: number; spread: number };
  random: Random;
  /** Sweeps that have tuned the steps so far; null to leave them. */
  tuned: number | null;
};

/** Probability of rating `i` where its group's noise is `sd`. */
function probabilityOf(
  { rating, categories }: GroupedRatings,
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

/**
 * Each threshold in turn: a normal step between its neighbours, taken by the likelihood of the ratings on both sides of
 * it (Cowles 1996, with one threshold at a time).
 */
export function drawThresholds({ ratings, state, room, prior, random, tuned }: Moving): void {
  const { n, categories, group, byCategory, categoryStart } = ratings;
  const { thresholds, steps } = state;
  const { mean, probability, tried } = room;
  const noise = state.spread.map(Math.exp);
  for (let i = 0; i < n; i++)
    probability[i] = probabilityOf(ratings, thresholds, mean, i, noise[group[i]!]!);
  for (let c = 0; c < categories - 1; c++) {
    const now = thresholds[c]!;
    const step = steps.thresholds[c]!;
    const low = c > 0 ? thresholds[c - 1]! : Number.NEGATIVE_INFINITY;
    const high = c < categories - 2 ? thresholds[c + 1]! : Number.POSITIVE_INFINITY;
    const to = drawTruncated(now, step, low, high, random);
    const between = (from: number) =>
      intervalProbability((low - from) / step, (high - from) / step);
    const log = logSum();
    thresholds[c] = to;
    const [from, end] = [categoryStart[c]!, categoryStart[c + 2]!];
    for (let k = from; k < end; k++) {
      const i = byCategory[k]!;
      tried[i] = probabilityOf(ratings, thresholds, mean, i, noise[group[i]!]!);
      log.add(tried[i]! / probability[i]!);
    }
    const ratio =
      log.total() +
      Math.log(between(now) / between(to)) +
      (now * now - to * to) / (2 * prior.threshold ** 2);
    const taken = Math.log(1 - random.next()) < ratio;
    if (taken)
      for (let k = from; k < end; k++) probability[byCategory[k]!] = tried[byCategory[k]!]!;
    else thresholds[c] = now;
    if (tuned !== null) steps.thresholds[c] = tunedStep(step, taken, tuned);
  }
}

/** Steps of a group's spread in a sweep: the slowest unknowns. */
const attempts = 2;

/**
 * Each group's spread in turn, by a normal step. Where one grows, all are measured in a larger unit, which changes no
 * likelihood but that group's, and moves everything against what is known of it beforehand. The unit is carried along
 * and taken off at the end. `probability` is that of `drawThresholds`.
 */
export function drawSpreads(
  { ratings, state, room, prior, random, tuned }: Moving,
  { unitOf, held, rescale }: Measured,
): void {
  const { byGroup, groupStart } = ratings;
  const { thresholds, spread, steps, sd } = state;
  const { mean, probability, tried } = room;
  const groups = spread.length;
  if (groups < 2) return;
  const before = held();
  const logPrior = () =>
    logHeld(before, unitOf(spread)) - ((groups - 1) * variance(spread)) / (2 * sd.spread ** 2);
  let priorNow = logPrior();
  for (let g = 0; g < groups; g++)
    for (let attempt = 0; attempt < attempts; attempt++) {
      const now = spread[g]!;
      const to = now + steps.spread[g]! * random.normal();
      const wide = Math.exp(to);
      const log = logSum();
      const [from, end] = [groupStart[g]!, groupStart[g + 1]!];
      for (let k = from; k < end; k++) {
        const i = byGroup[k]!;
        tried[i] = probabilityOf(ratings, thresholds, mean, i, wide);
        log.add(tried[i]! / probability[i]!);
      }
      spread[g] = to;
      const priorTo = logPrior();
      const taken = Math.log(1 - random.next()) < log.total() + priorTo - priorNow;
      if (taken) {
        priorNow = priorTo;
        for (let k = from; k < end; k++) probability[byGroup[k]!] = tried[byGroup[k]!]!;
      } else spread[g] = now;
      if (tuned !== null) steps.spread[g] = tunedStep(steps.spread[g]!, taken, tuned);
    }
  const unit = unitOf(spread);
  for (let g = 0; g < groups; g++) spread[g]! -= unit;
  rescale(Math.exp(-unit));
  const about = {
    count: groups - 1,
    squares: (groups - 1) * variance(spread),
    scale: prior.spread,
  };
  sd.spread = drawDeviation(sd.spread, about, random);
}
