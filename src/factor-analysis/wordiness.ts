import { UserError } from '../errors.ts';
import { isComplete, pearson } from '../statistics/correlation.ts';
import { flatten, type Rows, unflatten } from '../statistics/dense.ts';
import { factorScores } from './factor-scores.ts';
import {
  type ParallelAnalysis,
  type ParallelOptions,
  parallelAnalysis,
} from './parallel-analysis.ts';

/** Above this correlation with words per answer a factor is labelled (method, §4). */
const wordinessBound = 0.7;

export interface WordyFactor {
  /** 1-based. */
  factor: number;
  /** Correlation of the factor's scores with words per answer; `null` where one of them does not vary. */
  correlation: number | null;
  wordy: boolean;
  /** `wordiness?` or empty, for tables. */
  label: 'wordiness?' | '';
}

/**
 * Does a factor only say who names many words? Correlates regression scores with words per answer.
 * @param rows n × p, the analysed table
 * @param weights p × k, as `factorAnalysis` gives them
 * @param wordsPerAnswer one number a row, on any scale
 */
export function wordyFactors(
  rows: Rows,
  weights: Rows,
  wordsPerAnswer: readonly number[],
): WordyFactor[] {
  if (wordsPerAnswer.length !== rows.length) {
    throw new UserError(
      `${wordsPerAnswer.length} word counts were given for ${rows.length} rows; one a row is needed`,
    );
  }
  const scores = factorScores(rows, weights);
  const usable = scores
    .map((_, i) => i)
    .filter((i) => scores[i]!.every(Number.isFinite) && Number.isFinite(wordsPerAnswer[i]!));
  const words = usable.map((i) => wordsPerAnswer[i]!);
  return Array.from({ length: weights[0]?.length ?? 0 }, (_, m) => {
    const r = pearson(
      usable.map((i) => scores[i]![m]!),
      words,
    );
    const wordy = Math.abs(r) > wordinessBound;
    return {
      factor: m + 1,
      correlation: Number.isNaN(r) ? null : r,
      wordy,
      label: wordy ? 'wordiness?' : '',
    };
  });
}

/**
 * What is left of each column once the row total is taken out of it (residuals of its regression on the sum
 * of all columns). Rows with gaps are left out. The residuals add up to zero in every row, so
 * their correlation matrix is singular: good for counting factors, not for maximum likelihood.
 * Where all totals are the same there is nothing to take out.
 */
export function withoutRowTotal(rows: Rows): number[][] {
  const p = rows[0]?.length ?? 0;
  const complete = rows.filter((row) => isComplete(row, p));
  const n = complete.length;
  const x = flatten(complete, p);
  const total = Float64Array.from(complete, (row) =>
    Array.from(row).reduce((sum, value) => sum + value, 0),
  );
  if (isFixed(total)) return unflatten(x, n, p);
  const center = total.reduce((sum, value) => sum + value, 0) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    total[i] = total[i]! - center;
    squares += total[i]! ** 2;
  }
  for (let j = 0; j < p; j++) {
    let cross = 0;
    for (let i = 0; i < n; i++) cross += total[i]! * x[i * p + j]!;
    const slope = cross / squares;
    for (let i = 0; i < n; i++) x[i * p + j] = x[i * p + j]! - slope * total[i]!;
  }
  return unflatten(x, n, p);
}

export interface NumberOfFactors {
  /** Component parallel analysis of the table as it is. */
  plain: ParallelAnalysis;
  /** The same without the row total. */
  partialled: ParallelAnalysis;
  /** True when row totals hardly differ (lists of fixed length), so that partialling says nothing. */
  fixedTotals: boolean;
}

export interface TablesWithAndWithoutTotal {
  /** The complete rows. */
  plain: number[][];
  /** The same with the row total taken out of each column. */
  partialled: number[][];
  groups: (string | number)[] | undefined;
  fixedTotals: boolean;
}

/** The two tables that `factorsWithAndWithoutTotal` analyses; rows with gaps are left out. */
export function tablesWithAndWithoutTotal(
  rows: Rows,
  groups?: readonly (string | number)[],
): TablesWithAndWithoutTotal {
  const p = rows[0]?.length ?? 0;
  const kept = rows.map((_, i) => i).filter((i) => isComplete(rows[i]!, p));
  const plain = kept.map((i) => Array.from(rows[i]!));
  const totals = plain.map((row) => row.reduce((sum, value) => sum + value, 0));
  return {
    plain,
    partialled: withoutRowTotal(plain),
    groups: groups && kept.map((i) => groups[i]!),
    fixedTotals: isFixed(totals),
  };
}

/** Parallel analysis with and without the row total partialled out (method, §4). */
export function factorsWithAndWithoutTotal(
  rows: Rows,
  options: ParallelOptions<'pc' | 'smc'> = {},
): NumberOfFactors {
  const { plain, partialled, groups, fixedTotals } = tablesWithAndWithoutTotal(
    rows,
    options.groups,
  );
  const settings = groups ? { ...options, groups } : options;
  const progress = (from: number) =>
    options.onProgress
      ? {
          onProgress: (done: number, total: number) =>
            options.onProgress!(from * total + done, 2 * total),
        }
      : {};
  return {
    plain: parallelAnalysis({ rows: plain }, { ...settings, ...progress(0) }),
    partialled: parallelAnalysis({ rows: partialled }, { ...settings, ...progress(1) }),
    fixedTotals,
  };
}

function isFixed(totals: ArrayLike<number>): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < totals.length; i++) {
    lowest = Math.min(lowest, totals[i]!);
    highest = Math.max(highest, totals[i]!);
  }
  return highest - lowest <= 1e-9 * Math.max(Math.abs(highest), Math.abs(lowest));
}
