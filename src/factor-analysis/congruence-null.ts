/** How well factors of two halves of the groups agree when the columns have nothing in common. */
import { columnsOf, isComplete } from '../statistics/correlation.ts';
import { type Rows, unflatten } from '../statistics/dense.ts';
import { quantile } from '../statistics/describe.ts';
import { createRandom, type Random } from '../statistics/random.ts';
import { tuckerCongruence } from '../statistics/tucker.ts';
import type { FactorOptions } from './factor-analysis.ts';
import { correlationOfGroups, type GroupMoments, groupMoments } from './group-moments.ts';
import { exchangeBlocks } from './parallel/draws.ts';
import { refit } from './refit.ts';

/** Random splits of each structure-free data set; the verdict is on a median over splits too. */
const splitsEach = 3;

export interface ChanceCongruence {
  /** Draws that could be factored. */
  draws: number;
  /** Over all factors. */
  median: number;
  /** 95 % quantile of the best-matched of the k factors of a draw: above it for any factor is more than chance. */
  criterion: number;
}

/**
 * The null distribution of Tucker's congruence between halves of the groups, for data of this very size, these marginals,
 * this nesting, extraction, rotation, and number of factors. Matched factors of unrelated data agree more
 * the fewer columns there are (Korth and Tucker 1975; Paunonen 1997), so no fixed value will do. Each draw
 * exchanges whole groups' blocks column by column (as block-permuted parallel analysis), splits the groups at random three
 * times, factors the halves, and takes each factor's median. Pearson or, with `kind: 'spearman'`, Spearman correlations. `null` where no draw could be factored.
 * @param rows n × p; rows with gaps are left out
 */
export function chanceCongruence(
  rows: Rows,
  groups: readonly (string | number)[],
  options: FactorOptions & { draws?: number; shouldStop?: () => boolean },
): ChanceCongruence | null {
  const { draws = 60, shouldStop, ...settings } = options;
  const p = rows[0]?.length ?? 0;
  const k = settings.factors;
  const kept = rows.map((_, i) => i).filter((i) => isComplete(rows[i]!, p));
  const n = kept.length;
  const labels = kept.map((i) => groups[i]!);
  const columns = columnsOf(
    kept.map((i) => rows[i]!),
    p,
    settings.kind === 'spearman' ? 'spearman' : 'pearson',
  );
  const blocks = [...Map.groupBy(labels.keys(), (i) => String(labels[i])).values()];
  const random = createRandom(settings.seed ?? 1).fork('chance congruence');
  const all: number[] = [];
  const best: number[] = [];
  for (let b = 0; b < draws && !shouldStop?.(); b++) {
    const stream = random.fork(b);
    const moments = groupMoments(unrelated(columns, blocks, n, p, stream), labels);
    const whole = solutionOf(moments, settings);
    if (!whole) continue;
    const found = Array.from({ length: splitsEach }, () =>
      congruenceOfHalves(moments, halvesOf(moments.names.length, stream), settings, whole),
    ).filter((one) => one !== undefined);
    if (found.length === 0) continue;
    const medians = Array.from({ length: k }, (_, m) =>
      quantile(
        found.map((one) => one[m]!),
        0.5,
      ),
    );
    all.push(...medians);
    best.push(Math.max(...medians));
  }
  if (best.length === 0) return null;
  return {
    draws: best.length,
    median: quantile(all, 0.5),
    criterion: quantile(best, 0.95),
  };
}

/** Weights of the groups in each of two random halves. */
export function halvesOf(count: number, random: Random): [Float64Array, Float64Array] {
  const first = new Float64Array(count);
  for (const g of random.sample(count, Math.floor(count / 2))) first[g] = 1;
  return [first, first.map((weight) => 1 - weight)];
}

/** Congruence of the k factors of two sets of groups, each aligned with those of all; `undefined` where it cannot be computed. */
function congruenceOfHalves(
  moments: GroupMoments,
  halves: readonly [Float64Array, Float64Array],
  options: FactorOptions,
  whole: Float64Array,
): number[] | undefined {
  const { p } = moments;
  const k = options.factors;
  const [a, b] = halves.map((weights) => {
    const r = correlationOfGroups(moments, weights);
    return r && unflatten(refit(r, p, whole, options).loadings, p, k);
  });
  return a && b && tuckerCongruence(a, b).map((row, m) => row[m]!);
}

function solutionOf(moments: GroupMoments, options: FactorOptions): Float64Array | undefined {
  const { p, names } = moments;
  const r = correlationOfGroups(moments, new Float64Array(names.length).fill(1));
  return r && refit(r, p, null, options).loadings;
}

function unrelated(
  columns: Float64Array,
  blocks: number[][],
  n: number,
  p: number,
  random: Random,
): number[][] {
  const out = Array.from({ length: n }, () => new Array<number>(p).fill(0));
  const column = new Float64Array(n);
  for (let j = 0; j < p; j++) {
    exchangeBlocks(columns.subarray(j * n, (j + 1) * n), column, blocks, random);
    for (let i = 0; i < n; i++) out[i]![j] = column[i]!;
  }
  return out;
}
