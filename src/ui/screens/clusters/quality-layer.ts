/** The quality of each number of clusters, as a layer. */
import type { Results } from '../../../run/state.ts';
import { tableState } from '../../components/table-state.ts';
import type { Layer } from '../../layer.ts';
import { share } from '../../text.ts';

/** Null where there are no clusters. */
export function qualityLayer(clustering: Results['clustering'] | undefined): Layer | null {
  if (!clustering || 'unavailable' in clustering) return null;
  return {
    kind: 'tables',
    title: 'how many',
    so: `${clustering.suggestedK} clusters are suggested by the cut rule; the silhouette is shown, not followed`,
    tables: [
      {
        title: `${clustering.method} · ${clustering.space}`,
        columns: ['clusters', 'silhouette', 'stability', ''],
        rows: clustering.quality.map(({ k, silhouette, stability }) => [
          String(k),
          share(silhouette),
          share(stability),
          k === clustering.suggestedK ? '← suggested' : '',
        ]),
      },
    ],
    at: 0,
    table: tableState({
      row: Math.max(
        0,
        clustering.quality.findIndex(({ k }) => k === clustering.k),
      ),
    }),
  };
}
