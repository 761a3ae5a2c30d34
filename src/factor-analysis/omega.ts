import { flatten } from '../statistics/dense.ts';
import { squaredMultipleCorrelations } from './adequacy.ts';
import { type FactorOptions, type FactorResult, factorAnalysis } from './factor-analysis.ts';
import { homeOf } from './home-factor.ts';
import type { FactorInput } from './input.ts';
import { type SchmidLeiman, schmidLeiman } from './schmid-leiman.ts';
import type { FactorWarning } from './warnings.ts';

export interface OmegaOptions extends Omit<FactorOptions, 'factors'> {
  /** Group factors, default 3. With fewer than three ω_h is withheld, since it is not identified. */
  factors?: number;
  /** Turn items that load negatively on the general factor, as psych does. Default true. */
  flip?: boolean;
}

export interface OmegaGroup {
  /** 1-based group factor. */
  factor: number;
  /** Items that load highest on it. */
  variables: string[];
  /** ω of the sum of these items: both kinds together, general alone, this group alone; `null` without items. */
  total: number | null;
  general: number | null;
  group: number | null;
}

export interface Omega {
  variables: string[];
  n: number;
  /** Group factors. */
  factors: number;
  /** Share of the sum score's variance that is not unique to items. */
  omegaTotal: number;
  /** Share that is due to the general factor; `null` where it is not identified, with the reason. */
  omegaHierarchical: number | null;
  omegaHierarchicalReason: string | null;
  /**
   * Where ω_h is withheld: the figure that psych prints. With two group factors it holds if both load equally on the general
   * factor; at a second-order Heywood case it is that of a group factor. `null` where ω_h is given, and with one factor.
   */
  omegaHierarchicalMarked: number | null;
  /** ω_h / ω_t: what ω_h would become with endlessly many such items; `null` as ω_h. */
  omegaLimit: number | null;
  /** Share that is due to group factors alone, items by their highest loading; `null` as ω_h. */
  omegaGroup: number | null;
  /** Cronbach's α of the standardised items, after turning. */
  alpha: number;
  /** Guttman's λ₆. */
  G6: number;
  /** Share of the common variance explained by the general factor; `null` as ω_h. */
  ECV: number | null;
  /** 1, or −1 for an item that was turned. */
  key: number[];
  /** Names of the items turned. */
  reversed: string[];
  /** In the turned items' direction; `null` with one factor. */
  schmidLeiman: SchmidLeiman | null;
  groups: OmegaGroup[];
  /** The oblique solution underneath, items as they came. */
  solution: FactorResult;
  warnings: FactorWarning[];
}

/**
 * McDonald's ω of the unit-weighted sum of standardised items: total, hierarchical (general factor), and by
 * group factor, from an oblique solution (minres, oblimin by default) and its Schmid–Leiman
 * transformation (McDonald 1999; Zinbarg, Revelle, Yovel, and Li 2005). R: `psych::omega`.
 *
 * `omega({ rows, variables }, { factors: 3 })` or `omega({ correlation, n, variables }, …)`. Items that load
 * negatively on the general factor are turned and named in `reversed`.
 *
 * With two group factors the general factor's two loadings rest on one correlation, so ω_h, its limit, and
 * ECV are `null` with the reason (psych prints the figure for equal loadings; it is in
 * `omegaHierarchicalMarked`). With one factor there is no group factor beside the general one; at a
 * second-order Heywood case the general factor is one of the group factors, and ω_h is withheld too, where
 * psych prints it (up to .7 of a sum of three unrelated scales).
 * @throws UserError as `factorAnalysis` does (fewer than three items, constant items, too many factors)
 */
export function omega(input: FactorInput, options: OmegaOptions = {}): Omega {
  const { flip = true, factors = 3, ...settings } = options;
  const solution = factorAnalysis(input, { ...settings, factors });
  const p = solution.variables.length;
  const layers = solution.factors > 1 ? layered(solution) : null;
  const general = layers ? layers.general : solution.loadings.map((row) => row[0]!);
  const key = general.map((g) => (flip && g < 0 ? -1 : 1));
  const turned = layers && turn(layers, key);
  const r = solution.correlation.map((row, i) => row.map((x, j) => x * key[i]! * key[j]!));

  const variance = sumOver(r, allOf(p));
  const unique = solution.uniquenesses.reduce((sum, u) => sum + u, 0);
  const omegaTotal = (variance - unique) / variance;
  const byGeneral = general.reduce((sum, g, i) => sum + g * key[i]!, 0) ** 2 / variance;
  const reason = reasonFor(solution.factors, turned);
  const identified = reason === null;
  const smc = squaredMultipleCorrelations(flatten(r), p).reduce((sum, x) => sum + x, 0);
  const groups = turned ? groupsOf(turned, r, solution.variables, identified) : [];
  return {
    variables: solution.variables,
    n: solution.n,
    factors: solution.factors,
    omegaTotal,
    omegaHierarchical: identified ? byGeneral : null,
    omegaHierarchicalReason: reason,
    omegaHierarchicalMarked: identified || solution.factors === 1 ? null : byGeneral,
    omegaLimit: identified ? byGeneral / omegaTotal : null,
    omegaGroup: turned && identified ? groupShare(turned, variance) : null,
    alpha: ((variance - p) / variance) * (p / (p - 1)),
    G6: (variance + smc - p) / variance,
    ECV: turned && identified ? explainedByGeneral(turned) : null,
    key,
    reversed: solution.variables.filter((_, i) => key[i] === -1),
    schmidLeiman: turned,
    groups,
    solution,
    warnings: [...warningsOf(turned, solution, key), ...solution.warnings],
  };
}

