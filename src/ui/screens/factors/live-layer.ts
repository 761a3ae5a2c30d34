/** Layers of tables that follow the factors. */
import type { FactorView } from '../../../run/factor-view.ts';
import { tableState } from '../../components/table-state.ts';
import type { Layer, LiveTables } from '../../layer.ts';
import type { View } from '../../scene.ts';

/** A layer that is drawn again whenever the factors change. */
export function liveLayer(
  title: string,
  make: (factors: FactorView, view: View) => LiveTables,
): Layer {
  return {
    kind: 'tables',
    title,
    so: '',
    tables: [],
    at: 0,
    table: tableState(),
    live: (view) => {
      const factors = view.run?.results.factors;
      if (factors && 'loadings' in factors) return make(factors, view);
      return { so: 'There are no factors now', tables: [], notes: [] };
    },
  };
}
