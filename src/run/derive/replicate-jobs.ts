/**
 * What can be computed replicate by replicate in several threads: a function of plain data and the replicate's
 * number, which draws from a stream of its own. It stands apart from `jobs.ts` so that a thread is up in no time.
 */
import { loadingDraw } from '../../factor-analysis/loading-stability.ts';
import { eigenvaluesOfDraw } from '../../factor-analysis/parallel/draws.ts';
import { powerDraw } from '../../factor-analysis/power.ts';

export const replicates = { parallelAnalysis: eigenvaluesOfDraw, loadingDraw, powerDraw };

export type ReplicateJobs = typeof replicates;
export type ReplicateName = keyof ReplicateJobs;
