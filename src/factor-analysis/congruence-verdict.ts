/** What a congruence of factors means, with the bound and where the bound comes from. */
import { plural } from '../tables/numbers.ts';

/** Tucker congruence that counts as equal, and as fair, in the eyes of factor analysts. */
export const congruenceEqual = 0.95;
export const congruenceFair = 0.85;
const boundsFrom = 'Lorenzo-Seva and ten Berge 2006';
const chanceFrom = 'data without structure, after Korth and Tucker 1975';

/** `unclear`: halves are too small to show it. */
export const verdicts = ['replicates', 'fair', 'unclear', 'does not replicate'] as const;
export type FactorVerdict = (typeof verdicts)[number];

/** For tables. */
export const verdictSigns = {
  replicates: '✓',
  fair: '~',
  unclear: '?',
  'does not replicate': '✗',
} as const satisfies Record<FactorVerdict, string>;

export interface CongruenceVerdict {
  verdict: FactorVerdict;
  /** Congruence of the solution of all models with the truth, expected from that of halves. */
  steppedUp: number;
  /** The bound that was reached, or the one that was missed. */
  threshold: number;
  source: string;
}

/**
 * The congruence of the whole solution with the truth, from that of two halves: √(2φ / (1 + φ)). Where loadings are the true
 * ones plus independent error of relative size e in all data and 2e in a half, φ is 1 / (1 + 2e) and this √(1 / (1 + e)).
 */
export function stepUp(congruence: number): number {
  return congruence > 0 ? Math.sqrt((2 * congruence) / (1 + congruence)) : 0;
}

/**
 * Whether a factor comes back, from the congruence of halves. Only chance decides that a factor does not replicate: halves of structure-free data
 * (`chance`, see `chanceCongruence`) agree as well. Else the stepped-up congruence counts: equal from .95, fair from .85
 * (Lorenzo-Seva and ten Berge 2006), below that the halves are too small to show it.
 */
export function congruenceVerdict(halves: number, chance: number | null): CongruenceVerdict {
  const steppedUp = stepUp(halves);
  if (chance !== null && halves <= chance)
    return { verdict: 'does not replicate', steppedUp, threshold: chance, source: chanceFrom };
  if (steppedUp >= congruenceEqual)
    return { verdict: 'replicates', steppedUp, threshold: congruenceEqual, source: boundsFrom };
  return {
    verdict: steppedUp >= congruenceFair ? 'fair' : 'unclear',
    steppedUp,
    threshold: congruenceFair,
    source: boundsFrom,
  };
}

/** Factors that come back in other halves of the models. */
export function replicating(verdicts: readonly FactorVerdict[]): number {
  return verdicts.filter((one) => one === 'replicates' || one === 'fair').length;
}

/** "2 of 3 factors replicate across models", and for how many the halves of the models are too few. */
export function replicationWords(verdicts: readonly FactorVerdict[]): string {
  const unclear = verdicts.filter((one) => one === 'unclear').length;
  const told = `${replicating(verdicts)} of ${plural(verdicts.length, 'factor')} ${verdicts.length === 1 ? 'replicates' : 'replicate'} across models`;
  return unclear === 0 ? told : `${told}; of ${unclear} halves of them are too few to tell`;
}
