import { UserError } from '../../errors.ts';
import { isComplete } from '../../statistics/correlation.ts';
import {
  cholesky,
  invertPositiveDefinite,
  multiply,
  type Rows,
  unflatten,
} from '../../statistics/dense.ts';
import { standardDeviation } from '../../statistics/describe.ts';
import { pseudoInverse } from '../../statistics/eigen.ts';
import { readInput } from '../input.ts';
import { tracesOf, tracesOfIndependence } from '../nested-fit.ts';
import { type Estimate, estimate } from './estimate.ts';
import { type ConfirmatoryFit, confirmatoryFit } from './fit-measures.ts';
import {
  derivatives,
  discrepancyAt,
  logDeterminant,
  type ModelValues,
  type Parameter,
  parametersOf,
} from './model.ts';
import { type EstimateTables, tabulate } from './tables.ts';

export type ConfirmatoryInput =
  | { rows: Rows; variables?: readonly string[] }
  | {
      /** With n − 1 in the denominator; a correlation matrix will do where only fit and standardised values matter. */
      covariance: Rows;
      n: number;
      variables?: readonly string[];
      /** What each group of rows adds to the correlations (`contributions`), flat p × p, where rows are not independent. */
      groups?: readonly Float64Array[];
    };

export interface ConfirmatoryOptions {
  /** Which variable may load on which factor, p × k: true is free, false is 0. */
  pattern: readonly (readonly boolean[])[];
  /** Factors of unit variance (default), or the first variable of each factor with a loading of 1. */
  scaling?: 'variance' | 'marker';
  /** Whether factors may correlate, default true. */
  correlated?: boolean;
}

export type Confirmatory =
  | { withheld: true; reason: string }
  | (EstimateTables & {
      withheld: false;
      variables: string[];
      n: number;
      factors: number;
      /** Standardised loadings (variables and factors of unit variance), p × k. */
      standardised: number[][];
      /** Factor correlations, k × k. */
      phi: number[][];
      /** Standardised residuals, p × p. */
      residuals: number[][];
      fit: ConfirmatoryFit;
      /** Variables whose uniqueness came out at or below 0. */
      heywood: string[];
      /** False where factor correlations are not those of real variables (not positive definite). */
      admissible: boolean;
      convergence: { iterations: number; gradient: number };
      warnings: string[];
    });

/**
 * Confirmatory factor analysis by maximum likelihood: Σ = ΛΦΛᵀ + Ψ with the loadings that `pattern` allows
 * (simple structure or any other), by Fisher scoring with analytic derivatives (Jöreskog 1969). Estimates,
 * standard errors (expected information), and fit follow lavaan's `cfa` with its defaults.
 * Withheld with a reason when the covariances are singular, the model is not identified, or the fit does not
 * converge. Heywood cases are reported, not clipped. Presumes independent rows unless their groups are given.
 * @throws UserError where sizes do not fit, a factor has no variable, or a variable no factor
 */
