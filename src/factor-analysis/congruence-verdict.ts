/** What a congruence of factors means, with the bound and where the bound comes from. */

/** Tucker congruence that counts as equal, and as fair, in the eyes of factor analysts. */
export const congruenceEqual = 0.95;
export const congruenceFair = 0.85;
const boundsFrom = 'Lorenzo-Seva and ten Berge 2006';
const chanceFrom = 'data without structure, after Korth and Tucker 1975';

export type Verdict = 'replicates' | 'fair' | 'does not replicate';

export interface CongruenceVerdict {
  verdict: Verdict;
  /** The bound that was reached, or the one that was missed. */
  threshold: number;
  source: string;
}

/**
 * Equal from .95, fair from .85 (Lorenzo-Seva and ten Berge 2006). What structure-free data reach as well
 * (`chance`, see `chanceCongruence`) is no replication, however high.
 */
export function congruenceVerdict(congruence: number, chance: number | null): CongruenceVerdict {
  if (congruence >= congruenceFair && chance !== null && congruence <= chance)
    return { verdict: 'does not replicate', threshold: chance, source: chanceFrom };
  if (congruence >= congruenceEqual)
    return { verdict: 'replicates', threshold: congruenceEqual, source: boundsFrom };
  if (congruence >= congruenceFair)
    return { verdict: 'fair', threshold: congruenceFair, source: boundsFrom };
  return { verdict: 'does not replicate', threshold: congruenceFair, source: boundsFrom };
}
