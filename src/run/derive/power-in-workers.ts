import type { NestedPopulation } from '../../factor-analysis/nested-simulation.ts';
import {
  type Power,
  type PowerOptions,
  planPower,
  summarisePower,
} from '../../factor-analysis/power.ts';
import type { Rows } from '../../statistics/dense.ts';
import { inThreads, type ThreadOptions } from './replicates.ts';

/** `power` with its simulated studies in worker threads: the same result to the last bit, whatever their number. */
export async function powerInWorkers(
  population: NestedPopulation,
  loadings: Rows,
  options: Omit<PowerOptions, 'onProgress' | 'shouldStop'>,
  threads: ThreadOptions = {},
): Promise<Power> {
  const plan = planPower(population, loadings, options);
  const count = plan.sizes.length * plan.draws;
  return summarisePower(plan, await inThreads('powerDraw', plan, count, threads));
}
