import { UserError } from '../../errors.ts';
import { flatten, type Rows, unflatten } from '../../statistics/dense.ts';
import { quantile } from '../../statistics/describe.ts';
import { createRandom } from '../../statistics/random.ts';
import { halvesOf } from '../congruence-null.ts';
import { type FactorOptions, factorAnalysis } from '../factor-analysis.ts';
import { correlationOfGroups, type GroupMoments, groupMoments } from '../group-moments.ts';
import { refit } from '../refit.ts';
import { type Confirmatory, confirmatoryFactorAnalysis } from './confirmatory-factor-analysis.ts';

/** Each half must hold enough models for their answers to vary between them (as for split halves). */
const modelsInHalf = 5;
/** Where fewer of the halves could be fitted, those are a biased selection. */
const shareNeeded = 0.5;

export interface OtherHalfOptions extends FactorOptions {
  /** Random halves of the models, default 20. */
  splits?: number;
  /** Loadings of this size or more are salient, default .3. */
  salient?: number;
  /** Let a variable load on every factor where it is salient; default false: on its highest only. */
  crossLoadings?: boolean;
  /** Names of the columns, default V1, V2, … */
  variables?: readonly string[];
  onProgress?: (done: number, total: number) => void;
  shouldStop?: () => boolean;
}

/** Median and 5 % to 95 % range over the halves. */
export interface Spread {
  median: number;
  lower: number;
  upper: number;
}

export type OtherHalf =
  | { withheld: true; reason: string; models: number }
  | {
      withheld: false;
      models: number;
      /** Halves that were fitted, and those asked for. */
      splits: number;
      asked: number;
      /** `null` where halves have fewer models than the confirmatory model degrees of freedom. */
      cfi: Spread | null;
      tli: Spread | null;
      /** CFI, TLI, and RMSEA count with the mean that χ² has over models, not with its degrees of freedom. */
      rmsea: Spread;
      srmr: Spread;
      /** Per variable and factor (of the whole solution) that it was given to in some half. */
      loadings: (Spread & {
        variable: string;
        factor: number;
        /** Share of the fitted halves in which it was given to this factor. */
        share: number;
      })[];
      /** Share of the fitted halves with a Heywood case or inadmissible factor correlations. */
      improper: number;
      /** Why halves could not be fitted, most frequent first. */
      failures: { reason: string; count: number }[];
    };

type Fitted = Extract<Confirmatory, { withheld: false }>;

/**
 * Does the structure found in some models hold in others? Over random halves of the models: exploratory
 * analysis of one half, its salient loadings as the pattern of a confirmatory model (maximum likelihood,
 * correlated factors unless the rotation is orthogonal), fitted to the other half. Factors are those of the
 * solution of all rows.
 *
 * χ² and its p are left out: over halves they say little. Withheld with a
 * reason when there are fewer than ten models, when more than half of the halves cannot be fitted, and for
 * correlations other than Pearson's and Spearman's.
 * @param rows n × p; rows with gaps are left out
 * @param groups the model of each row
 * @throws UserError as `factorAnalysis` does, or when rows and groups differ in number
 */
export function confirmOnOtherHalf(
  rows: Rows,
  groups: readonly string[],
  options: OtherHalfOptions,
): OtherHalf {
  const {
    splits = 20,
    salient = 0.3,
    crossLoadings = false,
    variables: names,
    onProgress,
    shouldStop,
    ...settings
  } = options;
  const { kind = 'pearson', unit = 'models' } = settings;
  if (groups.length !== rows.length) {
    throw new UserError(`${groups.length} group labels were given for ${rows.length} rows`);
  }
  const models = new Set(groups).size;
  const withhold = (reason: string): OtherHalf => ({ withheld: true, reason, models });
  if (models < 2 * modelsInHalf) {
    return withhold(
      `a check on the other half of the ${unit} needs at least ${2 * modelsInHalf} ${unit}; there ${models === 1 ? 'is 1' : `are ${models}`}`,
    );
  }
  if (kind !== 'pearson' && kind !== 'spearman') {
    return withhold(
      `the confirmatory fit is by maximum likelihood, which ${kind} correlations do not allow`,
    );
  }
  const whole = factorAnalysis({ rows, ...(names && { variables: names }) }, settings);
  const { variables, factors: k } = whole;
  const p = variables.length;
  const target = flatten(whole.loadings, k);
  const moments = groupMoments(rows, groups, kind === 'spearman');
  const random = createRandom(settings.seed ?? 1).fork('other half');
  const fitted: { fit: Fitted; pattern: boolean[][] }[] = [];
  const failures = new Map<string, number>();

  for (let s = 0; s < splits && !shouldStop?.(); s++) {
    const [first, second] = halvesOf(moments.names.length, random.fork(s));
    const found = correlationOfGroups(moments, first);
    const other = correlationOfGroups(moments, second);
    const outcome =
      found && other
        ? confirm(
            patternOf(
              unflatten(refit(found, p, target, settings).loadings, p, k),
              salient,
              crossLoadings,
            ),
            unflatten(other, p, p),
            moments,
            second,
            variables,
            whole.phi !== null,
          )
        : 'a column is the same in every row of a half';
    if (typeof outcome === 'string') failures.set(outcome, (failures.get(outcome) ?? 0) + 1);
    else fitted.push(outcome);
    onProgress?.(s + 1, splits);
  }

  const reasons = [...failures]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count);
  const tried = fitted.length + reasons.reduce((sum, one) => sum + one.count, 0);
  if (tried === 0) return withhold('stopped before anything was computed');
  if (fitted.length < shareNeeded * tried) {
    return withhold(
      `${tried - fitted.length} of ${tried} halves could not be fitted; most often: ${reasons[0]!.reason}`,
    );
  }
  const over = (of: (fit: Fitted) => number | null) =>
    spreadOf(fitted.map((one) => of(one.fit)).filter((x) => x !== null));
  const cfi = over((one) => one.fit.cfi);
  const tli = over((one) => one.fit.tli);
  const rmsea = over((one) => one.fit.rmsea?.value ?? null);
  const srmr = over((one) => one.fit.srmr);
  if (!rmsea || !srmr) {
    return withhold('the models leave no degrees of freedom: fit says nothing');
  }
  return {
    withheld: false,
    models,
    splits: fitted.length,
    asked: splits,
    cfi,
    tli,
    rmsea,
    srmr,
    loadings: loadingsOver(fitted, variables, k),
    improper:
      fitted.filter(({ fit }) => fit.heywood.length > 0 || !fit.admissible).length / fitted.length,
    failures: reasons,
  };
}

