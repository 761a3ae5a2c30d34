/** How well a column of the scores tells models apart, and what other numbers of stems and judges would give. */
import { UserError } from '../../errors.ts';
import { omega } from '../../factor-analysis/omega.ts';
import { coefficientIntervals } from '../../statistics/coefficient-intervals.ts';
import { decisionStudy } from '../../statistics/decision-study.ts';
import type { GeneralizabilityStudy } from '../../statistics/generalizability.ts';
import { cronbachAlpha } from '../../statistics/reliability/alpha.ts';
import { unit } from './cells.ts';
import type { ColumnReliability } from './scores.ts';

/** Numbers of stems and judges that a decision study goes through, beside those of the study. */
const stemsTried = [6, 12, 24, 48, 96];
const judgesTried = [1, 2, 4, 8];

/** Of fewer models coefficients are chance: of two that do not differ, Eρ² is 0 to .79 (5–95 %). */
const fewestModels = 5;

type CoefficientFigures = Pick<
  ColumnReliability,
  | 'generalizability'
  | 'dependability'
  | 'alpha'
  | 'omega'
  | 'omegaReason'
  | 'decision'
  | 'stemsNeeded'
  | 'intervals'
  | 'coefficientsWithheld'
>;

/**
 * Coefficients with their intervals; withheld below five models.
 * @param means models × stems, the mean over judges, of the models that are compared
 */
export function coefficientsOf(
  study: GeneralizabilityStudy | null,
  means: readonly (readonly number[])[],
): CoefficientFigures {
  const withheld = {
    generalizability: null,
    dependability: null,
    alpha: null,
    omega: null,
    decision: [],
    stemsNeeded: null,
    intervals: null,
  };
  if (!study) return { ...withheld, omegaReason: null, coefficientsWithheld: null };
  const { models, missing, judgesAre } = study;
  if (models < fewestModels) {
    const reason = `Eρ², Φ, α, ω, and the stems needed are withheld: they need at least ${fewestModels} models; there are ${models}`;
    return { ...withheld, omegaReason: reason, coefficientsWithheld: reason };
  }
  const { relative, absolute } = study.coefficients;
  return {
    generalizability: relative,
    dependability: absolute,
    alpha: missing === 0 && judgesAre === 'fixed' ? null : cronbachAlpha(means),
    ...omegaOf(means),
    decision: decisionOf(study),
    stemsNeeded: study.stemsForEight,
    intervals: coefficientIntervals(study),
    coefficientsWithheld: null,
  };
}

/** Eρ², Φ, and the standard error of a difference at other numbers of stems and judges; in order of stems. */
function decisionOf(study: GeneralizabilityStudy): ColumnReliability['decision'] {
  const upwards = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
  return decisionStudy(study, {
    stems: upwards([...stemsTried, study.stems]),
    judges: upwards([...judgesTried, study.judges]),
  }).map(({ stems, judges, relative, absolute, seDifference }) => ({
    stems,
    judges,
    generalizability: relative,
    dependability: absolute,
    seDifference: unit * seDifference,
    now: stems === study.stems && judges === study.judges,
  }));
}

/**
 * McDonald's ω total of the sum over stems, with one factor (models × stems, without gaps). It needs a correlation
 * matrix of the stems, so more models than stems; `null` with the reason otherwise.
 */
function omegaOf(
  means: readonly (readonly number[])[],
): Pick<ColumnReliability, 'omega' | 'omegaReason'> {
  const rows = means.filter((row) => row.every(Number.isFinite));
  const stems = rows[0]?.length ?? means[0]?.length ?? 0;
  const not = (omegaReason: string) => ({ omega: null, omegaReason });
  if (stems < 3) return not(`ω needs at least 3 stems; there are ${stems}`);
  if (rows.length <= stems)
    return not(
      `ω needs more models than stems: ${rows.length} ${rows.length === 1 ? 'model has' : 'models have'} all ${stems} stems`,
    );
  try {
    const found = omega({ rows }, { factors: 1, flip: false });
    return { omega: found.omegaTotal, omegaReason: null };
  } catch (error) {
    if (error instanceof UserError) return not(error.message);
    throw error;
  }
}