export function confirmatoryFactorAnalysis(
  input: ConfirmatoryInput,
  options: ConfirmatoryOptions,
): Confirmatory {
  const { pattern, scaling = 'variance', correlated = true } = options;
  const { r, sd, n, variables } = readCovariance(input);
  const p = variables.length;
  const k = checkPattern(pattern, variables);
  const withhold = (reason: string): Confirmatory => ({ withheld: true, reason });

  const logDeterminantR = logDeterminant(r, p);
  if (logDeterminantR === null) {
    return withhold(
      `the covariance matrix of ${n} rows and ${p} variables is singular: more rows or fewer variables are needed`,
    );
  }
  // The model knows no units, so it is fitted to correlations, factors at unit variance, and scaled after.
  const free = parametersOf(pattern, correlated, null);
  if ((p * (p + 1)) / 2 < free.length) {
    return withhold(
      `${free.length} parameters are more than the ${(p * (p + 1)) / 2} variances and covariances of ${p} variables`,
    );
  }
  const found = estimate(r, logDeterminantR, pattern, free);
  if (!found?.converged) {
    return withhold(
      `the fit did not converge in ${found?.iterations ?? 0} iterations: the model may be wrong for these data, or the sample too small`,
    );
  }
  const values = pointed(found.values);
  const markers =
    scaling === 'marker'
      ? Array.from({ length: k }, (_, m) => pattern.findIndex((row) => row[m]))
      : null;
  const scaled = inUnits(values, sd, markers);
  const parameters = parametersOf(pattern, correlated, markers);
  const errors = standardErrors(scaled, parameters, r, sd, n);
  if (!errors) {
    return withhold('the model is not identified: other values of its parameters fit as well');
  }

  const residuals = r.map((x, at) => x - found.at.sigma[at]!);
  let logSd = 0;
  for (const one of sd) logSd += 2 * Math.log(one);
  const fit = confirmatoryFit({
    value: found.at.value,
    nullValue: -logDeterminantR,
    logDeterminantS: logDeterminantR + logSd,
    residuals,
    p,
    n,
    parameters: free.length,
    ...('groups' in input && input.groups
      ? { nested: tracesOfModel(input.groups, found, free, n) }
      : {}),
  });
  const tables = tabulate(values, scaled, parameters, errors, pattern, markers, variables);
  const heywood = variables.filter((_, i) => !(values.psi[i]! > 0));
  const admissible = cholesky(values.phi, k) !== undefined;
  return {
    withheld: false,
    variables,
    n,
    factors: k,
    ...tables,
    standardised: unflatten(values.loadings, p, k),
    phi: unflatten(values.phi, k, k),
    residuals: unflatten(residuals, p, p),
    fit,
    heywood,
    admissible,
    convergence: { iterations: found.iterations, gradient: found.gradient },
    warnings: warningsOf(heywood, admissible, n, free.length),
  };
}

/** Traces of the groups' contributions that the model leaves, and that the model of independence leaves. */
function tracesOfModel(
  groups: readonly Float64Array[],
  { values, at }: Pick<Estimate, 'values' | 'at'>,
  free: readonly Parameter[],
  n: number,
) {
  const { p } = values;
  const nothing = new Float64Array(p * p);
  const { information } = derivatives(values, free, at, nothing);
  const inverse = pseudoInverse(information, free.length);
  const parts = groups.map((a) => {
    // With A for Σ − S the gradient is tr(Σ⁻¹AΣ⁻¹Σₐ).
    const { gradient } = derivatives(values, free, { ...at, sigma: a }, nothing);
    const turned = multiply(multiply(at.inverse, a, p, p, p), at.inverse, p, p, p);
    const taken = multiply(inverse, gradient, free.length, free.length, 1);
    return { a, turned, gradient, taken };
  });
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, one, i) => sum + one * y[i]!, 0);
  return {
    model: tracesOf(parts, n, (x, y) => (dot(x.turned, y.a) - dot(x.gradient, y.taken)) / 2),
    independence: tracesOfIndependence(groups, p, n),
  };
}

/** Correlations, and standard deviations with n in the denominator, as maximum likelihood has them. */
function readCovariance(input: ConfirmatoryInput) {
  if ('rows' in input) {
    const p = input.variables?.length ?? input.rows[0]?.length ?? 0;
    const complete = input.rows.filter((row) => isComplete(row, p));
    const { r, n, variables } = readInput(input, {});
    const sd = variables.map(
      (_, j) => standardDeviation(complete.map((row) => row[j]!)) * Math.sqrt((n - 1) / n),
    );
    return { r, sd, n, variables };
  }
  const { covariance, n } = input;
  const { r, variables } = readInput(
    {
      correlation: covariance,
      n,
      ...(input.variables === undefined ? {} : { variables: input.variables }),
    },
    {},
  );
  const sd = variables.map((_, j) => Math.sqrt((covariance[j]![j]! * (n - 1)) / n));
  return { r, sd, n, variables };
}

