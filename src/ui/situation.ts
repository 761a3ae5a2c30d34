/** What decides whether a command is disabled now. */
import { suggestionsOf } from '../clustering/decisions.ts';
import { disputesIn } from '../run/disputes-in.ts';
import { ratedIn } from '../run/rated-results.ts';
import type { Situation } from './keymap/command.ts';
import type { View } from './scene.ts';
import { sceneOf } from './scenes.ts';
import { topLayerOf } from './ui-state.ts';

/** The facts that decide whether a command is disabled. */
export function situationOf(view: View): Situation {
  const results = view.run?.results;
  const { factors, clustering } = results ?? {};
  return {
    open: view.run !== null,
    working: view.run?.status === 'working',
    elicited: (view.run?.discovery.answers ?? 0) > 0,
    clustered: clustering != null && 'clusters' in clustering && results?.curated != null,
    factored: factors != null && 'loadings' in factors,
    scored: results !== undefined && ratedIn(results).scores.length > 0,
    numbers: view.ui.scores.numbers,
    undoable: (results?.curated?.applied.length ?? 0) > 0,
    redoable: (results?.curated?.undone.length ?? 0) > 0,
    suggestions: suggestionsOf(results?.decisions).length,
    curators: results?.curators != null,
    disputed: disputesIn(results).reduce((sum, { open }) => sum + open, 0),
    blind: view.run?.curator !== undefined,
    decisions: (results?.decisions?.open.length ?? 0) + (results?.decisions?.unseen.length ?? 0),
    unfinished: view.run !== null && view.run.status !== 'finished',
    stoppable: (view.run?.computing ?? null) !== null || view.ui.fetch !== null,
    traced: topLayerOf(view.ui, 'tables')?.trace !== undefined,
    off: sceneOf(view.ui).off?.(view) ?? {},
  };
}
