/** The disputed words of two curators as they are settled: which is asked, and what stands under A and B. Pure. */
import type { Curated } from '../../../clustering/curate.ts';
import type { Dispute } from '../../../clustering/curators.ts';
import type { SecondCuration } from '../../../clustering/curators-of-run.ts';
import { openDisputes } from '../../../clustering/settle.ts';
import { hashSeed } from '../../../statistics/random.ts';
import type { Layer } from '../../layer.ts';
import type { Actions, View } from '../../scene.ts';
import { topLayerOf } from '../../ui-state.ts';

export type SettleLayer = Extract<Layer, { kind: 'settle' }>;
type Whose = 'first' | 'second';

/** Asks the disputed words of a second curator. Whose words these are would be no reason, so models are hidden. */
export function beginSettling(act: Actions, second: string, by: string, now: number): void {
  act.update((ui) => ({ ...ui, clusters: { ...ui.clusters, blind: true } }));
  act.push({ kind: 'settle', second, by, later: [], front: null, pointer: 0, since: now });
}

export type SettleNow = {
  layer: SettleLayer;
  curated: Curated;
  second: SecondCuration;
  open: Dispute[];
  /** The word that is asked; none when all are settled. */
  dispute: Dispute | undefined;
};

/** Null while the curators are not compared yet. */
export function settleNow(view: View): SettleNow | null {
  const layer = topLayerOf(view.ui, 'settle');
  const { curated, curators } = view.run?.results ?? {};
  const second = curators?.result.seconds.find(({ name }) => name === layer?.second);
  if (!layer || !curated || !second) return null;
  const open = inOrder(openDisputes(second, curated), layer);
  return { layer, curated, second, open, dispute: open[0] };
}

/** One that undo brought back first, those for later last. */
export function inOrder(
  disputes: readonly Dispute[],
  { later, front }: Pick<SettleLayer, 'later' | 'front'>,
): Dispute[] {
  const place = ({ word }: Dispute) => (word === front ? -1 : later.indexOf(word) + 1);
  return disputes.toSorted((a, b) => place(a) - place(b));
}

/** Whose homes stand under A and B: another order word by word, the same whenever the word is asked. */
export function orderOf(seed: number, second: string, word: string): [Whose, Whose] {
  return hashSeed(`${seed}|settle|${second}|${word}`) % 2 === 0
    ? ['first', 'second']
    : ['second', 'first'];
}
