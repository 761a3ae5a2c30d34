import { planParallel } from '../../factor-analysis/parallel/plan.ts';
import { summariseParallel } from '../../factor-analysis/parallel/summary.ts';
import type {
  ParallelAnalysis,
  ParallelInput,
  ParallelLineName,
  ParallelOptions,
} from '../../factor-analysis/parallel-analysis.ts';
import { inThreads, type ThreadOptions } from './replicates.ts';

/**
 * `parallelAnalysis` with its replicates in worker threads: the same result to the last bit, whatever their number,
 * while this thread stays free. Rejects with the signal's reason when it is aborted.
 * @throws UserError (rejected) as `parallelAnalysis`
 */
export async function parallelAnalysisInWorkers<Line extends ParallelLineName = 'pc' | 'smc'>(
  input: ParallelInput,
  options: Omit<ParallelOptions<Line>, 'onProgress' | 'shouldStop'> = {},
  threads: ThreadOptions = {},
): Promise<ParallelAnalysis<Line>> {
  const plan = planParallel(input, options);
  return summariseParallel(
    plan,
    await inThreads('parallelAnalysis', plan, plan.iterations, threads),
  );
}
