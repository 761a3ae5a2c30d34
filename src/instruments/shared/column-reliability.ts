/** How well a column of the scores tells models apart, and what other numbers of stems and judges would give. */
import { UserError } from '../../errors.ts';
import { omega } from '../../factor-analysis/omega.ts';
import { decisionStudy } from '../../statistics/decision-study.ts';
import type { GeneralizabilityStudy } from '../../statistics/generalizability.ts';
import { unit } from './cells.ts';
import type { ColumnReliability } from './scores.ts';

/** Numbers of stems and judges that a decision study goes through, beside those of the study. */
const stemsTried = [6, 12, 24, 48, 96];
const judgesTried = [1, 2, 4, 8];

/** Eρ², Φ, and the standard error of a difference at other numbers of stems and judges; in order of stems. Empty without a study. */
export function decisionOf(study: GeneralizabilityStudy | null): ColumnReliability['decision'] {
  if (!study) return [];
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
export function omegaOf(
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
