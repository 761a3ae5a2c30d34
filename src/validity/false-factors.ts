/** Unrelated columns whose rows resemble each other within models: how many factors each rule keeps though there are none. */
import { empiricalKaiser, kaiserGuttman } from '../factor-analysis/empirical-kaiser.ts';
import { marginalOf } from '../factor-analysis/latent-normal.ts';
import { minimumAveragePartial } from '../factor-analysis/map.ts';
import { drawNested, nestedPopulation } from '../factor-analysis/nested-simulation.ts';
import { nesting } from '../factor-analysis/nesting.ts';
import { parallelAnalysis } from '../factor-analysis/parallel-analysis.ts';
import { correlationMatrix } from '../statistics/correlation.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { symmetricEigenvalues } from '../statistics/eigen.ts';
import { createRandom } from '../statistics/random.ts';

export type FalseDesign = {
  models: number;
  rowsEach: number;
  columns: number;
  /** Share of ones of the 0/1 columns. */
  rate: number;
};

export const falseDesign: FalseDesign = { models: 25, rowsEach: 21, columns: 40, rate: 0.15 };
export const falseIccs = [0.1, 0.2, 0.3, 0.5];

/** Rules in the order of the table; the first is the program's own. */
export const falseRules = [
  'block-permuted by model, components',
  'block-permuted by model, common factors (SMC)',
  'ordinary parallel analysis, components',
  'ordinary parallel analysis, common factors (SMC)',
  'minimum average partial (Velicer)',
  'minimum average partial, revised',
  'empirical Kaiser criterion',
  'empirical Kaiser criterion, rows counted as what they are worth',
  'eigenvalues above 1 (Kaiser)',
] as const;

export type FalseRule = (typeof falseRules)[number];

export type FalseFigures = {
  cells: 'normal' | '0/1';
  icc: number;
  draws: number;
  /** Factors kept, on average over data sets. */
  kept: Record<FalseRule, number>;
};

/**
 * `draws` data sets without any factor. The ICC is that of the normal deviates; 0/1 columns are cut from them and keep
 * less of it.
 */
export function keepFalse(
  design: FalseDesign,
  cells: FalseFigures['cells'],
  icc: number,
  draws: number,
  parallelDraws: number,
  seed: string,
): FalseFigures {
  const { columns: p, models, rowsEach, rate } = design;
  const normal = nestedPopulation({
    loadings: Array.from({ length: p }, () => [0]),
    phi: null,
    icc: new Array<number>(p).fill(icc),
  });
  const cut =
    cells === 'normal'
      ? null
      : marginalOf(Array.from({ length: 1000 }, (_, i) => (i < rate * 1000 ? 1 : 0)));
  const population = { ...normal, marginals: normal.icc.map(() => cut) };
  const random = createRandom(seed).fork(`${cells} ${icc}`);
  const sums = new Map<FalseRule, number>(falseRules.map((rule) => [rule, 0]));
  for (let b = 0; b < draws; b++) {
    const { rows, groups } = drawNested(population, models, rowsEach, random.fork(b));
    const kept = numbersKept(rows, groups, parallelDraws, `${seed} ${b}`);
    for (const rule of falseRules) sums.set(rule, sums.get(rule)! + kept[rule]);
  }
  return {
    cells,
    icc,
    draws,
    kept: Object.fromEntries(falseRules.map((rule) => [rule, sums.get(rule)! / draws])) as Record<
      FalseRule,
      number
    >,
  };
}

function numbersKept(
  rows: Rows,
  groups: readonly number[],
  iterations: number,
  seed: string,
): Record<FalseRule, number> {
  const p = rows[0]!.length;
  const r = correlationMatrix(rows).correlation;
  const blocks = parallelAnalysis({ rows }, { groups, iterations, seed });
  const ordinary = parallelAnalysis({ rows }, { method: 'permuted', iterations, seed });
  const eigenvalues = Array.from(symmetricEigenvalues(flatten(r, p), p));
  const map = minimumAveragePartial(r);
  const worth = nesting(rows, groups).effectiveRowsForCorrelations ?? rows.length;
  return {
    'block-permuted by model, components': blocks.pc.suggested,
    'block-permuted by model, common factors (SMC)': blocks.smc.suggested,
    'ordinary parallel analysis, components': ordinary.pc.suggested,
    'ordinary parallel analysis, common factors (SMC)': ordinary.smc.suggested,
    'minimum average partial (Velicer)': map.noneIsLeast ? 0 : map.suggested,
    'minimum average partial, revised': map.revised.noneIsLeast ? 0 : map.revised.suggested,
    'empirical Kaiser criterion': empiricalKaiser(eigenvalues, rows.length).suggested,
    'empirical Kaiser criterion, rows counted as what they are worth': empiricalKaiser(
      eigenvalues,
      worth,
    ).suggested,
    'eigenvalues above 1 (Kaiser)': kaiserGuttman(eigenvalues),
  };
}
