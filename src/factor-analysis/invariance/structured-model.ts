/** Common-factor models of means and covariances in several samples, with free elements that may be the same parameter. */
import { invertPositiveDefinite, multiply, transpose } from '../../statistics/dense.ts';
import {
  logDeterminant,
  type Term,
  termGradients,
  termInformation,
} from '../confirmatory/model.ts';

/** Σ = ΛΦΛᵀ + Θ and μ = ν + Λα of one sample, flat arrays. */
export interface SampleValues {
  p: number;
  k: number;
  /** Λ, p × k. */
  loadings: Float64Array;
  /** Φ, k × k. */
  phi: Float64Array;
  /** Θ, p × p: uniquenesses and their covariances. */
  theta: Float64Array;
  /** ν. */
  intercepts: Float64Array;
  /** α, the means of the factors. */
  means: Float64Array;
}

/** One element of a sample's matrices; `column` is 0 in intercepts and means, and at most `row` in Φ and Θ. */
export interface Place {
  sample: number;
  in: 'loadings' | 'phi' | 'theta' | 'intercepts' | 'means';
  row: number;
  column: number;
}

/** A free parameter: all places that hold it. */
export type Parameter = readonly Place[];

export interface SampleMoments {
  n: number;
  mean: Float64Array;
  /** With n in the denominator, flat p × p. */
  covariance: Float64Array;
  /** ln |S|. */
  logDeterminant: number;
}

export interface SampleAt {
  sigma: Float64Array;
  inverse: Float64Array;
  /** m − μ. */
  apart: Float64Array;
}

export interface At {
  /** The discrepancy: that of each sample, weighted by its share of the rows. */
  value: number;
  samples: SampleAt[];
}

/** ln|Σ| + tr(SΣ⁻¹) − ln|S| − p + (m − μ)ᵀΣ⁻¹(m − μ) over samples; `undefined` where a Σ is not positive definite. */
export function discrepancyOf(
  values: readonly SampleValues[],
  moments: readonly SampleMoments[],
): At | undefined {
  const total = moments.reduce((sum, { n }) => sum + n, 0);
  const samples: SampleAt[] = [];
  let value = 0;
  for (const [s, one] of values.entries()) {
    const { p, k, loadings, phi, theta, intercepts, means } = one;
    const { n, mean, covariance, logDeterminant: logS } = moments[s]!;
    const scaled = multiply(loadings, phi, p, k, k);
    const common = multiply(scaled, transpose(loadings, p, k), p, k, p);
    const sigma = common.map((x, at) => x + theta[at]!);
    const logSigma = logDeterminant(sigma, p);
    const inverse = logSigma === null ? undefined : invertPositiveDefinite(sigma, p);
    if (logSigma === null || !inverse) return undefined;
    const shift = multiply(loadings, means, p, k, 1);
    const apart = mean.map((x, i) => x - intercepts[i]! - shift[i]!);
    const turned = multiply(inverse, apart, p, p, 1);
    let misfit = logSigma - logS - p;
    for (let at = 0; at < p * p; at++) misfit += inverse[at]! * covariance[at]!;
    for (let i = 0; i < p; i++) misfit += apart[i]! * turned[i]!;
    value += (n / total) * misfit;
    samples.push({ sigma, inverse, apart });
  }
  return { value, samples };
}

/** Its gradient. */
export function gradientOf(
  values: readonly SampleValues[],
  parameters: readonly Parameter[],
  at: At,
  moments: readonly SampleMoments[],
): Float64Array {
  const total = moments.reduce((sum, { n }) => sum + n, 0);
  const gradient = new Float64Array(parameters.length);
  for (const [s, { n, covariance }] of moments.entries()) {
    const { sigma, apart } = at.samples[s]!;
    const p = apart.length;
    const off = sigma.map(
      (x, cell) => x - covariance[cell]! - apart[Math.floor(cell / p)]! * apart[cell % p]!,
    );
    const [own] = sampleGradients(values[s]!, parameters, s, at.samples[s]!, [
      { covariance: off, mean: apart.map((x) => -x) },
    ]);
    for (let a = 0; a < own!.length; a++) gradient[a] = gradient[a]! + (2 * n * own![a]!) / total;
  }
  return gradient;
}

/**
 * Its expected second derivatives times half the rows, flat q × q: the information of the parameters, over samples
 * nₛ [tr(Σ⁻¹ΣₐΣ⁻¹Σᵦ) / 2 + μₐᵀΣ⁻¹μᵦ].
 */
export function informationOf(
  values: readonly SampleValues[],
  parameters: readonly Parameter[],
  at: At,
  moments: readonly SampleMoments[],
): Float64Array {
  const q = parameters.length;
  const out = new Float64Array(q * q);
  for (const [s, { n }] of moments.entries()) {
    const { inverse } = at.samples[s]!;
    const { places, terms, shifts } = elementsOf(values[s]!, parameters, s, inverse);
    const own = termInformation(values[s]!, terms, inverse);
    const size = places.length;
    places.forEach((a, i) => {
      const shift = shifts[i];
      places.forEach((b, j) => {
        const other = shifts[j];
        const means = shift && other ? dot(shift.turned, other.to) : 0;
        out[a * q + b] = out[a * q + b]! + n * (own[i * size + j]! / 2 + means);
      });
    });
  }
  return out;
}

