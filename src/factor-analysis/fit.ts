import {
  invertPositiveDefinite,
  logDeterminant,
  multiply,
  type Rows,
  transpose,
} from '../statistics/dense.ts';
import { chiSquareUpperTail, noncentralChiSquareCdf } from '../statistics/distributions.ts';
import type { GroupMoments } from './group-moments.ts';
import {
  adjusted,
  contributions,
  type NestedTraces,
  tracesOfFactors,
  tracesOfIndependence,
} from './nested-fit.ts';
import { smoothCorrelation } from './smoothing.ts';

export interface Fit {
  /** Degrees of freedom; at or below 0 the model has as many parameters as correlations. */
  dof: number;
  /** tr(M⁻¹R) − ln|M⁻¹R| − p of the model matrix M. */
  objective: number | null;
  chisq: number | null;
  p: number | null;
  nullDof: number;
  nullObjective: number | null;
  nullChisq: number | null;
  /** n times the squared residuals off the diagonal, both triangles; with gaps each pair has its own n. */
  empiricalChisq: number;
  empiricalP: number | null;
  /** Root mean square of the off-diagonal residuals. */
  rmsr: number;
  /** The same over the degrees of freedom. */
  rmsrCorrected: number | null;
  tli: number | null;
  cfi: number | null;
  rmsea: { value: number; lower: number | null; upper: number | null; confidence: number } | null;
  bic: number | null;
  sabic: number | null;
  ebic: number | null;
  esabic: number | null;
  /** 1 − squared residuals / squared correlations, and the same off the diagonal. */
  fit: number;
  fitOffDiagonal: number;
  /**
   * Where rows come in groups: how many, and the degrees of freedom of `chisq`, which is then adjusted for its mean and variance
   * (`adjusted`) and conservative, as `p` is; RMSEA, TLI, and CFI count with its mean. `null` for independent rows.
   */
  nested: { groups: number; chisqDof: number | null } | null;
  /** Why figures above are `null`; `null` where none is missing. */
  withheld: string | null;
}

/**
 * How well loadings (flat p × k, with k × k `phi` where oblique) reproduce a correlation matrix of n rows,
 * in the conventions of `psych::factor.stats`; CFI as psych has it from 2.4 on, within 0 and 1. R and M are smoothed where
 * they are not positive definite. What has no meaning (no degrees of freedom, n too small) is `null`.
 * @param pairs p × p rows behind each correlation, where they differ: they weight the residuals, and their
 * harmonic mean replaces n in figures computed from residuals alone
 * @param groups of the rows, where they are not independent
 */
