/** From the eigenvalues of all replicates to criterion lines and suggestions. */
import { mean, quantile } from '../../statistics/describe.ts';
import type { ParallelAnalysis, ParallelLine, ParallelLineName } from '../parallel-analysis.ts';
import { type Eigenvalues, eigenvaluesOf } from './draws.ts';
import type { ParallelPlan } from './plan.ts';

/** `draws` in the order of their index; fewer than planned when the analysis was stopped. */
export function summariseParallel<Line extends ParallelLineName>(
  plan: ParallelPlan<Line>,
  draws: readonly Eigenvalues[],
): ParallelAnalysis<Line> {
  const observed = eigenvaluesOf(plan.observed, plan.p, plan.lines);
  const lines = Object.fromEntries(
    plan.lines.map((line) => {
      const drawn = draws.map((values) => values[line]!);
      return [line, summariseLine(observed[line]!, drawn, plan.level)];
    }),
  ) as Record<Line, ParallelLine>;
  return {
    method: plan.method,
    iterations: draws.length,
    quantile: plan.level,
    seed: plan.seed,
    stopped: draws.length < plan.iterations,
    ...lines,
  };
}

/** Position of the first value not above its criterion, minus one; all of them when every value is above. */
export function firstBelow(observed: ArrayLike<number>, criterion: ArrayLike<number>): number {
  for (let i = 0; i < observed.length; i++) if (!(observed[i]! > criterion[i]!)) return i;
  return observed.length;
}

function summariseLine(observed: Float64Array, drawn: Float64Array[], level: number): ParallelLine {
  const at = Array.from(observed, (_, j) => drawn.map((values) => values[j]!));
  const means = at.map(mean);
  const p = at.map(
    (values, j) =>
      (1 + values.filter((value) => value >= observed[j]!).length) / (values.length + 1),
  );
  const firstAbove = p.findIndex((one) => one > 1 - level + 1e-12);
  const quantiles = at.map((values) => quantile(values, level));
  return {
    observed: Array.from(observed),
    mean: means,
    sd: at.map((values, j) => {
      const squares = values.reduce((sum, x) => sum + (x - means[j]!) ** 2, 0);
      return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
    }),
    quantile: quantiles,
    p,
    suggested: drawn.length === 0 ? 0 : firstAbove < 0 ? p.length : firstAbove,
    suggestedByQuantile: drawn.length > 0 ? firstBelow(observed, quantiles) : 0,
    suggestedByMean: drawn.length > 0 ? firstBelow(observed, means) : 0,
  };
}
