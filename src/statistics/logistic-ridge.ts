/** Logistic regression with a ridge penalty. */
import { minimiseInBox } from './bounded-minimum.ts';

export type LogisticRidge = {
  /** Log odds where all columns are 0; not penalised. */
  intercept: number;
  /** Change in log odds for a unit of each column. */
  weights: Float64Array;
};

/**
 * Minimises Σ count · log(1 + exp(−s η)) + penalty / 2 · ‖weights‖², with η = intercept + x · weights and s = 1 where
 * the case is true, −1 elsewhere (le Cessie and van Houwelingen 1992). R: `glmnet(x, y, "binomial", alpha = 0, lambda =
 * penalty / n, standardize = FALSE)`. With cases of one kind alone the intercept is that of half a case of the other.
 * @param rows cases × columns, all of one length
 * @param isTrue one a case
 * @param penalty above 0
 * @param counts how much each case counts; 1 unless given
 */
export function logisticRidge(
  rows: readonly ArrayLike<number>[],
  isTrue: readonly boolean[],
  penalty: number,
  counts: ArrayLike<number> = new Float64Array(rows.length).fill(1),
): LogisticRidge {
  const n = rows.length;
  const columns = rows[0]?.length ?? 0;
  const trues = isTrue.filter(Boolean).length;
  const prior = Math.log((trues + 0.5) / (n - trues + 0.5));
  if (trues === 0 || trues === n) return { intercept: prior, weights: new Float64Array(columns) };
  const flat = new Float64Array(n * columns);
  rows.forEach((row, i) => {
    flat.set(row, i * columns);
  });
  const start = new Float64Array(columns + 1);
  start[columns] = prior;
  const { x } = minimiseInBox(
    start,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    (at) => evaluate(flat, isTrue, counts, penalty, at),
    { tolerance: 1e-4, maxIterations: 300 },
  );
  return { intercept: x[columns]!, weights: x.slice(0, columns) };
}

function evaluate(
  flat: Float64Array,
  isTrue: readonly boolean[],
  counts: ArrayLike<number>,
  penalty: number,
  at: Float64Array,
) {
  const columns = at.length - 1;
  const gradient = new Float64Array(columns + 1);
  let value = 0;
  for (let j = 0; j < columns; j++) {
    value += (penalty / 2) * at[j]! ** 2;
    gradient[j] = penalty * at[j]!;
  }
  for (let i = 0; i < isTrue.length; i++) {
    const from = i * columns;
    let odds = at[columns]!;
    for (let j = 0; j < columns; j++) odds += flat[from + j]! * at[j]!;
    const sign = isTrue[i] ? 1 : -1;
    value += counts[i]! * logOnePlusExp(-sign * odds);
    const slope = -sign * counts[i]! * sigmoid(-sign * odds);
    for (let j = 0; j < columns; j++) gradient[j]! += slope * flat[from + j]!;
    gradient[columns]! += slope;
  }
  return { value, gradient };
}

/** 1 / (1 + exp(−x)). */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(1 + exp(x)), without overflow. */
export function logOnePlusExp(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Log odds of a case. */
export function logOdds({ intercept, weights }: LogisticRidge, row: ArrayLike<number>): number {
  let odds = intercept;
  for (let j = 0; j < weights.length; j++) odds += weights[j]! * row[j]!;
  return odds;
}
