/** From a judge's own unit to the rubric's 0–6: mean–sigma linking, shrunken across subdimensions. */
import { mean, standardDeviation, variance } from '../../../statistics/describe.ts';
import type { ExamResult, RawRating } from '../items.ts';

export type Line = ExamResult['map'][number];

/** Sampling variances of a line's intercept and slope, and their covariance, in squared levels (0–6). */
export type LineError = NonNullable<Line['error']>;

/** Ratings of one subdimension's anchors beside their known levels (0–6). */
export type LinkData = {
  subdimension: string;
  /** `set` names the same-stem set that a completion stands in: sets are sampled, not completions. */
  anchors: readonly { raw: number | null; level: number; set?: string }[];
};

/**
 * y = a + b·raw per subdimension. Mean–sigma (Kolen and Brennan 2014, §6.3): b is the ratio of the
 * standard deviations of levels and ratings, and the means meet. Both ln b and the rating that stands
 * for the mean level are shrunken towards the judge's own mean, each by the share of its spread
 * between subdimensions that sampling explains (empirical Bayes, moments), so that a dozen anchors do
 * not make a scale of their own. A subdimension without two usable anchors, or whose ratings are all
 * the same, takes the mean line; a judge without any gets b = 0 at the mean level.
 */
export function linkScale(data: readonly LinkData[]): Line[] {
  const level = mean(data.flatMap((one) => one.anchors.map((anchor) => anchor.level)));
  const lines = data.map((one) => {
    const pairs = one.anchors.filter(
      (anchor): anchor is { raw: number; level: number } =>
        anchor.raw !== null && Number.isFinite(anchor.raw),
    );
    if (pairs.length < 2) return null;
    const raw = pairs.map((pair) => pair.raw);
    const levels = pairs.map((pair) => pair.level);
    const deviation = standardDeviation(raw);
    const spread = standardDeviation(levels);
    if (!(deviation > 1e-9) || !(spread > 0)) return null;
    const b = spread / deviation;
    return {
      subdimension: one.subdimension,
      slope: { value: Math.log(b), error: 0.5 / (raw.length - 1) },
      place: { value: mean(raw) + (level - mean(levels)) / b, error: deviation ** 2 / raw.length },
    };
  });
  const found = lines.filter((line) => line !== null);
  if (found.length === 0) return data.map(({ subdimension }) => ({ subdimension, a: level, b: 0 }));
  const slopes = shrink(found.map((line) => line.slope));
  const places = shrink(found.map((line) => line.place));
  return data.map(({ subdimension }) => {
    const at = found.findIndex((line) => line.subdimension === subdimension);
    const b = Math.exp(at < 0 ? slopes.centre : slopes.values[at]!);
    const place = at < 0 ? places.centre : places.values[at]!;
    return { subdimension, a: level - b * place, b };
  });
}

/**
 * The lines of `linkScale` with their sampling errors: the delete-one-set jackknife, sets being strata by
 * subdimension (Shao and Tu 1995, §6.2.2), since a line leans on the other subdimensions' sets too. A
 * subdimension with one set adds nothing to the errors.
 */
export function linkScaleWithErrors(data: readonly LinkData[]): Line[] {
  const lines = linkScale(data);
  const errors = data.map((): LineError => ({ a: 0, b: 0, ab: 0 }));
  data.forEach((one, stratum) => {
    const sets = [...new Set(one.anchors.map((anchor) => anchor.set))];
    const without = sets.map((set) =>
      linkScale(
        data.map((other, i) =>
          i === stratum
            ? { ...other, anchors: other.anchors.filter((anchor) => anchor.set !== set) }
            : other,
        ),
      ),
    );
    const share = (sets.length - 1) / sets.length;
    errors.forEach((error, i) => {
      const a = without.map((replicate) => replicate[i]!.a);
      const b = without.map((replicate) => replicate[i]!.b);
      const [meanA, meanB] = [mean(a), mean(b)];
      for (let r = 0; r < sets.length; r++) {
        error.a += share * (a[r]! - meanA) ** 2;
        error.b += share * (b[r]! - meanB) ** 2;
        error.ab += share * (a[r]! - meanA) * (b[r]! - meanB);
      }
    });
  });
  return lines.map((line, i) => ({ ...line, error: errors[i]! }));
}

/** Variance of a + b·raw from the errors of a and b (delta method; exact, the line being linear in them). */
export function lineVariance(error: LineError, raw: number): number {
  return Math.max(0, error.a + 2 * raw * error.ab + raw * raw * error.b);
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
