/** Results that do not depend on the number of factors, computed once for a matrix: parallel analyses, the other rules, nesting. */
import { graphNetworks, leastUnits } from '../../factor-analysis/exploratory-graph.ts';
import { graphRule } from '../../factor-analysis/graph-rule.ts';
import {
  type Nesting as NestingFound,
  nesting as nestingFound,
} from '../../factor-analysis/nesting.ts';
import {
  isSparse,
  type NumberOfFactors,
  type NumberRule,
  numberOfFactors,
} from '../../factor-analysis/number-of-factors.ts';
import {
  type ParallelAnalysis,
  parallelAnalysis,
} from '../../factor-analysis/parallel-analysis.ts';
import { structureRules } from '../../factor-analysis/structure/structure-rules.ts';
import {
  factorsWithAndWithoutTotal,
  tablesWithAndWithoutTotal,
} from '../../factor-analysis/wordiness.ts';
import type { FactorView } from '../factor-view.ts';
import type { Computing } from '../state.ts';
import type { Study } from '../study.ts';
import { independentUnits, settingsOf } from './independent-units.ts';
import type { Matrix } from './matrix.ts';
import { parallelAnalysisInWorkers } from './parallel-in-workers.ts';
import { inThread, inThreads, type ThreadOptions } from './replicates.ts';

export type ParallelPair = {
  /** Permuted in blocks by model where there are two or more. */
  plain: ParallelAnalysis;
  /** The same with the row total taken out of each column. */
  partialled: ParallelAnalysis;
  fixedTotals: boolean;
  /** Rows permuted as if they were independent; null with one model, for which `plain` does that. */
  ordinary: ParallelAnalysis<'pc'> | null;
  number: NumberOfFactors;
  nesting: FactorView['nesting'];
};

/** All of it in this thread, without networks, ESEM, and bifactor solutions. It is slow, so callers keep the result. */
export function parallelOf(matrix: Matrix, study: Study): ParallelPair {
  const settings = drawSettings(matrix, study);
  const found = factorsWithAndWithoutTotal(matrix.cells, settings);
  const { groups, families: _, settings: __, ...independent } = settings;
  const ordinary = groups
    ? parallelAnalysis({ rows: matrix.cells }, { ...independent, lines: ['pc'] })
    : null;
  const nesting = nestingOf(matrix, study);
  return {
    ...found,
    ordinary,
    number: numberOfFactors({ rows: matrix.cells }, analyses(found.plain, ordinary), {
      effectiveRows: nesting?.effectiveRowsForCorrelations ?? null,
    }),
    nesting,
  };
}

/** The same in worker threads, with the number of factors by networks, ESEM, and bifactor solutions. Rejects with the signal's reason when it is aborted. */
export async function parallelOfInWorkers(
  matrix: Matrix,
  study: Study,
  {
    onProgress,
    ...threads
  }: Omit<ThreadOptions, 'onProgress'> & { onProgress?: (step: Computing) => void } = {},
): Promise<ParallelPair> {
  const { groups: models, families, settings: sampled, ...settings } = drawSettings(matrix, study);
  const { plain, partialled, groups, fixedTotals } = tablesWithAndWithoutTotal(
    matrix.cells,
    models,
  );
  const parts = groups ? 3 : 2;
  const progress = (before: number): ThreadOptions => ({
    ...threads,
    onProgress: (done, total) =>
      onProgress?.({
        what: 'parallel analysis',
        done: before * total + done,
        total: parts * total,
      }),
  });
  const analyse = (rows: number[][], before: number) =>
    parallelAnalysisInWorkers(
      { rows },
      {
        ...settings,
        ...(groups ? { groups } : {}),
        ...(groups && families ? { families } : {}),
        ...(groups && sampled ? { settings: sampled } : {}),
      },
      progress(before),
    );
  const whole = await analyse(plain, 0);
  const ordinary = groups
    ? await parallelAnalysisInWorkers({ rows: plain }, { ...settings, lines: ['pc'] }, progress(1))
    : null;
  const nesting = nestingOf(matrix, study);
  const without = await analyse(partialled, parts - 1);
  const effectiveRows = nesting?.effectiveRowsForCorrelations ?? null;
  const number = await inThread(
    'numberOfFactors',
    { rows: matrix.cells, parallel: analyses(whole, ordinary), effectiveRows },
    threads,
  );
  const graphs = await graphRules(matrix, study, effectiveRows ?? matrix.cells.length, {
    ...threads,
    onProgress: (done, total) => onProgress?.({ what: 'networks', done, total }),
  });
  const { labels } = independentUnits(matrix, study);
  const taken = number.suggested;
  onProgress?.({ what: 'ESEM and bifactor solutions', done: 0, total: 0 });
  const structures = await inThread(
    'structures',
    { rows: matrix.cells, groups: labels, taken },
    threads,
  );
  return {
    plain: whole,
    partialled: without,
    fixedTotals,
    ordinary,
    number: {
      ...number,
      rules: [...number.rules, ...graphs, ...structureRules(structures, taken)],
    },
    nesting,
  };
}

