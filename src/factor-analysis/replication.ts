import { UserError } from '../errors.ts';
import { pearson } from '../statistics/correlation.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { quantile } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';
import { spearmanBrown } from '../statistics/reliability/spearman-brown.ts';
import { applyMatch, matchFactors, tuckerCongruence } from '../statistics/tucker.ts';
import { type ChanceCongruence, chanceCongruence, halvesOf } from './congruence-null.ts';
import {
  type CongruenceVerdict,
  congruenceEqual,
  congruenceVerdict,
} from './congruence-verdict.ts';
import { type FactorOptions, factorAnalysis } from './factor-analysis.ts';
import { correlationOfGroups, groupMoments } from './group-moments.ts';
import { refit } from './refit.ts';

/** Below this many models stability over models is withheld (method, §4). */
const modelsForStability = 5;

export interface FactorStability extends CongruenceVerdict {
  /** 1-based, in the order of the whole solution. */
  factor: number;
  /** Congruence of the two halves, median and 5 % to 95 % range over random splits of the models. */
  splitHalf: { median: number; lower: number; upper: number };
  /**
   * Congruence with the whole solution when one model is left out: median, least, and which model that was. It depends on
   * that model where the least is below .95.
   */
  leaveOneOut: { median: number; least: number; model: string; hangs: boolean };
  /** One sentence: the verdict, its bound and source, and whether one model matters. */
  words: string;
}

export type Replication =
  | { withheld: true; reason: string; models: number }
  | {
      withheld: false;
      models: number;
      splits: number;
      factors: FactorStability[];
      /** What halves agree in when nothing is there; `null` where it was not asked for or cannot be computed. */
      chance: ChanceCongruence | null;
      /** Splits and omissions that could not be factored (constant columns, too few rows). */
      failed: number;
    };

export interface ReplicationOptions extends FactorOptions {
  /** Random splits of the models into halves, default 50. */
  splits?: number;
  /** Data sets without structure that show what chance gives, default 60, above 60 columns 20; 0 leaves it out. */
  chanceDraws?: number;
  onProgress?: (done: number, total: number) => void;
  shouldStop?: () => boolean;
}

