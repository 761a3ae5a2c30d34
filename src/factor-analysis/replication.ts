import { UserError } from '../errors.ts';
import { spearmanBrown } from '../statistics/agreement.ts';
import { pearson } from '../statistics/correlation.ts';
import type { Rows } from '../statistics/dense.ts';
import { quantile } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';
import { applyMatch, matchFactors, tuckerCongruence } from '../statistics/tucker.ts';
import { type FactorOptions, factorAnalysis } from './factor-analysis.ts';

/** Below this many models no stability over models is told (method, §4). */
const modelsForStability = 5;

/** Tucker congruence that counts as equal, and as fair (Lorenzo-Seva and ten Berge 2006). */
const congruenceEqual = 0.95;
const congruenceFair = 0.85;

export type Verdict = 'replicates' | 'fair' | 'does not replicate';

export interface FactorStability {
  /** 1-based, in the order of the whole solution. */
  factor: number;
  /** Congruence of the two halves, median and 5 % to 95 % range over random splits of the models. */
  splitHalf: { median: number; lower: number; upper: number };
  /** Congruence with the whole solution when one model is left out: median, least, and whose absence that was. */
  leaveOneOut: { median: number; least: number; model: string };
  /** By the split halves. */
  verdict: Verdict;
}

export type Replication =
  | { withheld: true; reason: string; models: number }
  | {
      withheld: false;
      models: number;
      splits: number;
      factors: FactorStability[];
      /** Splits and omissions that could not be factored (constant columns, too few rows). */
      failed: number;
    };

export interface ReplicationOptions extends FactorOptions {
  /** Random splits of the models into halves, default 50. */
  splits?: number;
  onProgress?: (done: number, total: number) => void;
  shouldStop?: () => boolean;
}

/**
 * Does each factor come back in other models? Splits and omissions go by model, never by row, since rows of
 * one model are not independent. Pattern loadings are matched to the whole solution and turned.
 * @param rows n × p without gaps
 * @param models the model of each row
 */
export function replication(
  rows: Rows,
  models: readonly string[],
  options: ReplicationOptions,
): Replication {
  if (models.length !== rows.length) {
    throw new UserError(`${models.length} model names were given for ${rows.length} rows`);
  }
  const names = [...new Set(models)];
  if (names.length < modelsForStability) {
    return {
      withheld: true,
      models: names.length,
      reason: `stability over models needs at least ${modelsForStability} models; there ${names.length === 1 ? 'is 1' : `are ${names.length}`}`,
    };
  }
  const { splits = 50, onProgress, shouldStop, ...settings } = options;
  // Halves are compared many times over; a few starts suffice once the whole solution is matched to.
  const inner = { ...settings, starts: Math.min(settings.starts ?? 30, 5) };
  const whole = factorAnalysis({ rows }, settings).loadings;
  const k = settings.factors;
  const random = createRandom(settings.seed ?? 1).fork('replication');
  const halves: number[][] = Array.from({ length: k }, () => []);
  const omitted: { value: number; model: string }[][] = Array.from({ length: k }, () => []);
  const total = splits + names.length;
  let failed = 0;
  let done = 0;
  const refit = (keep: (model: string) => boolean) => {
    const part = rows.filter((_, i) => keep(models[i]!));
    try {
      const other = factorAnalysis({ rows: part }, inner).loadings;
      return applyMatch(other, matchFactors(whole, other));
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  };
  for (let s = 0; s < splits && !shouldStop?.(); s++) {
    const order = random.fork(s).sample(names.length, names.length);
    const first = new Set(order.slice(0, Math.floor(names.length / 2)).map((i) => names[i]!));
    const a = refit((model) => first.has(model));
    const b = refit((model) => !first.has(model));
    if (a && b) {
      const congruence = tuckerCongruence(a, b);
      for (let m = 0; m < k; m++) halves[m]!.push(congruence[m]![m]!);
    } else {
      failed++;
    }
    onProgress?.(++done, total);
  }
  for (const name of names) {
    if (shouldStop?.()) break;
    const other = refit((model) => model !== name);
    if (other) {
      const congruence = tuckerCongruence(whole, other);
      for (let m = 0; m < k; m++) omitted[m]!.push({ value: congruence[m]![m]!, model: name });
    } else {
      failed++;
    }
    onProgress?.(++done, total);
  }
  if (halves[0]!.length === 0 || omitted[0]!.length === 0) {
    const reason = shouldStop?.()
      ? 'stopped before enough was computed'
      : 'no half of the models could be factored: a column is the same in all its rows';
    return { withheld: true, models: names.length, reason };
  }
  const factors = halves.map((values, m) => {
    const out = omitted[m]!;
    const least = out.reduce((low, one) => (one.value < low.value ? one : low));
    const median = quantile(values, 0.5);
    return {
      factor: m + 1,
      splitHalf: { median, lower: quantile(values, 0.05), upper: quantile(values, 0.95) },
      leaveOneOut: {
        median: quantile(
          out.map((one) => one.value),
          0.5,
        ),
        least: least.value,
        model: least.model,
      },
      verdict: verdictOf(median),
    };
  });
  return { withheld: false, models: names.length, splits: halves[0]!.length, factors, failed };
}

function verdictOf(congruence: number): Verdict {
  if (congruence >= congruenceEqual) return 'replicates';
  return congruence >= congruenceFair ? 'fair' : 'does not replicate';
}

/**
 * Reliability of each column from two halves of the prompts (odd and even): both n × p with the same rows.
 * Correlation of the halves, stepped up by Spearman and Brown; `null` where a half does not vary.
 * Rows with a gap in one half are left out for that column.
 */
export function oddEvenReliability(odd: Rows, even: Rows): (number | null)[] {
  if (odd.length !== even.length) {
    throw new UserError(
      `the two halves have ${odd.length} and ${even.length} rows; they must be the same`,
    );
  }
  const p = odd[0]?.length ?? 0;
  return Array.from({ length: p }, (_, j) => {
    const both = odd
      .map((row, i) => [row[j]!, even[i]![j]!] as const)
      .filter((pair) => pair.every(Number.isFinite));
    if (both.length < 3) return null;
    const r = pearson(
      both.map((pair) => pair[0]),
      both.map((pair) => pair[1]),
    );
    return Number.isNaN(r) ? null : spearmanBrown(r, 2);
  });
}
