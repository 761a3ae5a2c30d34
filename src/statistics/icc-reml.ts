import { UserError } from '../errors.ts';
import { crossedFacets } from './crossed-facets.ts';
import type { Rows } from './dense.ts';
import { fitReml, type VarianceComponent } from './reml.ts';

export interface RemlIcc {
  /** ICC(1), ICC(2), ICC(3) and of the mean of all k raters, 0 to 1. */
  values: Record<'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k', number>;
  components: {
    targets: VarianceComponent;
    raters: VarianceComponent;
    residual: VarianceComponent;
  };
  /** As the components would give them in a complete table of n targets × k raters. */
  meanSquares: { targets: number; raters: number; residual: number; within: number };
  targets: number;
  raters: number;
  /** Ratings that are missing; their targets stay. */
  missing: number;
  converged: boolean;
}

/**
 * Intraclass correlations of `ratings[target][rater]` (what is not finite is missing) from variance components by
 * REML, so that a target with a gap keeps its ratings and no component is negative. R: `psych::ICC(lmer = TRUE)`.
 * @throws UserError for fewer than two targets or raters with ratings.
 */
export function iccByReml(ratings: Rows): RemlIcc {
  const values: number[] = [];
  const target: number[] = [];
  const rater: number[] = [];
  ratings.forEach((row, t) => {
    Array.from(row).forEach((value, j) => {
      if (!Number.isFinite(value)) return;
      values.push(value);
      target.push(t);
      rater.push(j);
    });
  });
  const n = new Set(target).size;
  const k = new Set(rater).size;
  if (n < 2 || k < 2)
    throw new UserError(
      `an intraclass correlation needs at least 2 rated targets and 2 raters; there are ${n} and ${k}`,
    );
  if (values.length === n)
    throw new UserError('an intraclass correlation needs targets that two raters rated', {
      hint: 'Let more raters rate the same targets.',
    });
  const fit = fitReml(
    values,
    crossedFacets([
      { name: 'targets', labels: target },
      { name: 'raters', labels: rater },
    ]),
  );
  const none = { levels: 0, variance: 0, standardError: null };
  const componentOf = (name: string) =>
    fit.components.find((one) => one.name === name) ?? { name, ...none };
  const [targets, raters] = [componentOf('targets'), componentOf('raters')];
  const [t, j, e] = [targets.variance, raters.variance, fit.residual.variance];
  const mean = { targets: k * t + e, raters: n * j + e, residual: e };
  const within = ((n - 1) * (k - 1) * e + (k - 1) * mean.raters) / (n * (k - 1));
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
    components: { targets, raters, residual: fit.residual },
    meanSquares: { ...mean, within },
    targets: n,
    raters: k,
    missing: n * k - values.length,
    converged: fit.converged,
  };
}
