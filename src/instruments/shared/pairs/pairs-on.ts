/** Some of the pairs of one value system, as many against another value as against none. */
import { balancedItems } from '../primes/balanced.ts';
import type { PairSet } from './pair-items.ts';

export function pairsOn(
  sets: readonly PairSet[],
  { system, each }: { system: string; each: number },
): PairSet[] {
  return sets
    .filter((set) => set.system === system)
    .map((set) => ({
      ...set,
      items: balancedItems(set.items, each, ({ value, against }) => ({
        values: [value],
        kind: against === undefined ? 'alone' : 'against',
      })),
    }));
}
