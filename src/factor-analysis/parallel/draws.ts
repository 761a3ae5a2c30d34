/** One replicate of a parallel analysis: unrelated data drawn, correlated, and its eigenvalues. */
import { symmetricEigenvalues } from '../../statistics/eigen.ts';
import { createRandom, type Random } from '../../statistics/random.ts';
import { squaredMultipleCorrelations } from '../adequacy.ts';
import { minres } from '../extraction/minres.ts';
import type { ParallelLineName } from '../parallel-analysis.ts';
import { correlationOfColumns } from './correlate.ts';
import type { ParallelPlan } from './plan.ts';

/** Descending eigenvalues for each line asked for. */
export type Eigenvalues = Partial<Record<ParallelLineName, Float64Array>>;

/** Replicate `index` draws from its own stream of the seed: computed anywhere in any order, it is the same. */
export function eigenvaluesOfDraw(plan: ParallelPlan, index: number): Eigenvalues {
  const { n, p, kind, seed, lines } = plan;
  const columns = new Float64Array(n * p);
  drawUnrelated(plan, columns, createRandom(seed).fork('parallel').fork(index));
  return eigenvaluesOf(correlationOfColumns(columns, n, p, kind), p, lines);
}

/** The eigenvalues that the lines compare, of a flat p × p correlation matrix. */
export function eigenvaluesOf(
  r: Float64Array,
  p: number,
  lines: readonly ParallelLineName[],
): Eigenvalues {
  const out: Eigenvalues = {};
  for (const line of lines) {
    if (line === 'pc') out.pc = symmetricEigenvalues(r, p);
    else if (line === 'smc') out.smc = reducedEigenvalues(r, p, squaredMultipleCorrelations(r, p));
    else out.fa = commonEigenvalues(r, p);
  }
  return out;
}

/** Gradient of the one factor's uniquenesses: far below the differences between draws. */
const enough = 1e-6;

/** With the communalities of one minres factor on the diagonal. */
function commonEigenvalues(r: Float64Array, p: number): Float64Array {
  const { loadings, gradient, atLowerBound, spectrum } = minres(r, p, 1, enough);
  // The gradient is ψ + h² − 1. Where it is as good as 0, so is the difference from R − Ψ (Weyl's inequality).
  if (spectrum && atLowerBound.length === 0 && gradient! <= enough) return spectrum;
  return reducedEigenvalues(
    r,
    p,
    loadings.map((loading) => loading ** 2),
  );
}

function reducedEigenvalues(r: Float64Array, p: number, diagonal: Float64Array): Float64Array {
  const reduced = r.slice();
  for (let i = 0; i < p; i++) reduced[i * p + i] = diagonal[i]!;
  return symmetricEigenvalues(reduced, p);
}

function drawUnrelated(plan: ParallelPlan, out: Float64Array, random: Random): void {
  const { method, columns, blocks, n, p } = plan;
  if (method === 'normal' || !columns) {
    for (let i = 0; i < out.length; i++) out[i] = random.normal();
    plan.thresholds?.forEach((cuts, j) => {
      cutAt(out.subarray(j * n, (j + 1) * n), cuts);
    });
    return;
  }
  if (method === 'components') {
    drawComponents(plan, out, random);
    return;
  }
  for (let j = 0; j < p; j++) {
    const from = columns.subarray(j * n, (j + 1) * n);
    const to = out.subarray(j * n, (j + 1) * n);
    if (method === 'resampled') {
      for (let i = 0; i < n; i++) to[i] = from[random.integer(n)]!;
    } else if (method === 'permuted') {
      to.set(from);
      random.shuffle(to);
    } else {
      exchangeBlocks(from, to, blocks!, random, plan.families);
    }
  }
}

/** Columns that share nothing, each with its own effects of family, group, and setting. */
function drawComponents(plan: ParallelPlan, out: Float64Array, random: Random): void {
  const { n, p, labels, components, thresholds } = plan;
  const levels = labels!.map((own) => 1 + own.reduce((most, level) => Math.max(most, level), 0));
  for (let j = 0; j < p; j++) {
    const { effects, rest } = components![j]!;
    const column = out.subarray(j * n, (j + 1) * n);
    const drawn = effects.map((sd, e) =>
      Float64Array.from({ length: levels[e]! }, () => sd * random.normal()),
    );
    for (let i = 0; i < n; i++) {
      let value = rest * random.normal();
      drawn.forEach((effect, e) => {
        value += effect[labels![e]![i]!]!;
      });
      column[i] = value;
    }
    const cuts = thresholds?.[j];
    if (cuts) {
      const scale = Math.hypot(rest, ...effects) || 1;
      for (let i = 0; i < n; i++) column[i] = column[i]! / scale;
      cutAt(column, cuts);
    }
  }
}

/** Replaces normal deviates by the number of thresholds that they exceed. */
function cutAt(column: Float64Array, thresholds: Float64Array): void {
  for (let i = 0; i < column.length; i++) {
    const z = column[i]!;
    let category = 0;
    while (category < thresholds.length && z > thresholds[category]!) category++;
    column[i] = category;
  }
}

/**
 * Each group receives the values of another group in random order. Where the giving group is larger, a random
 * part of it is used; where it is smaller, all of it and then draws with replacement, so that the
 * groups stay in line across columns whatever their sizes. With `families` (groups of each, all of one size) whole
 * families change places, and groups within them.
 */
export function exchangeBlocks(
  from: Float64Array,
  to: Float64Array,
  blocks: number[][],
  random: Random,
  families: readonly number[][] | null = null,
): void {
  const order = families
    ? exchangedGroups(families, random)
    : random.sample(blocks.length, blocks.length);
  blocks.forEach((target, b) => {
    const source = blocks[order[b]!]!;
    const drawn = random.sample(source.length, source.length);
    target.forEach((row, i) => {
      const pick = i < drawn.length ? drawn[i]! : random.integer(source.length);
      to[row] = from[source[pick]!]!;
    });
  });
}

/** For each group the one whose values it receives: of another family as a whole, then shuffled within it. */
function exchangedGroups(families: readonly number[][], random: Random): number[] {
  const giving = random.sample(families.length, families.length);
  const order: number[] = [];
  families.forEach((target, f) => {
    const source = [...families[giving[f]!]!];
    random.shuffle(source);
    target.forEach((group, i) => {
      order[group] = source[i]!;
    });
  });
  return order;
}
