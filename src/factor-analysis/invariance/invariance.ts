import { UserError } from '../../errors.ts';
import { isComplete } from '../../statistics/correlation.ts';
import type { Rows } from '../../statistics/dense.ts';
import { mean, standardDeviation } from '../../statistics/describe.ts';
import { holm } from '../../statistics/holm.ts';
import { startingValues as loadingsToStart } from '../confirmatory/estimate.ts';
import { type AlignedFactor, align } from './alignment.ts';
import {
  type FittedLevel,
  fitLevel,
  pOf,
  smallSampleFactor,
  tracesOfDifference,
  tracesOfLevel,
  tracesOfNone,
  type Units,
} from './fit-level.ts';
import { type Freed, type Layout, type Level, levels, startingValues } from './levels.ts';
import { momentsOf, type Sample } from './moments.ts';
import type { SampleMoments } from './structured-model.ts';

/** Fewer respondents (models) in a group cannot be compared, and fewer families neither. */
export const leastModels = 20;
export const leastFamilies = 3;

export interface InvarianceInput {
  /** n × p; rows with gaps are left out. */
  rows: Rows;
  variables: readonly string[];
  /** The group, or the occasion, of each row; rows with an empty one are left out. */
  groups: readonly string[];
  /** The model of each row, where a model has several; each row is one of its own unless given. */
  models?: readonly string[];
  /** Families of the models, which are then what is independent; models are unless given. */
  families?: readonly string[];
  /** The same models in every group: their rows are averaged on each occasion. */
  repeated: boolean;
  /** Which variable loads on which factor, p × k. Variables without any are left out. */
  pattern: readonly (readonly boolean[])[];
  /** What `models` are called, in the plural; default `models`. */
  unit?: string;
  /** Whether the items are tested one by one where a level is rejected; default true. */
  items?: boolean;
}

/** How many there are of a group. */
export interface GroupSize {
  name: string;
  rows: number;
  models: number;
  /** `null` where families are not known. */
  families: number | null;
}

export interface LevelTest {
  chisq: number;
  dof: number;
  /**
   * Of χ² corrected for small samples (`smallSampleFactor`), and adjusted for mean and variance over units where rows are not
   * independent; `null` where units are fewer than `dof`.
   */
  p: number | null;
}

export interface LevelFit extends LevelTest {
  level: Level;
  cfi: number | null;
  rmsea: number;
  /** Against the level before; `null` for the first. */
  change: (LevelTest & { cfi: number | null; rmsea: number }) | null;
}

export interface ItemTest extends LevelTest {
  variable: string;
  /** `p` by Holm, over the items. */
  corrected: number | null;
  /** Standardised by the pooled standard deviation of the item; in each group, freed there. */
  values: number[];
}

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
      /** The last level that was reached and not rejected; `null` where no test could be told. */
      holds: Level | null;
      /** Of the scalar model, whether or not it is rejected. */
      factorsOf: FactorInGroup[];
      /** Approximate invariance; `null` where a variable loads on several factors. */
      aligned: AlignedFactor[] | null;
    };

const alpha = 0.05;

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
    return groups[i] !== '' && isComplete(own, own.length) ? [i] : [];
  });
  const sizes = sizesOf(input, used);
  const large = sizes.filter(isLarge);
  const withhold = (reason: string): Invariance => ({ withheld: true, reason, groups: sizes });
  if (large.length < 2) return withhold(tooFew(sizes, unit, families !== undefined));
  const [least] = pattern[0]!
    .map((_, m) => kept.filter((i) => pattern[i]![m]).length)
    .toSorted((a, b) => a - b);
  if (least! < (pattern[0]!.length > 1 ? 2 : 3))
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
  const { fitted, told } = testLevels(layout, fits, found.moments, found.units);
  const first = told.find(
    ({ change, p }) => ((change ?? { p }).p ?? 1) <= alpha && change !== null,
  );
  const tested = told.filter(({ change }) => change && change.p !== null);
  const before = first ? levels[levels.indexOf(first.level) - 1]! : null;
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
    rejected: first
      ? {
          level: first.level,
          items:
            input.items === false ? [] : itemTests(layout, fitted, first.level, found, variables),
        }
      : null,
    holds: before ?? (tested.length > 0 ? tested.at(-1)!.level : null),
    factorsOf: factorsOf(fitted.scalar, layout, names),
    aligned: align(
      configuralOf(fitted.configural, layout),
      names.map((_, block) => found.moments[repeated ? 0 : block]!.n),
    ),
  };
}

function isLarge({ models, families }: GroupSize): boolean {
  return models >= leastModels && (families === null || families >= leastFamilies);
}

/** Groups that a reason names. */
const mostTold = 8;