/**
 * Does each factor come back in other models? Splits and omissions go by model, never by row, since rows of
 * one model are not independent. Pattern loadings are matched to the whole solution and turned; Spearman's ranks are
 * those among all rows. The verdict on a factor is by the median over split halves (`congruenceVerdict`).
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
  const unit = options.unit ?? 'models';
  if (names.length < modelsForStability) {
    return {
      withheld: true,
      models: names.length,
      reason: `stability over ${unit} needs at least ${modelsForStability} ${unit}; there ${names.length === 1 ? 'is 1' : `are ${names.length}`}`,
    };
  }
  const p = rows[0]?.length ?? 0;
  const {
    splits = 50,
    chanceDraws = p <= 60 ? 60 : 20,
    onProgress,
    shouldStop,
    ...settings
  } = options;
  const whole = factorAnalysis({ rows }, settings).loadings;
  const k = settings.factors;
  const random = createRandom(settings.seed ?? 1).fork('replication');
  const halves: number[][] = Array.from({ length: k }, () => []);
  const omitted: { value: number; model: string }[][] = Array.from({ length: k }, () => []);
  const total = splits + names.length;
  let failed = 0;
  let done = 0;
  const again = onceEach(refitter(rows, models, names, whole, settings));
  for (let s = 0; s < splits && !shouldStop?.(); s++) {
    const [a, b] = halvesOf(names.length, random.fork(s)).map(again);
    if (a && b) {
      const congruence = tuckerCongruence(a, b);
      for (let m = 0; m < k; m++) halves[m]!.push(congruence[m]![m]!);
    } else {
      failed++;
    }
    onProgress?.(++done, total);
  }
  for (const [g, model] of names.entries()) {
    if (shouldStop?.()) break;
    const other = again(Float64Array.from(names, (_, i) => (i === g ? 0 : 1)));
    if (other) {
      const congruence = tuckerCongruence(whole, other);
      for (let m = 0; m < k; m++) omitted[m]!.push({ value: congruence[m]![m]!, model });
    } else {
      failed++;
    }
    onProgress?.(++done, total);
  }
  if (halves[0]!.length === 0 || omitted[0]!.length === 0) {
    const reason = shouldStop?.()
      ? 'stopped before enough was computed'
      : `no half of the ${unit} could be factored: a column is the same in all its rows`;
    return { withheld: true, models: names.length, reason };
  }
  const chance =
    chanceDraws > 0 && hasMoments(settings)
      ? chanceCongruence(rows, models, {
          ...settings,
          draws: chanceDraws,
          ...(shouldStop && { shouldStop }),
        })
      : null;
  const factors = halves.map((values, m) =>
    stabilityOf(m + 1, values, omitted[m]!, chance, `${names.length} ${unit}`),
  );
  return {
    withheld: false,
    models: names.length,
    splits: halves[0]!.length,
    factors,
    chance,
    failed,
  };
}

function stabilityOf(
  factor: number,
  halves: readonly number[],
  omitted: readonly { value: number; model: string }[],
  chance: ChanceCongruence | null,
  units: string,
): FactorStability {
  const least = omitted.reduce((low, one) => (one.value < low.value ? one : low));
  const median = quantile(halves, 0.5);
  const judged = congruenceVerdict(median, chance?.criterion ?? null);
  // Solutions that share all models but one agree by construction: neither chance nor a step up has a say here.
  const hangs = least.value < congruenceEqual;
  return {
    factor,
    splitHalf: { median, lower: quantile(halves, 0.05), upper: quantile(halves, 0.95) },
    leaveOneOut: {
      median: quantile(
        omitted.map((one) => one.value),
        0.5,
      ),
      least: least.value,
      model: least.model,
      hangs,
    },
    ...judged,
    words: `factor ${factor}: ${reasonOf(judged, median, units)}${hangs ? `; without ${least.model} it comes to ${brief(least.value)}` : ''}`,
  };
}

function reasonOf(
  { verdict, steppedUp, threshold, source }: CongruenceVerdict,
  median: number,
  units: string,
): string {
  const agree = `halves agree ${brief(median)}`;
  switch (verdict) {
    case 'does not replicate':
      return `does not replicate; ${agree}, no more than ${brief(threshold)} (${source})`;
    case 'unclear':
      return `halves of ${units} are too few to see it; they agree ${brief(median)}, which comes to ${brief(steppedUp)} for all, below ${brief(threshold)} (${source})`;
    default:
      return `${verdict}; ${agree}, which comes to ${brief(steppedUp)} for all ${units}, at least ${brief(threshold)} (${source})`;
  }
}

/** Factors a weighted set of models and lays the pattern beside the whole one; `undefined` where it cannot. */
function refitter(
  rows: Rows,
  models: readonly string[],
  names: readonly string[],
  whole: Rows,
  settings: FactorOptions,
): (weights: Float64Array) => Rows | undefined {
  if (hasMoments(settings)) {
    const moments = groupMoments(rows, models, settings.kind === 'spearman');
    const k = settings.factors;
    const target = flatten(whole, k);
    return (weights) => {
      const r = correlationOfGroups(moments, weights);
      if (!r) return undefined;
      const { loadings } = refit(r, moments.p, target, settings);
      return Array.from({ length: moments.p }, (_, i) => loadings.subarray(i * k, (i + 1) * k));
    };
  }
  // Other correlations are computed from the rows each time; few starts suffice beside the whole solution.
  const inner = { ...settings, starts: Math.min(settings.starts ?? 30, 5) };
  return (weights) => {
    const kept = new Set(names.filter((_, g) => weights[g]! > 0));
    try {
      const other = factorAnalysis({ rows: rows.filter((_, i) => kept.has(models[i]!)) }, inner);
      return applyMatch(other.loadings, matchFactors(whole, other.loadings));
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  };
}

/** Few models have few halves, which come up again and again. */
function onceEach<T>(compute: (weights: Float64Array) => T): (weights: Float64Array) => T {
  const found = new Map<string, { value: T }>();
  return (weights) => {
    const key = weights.join();
    const one = found.get(key) ?? { value: compute(weights) };
    found.set(key, one);
    return one.value;
  };
}

/** Correlations that follow from sums of products. */
function hasMoments({ kind = 'pearson' }: FactorOptions): boolean {
  return kind === 'pearson' || kind === 'spearman';
}

function brief(value: number): string {
  return value.toFixed(2).replace(/^(-?)0\./, '$1.');
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
