import { UserError } from '../errors.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { minres } from './extraction/minres.ts';

/** How the two second-order loadings of two group factors share their one correlation. */
export type TwoFactorRule = 'equal' | 'first' | 'second';

export interface SchmidLeiman {
  /** Loadings of the p variables on the general factor. */
  general: number[];
  /** Loadings on the k group factors with the general factor taken out, p × k. */
  group: number[][];
  /** Communality of the oblique solution, diag(ΛΦΛᵀ). */
  communality: number[];
  uniquenesses: number[];
  /** Share of the communality that is general, 0 to 1; `null` where nothing is common. */
  generalShare: (number | null)[];
  /** Loadings of the k oblique factors on the general one. */
  secondOrder: number[];
  /** False with two group factors: their two loadings rest on a single correlation. */
  identified: boolean;
  /** 1-based group factors without variance of their own beside the general factor (second-order Heywood cases). */
  heywood: number[];
}

/** A second-order loading this large is at psych's bound for uniquenesses. */
const secondOrderLimit = Math.sqrt(0.995) - 1e-9;

/**
 * Schmid and Leiman's (1957) transformation: an oblique solution becomes one general and k group factors,
 * all uncorrelated. With γ the loadings of one minres factor of Φ: general = Λγ, group = Λ diag(√(1 − γ²)).
 * R: `psych::schmid`.
 * @param pattern Λ, p × k, k of 2 or more
 * @param phi Φ, k × k
 * @param rule for k = 2 only: equal loadings (default), or all of the correlation on one of them
 * @throws UserError where the sizes do not fit
 */
export function schmidLeiman(
  pattern: Rows,
  phi: Rows,
  rule: TwoFactorRule = 'equal',
): SchmidLeiman {
  const k = phi.length;
  if (k < 2) throw new UserError('a general factor above group factors needs at least two of them');
  if (Array.from(phi).some((row) => row.length !== k)) {
    throw new UserError('the factor correlations must be a square matrix');
  }
  if (Array.from(pattern).some((row) => row.length !== k)) {
    throw new UserError(`the loadings must have ${k} columns, as the factor correlations have`);
  }
  const secondOrder =
    k === 2 ? twoLoadings(phi[0]![1]!, rule) : Array.from(minres(flatten(phi), k, 1).loadings);
  const rest = secondOrder.map((g) => Math.sqrt(Math.max(0, 1 - g * g)));
  const loadings = Array.from(pattern, (row) => Array.from(row));
  const general = loadings.map((row) => row.reduce((sum, l, m) => sum + l * secondOrder[m]!, 0));
  const communality = loadings.map((row) =>
    row.reduce((sum, l, m) => sum + row.reduce((s, other, q) => s + l * other * phi[m]![q]!, 0), 0),
  );
  return {
    general,
    group: loadings.map((row) => row.map((l, m) => l * rest[m]!)),
    communality,
    uniquenesses: communality.map((h) => 1 - h),
    generalShare: communality.map((h, i) => (h > 0 ? general[i]! ** 2 / h : null)),
    secondOrder,
    identified: k > 2,
    heywood: secondOrder.flatMap((g, m) => (Math.abs(g) >= secondOrderLimit ? [m + 1] : [])),
  };
}

function twoLoadings(correlation: number, rule: TwoFactorRule): number[] {
  const sign = correlation < 0 ? -1 : 1;
  if (rule === 'equal') {
    const root = Math.sqrt(Math.abs(correlation));
    return [root, sign * root];
  }
  return rule === 'first' ? [1, correlation] : [correlation, 1];
}
