/** Target-rotated and bifactor solutions with 1, 2, … factors, as evidence on the number of factors. */
import { type FactorOptions, type FactorResult, factorAnalysis } from '../factor-analysis.ts';
import { degreesOfFreedom } from '../fit.ts';
import type { FactorInput } from '../input.ts';
import { type BifactorSolution, bifactor } from './bifactor.ts';
import { type EsemSolution, esem } from './esem.ts';

export interface Structures {
  /** Columns that share nothing: Bartlett's test, adjusted for groups of rows; p null where it is withheld. */
  none: { p: number | null };
  /** With 1, 2, … factors, as far as one is left that fits closely, or beyond `taken`. */
  esem: EsemSolution[];
  /** With the most group factors that were looked at, at most `taken`; null below three. */
  bifactor: BifactorSolution | null;
  /** Most factors that were to be looked at. */
  most: number;
}

/** As with very simple structure. */
const most = 8;
/** Above, a solution takes seconds, and its minimum is sought once. */
export const mostColumns = 60;

/**
 * Maximum likelihood solutions with 1, 2, … factors up to the first that fits closely and to one more than `taken`, at
 * most 8; null for more than 60 columns and where even one factor leaves no degrees of freedom.
 * Fit is withheld as in `factorAnalysis`: for groups of rows, smoothed correlations.
 * @param taken the number of factors that is taken otherwise
 * @throws UserError as `factorAnalysis` does for the input
 */
export function structuresOf(
  input: FactorInput,
  taken: number,
  options: Omit<FactorOptions, 'factors' | 'extraction' | 'rotation'> = {},
): Structures | null {
  const p = 'rows' in input ? (input.rows[0]?.length ?? 0) : input.correlation.length;
  if (p > mostColumns || degreesOfFreedom(p, 1) < 1) return null;
  const solutions: FactorResult[] = [];
  const found: EsemSolution[] = [];
  const last = Math.max(1, taken) + 1;
  for (let k = 1; k <= most && degreesOfFreedom(p, k) > 0; k++) {
    const unrotated = factorAnalysis(input, {
      ...options,
      factors: k,
      extraction: 'ml',
      rotation: 'none',
    });
    solutions.push(unrotated);
    found.push(esem(unrotated));
    const told = found.some(({ fit }) => fitsClosely(fit) !== null);
    if (k >= last && (!told || found.some(({ fit }) => fitsClosely(fit)))) break;
  }
  const groups = Math.min(taken, solutions.length - 1);
  return {
    none: { p: solutions[0]!.bartlett.p },
    esem: found,
    bifactor: groups < 3 ? null : bifactor(solutions[groups - 1]!, solutions[groups]!),
    most,
  };
}

/** A root mean square error of approximation that counts as close fit (Browne and Cudeck 1992). */
const closeFit = 0.05;

/**
 * Whether close fit is not rejected: the lower bound of RMSEA's 90 % interval is at most .05 (Preacher, Zhang, Kim, and
 * Mels 2013). Null where the fit is withheld.
 */
export function fitsClosely({ rmsea, withheld }: EsemSolution['fit']): boolean | null {
  if (withheld !== null || !rmsea) return null;
  return (rmsea.lower ?? rmsea.value) <= closeFit;
}