function tooFew(sizes: readonly GroupSize[], unit: string, byFamily: boolean): string {
  const told = sizes
    .slice(0, mostTold)
    .map(
      ({ name, models, families }) =>
        `${name}: ${models}${families === null ? '' : ` of ${families} ${families === 1 ? 'family' : 'families'}`}`,
    )
    .concat(sizes.length > mostTold ? [`${sizes.length - mostTold} more`] : [])
    .join(', ');
  const groups =
    sizes.length < 2
      ? `there ${sizes.length === 1 ? 'is 1 group' : 'are no groups'} (${told})`
      : `two groups of at least ${leastModels} ${unit}${byFamily ? ` from ${leastFamilies} families` : ''} are needed (${told})`;
  return `this comparison cannot be made with so few ${unit}: ${groups}`;
}

/** In order of first appearance. */
function sizesOf(
  { groups, models, families }: InvarianceInput,
  used: readonly number[],
): GroupSize[] {
  return [...new Set(used.map((i) => groups[i]!))].map((name) => {
    const own = used.filter((i) => groups[i] === name);
    const count = (labels: readonly string[]) => new Set(own.map((i) => labels[i])).size;
    return {
      name,
      rows: own.length,
      models: models ? count(models) : own.length,
      families: families ? count(families) : null,
    };
  });
}

/** Scaled to the pooled mean and standard deviation of each item; for occasions one sample, occasions side by side. A reason where that cannot be. */
function samplesOf(
  { rows, groups, models, families, repeated, variables, unit = 'models' }: InvarianceInput,
  used: readonly number[],
  kept: readonly number[],
  names: readonly string[],
): Sample[] | string {
  const own = used.filter((i) => names.includes(groups[i]!));
  const scale = kept.map((j) => {
    const column = own.map((i) => rows[i]![j]!);
    return { at: mean(column), by: standardDeviation(column) };
  });
  const flat = scale.findIndex(({ by }) => !(by > 0));
  if (flat >= 0) return `${variables[kept[flat]!]} is the same in every row`;
  const scaled = (i: number) => kept.map((j, at) => (rows[i]![j]! - scale[at]!.at) / scale[at]!.by);
  const unitOf = families ?? models;
  if (!repeated)
    return names.map((name) => {
      const mine = own.filter((i) => groups[i] === name);
      return { rows: mine.map(scaled), units: unitOf ? mine.map((i) => unitOf[i]!) : null };
    });
  const wide: { row: number[]; unit: string }[] = [];
  const placesOf = new Map<string, number[]>();
  for (const i of own) placesOf.set(models![i]!, [...(placesOf.get(models![i]!) ?? []), i]);
  for (const places of placesOf.values()) {
    const row = names.flatMap((name) => {
      const mine = places.filter((i) => groups[i] === name).map(scaled);
      return kept.map((_, at) => mine.reduce((sum, one) => sum + one[at]!, 0) / mine.length);
    });
    if (row.every(Number.isFinite)) wide.push({ row, unit: unitOf![places[0]!]! });
  }
  if (wide.length < leastModels)
    return `this comparison cannot be made with so few ${unit}: ${wide.length} have rows in all of ${names.join(', ')}, and ${leastModels} are needed`;
  // Where every model is one row now, rows are independent.
  const alone = new Set(wide.map(({ unit }) => unit)).size === wide.length;
  return [{ rows: wide.map(({ row }) => row), units: alone ? null : wide.map(({ unit }) => unit) }];
}

type Fits = Record<Level, FittedLevel>;

/** Each from the values of the level before. */
function fitLevels(layout: Layout, moments: readonly SampleMoments[]): Fits | string {
  const { length: p } = layout.pattern;
  const pooled = pooledCorrelations(layout, moments);
  let start = startingValues(layout, loadingsToStart(pooled, layout.pattern).loadings, moments);
  const out: Partial<Fits> = {};
  for (const level of levels) {
    const fitted = fitLevel(layout, level, moments, start);
    if (!fitted)
      return `the ${level} model does not converge: the structure may not hold in a group, or the rows are too few for ${p} columns`;
    out[level] = fitted;
    start = fitted.values;
  }
  return out as Fits;
}

/** Within groups; of occasions those within an occasion. */
function pooledCorrelations(
  { pattern: { length: p }, blocks, repeated }: Layout,
  moments: readonly SampleMoments[],
): Float64Array {
  const total = new Float64Array(p * p);
  for (const { n, covariance } of moments) {
    const width = repeated ? p * blocks : p;
    for (let block = 0; block < width / p; block++)
      for (let i = 0; i < p; i++)
        for (let j = 0; j < p; j++)
          total[i * p + j] =
            total[i * p + j]! + n * covariance[(block * p + i) * width + block * p + j]!;
  }
  return total.map(
    (x, at) => x / Math.sqrt(total[Math.floor(at / p) * (p + 1)]! * total[(at % p) * (p + 1)]!),
  );
}

