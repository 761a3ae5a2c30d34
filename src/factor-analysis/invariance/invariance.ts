import { UserError } from '../../errors.ts';
import { isComplete } from '../../statistics/correlation.ts';
import { type AlignedFactor, align } from './alignment.ts';
import type { FittedLevel } from './fit-level.ts';
import {
  type GroupSize,
  type InvarianceInput,
  isLarge,
  samplesOf,
  sizesOf,
  tooFew,
} from './groups.ts';
import { type Layout, type Level, rejectedAt } from './levels.ts';
import { momentsOf } from './moments.ts';
import {
  configuralOf,
  fitLevels,
  type ItemTest,
  itemTests,
  type LevelFit,
  testLevels,
} from './test-levels.ts';

export interface FactorInGroup {
  group: string;
  /** Of each factor, in units of its standard deviation in the first group, which has mean 0 and variance 1. */
  means: number[];
  variances: number[];
}

export type Invariance =
  | { withheld: true; reason: string; groups: GroupSize[] }
  | {
      withheld: false;
      repeated: boolean;
      groups: GroupSize[];
      /** Too small to compare. */
      leftOut: GroupSize[];
      variables: string[];
      /** Of the variables, 1-based. */
      factors: number[][];
      /** What is independent: families, models, rows. */
      units: { of: 'families' | 'models' | 'rows'; count: number };
      /** Whether p is adjusted for rows that share a unit. */
      adjusted: boolean;
      levels: LevelFit[];
      /** The first level that is rejected (p ≤ .05), and the item tests of that step. */
      rejected: { level: Level; items: ItemTest[] } | null;
      /** The last level that was reached and not rejected; `null` where no test could be made. */
      holds: Level | null;
      /** Of the scalar model, whether or not it is rejected. */
      factorsOf: FactorInGroup[];
      /** Approximate invariance; `null` where a variable loads on several factors. */
      aligned: AlignedFactor[] | null;
    };

/**
 * Measurement invariance of a confirmatory model between independent groups, or occasions of the same models (repeated measures,
 * correlated uniquenesses): configural, metric, scalar, each tested against the one before until one is rejected (Meredith 1993;
 * Vandenberg and Lance 2000). Figures are lavaan's (`cfa` with `group` and `group.equal`, or a longitudinal model). Rows that share a
 * model or a family are not independent: χ² and its differences are then adjusted for their mean and variance over units, and p is
 * withheld where units are fewer than degrees of freedom.
 * Withheld with a reason below 20 models or 3 families in two groups, and where a model cannot be fitted.
 * @throws UserError where sizes do not fit
 */
export function invariance(input: InvarianceInput): Invariance {
  const { rows, groups, pattern, repeated, models, families, unit = 'models' } = input;
  for (const [what, labels] of Object.entries({ group: groups, model: models, family: families }))
    if (labels && labels.length !== rows.length)
      throw new UserError(`${labels.length} ${what} labels were given for ${rows.length} rows`);
  if (repeated && !models)
    throw new UserError('the same models cannot be told in several groups without their names');
  const kept = pattern.flatMap((row, i) => (row.some(Boolean) ? [i] : []));
  const used = rows.flatMap((row, i) => {
    const own = kept.map((j) => row[j]!);
    const isNamed = [groups, models, families].every((labels) => labels?.[i] !== '');
    return isNamed && isComplete(own, own.length) ? [i] : [];
  });
  const sizes = sizesOf(input, used);
  const large = sizes.filter(isLarge);
  const withhold = (reason: string): Invariance => ({ withheld: true, reason, groups: sizes });
  if (large.length < 2) return withhold(tooFew(sizes, unit, families !== undefined));
  const perFactor = (pattern[0] ?? []).map((_, m) => kept.filter((i) => pattern[i]![m]).length);
  const least = perFactor.length > 0 ? Math.min(...perFactor) : 0;
  if (least < (perFactor.length > 1 ? 2 : 3))
    return withhold(
      `a factor has ${least} salient ${least === 1 ? 'loading' : 'loadings'}: its loadings cannot be compared`,
    );

  const layout: Layout = {
    pattern: kept.map((i) => pattern[i]!),
    blocks: large.length,
    repeated,
  };
  const names = large.map(({ name }) => name);
  const samples = samplesOf(input, used, kept, names);
  if (typeof samples === 'string') return withhold(samples);
  const found = momentsOf(samples);
  if (!found)
    return withhold(
      `the covariances of a group are singular: ${layout.pattern.length * (repeated ? names.length : 1)} columns need more than ${samples.map((one) => one.rows.length).join(' and ')} ${repeated ? unit : 'rows'}`,
    );
  const fits = fitLevels(layout, found.moments);
  if (typeof fits === 'string') return withhold(fits);
  const told = testLevels(layout, fits, found.moments, found.units);
  const { holds, rejected } = verdictOf(told);
  const variables = kept.map((i) => input.variables[i] ?? `V${i + 1}`);
  return {
    withheld: false,
    repeated,
    groups: large,
    leftOut: sizes.filter((one) => !isLarge(one)),
    variables,
    factors: layout.pattern.map((row) => row.flatMap((may, m) => (may ? [m + 1] : []))),
    units: {
      of: families ? 'families' : models ? 'models' : 'rows',
      count: found.units?.length ?? samples.reduce((sum, one) => sum + one.rows.length, 0),
    },
    adjusted: found.units !== null,
    levels: told,
    rejected: rejected && {
      level: rejected,
      items: input.items === false ? [] : itemTests(layout, fits, rejected, found, variables),
    },
    holds,
    factorsOf: factorsOf(fits.scalar, layout, names),
    aligned: align(
      configuralOf(fits.configural, layout),
      names.map((_, block) => found.moments[repeated ? 0 : block]!.n),
    ),
  };
}

/** A level is asked about where the one before it was tested, and not rejected. */
function verdictOf(told: readonly LevelFit[]): { holds: Level | null; rejected: Level | null } {
  let holds: Level | null = null;
  for (const [at, { level, change }] of told.entries()) {
    if (!change) continue;
    if (change.p === null) break;
    if (change.p <= rejectedAt) return { holds: told[at - 1]!.level, rejected: level };
    holds = level;
  }
  return { holds, rejected: null };
}

function factorsOf(
  { values }: FittedLevel,
  { pattern, blocks, repeated }: Layout,
  names: readonly string[],
): FactorInGroup[] {
  const k = pattern[0]!.length;
  return Array.from({ length: blocks }, (_, block) => {
    const one = values[repeated ? 0 : block]!;
    const from = repeated ? block * k : 0;
    const of = (at: (m: number) => number) =>
      Array.from({ length: k }, (_unused, m) => at(from + m));
    return {
      group: names[block]!,
      means: of((m) => one.means[m]!),
      variances: of((m) => one.phi[m * (one.k + 1)]!),
    };
  });
}