/** Salient loadings as a pattern; rows without one are all false. */
export function patternOf(loadings: Rows, salient: number, cross: boolean): boolean[][] {
  return Array.from(loadings, (row) => {
    const sizes = Array.from(row, Math.abs);
    const highest = sizes.indexOf(Math.max(...sizes));
    return sizes.map((size, m) => size >= salient && (cross || m === highest));
  });
}

/** The fit, or why there is none. Variables without a salient loading are left out of it. */
function confirm(
  pattern: boolean[][],
  correlation: number[][],
  moments: GroupMoments,
  half: Float64Array,
  variables: readonly string[],
  correlated: boolean,
): { fit: Fitted; pattern: boolean[][] } | string {
  const k = pattern[0]!.length;
  const kept = pattern.flatMap((row, i) => (row.some(Boolean) ? [i] : []));
  for (let m = 0; m < k; m++) {
    const count = kept.filter((i) => pattern[i]![m]).length;
    // Two are enough where factors correlate; a factor of one variable is that variable.
    if (count < (correlated && k > 1 ? 2 : 3)) {
      return `factor ${m + 1} has ${count} salient ${count === 1 ? 'loading' : 'loadings'} in the first half`;
    }
  }
  const fit = confirmatoryFactorAnalysis(
    {
      covariance: kept.map((i) => kept.map((j) => correlation[i]![j]!)),
      n: moments.sizes.reduce((sum, size, g) => sum + size * half[g]!, 0),
      groups: contributionsOfHalf(moments, half, kept),
      variables: kept.map((i) => variables[i]!),
    },
    { pattern: kept.map((i) => pattern[i]!), correlated },
  );
  return fit.withheld ? fit.reason : { fit, pattern };
}

/** What each model of a half adds to the half's correlations of some columns. */
function contributionsOfHalf(
  moments: GroupMoments,
  half: Float64Array,
  kept: readonly number[],
): Float64Array[] {
  const own = moments.names.flatMap((_, g) => (half[g]! > 0 ? [g] : []));
  const { p } = moments;
  const n = own.reduce((sum, g) => sum + moments.sizes[g]!, 0);
  const means = kept.map((j) => own.reduce((sum, g) => sum + moments.sums[g]![j]!, 0) / n);
  const q = kept.length;
  const about = own.map((g) =>
    Float64Array.from({ length: q * q }, (_, at) => {
      const [i, j] = [Math.floor(at / q), at % q];
      const [a, b] = [kept[i]!, kept[j]!];
      const { sums, products, sizes } = moments;
      return (
        products[g]![a * p + b]! -
        means[i]! * sums[g]![b]! -
        means[j]! * sums[g]![a]! +
        sizes[g]! * means[i]! * means[j]!
      );
    }),
  );
  const sd = kept.map((_, i) =>
    Math.sqrt(about.reduce((sum, one) => sum + one[i * q + i]!, 0) / n),
  );
  const scaled = about.map((one) =>
    one.map((x, at) => x / (sd[Math.floor(at / q)]! * sd[at % q]!)),
  );
  const r = Float64Array.from({ length: q * q }, (_, at) =>
    scaled.reduce((sum, one) => sum + one[at]! / n, 0),
  );
  return scaled.map((one, i) => one.map((x, at) => x - moments.sizes[own[i]!]! * r[at]!));
}

function loadingsOver(
  fitted: readonly { fit: Fitted; pattern: boolean[][] }[],
  variables: readonly string[],
  k: number,
) {
  const out: (Spread & { variable: string; factor: number; share: number })[] = [];
  for (let m = 0; m < k; m++) {
    for (const variable of variables) {
      const values = fitted.flatMap(({ fit }) =>
        fit.loadings
          .filter((one) => one.variable === variable && one.factor === m + 1)
          .map((one) => one.standardised),
      );
      const spread = spreadOf(values);
      if (!spread) continue;
      out.push({ variable, factor: m + 1, ...spread, share: values.length / fitted.length });
    }
  }
  return out;
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return {
    median: quantile(values, 0.5),
    lower: quantile(values, 0.05),
    upper: quantile(values, 0.95),
  };
}
