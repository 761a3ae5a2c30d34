/** How many factors there are, and how well they fit, as layers of tables. */
import { fitPart, numberPart, screeOf } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { gridOf } from '../../../tables/grid.ts';
import { longestBar, screeBar } from '../../../tables/scree.ts';
import type { TextTable } from '../../interface-options.ts';
import type { Layer } from '../../layer.ts';
import { plural } from '../../text.ts';
import { liveLayer } from './live-layer.ts';

/** All rules side by side, and the eigenvalues next to those of chance. */
export function howManyLayer(): Layer {
  return liveLayer('how many', (factors) => {
    const { tables, notes } = numberPart(factors);
    return {
      so: `${plural(factors.k, 'factor')} taken; ${factors.suggestedK} suggested`,
      tables: tables.map((table) =>
        table.id === 'eigenvalues' ? withBars(gridOf(table), factors) : gridOf(table),
      ),
      notes,
    };
  });
}

/** Adds each eigenvalue as a bar, with the eigenvalue of chance marked on it. */
function withBars(table: TextTable, factors: FactorView): TextTable {
  const scree = screeOf(factors);
  const most = longestBar(scree);
  return {
    ...table,
    columns: [...table.columns, '▇ eigenvalue ┊ chance'],
    rows: table.rows.map((row, at) => [
      ...row,
      screeBar(scree.values[at]!, scree.chance[at], most, 24),
    ]),
  };
}

/** Whether the correlations can be factored, and how well the model fits. */
export function fitLayer(): Layer {
  return liveLayer('adequacy and fit', (factors) => {
    const { tables, notes } = fitPart(factors);
    return {
      so: `${factors.n} ${factors.rows} × ${plural(factors.columns.length, 'column')}, ${factors.extraction}, ${factors.rotation}`,
      tables: tables.map(gridOf),
      notes,
    };
  });
}