/** Resamples of the models or families for each kind of network: at most this number, and never more than `factors.draws`. */
const mostGraphDraws = 200;

/** One rule for each kind of network; none with too few or too many columns. Progress counts the resamples of all kinds. */
async function graphRules(
  matrix: Matrix,
  study: Study,
  n: number,
  { onProgress, ...threads }: ThreadOptions,
): Promise<NumberRule[]> {
  const { unit, count, labels } = independentUnits(matrix, study);
  const names = matrix.columns.map(({ name }) => name);
  const wanted = Math.min(mostGraphDraws, study.factors.draws);
  const rules: NumberRule[] = [];
  for (const [at, network] of graphNetworks.entries()) {
    const tell = (done: number) => onProgress?.(at * wanted + done, graphNetworks.length * wanted);
    tell(0);
    const plan = await inThread(
      'graphPlan',
      { rows: matrix.cells, units: labels, options: { n, network, seed: study.seed } },
      threads,
    );
    if (!plan) continue;
    const draws =
      count < leastUnits
        ? []
        : await inThreads('graphDraw', plan, wanted, { ...threads, onProgress: tell });
    const found = await inThread('graphSummary', { plan, draws }, threads);
    rules.push(graphRule(found, names, unit, isSparse(matrix.cells)));
  }
  return rules;
}

function analyses(plain: ParallelAnalysis, ordinary: ParallelAnalysis<'pc'> | null) {
  return ordinary ? [plain, ordinary] : [plain];
}

function drawSettings(matrix: Matrix, study: Study) {
  const { families } = independentUnits(matrix, study);
  const settings = families && settingsOf(matrix);
  return {
    ...(families ? { families } : {}),
    ...(settings ? { settings } : {}),
    iterations: study.factors.draws,
    seed: study.seed,
    ...(severalModels(matrix) ? { groups: matrix.models } : {}),
  };
}

function nestingOf(matrix: Matrix, study: Study): FactorView['nesting'] {
  if (!severalModels(matrix)) return null;
  const found: NestingFound = nestingFound(matrix.cells, matrix.models, { unit: 'models' });
  const { unit, count, labels } = independentUnits(matrix, study);
  if (unit === 'models' || count < 2) return nestingPart(found);
  const byFamily = nestingFound(matrix.cells, labels, { unit });
  // Rows count as many as the independent families among them.
  return nestingPart({ ...byFamily, words: [...byFamily.words, ...found.words.slice(0, 1)] });
}

function nestingPart(found: NestingFound): FactorView['nesting'] {
  const { icc, designEffect, effectiveRows, effectiveRowsForCorrelations, words } = found;
  return { icc, designEffect, effectiveRows, effectiveRowsForCorrelations, words };
}

function severalModels(matrix: Matrix): boolean {
  return new Set(matrix.models).size > 1;
}
