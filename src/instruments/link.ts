/** From a judge's own unit to the rubric's 0–6: mean–sigma linking, shrunken across subdimensions. */
import { mean, standardDeviation, variance } from '../statistics/describe.ts';
import type { ExamResult, RawRating } from './instrument.ts';

export type Line = ExamResult['map'][number];

/** Ratings of one subdimension's anchors beside their known levels (0–6). */
export type LinkData = {
  subdimension: string;
  anchors: readonly { raw: number | null; level: number }[];
};

/**
 * y = a + b·raw per subdimension. Mean–sigma (Kolen and Brennan 2014, §6.3): b is the ratio of the
 * standard deviations of levels and ratings, and the means meet. Both the height of the line (at
 * the judge's mean rating) and ln b are shrunken towards the judge's mean line, each by the share of
 * its spread between subdimensions that sampling does not explain (empirical Bayes, moments), so that
 * a dozen anchors do not make a scale of their own. A subdimension without two usable anchors, or
 * whose ratings are all the same, takes the mean line; a judge without any gets b = 0 at the mean level.
 */
export function linkScale(data: readonly LinkData[]): Line[] {
  const usable = data.map((one) => {
    const pairs = one.anchors.filter(
      (anchor): anchor is { raw: number; level: number } =>
        anchor.raw !== null && Number.isFinite(anchor.raw),
    );
    const raw = pairs.map((pair) => pair.raw);
    const levels = pairs.map((pair) => pair.level);
    const deviation = raw.length > 1 ? standardDeviation(raw) : 0;
    return { n: raw.length, raw, levels, deviation };
  });
  const centre = mean(usable.flatMap((one) => one.raw));
  const lines = usable.map((one) => {
    if (!(one.deviation > 1e-9)) return null;
    const spread = standardDeviation(one.levels);
    if (!(spread > 0)) return null;
    const b = spread / one.deviation;
    const height = mean(one.levels) + b * (centre - mean(one.raw));
    // Sampling variance of a mean, in levels, and of the logarithm of a standard deviation.
    return {
      height,
      heightError: spread ** 2 / one.n,
      slope: Math.log(b),
      slopeError: 0.5 / (one.n - 1),
    };
  });
  const found = lines.filter((line) => line !== null);
  if (found.length === 0) {
    const level = mean(data.flatMap((one) => one.anchors.map((anchor) => anchor.level)));
    return data.map(({ subdimension }) => ({ subdimension, a: level, b: 0 }));
  }
  const height = shrink(found.map((line) => ({ value: line.height, error: line.heightError })));
  const slope = shrink(found.map((line) => ({ value: line.slope, error: line.slopeError })));
  return data.map(({ subdimension }, i) => {
    const at = lines[i] ? found.indexOf(lines[i]) : -1;
    const b = Math.exp(at < 0 ? slope.centre : slope.values[at]!);
    const y = at < 0 ? height.centre : height.values[at]!;
    return { subdimension, a: y - b * centre, b };
  });
}

/** Towards the mean, each by its error's share of the spread around it. */
function shrink(estimates: readonly { value: number; error: number }[]) {
  const centre = mean(estimates.map((one) => one.value));
  const spread = estimates.length > 1 ? variance(estimates.map((one) => one.value)) : 0;
  const between = Math.max(0, spread - mean(estimates.map((one) => one.error)));
  return {
    centre,
    values: estimates.map(({ value, error }) =>
      between > 0 ? centre + (between / (between + error)) * (value - centre) : centre,
    ),
  };
}

/**
 * A map for a system that has no anchors (one derived from a run): the judge's mean line from a
 * system in which it was examined. "Cares about" and stance have a zero of their own for every
 * subdimension, so there each subdimension's mean rating is put at the middle of the scale: the
 * scores then tell models apart, not subdimensions. `ratings` are those of the system without anchors.
 */
export function borrowMap(
  exam: ExamResult,
  subdimensions: readonly string[],
  ratings: readonly RawRating[],
): Line[] {
  const b = Math.exp(mean(exam.map.map((line) => Math.log(Math.max(line.b, 1e-9)))));
  const a = mean(exam.map.map((line) => line.a));
  if (exam.protocol === 'digits')
    return subdimensions.map((subdimension) => ({ subdimension, a, b }));
  const rawOf = (subdimension: string) =>
    ratings.flatMap((rating) =>
      rating.judge === exam.judge && rating.subdimension === subdimension && rating.raw !== null
        ? [rating.raw]
        : [],
    );
  const level = 3;
  return subdimensions.map((subdimension) => {
    const raw = rawOf(subdimension);
    return { subdimension, a: level - b * (raw.length > 0 ? mean(raw) : 0), b };
  });
}