/** A sample's free elements: the parameter of each, its term in Σ, and how μ changes with it. */
function elementsOf(
  { p, k, loadings, means }: SampleValues,
  parameters: readonly Parameter[],
  sample: number,
  inverse: Float64Array,
) {
  const places: number[] = [];
  const terms: Term[] = [];
  // μₐ = eᵢ, eᵢαₘ, or a column of Λ.
  const shifts: ({ to: Float64Array; turned: Float64Array } | null)[] = [];
  parameters.forEach((held, parameter) => {
    for (const place of held) {
      if (place.sample !== sample) continue;
      places.push(parameter);
      terms.push(termOf(place, p, k));
      const to = new Float64Array(p);
      if (place.in === 'intercepts') to[place.row] = 1;
      else if (place.in === 'loadings') to[place.row] = means[place.column]!;
      else if (place.in === 'means')
        for (let i = 0; i < p; i++) to[i] = loadings[i * k + place.row]!;
      const moves = place.in !== 'phi' && place.in !== 'theta';
      shifts.push(moves ? { to, turned: multiply(inverse, to, p, p, 1) } : null);
    }
  });
  return { places, terms, shifts };
}

/** tr(Σ⁻¹AΣ⁻¹Σₐ) / 2 + dᵀΣ⁻¹μₐ of a sample, for many symmetric A with their d. */
export function sampleGradients(
  values: SampleValues,
  parameters: readonly Parameter[],
  sample: number,
  { inverse }: Pick<SampleAt, 'inverse'>,
  each: readonly { covariance: Float64Array; mean: Float64Array }[],
): Float64Array[] {
  const { places, terms, shifts } = elementsOf(values, parameters, sample, inverse);
  const ofTerms = termGradients(values, terms, inverse);
  return each.map(({ covariance, mean }) => {
    const out = new Float64Array(parameters.length);
    const own = ofTerms(covariance);
    places.forEach((a, i) => {
      const shift = shifts[i];
      out[a] = out[a]! + own[i]! / 2 + (shift ? dot(shift.turned, mean) : 0);
    });
    return out;
  });
}

/** Intercepts and means do not enter Σ: their term is 0. */
function termOf(place: Place, p: number, k: number): Term {
  const { row, column } = place;
  switch (place.in) {
    case 'loadings':
      return { x: row, y: p + column, c: 1 };
    case 'phi':
      return { x: p + k + row, y: p + k + column, c: row === column ? 0.5 : 1 };
    case 'theta':
      return { x: row, y: column, c: row === column ? 0.5 : 1 };
    case 'intercepts':
    case 'means':
      return { x: 0, y: 0, c: 0 };
  }
}

/** Adds `step` times `direction` to the free elements. */
export function moved(
  values: readonly SampleValues[],
  parameters: readonly Parameter[],
  direction: Float64Array,
  step: number,
): SampleValues[] {
  const out = values.map((one) => ({
    ...one,
    loadings: Float64Array.from(one.loadings),
    phi: Float64Array.from(one.phi),
    theta: Float64Array.from(one.theta),
    intercepts: Float64Array.from(one.intercepts),
    means: Float64Array.from(one.means),
  }));
  parameters.forEach((places, a) => {
    for (const place of places) put(out[place.sample]!, place, step * direction[a]!);
  });
  return out;
}

/** Every place of a parameter at the mean of them all, so that steps keep them equal. */
export function levelled(
  values: readonly SampleValues[],
  parameters: readonly Parameter[],
): SampleValues[] {
  const out = moved(values, [], new Float64Array(0), 0);
  for (const places of parameters) {
    if (places.length < 2) continue;
    const held = places.map((place) => out[place.sample]![place.in][cellOf(out, place)]!);
    const mean = held.reduce((sum, x) => sum + x, 0) / held.length;
    places.forEach((place, i) => {
      put(out[place.sample]!, place, mean - held[i]!);
    });
  }
  return out;
}

function cellOf(values: readonly SampleValues[], { sample, in: at, row, column }: Place): number {
  const { p, k } = values[sample]!;
  const width = at === 'loadings' || at === 'phi' ? k : at === 'theta' ? p : 1;
  return row * width + column;
}

function put(values: SampleValues, place: Place, by: number): void {
  const { row, column } = place;
  const to = values[place.in];
  const cell = cellOf([values], { ...place, sample: 0 });
  to[cell] = to[cell]! + by;
  if ((place.in !== 'phi' && place.in !== 'theta') || row === column) return;
  const mirrored = cellOf([values], { ...place, sample: 0, row: column, column: row });
  to[mirrored] = to[mirrored]! + by;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
