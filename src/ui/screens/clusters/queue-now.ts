/** The present state of the queue: the decision shown, and the position of the pointer. */
import type { Curated } from '../../../clustering/curate.ts';
import type { Decision, OpenDecisions } from '../../../clustering/decisions.ts';
import type { Layer } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { topLayerOf } from '../../ui-state.ts';
import { pointedAt, queueOf } from './queue-state.ts';

type QueueLayer = Extract<Layer, { kind: 'queue' }>;

export type Now = {
  layer: QueueLayer;
  curated: Curated;
  decisions: OpenDecisions;
  queue: Decision[];
  /** The decision shown; undefined when all are taken. */
  decision: Decision | undefined;
  /** The digit that the pointer is on. */
  pointer: number;
};

export function nowOf(view: View): Now | null {
  const layer = topLayerOf(view.ui, 'queue');
  const { curated, decisions } = view.run?.results ?? {};
  if (!layer || !curated || !decisions) return null;
  const queue = queueOf(decisions, curated.clusters, layer, view.ui.clusters.keep);
  const decision = queue[0];
  const pointer = layer.pointer ?? (decision ? pointedAt(decision) : 0);
  return { layer, curated, decisions, queue, decision, pointer };
}
