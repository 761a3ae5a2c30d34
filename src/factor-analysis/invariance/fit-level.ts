/** A level of invariance fitted, its fit in lavaan's conventions, and the tests between two levels. */

import { minimiseInBox } from '../../statistics/bounded-minimum.ts';
import { multiply } from '../../statistics/dense.ts';
import { chiSquareUpperTail, fUpperTail } from '../../statistics/distributions.ts';
import { pseudoInverse } from '../../statistics/eigen.ts';
import { adjusted, type NestedTraces, tracesOf } from '../nested-fit.ts';
import { type Freed, type Layout, type Level, parametersOf } from './levels.ts';
import {
  type At,
  discrepancyOf,
  gradientOf,
  informationOf,
  levelled,
  moved,
  type Parameter,
  type SampleMoments,
  type SampleValues,
  sampleGradients,
} from './structured-model.ts';

export interface FittedLevel {
  level: Level;
  /** N times the discrepancy. */
  chisq: number;
  dof: number;
  values: SampleValues[];
  at: At;
}

/** What a unit (family, model) adds to the moments of each sample: Σ (x − m), and Σ [(x − m)(x − m)ᵀ − S], flat. */
export interface UnitContribution {
  mean: Float64Array;
  covariance: Float64Array;
}

/** By Fisher scoring; no uniqueness falls below 0 (lavaan: `bounds = "pos.var"`). `undefined` where no minimum is found. */
export function fitLevel(
  layout: Layout,
  level: Level,
  samples: readonly SampleMoments[],
  start: readonly SampleValues[],
  freed?: Freed,
): FittedLevel | undefined {
  const parameters = parametersOf(layout, level, freed);
  const from = levelled(start, parameters);
  const lower = parameters.map(([place]) =>
    place!.in === 'theta' && place!.row === place!.column
      ? -from[place!.sample]!.theta[place!.row * (from[place!.sample]!.p + 1)]!
      : Number.NEGATIVE_INFINITY,
  );
  const rows = samples.reduce((sum, { n }) => sum + n, 0);
  const valuesAt = (x: Float64Array) => moved(from, parameters, x, 1);
  const found = minimiseInBox(
    new Float64Array(parameters.length),
    lower,
    Number.POSITIVE_INFINITY,
    (x) => {
      const values = valuesAt(x);
      const at = discrepancyOf(values, samples);
      if (!at) return { value: Number.POSITIVE_INFINITY, gradient: new Float64Array(x.length) };
      return {
        value: at.value,
        gradient: gradientOf(values, parameters, at, samples),
        hessian: () =>
          informationOf(values, parameters, at, samples).map((cell) => (2 * cell) / rows),
      };
    },
    { tolerance: 1e-6, maxIterations: 300 },
  );
  const values = valuesAt(found.x);
  const at = found.converged ? discrepancyOf(values, samples) : undefined;
  if (!at) return undefined;
  const statistics = samples.reduce((sum, { mean: { length: p } }) => sum + (p * (p + 3)) / 2, 0);
  return {
    level,
    chisq: Math.max(0, rows * at.value),
    dof: statistics - parameters.length,
    values,
    at,
  };
}

/** Units that share no rows: what each adds to each sample. */
export type Units = readonly (readonly UnitContribution[])[];

/** The mean and half the variance of χ² over units where the level holds. */
export function tracesOfLevel(
  layout: Layout,
  fitted: FittedLevel,
  samples: readonly SampleMoments[],
  units: Units,
): NestedTraces {
  const taken = projection(
    parametersOf(layout, fitted.level, undefined, false),
    fitted,
    samples,
    units,
  );
  const whole = units.map((unit) => weighed(unit, fitted.at, samples));
  const parts = units.map((unit, u) => ({ unit, weighed: whole[u]!, ...taken[u]! }));
  return tracesOf(parts, 1, (a, b) => inner(a.weighed, b.unit) - dot(a.gradient, b.solved));
}

/**
 * The same of the difference of two levels: what the wider model takes of a contribution and the narrower does not, at the values of
 * the narrower (Satorra 2000).
 */
export function tracesOfDifference(
  layout: Layout,
  narrow: { fitted: FittedLevel; freed?: Freed },
  wide: { level: Level; freed?: Freed },
  samples: readonly SampleMoments[],
  units: Units,
): NestedTraces {
  const of = (level: Level, freed?: Freed) =>
    projection(parametersOf(layout, level, freed, false), narrow.fitted, samples, units);
  const less = of(narrow.fitted.level, narrow.freed);
  const more = of(wide.level, wide.freed);
  const parts = units.map((_, u) => ({ less: less[u]!, more: more[u]! }));
  return tracesOf(
    parts,
    1,
    (a, b) => dot(a.more.gradient, b.more.solved) - dot(a.less.gradient, b.less.solved),
  );
}

