/**
 * Variance components of columns whose families differ in size: what each column has of family, group, setting, and
 * rest, shrunk towards the mean of all columns.
 */
import { mean, variance } from '../../statistics/describe.ts';
import { fitReml } from '../../statistics/reml.ts';

/** Standard deviations of the effects of a column, in the order of `labels`, and of the rest. */
export interface ColumnComponents {
  effects: number[];
  rest: number;
}

/** Levels of the effects, a label a row each: family, group (a group lies in one family), and setting where there is one. */
export type EffectLabels = Int32Array[];

/**
 * By REML, on n × p columns one after another as they are correlated (ranks for Spearman, categories as numbers), then
 * shrunk over columns. The rest of each column is 1.
 */
export function componentsOf(
  columns: Float64Array,
  n: number,
  p: number,
  labels: EffectLabels,
): ColumnComponents[] {
  const sizes = sizesOf(labels, n);
  const found = Array.from({ length: p }, (_, j) =>
    ratiosOf(columns.subarray(j * n, (j + 1) * n), labels, sizes),
  );
  const shrunk = labels.map((_label, e) => shrinkLogs(found.map((column) => column[e]!)));
  return found.map((_column, j) => {
    const logs = shrunk.map((ofEffect) => ofEffect[j]!);
    const group = Math.expm1(logs[1]!) / sizes.group;
    const family = (Math.expm1(logs[0]!) * (1 + sizes.groupInFamily * group)) / sizes.family;
    const others = logs.slice(2).map((log, e) => Math.expm1(log) / sizes.others[e]!);
    return { effects: [family, group, ...others].map(Math.sqrt), rest: 1 };
  });
}

/**
 * What one effect is for mean squares, in rows: the factor of its variance in the mean square of its levels; for
 * `groupInFamily`, of the groups' variance in that of families.
 */
type Sizes = { family: number; group: number; groupInFamily: number; others: number[] };

function sizesOf([family, group, ...others]: EffectLabels, n: number): Sizes {
  const counts = (levels: Int32Array) => {
    const of = new Map<number, number>();
    for (const level of levels) of.set(level, (of.get(level) ?? 0) + 1);
    return of;
  };
  const squares = (of: Map<number, number>) => [...of.values()].reduce((sum, m) => sum + m * m, 0);
  const [families, groups] = [counts(family!), counts(group!)];
  const familyOf = new Map(Array.from(group!, (one, row) => [one, family![row]!]));
  let within = 0;
  for (const [one, rows] of groups) within += rows ** 2 / families.get(familyOf.get(one)!)!;
  const between = Math.max(1, families.size - 1);
  return {
    family: (n - squares(families) / n) / between,
    group: (n - within) / Math.max(1, groups.size - families.size),
    groupInFamily: (within - squares(groups) / n) / between,
    others: others.map((levels) => {
      const of = counts(levels);
      return (n - squares(of) / n) / Math.max(1, of.size - 1);
    }),
  };
}

/** The logarithm of how many times its noise an effect makes the mean square of its levels, with its standard error. */
type LogRatio = { log: number; error: number | null };

/** A rest below this share of a column counts as this. */
const leastRest = 1e-6;

function ratiosOf(column: Float64Array, labels: EffectLabels, sizes: Sizes): LogRatio[] {
  const groupings = labels.map((own, at) => ({
    name: String(at),
    labels: Array.from(own, String),
  }));
  const fit = fitReml(column, groupings);
  const of = new Map(fit.components.map((one) => [one.name, one]));
  const all = fit.components.reduce((sum, one) => sum + one.variance, fit.residual.variance);
  const rest = Math.max(fit.residual.variance, leastRest * all);
  const group = of.get('1')?.variance ?? 0;
  return labels.map((_label, at) => {
    const { variance: own = 0, standardError = null } = of.get(String(at)) ?? {};
    const noise = at === 0 ? rest + sizes.groupInFamily * group : rest;
    const size = at === 0 ? sizes.family : at === 1 ? sizes.group : sizes.others[at - 2]!;
    if (!(own > 0)) return { log: 0, error: null };
    const error = standardError === null ? null : (size * standardError) / (noise + size * own);
    return { log: Math.log1p((size * own) / noise), error };
  });
}

/** A column is moved towards the mean by at most so many of its standard errors (Efron and Morris 1972). */
const mostMoved = 1.5;

/**
 * Towards the mean over columns, by how much of their spread is error of the estimates (empirical Bayes). The logarithm
 * of a mean square has about one standard error whatever its size, and is too low by half its variance on average, which
 * is added: so one column that is nearly all effect does not set the mean, and few families do not make shares too small.
 */
function shrinkLogs(columns: readonly LogRatio[]): number[] {
  const errors = columns.flatMap(({ error }) => (error === null ? [] : [error ** 2]));
  if (errors.length === 0) return columns.map(({ log }) => log);
  const error = mean(errors);
  const logs = columns.map(({ log }) => (log > 0 ? log + error / 2 : 0));
  const middle = mean(logs);
  // Of the logarithm of χ²: its trigamma function, to the second order.
  const chance = error + error ** 2 / 2;
  const spread = logs.length > 1 ? variance(logs) : Number.POSITIVE_INFINITY;
  const towards = spread > chance ? chance / spread : 1;
  const most = mostMoved * Math.sqrt(chance);
  return logs.map((log) =>
    Math.max(0, log + Math.max(-most, Math.min(most, towards * (middle - log)))),
  );
}
