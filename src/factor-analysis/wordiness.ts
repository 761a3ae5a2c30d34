import { UserError } from '../errors.ts';
import { isComplete, pearson } from '../statistics/correlation.ts';
import { flatten, type Rows, unflatten } from '../statistics/dense.ts';
import { factorScores } from './factor-scores.ts';
import {
  type ParallelAnalysis,
  type ParallelOptions,
  parallelAnalysis,
} from './parallel-analysis.ts';

/** Above this correlation with the words outside it a factor is labelled (method, §4). */
const wordinessBound = 0.7;
/** Columns that load less than this on a factor lie outside it. */
const outsideBound = 0.2;
/** A smaller share of all words outside a factor is too little to measure how many words a respondent uses. */
const leastOutside = 0.05;

export type Wordiness = 'follows' | 'apart' | 'untold';

export interface WordyFactor {
  /** 1-based. */
  factor: number;
  /** Correlation of the factor's scores with the words outside it; `null` where one of them does not vary, or hardly a word lies outside. */
  correlation: number | null;
  /** `follows`: above .7. `untold`: hardly a word lies outside, so wordiness cannot be distinguished from a general factor. */
  wordiness: Wordiness;
}

/** Words per answer of each row (n): in each of the p columns, and in none of them. */
export interface WordsPerAnswer {
  columns: Rows;
  elsewhere: readonly number[];
}

/**
 * Does a factor only show who names many words? Correlates its regression scores with the words per answer that lie outside
 * it: in columns that load below .2 on it, and in no column. Words of its own columns are left out, since a factor correlates
 * with the sum of its own columns whatever it is.
 * @param rows n × p, the analysed table
 * @param solution pattern and weights, p × k, as `factorAnalysis` gives them
 */
export function wordyFactors(
  rows: Rows,
  { loadings, weights }: { loadings: Rows; weights: Rows },
  { columns, elsewhere }: WordsPerAnswer,
): WordyFactor[] {
  if (columns.length !== rows.length || elsewhere.length !== rows.length) {
    throw new UserError(
      `${Math.min(columns.length, elsewhere.length)} word counts were given for ${rows.length} rows; one a row is needed`,
    );
  }
  const scores = factorScores(rows, weights);
  const usable = scores
    .map((_, i) => i)
    .filter((i) => scores[i]!.every(Number.isFinite) && Number.isFinite(elsewhere[i]!));
  const all = usable.reduce(
    (sum, i) => sum + elsewhere[i]! + Array.from(columns[i]!).reduce((own, x) => own + x, 0),
    0,
  );
  return Array.from({ length: weights[0]?.length ?? 0 }, (_, m) => {
    const outside = loadings.map((row) => Math.abs(row[m]!) < outsideBound);
    const words = usable.map((i) =>
      outside.reduce((sum, isOut, j) => (isOut ? sum + columns[i]![j]! : sum), elsewhere[i]!),
    );
    if (words.reduce((sum, x) => sum + x, 0) < leastOutside * all)
      return { factor: m + 1, correlation: null, wordiness: 'untold' };
    const r = pearson(
      usable.map((i) => scores[i]![m]!),
      words,
    );
    return {
      factor: m + 1,
      correlation: Number.isNaN(r) ? null : r,
      wordiness: Math.abs(r) > wordinessBound ? 'follows' : 'apart',
    };
  });
}

/**
 * Each column with the row total partialled out (residuals of its regression on the sum
 * of all columns). Rows with gaps are left out. The residuals add up to zero in every row, so
 * their correlation matrix is singular: good for counting factors, not for maximum likelihood.
 * Where all totals are the same, columns stay as they are.
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
  /** True when row totals hardly differ (lists of fixed length), so that partialling has no effect. */
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
