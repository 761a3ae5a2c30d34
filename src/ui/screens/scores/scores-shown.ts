/** What screen 6 shows of the open run: the value system, the picture of its selected value, or the table of its numbers. */
import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { cannotTell, differencesPlot } from '../../../instruments/shared/tell/tell-differences.ts';
import { mostLettered } from '../../../instruments/shared/tell/tell-scores.ts';
import { ratedIn, toldTable } from '../../../run/rated-results.ts';
import type { Table } from '../../../tables/table.ts';
import { arrange } from '../../components/table-state.ts';
import type { View } from '../../scene.ts';
import { scoreColumns } from './scores-view.ts';

/** The value system that is shown. */
export function systemOf(view: View): SystemScores | null {
  const scores = view.run ? ratedIn(view.run.results).scores : [];
  return scores.find((one) => one.system === view.ui.scores.system) ?? scores[0] ?? null;
}

/** Its scores as they are told: raw, or centred. */
export function scoreTable(view: View, { system }: SystemScores): Table {
  const kind = view.ui.scores.profile ? 'profile' : 'raw';
  return toldTable(view.run!.results, `${kind}-${system}`)!;
}

/** The id of the selected column. */
export function selection(view: View, table: Table): string | null {
  const { table: state, numbers } = view.ui.scores;
  // The marks widen a column, but which columns there are does not depend on them.
  const visible = scoreColumns(table, null, false).filter(({ id }) => !state.hidden.includes(id));
  if (numbers) return visible[Math.min(state.column, visible.length - 1)]?.id ?? null;
  const values = visible.slice(1).filter(({ id }) => isValue(table, id));
  return values[Math.max(0, Math.min(state.column, values.length) - 1)]?.id ?? null;
}

const isValue = (table: Table, id: string) =>
  table.columns.some((column) => column.id === id && !column.beside);

/** The rows of the table of numbers and its columns. */
export function shownOf(view: View, scores: SystemScores, wide: boolean) {
  const { table, byGroup } = view.ui.scores;
  const whole = scoreTable(view, scores);
  const selected = selection(view, whole);
  // Which rows there are does not depend on the row under the cursor, only what they say.
  const plain = scoreColumns(whole, selected, wide);
  const { rows } = arrange(whole.rows, plain, table);
  if (byGroup) rows.sort((a, b) => (a.group ?? '').localeCompare(b.group ?? ''));
  const near = nearCursor(view, scores, rows[table.row]?.id ?? null);
  const columns = scoreColumns(whole, selected, wide, near);
  return { rows, columns: arrange([], columns, table).columns };
}

/** Models that the selected column cannot tell from this one; null where letters say it. */
export function nearCursor(
  view: View,
  scores: SystemScores,
  model: string | null,
): ReadonlySet<string> | null {
  if (scores.models.length <= mostLettered || view.ui.scores.profile) return null;
  const c = scores.columns.findIndex(({ id }) => id === selection(view, scoreTable(view, scores)));
  return c < 0 || model === null ? new Set() : cannotTell(scores, c, model);
}

/** The picture of the selected value, around the model under the cursor; its rows are those that are kept. */
export function pictureOf(view: View, scores: SystemScores) {
  const { table } = view.ui.scores;
  const whole = toldTable(view.run!.results, `raw-${scores.system}`)!;
  const selected = selection(view, whole);
  const columns = scoreColumns(whole, selected, false);
  const c = scores.columns.findIndex(({ id }) => id === selected);
  const kept = new Map(
    arrange(whole.rows, columns, { ...table, sort: null }).rows.map((row) => [row.id, row]),
  );
  const order = differencesPlot(scores, c, null).rows.filter(({ id }) => kept.has(id));
  const reference = order[Math.min(table.row, order.length - 1)]?.id ?? null;
  const plot = differencesPlot(scores, c, reference);
  return {
    plot,
    rows: plot.rows.filter(({ id }) => kept.has(id)),
    shown: {
      rows: order.map(({ id }) => kept.get(id)!),
      columns: columns.filter(
        ({ id }, at) => !table.hidden.includes(id) && (at === 0 || isValue(whole, id)),
      ),
    },
  };
}

/** Where a model stands among what is shown; 0 where it is not. */
export function rowOf(view: View, scores: SystemScores, model: string): number {
  const { rows } = view.ui.scores.numbers
    ? shownOf(view, scores, false)
    : pictureOf(view, scores).shown;
  return Math.max(
    0,
    rows.findIndex(({ id }) => id === model),
  );
}
