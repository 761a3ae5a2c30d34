/** The slow checks of factors: replication in other models, stability of loadings, number of models needed. */
import { explainError, UserError } from '../../errors.ts';
import type { OtherHalf } from '../../factor-analysis/confirmatory/other-half.ts';
import type { FactorOptions } from '../../factor-analysis/factor-analysis.ts';
import type { Invariance } from '../../factor-analysis/invariance/invariance.ts';
import type { LoadingStability } from '../../factor-analysis/loading-stability.ts';
import { type Power, summarisePower } from '../../factor-analysis/power.ts';
import type {
  FactorChecks,
  IntervalView,
  InvarianceView,
  OtherHalfView,
  PowerView,
  Withheld,
} from '../factor-checks-schema.ts';
import { intervalView, replicationView } from '../factor-figures.ts';
import type { FactorView } from '../factor-view.ts';
import { foundIn } from '../found-in-check.ts';
import type { Comparison } from './invariance.ts';
import type { Matrix } from './matrix.ts';
import { inThread, inThreads } from './replicates.ts';

export const noChecks: FactorChecks = {
  replication: null,
  intervals: null,
  otherHalf: null,
  invariance: null,
  power: null,
};

export type CheckHooks = {
  /** Ends the threads; the promise is rejected with its reason. */
  signal: AbortSignal;
  /** `total` 0 where it is unknown. */
  onProgress(what: string, done: number, total: number): void;
  onPart(part: Partial<FactorChecks>): void;
};

/** The most resamples of the models or families for intervals of loadings. */
const mostLoadingDraws = 1000;
/** The most random halves of the models, each way. */
const mostSplits = 50;
const mostConfirmatorySplits = 20;
/** The numbers of models that are simulated. */
const modelsTried = [10, 20, 35, 60, 100];
const studiesEach = 100;

/** True when nothing is left that `checkFactors` would compute. */
export function isChecked(checks: FactorChecks): boolean {
  const { replication, intervals, otherHalf, invariance } = checks;
  return [replication, intervals, otherHalf, invariance].every((one) => one !== null);
}

/**
 * Computes the checks missing in `have`, in threads, and passes on each part when it is done. `options` are those of
 * the analysis itself, `draws` those of its parallel analysis: a study with fewer draws also has fewer resamples.
 * `comparisons` is called only if they are needed.
 */
export async function checkFactors(
  matrix: Matrix,
  options: FactorOptions,
  draws: number,
  have: FactorChecks,
  comparisons: () => Comparison[],
  { signal, onProgress, onPart }: CheckHooks,
): Promise<void> {
  const table = { rows: matrix.cells, models: matrix.models };
  const models = new Set(matrix.models).size;
  onProgress(`halves of ${models} ${options.unit ?? 'models'}`, 0, 0);
  await Promise.all([
    have.replication ??
      inThread(
        'replication',
        {
          ...table,
          // The number of random halves is the default of `replication`, unless the study has fewer draws.
          options: {
            ...options,
            splits: Math.min(mostSplits, draws),
            ...(draws < mostSplits && { chanceDraws: draws }),
          },
        },
        { signal },
      )
        .then(replicationView, withheld(signal))
        .then((replication) => onPart({ replication })),
    have.otherHalf ??
      inThread(
        'otherHalf',
        { ...table, options: { ...options, splits: Math.min(mostConfirmatorySplits, draws) } },
        { signal },
      )
        .then(otherHalfView, withheld(signal))
        .then((otherHalf) => onPart({ otherHalf })),
  ]);
  if (!have.invariance) {
    const found: InvarianceView = [];
    for (const { by, input } of comparisons()) {
      onProgress(`the structure by ${by}`, 0, 0);
      found.push({
        by,
        found:
          'withheld' in input
            ? input
            : await inThread('invariance', input, { signal }).then(
                invarianceView,
                withheld(signal),
              ),
      });
    }
    onPart({ invariance: found });
  }
  if (have.intervals) return;
  const stability = async (): Promise<LoadingStability> => {
    const plan = await inThread(
      'loadingPlan',
      // As in a p-value by draws, the observed table counts as one more draw.
      { ...table, options: { ...options, draws: Math.min(mostLoadingDraws, draws + 1) } },
      { signal },
    );
    if ('withheld' in plan) return plan;
    const drawn = await inThreads('loadingDraw', plan, plan.different.length, {
      signal,
      onProgress: (done, total) => onProgress('resamples of the models', done, total),
    });
    return inThread('loadingSummary', { plan, draws: drawn }, { signal });
  };
  onPart({ intervals: await stability().then(intervalView, withheld(signal)) });
}