/** χ², CFI, RMSEA (times the root of the number of groups, as lavaan has it) of each level, and its change. */
function testLevels(
  layout: Layout,
  fitted: Fits,
  moments: readonly SampleMoments[],
  units: Units | null,
): { fitted: Fits; told: LevelFit[] } {
  const n = moments.reduce((sum, one) => sum + one.n, 0);
  const base = baseline(moments, units);
  const told: LevelFit[] = [];
  for (const [at, level] of levels.entries()) {
    const own = fitted[level];
    const traces = units && tracesOfLevel(layout, own, moments, units);
    // With units χ² has their mean, not its degrees of freedom.
    const expected = traces?.mean ?? own.dof;
    const excess = Math.max(0, own.chisq - expected);
    const most = Math.max(base.chisq - base.expected, excess);
    const cfi = most > 0 ? 1 - excess / most : null;
    const rmsea = Math.sqrt((excess * moments.length) / (n * own.dof));
    const before = told[at - 1];
    const wide = levels[at - 1];
    told.push({
      level,
      ...{ chisq: own.chisq, dof: own.dof, cfi, rmsea },
      p: pOf(own.chisq, own.dof, smallSampleFactor(layout, level, moments, false), traces),
      change:
        before && wide
          ? {
              ...changeOf(layout, { fitted: own }, { fitted: fitted[wide] }, moments, units),
              cfi: cfi === null || before.cfi === null ? null : cfi - before.cfi,
              rmsea: rmsea - before.rmsea,
            }
          : null,
    });
  }
  return { fitted, told };
}

/** The difference of two nested models, unadjusted, with its p. */
function changeOf(
  layout: Layout,
  narrow: { fitted: FittedLevel; freed?: Freed },
  wide: { fitted: FittedLevel; freed?: Freed },
  moments: readonly SampleMoments[],
  units: Units | null,
): LevelTest {
  const chisq = Math.max(0, narrow.fitted.chisq - wide.fitted.chisq);
  const dof = narrow.fitted.dof - wide.fitted.dof;
  const traces =
    units &&
    tracesOfDifference(
      layout,
      narrow,
      { level: wide.fitted.level, ...(wide.freed ? { freed: wide.freed } : {}) },
      moments,
      units,
    );
  const factor = smallSampleFactor(layout, narrow.fitted.level, moments, true);
  return { chisq, dof, p: pOf(chisq, dof, factor, traces) };
}

/** Of independent items, with means and variances of their own in each sample. */
function baseline(moments: readonly SampleMoments[], units: Units | null) {
  let chisq = 0;
  let dof = 0;
  for (const {
    n,
    covariance,
    logDeterminant,
    mean: { length: p },
  } of moments) {
    let variances = 0;
    for (let i = 0; i < p; i++) variances += Math.log(covariance[i * p + i]!);
    chisq += n * (variances - logDeterminant);
    dof += (p * (p - 1)) / 2;
  }
  return { chisq, expected: units ? tracesOfNone(moments, units).mean : dof };
}

/** Each item freed alone at the level that is rejected. */
function itemTests(
  layout: Layout,
  fitted: Fits,
  level: Level,
  { moments, units }: { moments: readonly SampleMoments[]; units: Units | null },
  variables: readonly string[],
): ItemTest[] {
  const narrow = fitted[level];
  const found = variables.map((variable, i) => {
    const item = new Set([i]);
    const freed: Freed =
      level === 'metric'
        ? { loadings: item, intercepts: new Set() }
        : { loadings: new Set(), intercepts: item };
    const wide = fitLevel(layout, level, moments, narrow.values, freed);
    if (!wide) return { variable, chisq: Number.NaN, dof: layout.blocks - 1, p: null, values: [] };
    const test = changeOf(layout, { fitted: narrow }, { fitted: wide, freed }, moments, units);
    const own = configuralOf(wide, layout);
    return {
      variable,
      ...test,
      values: own.map(({ loadings, intercepts }) =>
        level === 'metric'
          ? loadings[i]!.reduce((largest, x) => (Math.abs(x) > Math.abs(largest) ? x : largest), 0)
          : intercepts[i]!,
      ),
    };
  });
  const corrected = holm(found.map(({ p }) => p ?? 1));
  return found.map((one, i) => ({ ...one, corrected: one.p === null ? null : corrected[i]! }));
}

/** Loadings and intercepts of each block. */
function configuralOf({ values }: FittedLevel, { pattern, blocks, repeated }: Layout) {
  const p = pattern.length;
  const k = pattern[0]!.length;
  return Array.from({ length: blocks }, (_, block) => {
    const one = values[repeated ? 0 : block]!;
    const [row, column] = repeated ? [block * p, block * k] : [0, 0];
    return {
      loadings: pattern.map((_unused, i) =>
        Array.from({ length: k }, (_also, m) => one.loadings[(row + i) * one.k + column + m]!),
      ),
      intercepts: pattern.map((_unused, i) => one.intercepts[row + i]!),
    };
  });
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
