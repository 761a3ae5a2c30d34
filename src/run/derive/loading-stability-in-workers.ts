import {
  type LoadingStability,
  type LoadingStabilityOptions,
  planLoadingDraws,
  summariseLoadingDraws,
} from '../../factor-analysis/loading-stability.ts';
import type { Rows } from '../../statistics/dense.ts';
import { inThreads, type ThreadOptions } from './replicates.ts';

/**
 * `loadingStability` with its draws in worker threads: the same result to the last bit, whatever their number. Rejects with
 * the signal's reason when it is aborted.
 * @throws UserError (rejected) as `loadingStability`
 */
export async function loadingStabilityInWorkers(
  rows: Rows,
  groups: readonly (string | number)[],
  options: Omit<LoadingStabilityOptions, 'onProgress' | 'shouldStop'>,
  threads: ThreadOptions = {},
): Promise<LoadingStability> {
  const plan = planLoadingDraws(rows, groups, options);
  if ('withheld' in plan) return plan;
  return summariseLoadingDraws(
    plan,
    await inThreads('loadingDraw', plan, plan.different.length, threads),
  );
}
