import { chiSquareUpperTail, noncentralChiSquareCdf } from '../../statistics/distributions.ts';
import { noncentrality } from '../fit.ts';
import { adjusted, type NestedTraces } from '../nested-fit.ts';

export interface ConfirmatoryFit {
  /** n times the discrepancy. */
  chisq: number;
  dof: number;
  /** With groups, of χ² adjusted for mean and variance (conservative); `null` where they are fewer than `dof`. */
  p: number | null;
  nullChisq: number;
  nullDof: number;
  /**
   * `null` without degrees of freedom, where the variables do not correlate at all, or groups are fewer than `dof`. With groups
   * they and RMSEA count with the mean that χ² has over groups.
   */
  cfi: number | null;
  tli: number | null;
  /** With its 90 % interval, and the probability that it is .05 or less in the population. */
  rmsea: {
    value: number;
    lower: number | null;
    upper: number | null;
    confidence: number;
    closeP: number | null;
  } | null;
  /** Root mean square of the standardised residuals, diagonal included (Bentler). */
  srmr: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  /** Free parameters, without means. */
  parameters: number;
}

/**
 * Fit of a confirmatory model in lavaan's conventions: χ² = nF; CFI (Bentler 1990), TLI (Tucker and Lewis
 * 1973) against independence; RMSEA (Steiger 1990) with n in every term; SRMR over p (p + 1) / 2 elements.
 */
export function confirmatoryFit(given: {
  /** The discrepancy, and that of independence (−ln|R|). */
  value: number;
  nullValue: number;
  logDeterminantS: number;
  /** Standardised residuals, flat p × p. */
  residuals: Float64Array;
  p: number;
  n: number;
  parameters: number;
  /** Of rows in groups: traces of the model and of independence. */
  nested?: { model: NestedTraces; independence: NestedTraces };
}): ConfirmatoryFit {
  const { p, n, parameters } = given;
  const dof = (p * (p + 1)) / 2 - parameters;
  const nullDof = (p * (p - 1)) / 2;
  const chisq = Math.max(0, n * given.value);
  const nullChisq = n * given.nullValue;
  let squares = 0;
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) squares += given.residuals[i * p + j]! ** 2;
  const logLikelihood =
    -(n / 2) * (p * Math.log(2 * Math.PI) + given.value + given.logDeterminantS + p);
  const common = {
    chisq,
    dof,
    nullChisq,
    nullDof,
    srmr: Math.sqrt(squares / ((p * (p + 1)) / 2)),
    logLikelihood,
    aic: -2 * logLikelihood + 2 * parameters,
    bic: -2 * logLikelihood + Math.log(n) * parameters,
    parameters,
  };
  if (dof <= 0) return { ...common, p: null, cfi: null, tli: null, rmsea: null };
  if (given.nested) return { ...common, ...fitOfGroups(common, given.nested, n) };
  const excess = Math.max(chisq - dof, 0);
  const most = Math.max(nullChisq - nullDof, excess);
  const perNull = nullChisq / nullDof;
  const bound = (probability: number) => {
    const ncp = noncentrality(chisq, dof, probability);
    return ncp === null ? null : Math.sqrt(ncp / (n * dof));
  };
  return {
    ...common,
    p: chiSquareUpperTail(chisq, dof),
    cfi: most > 0 ? 1 - excess / most : null,
    tli: perNull > 1 ? (perNull - chisq / dof) / (perNull - 1) : null,
    rmsea: {
      value: Math.sqrt(excess / (n * dof)),
      lower: bound(0.95),
      upper: bound(0.05),
      confidence: 0.9,
      closeP: 1 - noncentralChiSquareCdf(chisq, dof, 0.05 ** 2 * n * dof),
    },
  };
}

function fitOfGroups(
  {
    chisq,
    dof,
    nullChisq,
    nullDof,
  }: Pick<ConfirmatoryFit, 'chisq' | 'dof' | 'nullChisq' | 'nullDof'>,
  { model, independence }: { model: NestedTraces; independence: NestedTraces },
  n: number,
): Pick<ConfirmatoryFit, 'p' | 'cfi' | 'tli' | 'rmsea'> {
  const excess = Math.max(0, chisq - model.mean);
  const value = Math.sqrt(excess / (n * dof));
  const rmsea = { value, lower: null, upper: null, confidence: 0.9, closeP: null };
  if (model.groups < dof) return { p: null, cfi: null, tli: null, rmsea };
  const test = adjusted(chisq, model);
  const most = Math.max(nullChisq - independence.mean, excess);
  const perNull = (nullChisq - independence.mean) / nullDof;
  return {
    p: chiSquareUpperTail(test.chisq, test.dof),
    cfi: most > 0 ? 1 - excess / most : null,
    tli: perNull > 0 ? 1 - (chisq - model.mean) / dof / perNull : null,
    rmsea,
  };
}
