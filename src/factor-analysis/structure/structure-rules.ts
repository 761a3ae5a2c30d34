/** What target-rotated and bifactor solutions say of the number of factors, as rules beside the others. */
import { percent, plural, share } from '../../tables/numbers.ts';
import type { NumberRule } from '../number-of-factors.ts';
import type { BifactorSolution } from './bifactor.ts';
import { type EsemSolution, fewestColumns } from './esem.ts';
import { fitsClosely, type Structures } from './structures.ts';

/** A test of columns that share nothing is rejected below. */
const level = 0.05;

/**
 * Neither decides. Bifactor is a warning: of three unrelated factors it makes a general one with a fifth of the common variance
 * (docs/factor-analysis.md). `suggested` is null where fit is withheld, or there are too few factors.
 */
export function structureRules(structures: Structures | null, taken: number): NumberRule[] {
  if (!structures) return [];
  return [esemRule(structures, taken), bifactorRule(structures)];
}

function esemRule({ none, esem, most }: Structures, taken: number): NumberRule {
  const rule = {
    id: 'structure.esem',
    name: 'target-rotated ESEM',
    standing: 'shown' as const,
  };
  const own = esem.find(({ factors }) => factors === taken) ?? esem.at(-1)!;
  const shape = shapeOf(own);
  if (own.fit.withheld !== null || none.p === null)
    return {
      ...rule,
      suggested: null,
      why: `${own.fit.withheld ?? 'Bartlett’s test is withheld'}; ${shape}`,
    };
  if (none.p > level)
    return {
      ...rule,
      suggested: 0,
      why: 'that columns share nothing is not rejected (Bartlett’s test)',
    };
  const close = esem.find(({ fit }) => fitsClosely(fit));
  if (!close)
    return {
      ...rule,
      suggested: null,
      why: `no solution with up to ${Math.min(most, esem.length)} factors fits closely (RMSEA’s lower bound above .05); ${shape}`,
    };
  return {
    ...rule,
    suggested: close.factors,
    why: `the fewest factors whose RMSEA has a lower bound of at most .05: ${fitOf(close)}; ${close === own ? shape : `${shapeOf(close)}; ${shape}`}`,
  };
}

function fitOf({ fit }: EsemSolution): string {
  const { rmsea, cfi } = fit;
  const bounds =
    rmsea?.lower == null ? '' : ` [${share(rmsea.lower, 3)}, ${share(rmsea.upper, 3)}]`;
  return `RMSEA ${share(rmsea?.value ?? null, 3)}${bounds}, CFI ${share(cfi, 3)}`;
}

function shapeOf({ factors, columns, crossLoadings }: EsemSolution): string {
  const thin = columns.filter((count) => count < fewestColumns).length;
  const held =
    thin === 0
      ? 'every factor has three columns or more'
      : `${plural(thin, 'factor')} with fewer than three columns`;
  return `with ${plural(factors, 'factor')} ${held}${factors > 1 ? ` and ${crossLoadings === 0 ? 'no cross-loading' : plural(crossLoadings, 'cross-loading')} of .30 or more` : ''}`;
}

function bifactorRule({ bifactor }: Structures): NumberRule {
  const rule = {
    id: 'structure.bifactor',
    name: 'bifactor, groups beside a general factor',
    standing: 'warning' as const,
  };
  if (!bifactor)
    return {
      ...rule,
      suggested: null,
      why: 'it needs three factors, and degrees of freedom for a fourth',
    };
  const held = heldGroups(bifactor);
  return {
    ...rule,
    suggested: held,
    why: `it finds a general factor also where factors are unrelated; here that has ${percent(bifactor.ecv)} of the common variance (ω_h ${share(bifactor.omegaHierarchical)}); ${held} of ${bifactor.groups} group factors keep three columns or more${bifactor.biGeomin.general < alike ? `; bi-geomin finds another general factor (congruence ${share(bifactor.biGeomin.general)})` : ''}`,
  };
}

/** Factors count as equal from here on (Lorenzo-Seva and ten Berge 2006). */
const alike = 0.95;

/** Group factors with three columns or more of loadings of .30 and more beside the general factor. */
export function heldGroups({ columns }: Pick<BifactorSolution, 'columns'>): number {
  return columns.filter((count) => count >= fewestColumns).length;
}