function layered(solution: FactorResult): SchmidLeiman {
  const k = solution.factors;
  const unit = () =>
    Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => (i === j ? 1 : 0)));
  return schmidLeiman(solution.loadings, solution.phi ?? unit());
}

/** Loadings of turned items, group columns with positive sums. */
function turn(layers: SchmidLeiman, key: readonly number[]): SchmidLeiman {
  const group = layers.group.map((row, i) => row.map((l) => l * key[i]!));
  const signs = layers.secondOrder.map((_, m) =>
    group.reduce((sum, row) => sum + row[m]!, 0) < 0 ? -1 : 1,
  );
  return {
    ...layers,
    general: layers.general.map((g, i) => g * key[i]!),
    group: group.map((row) => row.map((l, m) => l * signs[m]!)),
    secondOrder: layers.secondOrder.map((g, m) => g * signs[m]!),
  };
}

function groupsOf(
  layers: SchmidLeiman,
  r: number[][],
  variables: string[],
  identified: boolean,
): OmegaGroup[] {
  const homes = layers.group.map(homeOf);
  return layers.secondOrder.map((_, m) => {
    const items = allOf(r.length).filter((i) => homes[i] === m);
    const names = items.map((i) => variables[i]!);
    if (items.length === 0) {
      return { factor: m + 1, variables: names, total: null, general: null, group: null };
    }
    const variance = sumOver(r, items);
    const general = items.reduce((sum, i) => sum + layers.general[i]!, 0) ** 2 / variance;
    const group = items.reduce((sum, i) => sum + layers.group[i]![m]!, 0) ** 2 / variance;
    return {
      factor: m + 1,
      variables: names,
      total: general + group,
      general: identified ? general : null,
      group: identified ? group : null,
    };
  });
}

function groupShare(layers: SchmidLeiman, variance: number): number {
  const sums = layers.secondOrder.map(() => 0);
  for (const row of layers.group) {
    const m = homeOf(row);
    sums[m] = sums[m]! + row[m]!;
  }
  return sums.reduce((total, sum) => total + sum * sum, 0) / variance;
}

function explainedByGeneral(layers: SchmidLeiman): number {
  const general = layers.general.reduce((sum, g) => sum + g * g, 0);
  const group = layers.group.flat().reduce((sum, l) => sum + l * l, 0);
  return general / (general + group);
}

function reasonFor(factors: number, layers: SchmidLeiman | null): string | null {
  if (factors === 1) {
    return 'with one factor there are no group factors to tell a general one from; ω_t says how reliable the sum is';
  }
  if (factors === 2) {
    return 'with two group factors the general factor rests on one correlation for two loadings, so ω_h is not identified; at least three are needed';
  }
  if (layers && layers.heywood.length > 0) {
    return `the general factor coincides with group factor ${layers.heywood.join(', ')} (a second-order Heywood case), so the general factor and the group factor cannot be separated`;
  }
  if (layers?.secondOrder.every((g) => g === 0)) {
    return 'the group factors do not correlate, so there is no general factor';
  }
  return null;
}

function warningsOf(
  layers: SchmidLeiman | null,
  solution: FactorResult,
  key: readonly number[],
): FactorWarning[] {
  const out: FactorWarning[] = [];
  const reversed = solution.variables.filter((_, i) => key[i] === -1);
  if (reversed.length > 0) {
    out.push({
      code: 'reversed-items',
      message: `these items run against the general factor and were turned: ${reversed.join(', ')}`,
    });
  }
  if (layers && layers.heywood.length > 0) {
    out.push({
      code: 'heywood',
      message: `group factor ${layers.heywood.join(', ')} leaves nothing to itself beside the general factor: use fewer factors, or more rows`,
    });
  }
  if (layers && solution.phi === null) {
    out.push({
      code: 'uncorrelated-factors',
      message: `after ${solution.rotation} the group factors are uncorrelated, so there is no general factor; use an oblique rotation`,
    });
  }
  return out;
}

function allOf(p: number): number[] {
  return Array.from({ length: p }, (_, i) => i);
}

function sumOver(r: readonly (readonly number[])[], items: readonly number[]): number {
  let sum = 0;
  for (const i of items) for (const j of items) sum += r[i]![j]!;
  return sum;
}