/** How many models suffice, by simulation from this solution. */
export async function powerOfFactors(
  matrix: Matrix,
  options: FactorOptions,
  { signal, onProgress }: Pick<CheckHooks, 'signal' | 'onProgress'>,
): Promise<PowerView | Withheld> {
  const simulate = async (): Promise<Power> => {
    onProgress('simulated studies', 0, 0);
    const plan = await inThread(
      'powerPlan',
      {
        rows: matrix.cells,
        models: matrix.models,
        sizes: modelsTried,
        draws: studiesEach,
        options,
      },
      { signal },
    );
    const studies = await inThreads('powerDraw', plan, plan.sizes.length * plan.draws, {
      signal,
      onProgress: (done, total) => onProgress('simulated studies', done, total),
    });
    return summarisePower(plan, studies);
  };
  return simulate().then(powerView, withheld(signal));
}

/**
 * A view with its checks, whose factors get the signs of those of the view. Missing checks are taken from an `earlier`
 * view of the same solution.
 */
export function withChecks(
  view: FactorView,
  own: FactorChecks,
  earlier: FactorChecks = noChecks,
): FactorView {
  const intervals =
    own.intervals && !('withheld' in own.intervals)
      ? { ...own.intervals, loadings: turned(view, own.intervals.loadings) }
      : own.intervals;
  const checks: FactorChecks = {
    replication: own.replication ?? earlier.replication,
    intervals: intervals ?? earlier.intervals,
    otherHalf: own.otherHalf ?? earlier.otherHalf,
    invariance: own.invariance ?? earlier.invariance,
    power: own.power ?? earlier.power,
  };
  const { replication } = checks;
  const found = foundIn(replication);
  return {
    ...view,
    factors: view.factors.map((factor, f) => ({
      ...factor,
      replicates: found?.factors[f]?.steppedUp ?? null,
    })),
    warnings:
      replication && 'withheld' in replication
        ? [...view.warnings, `${replication.withheld}.`]
        : view.warnings,
    checks,
  };
}

function turned(view: FactorView, loadings: IntervalView['loadings']): IntervalView['loadings'] {
  return loadings.map((row) =>
    row.map((one, f) =>
      view.factors[f]?.flipped
        ? { low: -one.high, high: -one.low, bcaLow: -one.bcaHigh, bcaHigh: -one.bcaLow }
        : one,
    ),
  );
}

/** A user's error becomes the reason; a stop, or a bug, is thrown again. */
function withheld(signal: AbortSignal): (error: unknown) => Withheld {
  return (error) => {
    if (signal.aborted || !(error instanceof UserError)) throw error;
    return { withheld: explainError(error)[0]!.replace(/\.$/, '') };
  };
}

function otherHalfView(found: OtherHalf): OtherHalfView | Withheld {
  if (found.withheld) return { withheld: found.reason };
  const spread = ({ median, lower, upper }: { median: number; lower: number; upper: number }) => ({
    median,
    low: lower,
    high: upper,
  });
  return {
    halves: found.splits,
    asked: found.asked,
    cfi: found.cfi && spread(found.cfi),
    tli: found.tli && spread(found.tli),
    rmsea: spread(found.rmsea),
    srmr: spread(found.srmr),
    improper: found.improper,
    failures: found.failures,
  };
}

function invarianceView(found: Invariance): InvarianceView[number]['found'] {
  if (found.withheld) return { withheld: found.reason };
  const { withheld: _, ...rest } = found;
  return rest;
}

function powerView(found: Power): PowerView {
  return {
    sizes: found.sizes.map(({ models, rows, draws, factors, allRecovered, heywood }) => ({
      models,
      rows,
      draws,
      factors: factors.map(({ mean, lower }) => ({ mean, lower })),
      allRecovered,
      heywood,
    })),
    wanted: found.wanted,
    words: found.words,
  };
}
