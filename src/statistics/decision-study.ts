/** What other numbers of stems and judges would give: the decision study of generalizability theory. */
import type { Component, Source } from './expected-mean-squares.ts';

export type JudgesAre = 'random' | 'fixed';

export interface Coefficients {
  stems: number;
  judges: number;
  /** Eρ²: how well models are ranked, 0 to 1. */
  relative: number;
  /** Φ: how well their level is known, 0 to 1. */
  absolute: number;
  /** Standard error of one model's mean, for comparing models, and for its level. */
  semRelative: number;
  semAbsolute: number;
  /** Standard error of the difference of two models rated on the same stems by the same judges. */
  seDifference: number;
}

/** Variance components with the number of judges behind them, and whether these are a sample. */
export interface Components {
  components: readonly Component[];
  judges: number;
  judgesAre: JudgesAre;
}

/** The variance of one source, 0 where the design has it not. */
export function varianceOf({ components }: Pick<Components, 'components'>, source: Source): number {
  return components.find((component) => component.source === source)?.variance ?? 0;
}

/** Variance of universe scores: what the coefficients are shares of. */
export function universeVariance(study: Components, judges: number = study.judges): number {
  // Fixed judges: what a model shares with these judges belongs to the model (Brennan 2001, §4.4).
  const shared = study.judgesAre === 'fixed' ? varianceOf(study, 'modelJudge') / judges : 0;
  return varianceOf(study, 'model') + shared;
}

/** Eρ², Φ and standard errors from error variances (relative, absolute). */
export function coefficientsFrom(
  signal: number,
  relativeError: number,
  absoluteError: number,
  size: { stems: number; judges: number },
): Coefficients {
  const share = (error: number) => (signal + error > 0 ? signal / (signal + error) : 0);
  return {
    stems: size.stems,
    judges: size.judges,
    relative: share(relativeError),
    absolute: share(absoluteError),
    semRelative: Math.sqrt(relativeError),
    semAbsolute: Math.sqrt(absoluteError),
    seDifference: Math.sqrt(2 * relativeError),
  };
}

/**
 * Coefficients of a complete design with so many stems and judges. With fixed judges their number stays that of
 * the study, whatever is asked for: there are no others.
 */
export function coefficientsAt(
  study: Components,
  stems: number,
  judges: number = study.judges,
): Coefficients {
  const v = (source: Source) => varianceOf(study, source);
  const fixed = study.judgesAre === 'fixed';
  const nj = fixed ? study.judges : judges;
  const relativeError =
    v('modelStem') / stems + (fixed ? 0 : v('modelJudge') / nj) + v('residual') / (stems * nj);
  const absoluteError =
    relativeError +
    v('stem') / stems +
    (fixed ? 0 : v('judge') / nj) +
    v('stemJudge') / (stems * nj);
  return coefficientsFrom(universeVariance(study, nj), relativeError, absoluteError, {
    stems,
    judges: nj,
  });
}

/**
 * Decision study: the coefficients at every pair of `stems` and `judges`, judge by judge within stems, in the
 * order given. With fixed judges there is one row a number of stems.
 */
export function decisionStudy(
  study: Components,
  grid: { stems: readonly number[]; judges?: readonly number[] },
): Coefficients[] {
  const judges = study.judgesAre === 'fixed' ? [study.judges] : (grid.judges ?? [study.judges]);
  return grid.stems.flatMap((stems) => judges.map((nj) => coefficientsAt(study, stems, nj)));
}

/** Fewest stems (up to `most`) for Eρ² ≥ target with the judges of the study; `null` when out of reach. */
export function stemsNeeded(study: Components, target: number, most = 10_000): number | null {
  const reaches = (stems: number) => coefficientsAt(study, stems).relative >= target;
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
