/** Comparisons of two models, computed for the layer that shows one. */
import { useEffect } from 'react';
import { explainOnOneLine } from '../../../errors.ts';
import type { ModelComparison } from '../../../instruments/shared/compare-models.ts';
import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { ratedIn } from '../../../run/rated-results.ts';
import type { Layer } from '../../layer.ts';
import type { View } from '../../scene.ts';

export type CompareLayer = Extract<Layer, { kind: 'compare' }>;

/** Comparisons of two models by their present scores; a message where one is impossible. */
const known = new WeakMap<readonly SystemScores[], Map<string, ModelComparison | string>>();

const keyOf = ({ system, a, b }: CompareLayer) => JSON.stringify([system, a, b]);

/** Undefined while it is being computed. */
export function comparisonOf(
  view: View,
  layer: CompareLayer,
): ModelComparison | string | undefined {
  const scores = view.run && ratedIn(view.run.results).scores;
  if (!scores || !view.session) return 'there are no scores';
  return known.get(scores)?.get(keyOf(layer));
}

/**
 * Compares the two models of the open layer, on any screen and below any overlay, then draws the screen again; stops
 * if the layer is closed first.
 */
export function useComparison({ ui, run, session, act }: View): void {
  const layer = Object.values(ui.layers)
    .flat()
    .findLast((one) => one.kind === 'compare');
  const key = layer && keyOf(layer);
  const scores = run && ratedIn(run.results).scores;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the layer the key holds what matters.
  useEffect(() => {
    if (!scores || !session || !layer || !key || known.get(scores)?.has(key)) return;
    const wanted = new AbortController();
    const show = (found: ModelComparison | string) => {
      if (wanted.signal.aborted) return;
      const made = known.get(scores) ?? new Map<string, ModelComparison | string>();
      known.set(scores, made.set(key, found));
      act.update((now) => ({ ...now }));
    };
    session
      .compareModels(layer.system, layer.a, layer.b, wanted.signal)
      .then(show, (error) => show(explainOnOneLine(error)));
    return () => wanted.abort();
  }, [scores, session, key, act]);
}
