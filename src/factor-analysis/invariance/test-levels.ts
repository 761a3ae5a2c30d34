/** Each level fitted, tested against the one before, and each item of a rejected level freed alone. */
import { holm } from '../../statistics/holm.ts';
import { startingValues as loadingsToStart } from '../confirmatory/estimate.ts';
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
import type { SampleMoments } from './structured-model.ts';

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

export type Fits = Record<Level, FittedLevel>;

/** Each from the values of the level before. */
export function fitLevels(layout: Layout, moments: readonly SampleMoments[]): Fits | string {
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
export function testLevels(
  layout: Layout,
  fitted: Fits,
  moments: readonly SampleMoments[],
  units: Units | null,
): LevelFit[] {
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
    // A model without degrees of freedom fits whatever comes.
    const rmsea = own.dof > 0 ? Math.sqrt((excess * moments.length) / (n * own.dof)) : 0;
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
  return told;
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
export function itemTests(
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
export function configuralOf({ values }: FittedLevel, { pattern, blocks, repeated }: Layout) {
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
