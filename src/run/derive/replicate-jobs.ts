/**
 * Computations that several threads share replicate by replicate: a function of plain data and the replicate's
 * number, which draws from a random stream of its own. A file apart from `jobs.ts` lets threads start quickly.
 */
import {
  confirmOnOtherHalf,
  type OtherHalf,
  type OtherHalfOptions,
} from '../../factor-analysis/confirmatory/other-half.ts';
import {
  type GraphPlan,
  type GraphStability,
  graphDraw,
  planGraphs,
  summariseGraphs,
} from '../../factor-analysis/exploratory-graph.ts';
import { type FactorOptions, factorAnalysis } from '../../factor-analysis/factor-analysis.ts';
import type { InvarianceInput } from '../../factor-analysis/invariance/groups.ts';
import { type Invariance, invariance } from '../../factor-analysis/invariance/invariance.ts';
import {
  type LoadingDraw,
  type LoadingPlan,
  type LoadingStability,
  type LoadingStabilityOptions,
  loadingDraw,
  planLoadingDraws,
  summariseLoadingDraws,
} from '../../factor-analysis/loading-stability.ts';
import { populationOfRows } from '../../factor-analysis/nested-simulation.ts';
import {
  type NumberOfFactors,
  numberOfFactors,
  type ParallelFound,
} from '../../factor-analysis/number-of-factors.ts';
import { eigenvaluesOfDraw } from '../../factor-analysis/parallel/draws.ts';
import { type PowerPlan, planPower, powerDraw } from '../../factor-analysis/power.ts';
import {
  type Replication,
  type ReplicationOptions,
  replication,
} from '../../factor-analysis/replication.ts';
import { type Structures, structuresOf } from '../../factor-analysis/structure/structures.ts';
import { runFacetStretch } from '../../statistics/many-facet/chain.ts';
import type { RunFacetStretches } from '../../statistics/many-facet/fit.ts';
import { runStretch } from '../../statistics/ordinal-probit/chain.ts';
import type { RunStretches } from '../../statistics/ordinal-probit/fit.ts';

type Table = { rows: number[][]; models: string[] };

/** The entries after the first six have a single replicate: they only move a computation to another thread. */
export const replicates = {
  parallelAnalysis: eigenvaluesOfDraw,
  loadingDraw,
  powerDraw,
  graphDraw,
  ordinalStretch: (input: Parameters<RunStretches>[0], chain: number) =>
    runStretch(input.layout, input.figures, input.stretches[chain]!),
  facetStretch: (input: Parameters<RunFacetStretches>[0], chain: number) =>
    runFacetStretch(input.layout, input.reading, input.stretches[chain]!),
  numberOfFactors: (input: {
    rows: number[][];
    parallel: readonly ParallelFound[];
    effectiveRows: number | null;
  }): NumberOfFactors =>
    numberOfFactors({ rows: input.rows }, input.parallel, { effectiveRows: input.effectiveRows }),
  graphPlan: (input: {
    rows: number[][];
    units: readonly string[];
    options: Parameters<typeof planGraphs>[2];
  }): GraphPlan | null => planGraphs(input.rows, input.units, input.options),
  graphSummary: (input: {
    plan: GraphPlan;
    draws: readonly ((number | null)[] | null)[];
  }): GraphStability => summariseGraphs(input.plan, input.draws),
  structures: (input: {
    rows: number[][];
    groups: readonly string[];
    taken: number;
  }): Structures | null =>
    structuresOf({ rows: input.rows, groups: input.groups }, input.taken, { unit: 'models' }),
  replication: (input: Table & { options: ReplicationOptions }): Replication =>
    replication(input.rows, input.models, input.options),
  otherHalf: (input: Table & { options: OtherHalfOptions }): OtherHalf =>
    confirmOnOtherHalf(input.rows, input.models, input.options),
  invariance: (input: InvarianceInput): Invariance => invariance(input),
  loadingPlan: (input: Table & { options: LoadingStabilityOptions }) =>
    planLoadingDraws(input.rows, input.models, input.options),
  loadingSummary: (input: {
    plan: LoadingPlan;
    draws: readonly (LoadingDraw | undefined)[];
  }): LoadingStability => summariseLoadingDraws(input.plan, input.draws),
  powerPlan({
    rows,
    models,
    sizes,
    draws,
    options,
  }: Table & { sizes: readonly number[]; draws: number; options: FactorOptions }): PowerPlan {
    const fit = factorAnalysis({ rows }, options);
    const count = new Set(models).size;
    const population = populationOfRows(rows, models, fit);
    const rowsEach = Math.max(1, Math.round(rows.length / count));
    return planPower(population, fit.loadings, { ...options, models: sizes, rowsEach, draws });
  },
};

export type ReplicateJobs = typeof replicates;
export type ReplicateName = keyof ReplicateJobs;
