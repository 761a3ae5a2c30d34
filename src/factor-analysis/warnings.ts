import type { FactorResult } from './factor-analysis.ts';
import type { OrdinalDetails } from './ordinal-input.ts';
import type { RowTotals } from './row-totals.ts';

export type FactorWarningCode =
  | 'table'
  | 'rows-dropped'
  | 'column-left-out'
  | 'gaps'
  | 'groups'
  | 'covariance'
  | 'few-units'
  | 'few-rows'
  | 'low-kmo'
  | 'bartlett'
  | 'not-positive-definite'
  | 'empty-cells'
  | 'ordinal-fit'
  | 'fixed-total'
  | 'near-singular'
  | 'no-degrees-of-freedom'
  | 'heywood'
  | 'not-converged'
  | 'several-minima'
  | 'close-minima'
  | 'weak-factor'
  | 'reversed-items'
  | 'uncorrelated-factors';

export interface FactorWarning {
  code: FactorWarningCode;
  /** One plain sentence, figures included. */
  message: string;
}

interface Context {
  /** Of raw rows. */
  totals: RowTotals | null;
  droppedRows: number;
  wasCovariance: boolean;
  condition: number;
  independentUnits?: number;
  /** Their name, in the plural. */
  unit: string;
}

/** Fewer independent units than this make a structure "of models" a sketch (method, §4). */
const unitsForStructure = 25;

/** Two minima whose communalities differ by less than this are the same to a reader. */
const tellingDifference = 0.05;

/** What a reader must know before believing the result; most serious first. */
export function factorWarnings(result: FactorResult, context: Context): FactorWarning[] {
  const out: FactorWarning[] = [];
  const say = (code: FactorWarningCode, message: string) => out.push({ code, message });
  const p = result.variables.length;
  const { n, fit, convergence } = result;
  const units = context.independentUnits;
  const one = context.unit.replace(/ies$/, 'y').replace(/s$/, '');

  if (units !== undefined && units <= p) {
    say(
      'few-units',
      `${units} independent ${units === 1 ? one : context.unit} cannot carry ${p} columns: rows of one ${one} are not independent, so read this as a description of these answers`,
    );
  } else if (units !== undefined && units < unitsForStructure) {
    say(
      'few-units',
      `${units} independent ${context.unit}: a sketch, at least ${unitsForStructure} are needed`,
    );
  }
  if (n < 3 * p)
    say('few-rows', `${n} rows for ${p} columns: at least 3 rows a column are needed, better 10`);
  if (result.smoothing) {
    const { smallestEigenvalue, moved, largestMove, usedFor } = result.smoothing;
    say(
      'not-positive-definite',
      `the correlation matrix is not positive definite (smallest eigenvalue ${brief(smallestEigenvalue)}); ${usedFor === 'all' ? 'it' : 'for the chi-square it'} was smoothed, which moved it by ${brief(moved)}, a single correlation by up to ${brief(largestMove)}; KMO and Bartlett are undefined${usedFor === 'all' ? ', and chi-square is withheld' : ''}`,
    );
  } else if (context.condition > 1e6) {
    say(
      'near-singular',
      `some columns nearly add up to others (condition number ${brief(context.condition)})`,
    );
  }
  if (result.ordinal)
    for (const warning of ordinalWarnings(result, result.ordinal)) out.push(warning);
  if (context.totals?.fixed) {
    const { mean, sd } = context.totals;
    const spreads = sd! > 1e-9 * Math.max(1, Math.abs(mean!));
    say(
      'fixed-total',
      `rows add up to ${spreads ? `nearly the same (${mean!.toPrecision(3)}, standard deviation ${brief(sd!)})` : `the same (${mean!.toPrecision(3)})`}, as lists of one length do: what one column gains others lose, which pulls correlations towards ${(-1 / (p - 1)).toFixed(2)} and costs a dimension`,
    );
  }
  if (result.kmo.overall !== null && result.kmo.overall < 0.5) {
    say(
      'low-kmo',
      `KMO is ${result.kmo.overall.toFixed(2)}: below .5 the columns share too little to be factored`,
    );
  }
  if (result.bartlett.p !== null && result.bartlett.p > 0.05) {
    say(
      'bartlett',
      `Bartlett’s test cannot tell these correlations from none (p = ${result.bartlett.p.toFixed(2)})`,
    );
  }
  if (fit.dof <= 0) {
    say(
      'no-degrees-of-freedom',
      `${result.factors === 1 ? '1 factor leaves' : `${result.factors} factors leave`} no degrees of freedom with ${p} columns: fit says nothing`,
    );
  }
  if (result.heywood.length > 0) {
    say(
      'heywood',
      `Heywood case: less than 2 % of the variance is its own in ${result.heywood.join(', ')}: the minimum lies on the bound or next to it; try fewer factors or more rows`,
    );
  }
  if (!convergence.extraction.converged) {
    say(
      'not-converged',
      `the extraction stopped after ${convergence.extraction.iterations} iterations without converging`,
    );
  }
  const { close } = convergence.extraction;
  if (close && close.communality > tellingDifference) {
    const { starts, distinctMinima, shareAtBest } = convergence.extraction;
    say(
      'close-minima',
      `${starts} starts of the extraction ended at ${distinctMinima} minima; the lowest was kept (reached by ${Math.round(shareAtBest * 100)} %), but the next is only ${(100 * close.higher).toFixed(1)} % higher, and there a communality differs by ${close.communality.toFixed(2)}: the data do not settle which it is, try fewer factors`,
    );
  }
  if (!convergence.rotation.converged) say('not-converged', 'the rotation did not converge');
  if (convergence.rotation.distinctMinima > 1) {
    const { distinctMinima, starts, shareAtBest } = convergence.rotation;
    say(
      'several-minima',
      `${starts} starts of the rotation ended at ${distinctMinima} different solutions; the best was reached by ${Math.round(shareAtBest * 100)} %`,
    );
  }
  if (result.extraction !== 'pca') {
    for (const message of weakFactors(result)) say('weak-factor', message);
  }
  if (context.droppedRows > 0)
    say('rows-dropped', `${context.droppedRows} rows with gaps were left out`);
  if (context.wasCovariance)
    say('covariance', 'the matrix was a covariance matrix; its correlations were used');
  return out;
}

