/** From a rater's own unit to the rubric's 0–6: calibration on anchors, shrunken across subdimensions. */
import { mean, variance } from '../../../statistics/describe.ts';
import { tQuantile } from '../../../statistics/distributions.ts';
import type { RawRating } from '../cells.ts';
import type { ExamResult, ScaleLine } from './exam-record.ts';

/** Sampling variances of a line's intercept and slope, and their covariance, in squared levels (0–6). */
export type LineError = NonNullable<ScaleLine['error']>;

/** Ratings of one subdimension's anchors beside their known levels (0–6). */
export type LinkData = {
  subdimension: string;
  /** `set` names the anchor set of a text: sets are sampled, not texts. */
  anchors: readonly { raw: number | null; level: number; set?: string }[];
};

/** How ratings follow the anchors’ levels: raw = place + beta·(level − `level`). */
export type Calibration = NonNullable<ScaleLine['calibration']>;

/** What ratings are held against, as a reason names it. */
const anchorLevels = 'the anchors’ levels';

/**
 * level = `level` + (raw − place) / beta per subdimension: classical calibration (Eisenhart 1939; Osborne 1991). Raw
 * ratings are regressed on the anchors’ known levels and the line is turned round. Regressing levels on ratings would
 * pull every model towards the mean by the rater’s error, and matching standard deviations gives a rater that reads
 * nothing a slope of 1. Both beta and `place`, the rating that stands for the mean level, are shrunken towards the
 * rater’s own mean, each by the share of its spread between subdimensions that sampling explains (empirical Bayes,
 * moments), so that a dozen anchors do not make a scale of their own. A subdimension without three usable anchors, or
 * whose ratings are all the same, takes the mean line. Where beta is not above 0 there is no line: b = 0 at the mean
 * level, and `none` says why, in which `levels` names what ratings were held against.
 */
export function linkScale(data: readonly LinkData[], levels = anchorLevels): ScaleLine[] {
  const level = mean(data.flatMap((one) => one.anchors.map((anchor) => anchor.level)));
  const fits = data.map((one) => fitOf(one, level));
  const found = fits.filter((fit) => fit !== null);
  if (found.length === 0)
    return data.map(({ subdimension }) => ({
      subdimension,
      a: level,
      b: 0,
      none: 'all anchors are rated the same',
    }));
  const betas = shrink(found.map((fit) => fit.beta));
  const places = shrink(found.map((fit) => fit.place));
  return data.map(({ subdimension }) => {
    const at = found.findIndex((fit) => fit.subdimension === subdimension);
    const beta = at < 0 ? betas.centre : betas.values[at]!;
    const place = at < 0 ? places.centre : places.values[at]!;
    return lineOf(subdimension, { level, place, beta }, levels);
  });
}

function lineOf(
  subdimension: string,
  calibration: Pick<Calibration, 'level' | 'place' | 'beta'>,
  levels: string,
): ScaleLine {
  const { level, place, beta } = calibration;
  const errors = { placeVariance: 0, betaVariance: 0, covariance: 0, df: 1 };
  const whole = { ...calibration, ...errors };
  if (!(beta > 0))
    return {
      subdimension,
      a: level,
      b: 0,
      calibration: whole,
      none: `its ratings do not rise with ${levels}`,
    };
  return { subdimension, a: level - place / beta, b: 1 / beta, calibration: whole };
}

/** Least squares of raw ratings on levels; null where there is nothing to fit. */
function fitOf({ subdimension, anchors }: LinkData, level: number) {
  const pairs = anchors.filter(
    (anchor): anchor is { raw: number; level: number } =>
      anchor.raw !== null && Number.isFinite(anchor.raw),
  );
  if (pairs.length < 3) return null;
  const [raw, levels] = [
    mean(pairs.map((pair) => pair.raw)),
    mean(pairs.map((pair) => pair.level)),
  ];
  let [cross, spread, total] = [0, 0, 0];
  for (const pair of pairs) {
    cross += (pair.raw - raw) * (pair.level - levels);
    spread += (pair.level - levels) ** 2;
    total += (pair.raw - raw) ** 2;
  }
  if (!(total > 1e-18) || !(spread > 0)) return null;
  const beta = cross / spread;
  const rest = Math.max(0, total - beta * cross) / (pairs.length - 2);
  return {
    subdimension,
    beta: { value: beta, error: rest / spread },
    place: { value: raw + beta * (level - levels), error: rest / pairs.length },
  };
}