export function factorFit(
  r: Float64Array,
  loadings: Float64Array,
  phi: Float64Array | undefined,
  p: number,
  k: number,
  n: number,
  pairs?: Rows | null,
  groups?: GroupMoments | null,
): Fit {
  const scaled = phi ? multiply(loadings, phi, p, k, k) : loadings;
  const model = multiply(scaled, transpose(loadings, p, k), p, k, p);
  let all = 0;
  let off = 0;
  let allR = 0;
  let offR = 0;
  let weighted = 0;
  let inverseCounts = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const count = pairs ? pairs[i]![j]! : n;
      inverseCounts += 1 / count;
      const residual = (r[i * p + j]! - model[i * p + j]!) ** 2;
      const squared = r[i * p + j]! ** 2;
      all += residual;
      allR += squared;
      if (i === j) continue;
      off += residual;
      weighted += residual * count;
      offR += squared;
    }
  }
  const dof = degreesOfFreedom(p, k);
  const nullDof = (p * (p - 1)) / 2;
  const some = dof > 0;
  const rows = pairs ? (p * p) / inverseCounts : n;
  const empiricalChisq = weighted;
  const empirical = {
    empiricalChisq,
    empiricalP: some ? chiSquareUpperTail(empiricalChisq, dof) : null,
    rmsr: Math.sqrt(weighted / (rows * p * (p - 1))),
    rmsrCorrected: some ? Math.sqrt(weighted / (2 * rows * dof)) : null,
    ebic: some ? empiricalChisq - dof * Math.log(rows) : null,
    esabic: some ? empiricalChisq - dof * Math.log((rows + 2) / 24) : null,
    fit: 1 - all / allR,
    fitOffDiagonal: offR > 0 ? 1 - off / offR : 1,
  };
  for (let i = 0; i < p; i++) model[i * p + i] = 1;
  const smoothR = smoothCorrelation(r, p).matrix;
  const objective = discrepancy(smoothR, smoothCorrelation(model, p).matrix, p);
  const nullObjective = finite(-logDeterminantOf(smoothR, p));
  const nullFactor = n - 1 - (2 * p + 5) / 6;
  const factor = nullFactor - (2 * k) / 3;
  const nullChisq = nullObjective === null || nullFactor <= 0 ? null : nullObjective * nullFactor;
  const chisq = objective === null || factor <= 0 ? null : Math.max(0, objective * factor);
  const inferential = { nullDof, nullObjective, nullChisq, dof, objective, chisq, ...empirical };
  if (
    !some ||
    chisq === null ||
    objective === null ||
    nullObjective === null ||
    nullChisq === null
  ) {
    const withheld = !some
      ? 'the model has no degrees of freedom: it has as many parameters as there are correlations'
      : chisq === null && objective !== null
        ? `too few rows (${n}) for a chi-square of ${p} columns`
        : 'the model matrix cannot be inverted';
    return {
      ...inferential,
      p: null,
      tli: null,
      cfi: null,
      rmsea: null,
      bic: null,
      sabic: null,
      nested: null,
      withheld,
    };
  }
  if (groups && groups.names.length < groups.n) {
    const each = contributions(groups, r);
    const few = groups.names.length < fewestGroups || p > mostColumns;
    const quick = !few || groups.names.length >= dof;
    const traces = quick ? tracesOfFactors(each, model, loadings, p, k, n) : undefined;
    const base = tracesOfIndependence(each, p, n);
    return { ...inferential, ...fitOfGroups({ chisq, dof, nullChisq, nullDof, n }, traces, base) };
  }
  const perNull = nullObjective / nullDof;
  const excessNull = Math.max(nullChisq - nullDof, 0);
  return {
    ...inferential,
    p: chiSquareUpperTail(chisq, dof),
    // psych divides both discrepancies by their degrees of freedom but compares with 1 / factor.
    tli: finite((perNull - objective / dof) / (perNull - 1 / factor)),
    cfi: excessNull > 0 ? Math.max(0, (excessNull - Math.max(chisq - dof, 0)) / excessNull) : null,
    rmsea: rootMeanSquareError(chisq, dof, n),
    bic: chisq - dof * Math.log(n),
    sabic: chisq - dof * Math.log((n + 2) / 24),
    nested: null,
    withheld: null,
  };
}

/**
 * Where χ² is withheld, RMSEA is too with fewer groups, whose mean of χ² says nothing, and with more columns, where that mean
 * takes seconds.
 */
const fewestGroups = 12;
const mostColumns = 60;

/** What rests on χ², by its mean and variance over groups. */
function fitOfGroups(
  given: { chisq: number; dof: number; nullChisq: number; nullDof: number; n: number },
  traces: NestedTraces | undefined,
  base: NestedTraces,
): Partial<Fit> &
  Pick<Fit, 'withheld' | 'p' | 'tli' | 'cfi' | 'rmsea' | 'bic' | 'sabic' | 'nested'> {
  const { dof, nullDof, n } = given;
  const { groups } = base;
  const none = { bic: null, sabic: null, ebic: null, esabic: null, empiricalP: null };
  const withheld = { ...none, chisq: null, p: null, tli: null, cfi: null };
  const nested = { groups, chisqDof: null };
  const excess = traces ? Math.max(0, given.chisq - traces.mean) : 0;
  const value = Math.sqrt(excess / (n * dof));
  if (groups < dof)
    return {
      ...withheld,
      rmsea: traces ? { value, lower: null, upper: null, confidence: 0.9 } : null,
      nested,
      withheld: `χ², the interval of RMSEA, TLI, and CFI need at least as many independent groups as degrees of freedom: ${groups} for ${dof}`,
    };
  if (!traces)
    return { ...withheld, rmsea: null, nested, withheld: 'the model matrix cannot be inverted' };
  const { chisq, dof: chisqDof } = adjusted(given.chisq, traces);
  const excessNull = Math.max(0, given.nullChisq - base.mean, excess);
  const perNull = (given.nullChisq - base.mean) / nullDof;
  // A non-centrality of the adjusted statistic is so much smaller than that of χ² itself.
  const scale = traces.square / traces.mean;
  const bound = (probability: number) => {
    const ncp = noncentrality(chisq, chisqDof, probability);
    return ncp === null ? null : Math.sqrt((ncp * scale) / (n * dof));
  };
  return {
    ...none,
    chisq,
    p: chiSquareUpperTail(chisq, chisqDof),
    tli: perNull > 0 ? 1 - (given.chisq - traces.mean) / dof / perNull : null,
    cfi: excessNull > 0 ? 1 - excess / excessNull : null,
    rmsea: within(value, bound(0.95), bound(0.05)),
    nested: { groups, chisqDof },
    withheld: null,
  };
}

