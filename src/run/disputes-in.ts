/** Disputed words among the results of a run. */
import { openDisputes } from '../clustering/settle.ts';
import type { Results } from './state.ts';

/** For each second curator: how many words are disputed, and how many of these are not settled. */
export function disputesIn(
  results: Pick<Results, 'curated' | 'curators'> | undefined,
): { second: string; all: number; open: number }[] {
  const { curated, curators } = results ?? {};
  if (!curated || !curators) return [];
  return curators.result.seconds.map((one) => ({
    second: one.name,
    all: one.disputes.length,
    open: openDisputes(one, curated).length,
  }));
}
