/** The disputed words of two curators: which one is shown, and which cluster is A and which B. Pure. */
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

/** Opens the disputed words of a second curator. Models are hidden, since who said a word is no reason to place it. */
export function beginSettling(act: Actions, second: string, by: string, now: number): void {
  act.update((ui) => ({ ...ui, clusters: { ...ui.clusters, blind: true } }));
  act.push({ kind: 'settle', second, by, later: [], front: null, pointer: 0, since: now });
}

export type SettleNow = {
  layer: SettleLayer;
  curated: Curated;
  second: SecondCuration;
  open: Dispute[];
  /** The word shown; undefined when all are settled. */
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

/** A word that undo brought back comes first, those left for later last. */
export function inOrder(
  disputes: readonly Dispute[],
  { later, front }: Pick<SettleLayer, 'later' | 'front'>,
): Dispute[] {
  const place = ({ word }: Dispute) => (word === front ? -1 : later.indexOf(word) + 1);
  return disputes.toSorted((a, b) => place(a) - place(b));
}

/** Whose clusters are A and B: the order varies between words, and is always the same for a word. */
export function orderOf(seed: number, second: string, word: string): [Whose, Whose] {
  return hashSeed(`${seed}|settle|${second}|${word}`) % 2 === 0
    ? ['first', 'second']
    : ['second', 'first'];
}
