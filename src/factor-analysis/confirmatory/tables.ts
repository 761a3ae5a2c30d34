import { normalCdf } from '../../statistics/distributions.ts';
import type { ModelValues, Parameter } from './model.ts';

export interface ParameterEstimate {
  estimate: number;
  /** From the expected information; `null` for what is fixed. */
  standardError: number | null;
  z: number | null;
  p: number | null;
}

export interface EstimateTables {
  /** Every loading that the pattern allows; factors are 1-based. */
  loadings: (ParameterEstimate & { variable: string; factor: number; standardised: number })[];
  /** Variances and covariances of factors, lower triangle. */
  factorCovariances: (ParameterEstimate & { factor: number; other: number })[];
  uniquenesses: (ParameterEstimate & { variable: string; standardised: number })[];
}

/**
 * The estimates by name, with z and its two-sided p.
 * @param standard the model with variables and factors of unit variance
 * @param values the same in the variables' units
 * @param errors of `parameters`, in their order
 */
export function tabulate(
  standard: ModelValues,
  values: ModelValues,
  parameters: readonly Parameter[],
  errors: Float64Array,
  pattern: readonly (readonly boolean[])[],
  markers: readonly number[] | null,
  variables: readonly string[],
): EstimateTables {
  const { p, k } = values;
  const errorOf = new Map(parameters.map((one, a) => [keyOf(one), errors[a]!]));
  const row = (estimate: number, key: string): ParameterEstimate => {
    const standardError = errorOf.get(key) ?? null;
    const z = standardError === null ? null : estimate / standardError;
    return { estimate, standardError, z, p: z === null ? null : 2 * normalCdf(-Math.abs(z)) };
  };
  const loadings = Array.from({ length: k }, (_, m) =>
    variables.flatMap((variable, i) => {
      if (!pattern[i]![m]) return [];
      const key = keyOf({ kind: 'loading', variable: i, factor: m });
      return [
        {
          variable,
          factor: m + 1,
          ...row(markers?.[m] === i ? 1 : values.loadings[i * k + m]!, key),
          standardised: standard.loadings[i * k + m]!,
        },
      ];
    }),
  ).flat();
  const factorCovariances = Array.from({ length: k }, (_, other) =>
    Array.from({ length: other + 1 }, (_unused, factor) => ({
      factor: factor + 1,
      other: other + 1,
      ...row(values.phi[factor * k + other]!, keyOf({ kind: 'covariance', factor, other })),
    })),
  ).flat();
  const uniquenesses = Array.from({ length: p }, (_, i) => ({
    variable: variables[i]!,
    ...row(values.psi[i]!, keyOf({ kind: 'uniqueness', variable: i })),
    standardised: standard.psi[i]!,
  }));
  return { loadings, factorCovariances, uniquenesses };
}

function keyOf(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'loading':
      return `l ${parameter.variable} ${parameter.factor}`;
    case 'covariance':
      return `f ${parameter.factor} ${parameter.other}`;
    case 'uniqueness':
      return `u ${parameter.variable}`;
  }
}