/** For independence: items of a sample are not correlated; variances and means are its own. */
export function tracesOfNone(samples: readonly SampleMoments[], units: Units): NestedTraces {
  return tracesOf(units, 1, (a, b) =>
    samples.reduce((sum, { n, covariance }, s) => {
      const p = a[s]!.mean.length;
      let own = 0;
      for (let i = 0; i < p; i++)
        for (let j = 0; j < i; j++)
          own +=
            (a[s]!.covariance[i * p + j]! * b[s]!.covariance[i * p + j]!) /
            (covariance[i * p + i]! * covariance[j * p + j]!);
      return sum + own / n;
    }, 0),
  );
}

/**
 * Factor that χ² is multiplied by before its p is taken, since it is too large in small samples: for covariances and loadings Bartlett's
 * factor of a factor analysis, 1 − (1 + (2p + 5) / 6 + 2k / 3) / n, averaged over samples; for intercepts that of a
 * multivariate analysis of variance, 1 − (1 + (p + groups) / 2) / N (Bartlett 1938, 1950), over items alone where occasions are compared.
 */
export function smallSampleFactor(
  { pattern, blocks, repeated }: Layout,
  level: Level,
  samples: readonly SampleMoments[],
  isChange: boolean,
): number {
  const rows = samples.reduce((sum, { n }) => sum + n, 0);
  const items = pattern.length;
  if (isChange && level === 'scalar') return 1 - (1 + (items + (repeated ? 0 : blocks)) / 2) / rows;
  const times = repeated ? blocks : 1;
  const [p, k] = [items * times, pattern[0]!.length * times];
  return 1 - (samples.length * (1 + (2 * p + 5) / 6 + (2 * k) / 3)) / rows;
}

/**
 * p of χ² of a model, or of a difference; with traces adjusted for its mean and variance, which come from few units: so that is
 * over its degrees of freedom an F with as many others as units less one. `null` where units are fewer than degrees of freedom,
 * or rows hardly more than columns.
 */
export function pOf(
  chisq: number,
  dof: number,
  factor: number,
  traces: NestedTraces | null,
): number | null {
  if (dof <= 0 || factor < 0.2) return null;
  if (!traces) return chiSquareUpperTail(chisq * factor, dof);
  if (traces.groups < dof || !(traces.square > 0)) return null;
  const own = adjusted(chisq * factor, traces);
  return fUpperTail(own.chisq / own.dof, own.dof, traces.groups - 1);
}

type Taken = { gradient: Float64Array; solved: Float64Array };

/** What parameters take of each unit's contributions: their gradient, and that solved by the information. */
function projection(
  parameters: readonly Parameter[],
  { values, at }: FittedLevel,
  samples: readonly SampleMoments[],
  units: Units,
): Taken[] {
  const q = parameters.length;
  const gradients = units.map(() => new Float64Array(q));
  samples.forEach((_, s) => {
    const each = units.map((unit) => unit[s]!);
    sampleGradients(values[s]!, parameters, s, at.samples[s]!, each).forEach((gradient, u) => {
      for (let a = 0; a < q; a++) gradients[u]![a] = gradients[u]![a]! + gradient[a]!;
    });
  });
  // With redundant parameters the information is singular; the part that they take up is unique all the same.
  const inverse = pseudoInverse(informationOf(values, parameters, at, samples), q);
  return gradients.map((gradient) => ({ gradient, solved: multiply(inverse, gradient, q, q, 1) }));
}

/** Σ⁻¹AΣ⁻¹ / 2 and Σ⁻¹a of each sample, over its rows. */
function weighed(
  unit: readonly UnitContribution[],
  at: At,
  samples: readonly SampleMoments[],
): UnitContribution[] {
  return unit.map(({ mean, covariance }, s) => {
    const { inverse } = at.samples[s]!;
    const { n } = samples[s]!;
    const p = mean.length;
    const turned = multiply(multiply(inverse, covariance, p, p, p), inverse, p, p, p);
    return {
      mean: multiply(inverse, mean, p, p, 1).map((x) => x / n),
      covariance: turned.map((x) => x / (2 * n)),
    };
  });
}

function inner(a: readonly UnitContribution[], b: readonly UnitContribution[]): number {
  return a.reduce(
    (sum, one, s) => sum + dot(one.mean, b[s]!.mean) + dot(one.covariance, b[s]!.covariance),
    0,
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