function ordinalWarnings(result: FactorResult, ordinal: OrdinalDetails): FactorWarning[] {
  const out: FactorWarning[] = [];
  const { sparse, atBoundary, pairs, kind, emptyCell } = ordinal;
  const first = sparse[0];
  if (first)
    out.push({
      code: 'empty-cells',
      message: `${sparse.length} of ${pairs} pairs of columns never show one of their four combinations (${first.columns.join(' and ')}${sparse.length > 1 ? ', …' : ''}): their correlations rest on ${emptyCell > 0 ? `counting the empty cell as ${emptyCell}` : 'an empty cell'}`,
    });
  if (atBoundary[0])
    out.push({
      code: 'empty-cells',
      message: `${atBoundary.length} of ${pairs} ${kind} correlations have no likeliest value inside −1 to 1 and are held at the bound (${atBoundary[0].join(' and ')}${atBoundary.length > 1 ? ', …' : ''})`,
    });
  if (result.fit.chisq !== null)
    out.push({
      code: 'ordinal-fit',
      message: `chi-square and what rests on it (RMSEA, TLI, BIC) are written for Pearson correlations; of ${kind} ones they describe, and test nothing`,
    });
  return out;
}

function weakFactors(result: FactorResult): string[] {
  const out: string[] = [];
  for (let m = 0; m < result.factors; m++) {
    const salient = result.loadings.filter((row) => Math.abs(row[m]!) >= 0.3).length;
    if (salient < 3) {
      out.push(
        `factor ${m + 1} has ${salient === 1 ? '1 loading' : `${salient} loadings`} of .3 or more: three are needed to pin a factor down`,
      );
    }
  }
  return out;
}

function brief(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(2) : 'infinite';
}
