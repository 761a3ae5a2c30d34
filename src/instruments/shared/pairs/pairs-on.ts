/** Some of the pairs of one value system, as many against another value as against none. */
import type { PrimedItems } from '../../contract.ts';
import { balancedItems } from '../primes/balanced.ts';
import type { PairSet } from './pair-items.ts';

export function pairsOn(sets: readonly PairSet[], { system, ...about }: PrimedItems): PairSet[] {
  return sets
    .filter((set) => set.system === system)
    .map((set) => ({
      ...set,
      items: balancedItems(set.items, about, ({ value, against }) => ({
        values: [value],
        kind: against === undefined ? 'alone' : 'against',
      })),
    }));
}
