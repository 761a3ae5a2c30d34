/** How well a yes or no, or a score, tells true cases from false ones. */

export type Confusion = {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
};

/** How often each case counts, as in a resample; once by default. */
type Weights = ArrayLike<number>;

/** Counts of what was said and what is true, one of each a case. */
export function confusionOf(
  said: readonly boolean[],
  isTrue: readonly boolean[],
  weights?: Weights,
): Confusion {
  const counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  for (let i = 0; i < said.length; i++) {
    const weight = weights ? weights[i]! : 1;
    if (said[i]) {
      if (isTrue[i]) counts.truePositives += weight;
      else counts.falsePositives += weight;
    } else if (isTrue[i]) counts.falseNegatives += weight;
    else counts.trueNegatives += weight;
  }
  return counts;
}

/** Harmonic mean of precision and recall, 0…1; null without a true case. scikit-learn: `f1_score`. */
export function f1Of(counts: Confusion): number | null {
  const { truePositives: hit, falsePositives, falseNegatives } = counts;
  if (hit + falseNegatives === 0) return null;
  return (2 * hit) / (2 * hit + falsePositives + falseNegatives);
}

/** Mean of the shares of true and of false cases that are told rightly, 0…1; null where one kind is missing. */
export function balancedAccuracy(counts: Confusion): number | null {
  const trues = counts.truePositives + counts.falseNegatives;
  const falses = counts.trueNegatives + counts.falsePositives;
  if (trues === 0 || falses === 0) return null;
  return (counts.truePositives / trues + counts.trueNegatives / falses) / 2;
}

/** Matthews' correlation (1975) of what is said and what is true, −1…1; 0 where all is said to be one kind, null where all is. */
export function matthewsCorrelation(counts: Confusion): number | null {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = counts;
  if (tp + fn === 0 || tn + fp === 0) return null;
  if (tp + fp === 0 || tn + fn === 0) return 0;
  return (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
}

/**
 * Σ (recall gained) × precision over the distinct scores from the highest down, 0…1: the area under the
 * precision-recall curve without interpolation. Null without a true case. `order` is that of the scores, for whoever
 * weighs the same cases again and again. scikit-learn: `average_precision_score`.
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  isTrue: readonly boolean[],
  weights?: Weights,
  order: readonly number[] = descending(scores),
): number | null {
  const weightOf = (i: number) => (weights ? weights[i]! : 1);
  let trues = 0;
  for (let i = 0; i < isTrue.length; i++) if (isTrue[i]) trues += weightOf(i);
  if (trues === 0) return null;
  let sum = 0;
  let hits = 0;
  let all = 0;
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at]!]!;
    const before = hits;
    for (; at < order.length && scores[order[at]!] === score; at++) {
      const i = order[at]!;
      all += weightOf(i);
      if (isTrue[i]) hits += weightOf(i);
    }
    if (hits > before) sum += ((hits - before) / trues) * (hits / all);
  }
  return sum;
}

/** The places of the scores from the highest down; of equal ones the first comes first. */
export function descending(scores: ArrayLike<number>): number[] {
  const order = Array.from({ length: scores.length }, (_, i) => i);
  return order.sort((a, b) => scores[b]! - scores[a]!);
}

/**
 * The score from which on "yes" gives the highest F1, halfway to the next score below it; 0 without a true case.
 */
export function bestF1Threshold(scores: ArrayLike<number>, isTrue: readonly boolean[]): number {
  const trues = isTrue.filter(Boolean).length;
  const order = descending(scores);
  let best = 0;
  let threshold = 0;
  let hits = 0;
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at]!]!;
    while (at < order.length && scores[order[at]!] === score) if (isTrue[order[at++]!]) hits++;
    const f1 = (2 * hits) / (at + trues);
    if (f1 > best) {
      best = f1;
      threshold = at < order.length ? (score + scores[order[at]!]!) / 2 : score;
    }
  }
  return threshold;
}