/** Bounds that do not hold the value are `null`. */
function within(value: number, lower: number | null, upper: number | null): Fit['rmsea'] {
  const holds = lower !== null && upper !== null && lower <= value && value <= upper;
  return { value, lower: holds ? lower : null, upper: holds ? upper : null, confidence: 0.9 };
}

/** Components are not a model of the correlations, so figures of model fit are withheld, as in psych. */
export function withoutModelFit(fit: Fit): Fit {
  return {
    ...fit,
    nullChisq: null,
    rmsrCorrected: null,
    tli: null,
    cfi: null,
    rmsea: null,
    bic: null,
    sabic: null,
    ebic: null,
    esabic: null,
    withheld: 'components are not a model of the correlations: only residuals are reported',
  };
}

/** All that rests on a chi-square is withheld for this reason; residuals stay. */
export function withoutChiSquare(fit: Fit, reason: string): Fit {
  return {
    ...withoutModelFit(fit),
    rmsrCorrected: fit.rmsrCorrected,
    objective: null,
    chisq: null,
    p: null,
    nullObjective: null,
    empiricalP: null,
    withheld: reason,
  };
}

/**
 * RMSEA with its 90 % bounds from the non-central chi-square (Steiger 1990), scaled as psych does: the value by n, the bounds
 * by n − 1.
 */
function rootMeanSquareError(chisq: number, dof: number, n: number): Fit['rmsea'] {
  const value = Math.sqrt(Math.max(chisq / (dof * n) - 1 / (n - 1), 0));
  const bound = (probability: number) => {
    const ncp = noncentrality(chisq, dof, probability);
    return ncp === null ? null : Math.sqrt(ncp / ((n - 1) * dof));
  };
  return within(value, bound(0.95), bound(0.05));
}

/** The non-centrality at which P(X ≤ chisq) = probability; 0 when even the central one lies below. */
export function noncentrality(chisq: number, dof: number, probability: number): number | null {
  if (noncentralChiSquareCdf(chisq, dof, 0) <= probability) return 0;
  let low = 0;
  let high = Math.max(10, 2 * chisq);
  while (noncentralChiSquareCdf(chisq, dof, high) > probability) {
    high *= 2;
    if (high > 1e9) return null;
  }
  for (let i = 0; i < 100 && high - low > 1e-11 * high; i++) {
    const middle = (low + high) / 2;
    if (noncentralChiSquareCdf(chisq, dof, middle) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** −∞ where it is not positive definite. */
function logDeterminantOf(a: Float64Array, p: number): number {
  return logDeterminant(a, p) ?? Number.NEGATIVE_INFINITY;
}

function discrepancy(r: Float64Array, model: Float64Array, p: number): number | null {
  const inverse = invertPositiveDefinite(model, p);
  if (!inverse) return null;
  let trace = 0;
  for (let i = 0; i < p * p; i++) trace += inverse[i]! * r[i]!;
  return finite(trace - logDeterminantOf(r, p) + logDeterminantOf(model, p) - p);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Of a solution of p columns with k factors: correlations less free loadings; below 1 the fit cannot be tested. */
export function degreesOfFreedom(p: number, k: number): number {
  return (p * (p - 1)) / 2 - p * k + (k * (k - 1)) / 2;
}