/**
 * The lines of `linkScale` with their sampling errors: the delete-one-set jackknife, sets being strata by
 * subdimension (Shao and Tu 1995, §6.2.2), since a line leans on the other subdimensions' sets too. A
 * subdimension with one set adds nothing to the errors. Where the 95 % interval of beta holds 0 there is no line:
 * nothing shows that a higher rating means a higher level.
 */
export function linkScaleWithErrors(data: readonly LinkData[], levels = anchorLevels): ScaleLine[] {
  const lines = linkScale(data, levels);
  const errors = data.map((): LineError => ({ a: 0, b: 0, ab: 0 }));
  const fits = data.map(() => ({ placeVariance: 0, betaVariance: 0, covariance: 0 }));
  let sets = 0;
  data.forEach((one, stratum) => {
    const names = [...new Set(one.anchors.map((anchor) => anchor.set))];
    sets += names.length;
    const without = names.map((set) =>
      linkScale(
        data.map((other, i) =>
          i === stratum
            ? { ...other, anchors: other.anchors.filter((anchor) => anchor.set !== set) }
            : other,
        ),
      ),
    );
    const share = (names.length - 1) / names.length;
    const spreadOf = (pick: (line: ScaleLine) => number, i: number) => {
      const values = without.map((replicate) => pick(replicate[i]!));
      const centre = mean(values);
      return values.map((value) => value - centre);
    };
    errors.forEach((error, i) => {
      const a = spreadOf((line) => line.a, i);
      const b = spreadOf((line) => line.b, i);
      const place = spreadOf((line) => line.calibration?.place ?? 0, i);
      const beta = spreadOf((line) => line.calibration?.beta ?? 0, i);
      for (let r = 0; r < names.length; r++) {
        error.a += share * a[r]! ** 2;
        error.b += share * b[r]! ** 2;
        error.ab += share * a[r]! * b[r]!;
        fits[i]!.placeVariance += share * place[r]! ** 2;
        fits[i]!.betaVariance += share * beta[r]! ** 2;
        fits[i]!.covariance += share * place[r]! * beta[r]!;
      }
    });
  });
  const df = Math.max(1, sets - data.length);
  return lines.map((line, i): ScaleLine => {
    if (!line.calibration) return line;
    const calibration = { ...line.calibration, ...fits[i]!, df };
    const { beta, betaVariance } = calibration;
    const low = beta - tQuantile(0.975, df) * Math.sqrt(betaVariance);
    if (line.none !== undefined || low > 0) return { ...line, calibration, error: errors[i]! };
    return {
      subdimension: line.subdimension,
      a: calibration.level,
      b: 0,
      calibration,
      none: `its ratings do not surely rise with ${levels} (the 95 % interval of the slope holds 0)`,
    };
  });
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
 * A map for a system that has no anchors (one derived from a run): the rater's mean line from a
 * system in which it was examined. "Cares about" and stance have a zero of their own for every
 * subdimension, so there each subdimension's mean rating is put at the middle of the scale: the
 * scores then tell models apart, not subdimensions. `ratings` are those of the system without anchors.
 */
export function borrowMap(
  exam: ExamResult,
  subdimensions: readonly string[],
  ratings: readonly RawRating[],
): ScaleLine[] {
  const own = exam.map.filter((line) => line.none === undefined);
  if (own.length === 0)
    return subdimensions.map((subdimension) => ({
      subdimension,
      a: 3,
      b: 0,
      none: 'there is no line to lend',
    }));
  const b = Math.exp(mean(own.map((line) => Math.log(Math.max(line.b, 1e-9)))));
  const a = mean(own.map((line) => line.a));
  if (exam.protocol === 'digits')
    return subdimensions.map((subdimension) => ({ subdimension, a, b }));
  const rawOf = (subdimension: string) =>
    ratings.flatMap((rating) =>
      rating.rater === exam.rater && rating.subdimension === subdimension && rating.raw !== null
        ? [rating.raw]
        : [],
    );
  const level = 3;
  return subdimensions.map((subdimension) => {
    const raw = rawOf(subdimension);
    return { subdimension, a: level - b * (raw.length > 0 ? mean(raw) : 0), b };
  });
}
