import { UserError } from '../errors.ts';
import { crossedFacets } from './crossed-facets.ts';
import type { Rows } from './dense.ts';
import { fitReml, type VarianceComponent } from './reml.ts';

export interface RemlIcc {
  /** ICC(1), ICC(2), ICC(3) and of the mean of all k judges, 0 to 1. */
  values: Record<'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k', number>;
  components: {
    targets: VarianceComponent;
    judges: VarianceComponent;
    residual: VarianceComponent;
  };
  /** As the components would give them in a complete table of n targets × k judges. */
  meanSquares: { targets: number; judges: number; residual: number; within: number };
  targets: number;
  judges: number;
  /** Ratings that are missing; their targets stay. */
  missing: number;
  converged: boolean;
}

/**
 * Intraclass correlations of `ratings[target][judge]` (what is not finite is missing) from variance components by
 * REML, so that a target with a gap keeps its ratings and no component is negative. R: `psych::ICC(lmer = TRUE)`.
 * @throws UserError for fewer than two targets or judges with ratings.
 */
export function iccByReml(ratings: Rows): RemlIcc {
  const values: number[] = [];
  const target: number[] = [];
  const judge: number[] = [];
  ratings.forEach((row, t) => {
    Array.from(row).forEach((value, j) => {
      if (!Number.isFinite(value)) return;
      values.push(value);
      target.push(t);
      judge.push(j);
    });
  });
  const n = new Set(target).size;
  const k = new Set(judge).size;
  if (n < 2 || k < 2)
    throw new UserError(
      `an intraclass correlation needs at least 2 rated targets and 2 judges; there are ${n} and ${k}`,
    );
  if (values.length === n)
    throw new UserError('an intraclass correlation needs targets that two judges rated', {
      hint: 'Let more judges rate the same targets.',
    });
  const fit = fitReml(
    values,
    crossedFacets([
      { name: 'targets', labels: target },
      { name: 'judges', labels: judge },
    ]),
  );
  const none = { levels: 0, variance: 0, standardError: null };
  const componentOf = (name: string) =>
    fit.components.find((one) => one.name === name) ?? { name, ...none };
  const [targets, judges] = [componentOf('targets'), componentOf('judges')];
  const [t, j, e] = [targets.variance, judges.variance, fit.residual.variance];
  const mean = { targets: k * t + e, judges: n * j + e, residual: e };
  const within = ((n - 1) * (k - 1) * e + (k - 1) * mean.judges) / (n * (k - 1));
  const one = (mean.targets - within) / (mean.targets + (k - 1) * within);
  const share = (signal: number, error: number) =>
    signal + error > 0 ? signal / (signal + error) : 0;
  return {
    values: {
      ICC1: mean.targets > 0 ? one : 0,
      ICC2: share(t, j + e),
      ICC3: share(t, e),
      ICC1k: mean.targets > 0 ? (mean.targets - within) / mean.targets : 0,
      ICC2k: share(t, (j + e) / k),
      ICC3k: share(t, e / k),
    },
    components: { targets, judges, residual: fit.residual },
    meanSquares: { ...mean, within },
    targets: n,
    judges: k,
    missing: n * k - values.length,
    converged: fit.converged,
  };
}