function checkPattern(pattern: readonly (readonly boolean[])[], variables: string[]): number {
  const p = variables.length;
  const k = pattern[0]?.length ?? 0;
  if (pattern.length !== p || pattern.some((row) => row.length !== k) || k === 0) {
    throw new UserError(
      `the pattern must have a row for each of the ${p} variables and a column for each factor`,
    );
  }
  for (let m = 0; m < k; m++) {
    if (!pattern.some((row) => row[m])) throw new UserError(`no variable loads on factor ${m + 1}`);
  }
  const idle = variables.filter((_, i) => !pattern[i]!.some(Boolean));
  if (idle.length > 0) {
    throw new UserError(`these variables load on no factor: ${idle.join(', ')}`, {
      hint: 'Leave them out of the data.',
    });
  }
  return k;
}

/** Factors turned so that their loadings have positive sums. */
function pointed(values: ModelValues): ModelValues {
  const { p, k } = values;
  const signs = Array.from({ length: k }, (_, m) => {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += values.loadings[i * k + m]!;
    return sum < 0 ? -1 : 1;
  });
  return {
    ...values,
    loadings: values.loadings.map((l, at) => l * signs[at % k]!),
    phi: values.phi.map((f, at) => f * signs[at % k]! * signs[Math.floor(at / k)]!),
  };
}

/** The same model in the variables' units, with unit variances or marker loadings of 1. */
function inUnits(
  values: ModelValues,
  sd: readonly number[],
  markers: readonly number[] | null,
): ModelValues {
  const { p, k } = values;
  const unit = Array.from({ length: k }, (_, m) => {
    const i = markers?.[m];
    return i === undefined ? 1 : values.loadings[i * k + m]! * sd[i]!;
  });
  return {
    p,
    k,
    loadings: values.loadings.map((l, at) => (l * sd[Math.floor(at / k)]!) / unit[at % k]!),
    phi: values.phi.map((f, at) => f * unit[at % k]! * unit[Math.floor(at / k)]!),
    psi: values.psi.map((u, i) => u * sd[i]! ** 2),
  };
}

/** √ diag of (n/2 · tr(Σ⁻¹ΣₐΣ⁻¹Σᵦ))⁻¹, or `undefined` where that is singular. */
function standardErrors(
  values: ModelValues,
  parameters: readonly Parameter[],
  r: Float64Array,
  sd: readonly number[],
  n: number,
): Float64Array | undefined {
  const { p } = values;
  const s = r.map((x, at) => x * sd[at % p]! * sd[Math.floor(at / p)]!);
  const at = discrepancyAt(values, s, 0);
  if (!at) return undefined;
  const { information } = derivatives(values, parameters, at, s);
  const q = parameters.length;
  // Brought to unit diagonal, so that "singular" does not depend on the variables' units.
  const scale = Float64Array.from({ length: q }, (_, a) => Math.sqrt(information[a * q + a]!));
  const inverse = invertPositiveDefinite(
    information.map((x, cell) => x / (scale[cell % q]! * scale[Math.floor(cell / q)]!)),
    q,
  );
  if (!inverse) return undefined;
  for (let a = 0; a < q; a++) if (!(inverse[a * q + a]! < 1e9)) return undefined;
  return scale.map((x, a) => Math.sqrt((2 / n) * inverse[a * q + a]!) / x);
}

function warningsOf(heywood: string[], admissible: boolean, n: number, free: number): string[] {
  const out: string[] = [];
  if (heywood.length > 0) {
    out.push(
      `Heywood case: the uniqueness of ${heywood.join(', ')} came out at or below 0; the model is wrong for it or the sample too small`,
    );
  }
  if (!admissible) {
    out.push('the factor correlations are not those of real variables: two factors may be one');
  }
  if (n < 5 * free) {
    out.push(`${n} rows for ${free} parameters: at least 5 rows a parameter are needed`);
  }
  return out;
}
